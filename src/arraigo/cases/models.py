"""The accompaniment of a person: what was found, what was agreed, and whether it holds."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.encryption import ProtectedCodesField, ProtectedTextField
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.cases.rules import ActionStatus, Stage
from arraigo.core.ids import uuid7
from arraigo.instruments.models import Response
from arraigo.people.models import Person
from arraigo.reception.models import Return


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, worker: Worker) -> "CaseQuerySet":
        """Cases of the worker's institution; protected ones only to the worker who is responsible."""
        if worker.scope(Action.SEE_CASE) is not Scope.INSTITUTION:
            return self.none()
        own = self.filter(institution_id=worker.institution_id)
        return own.filter(models.Q(protected=False) | models.Q(worker=worker))

    def open(self) -> "CaseQuerySet":
        return self.filter(closed_on=None)


class Case(models.Model):
    """One accompaniment of a person after a return, owned by an institution and a worker."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    after_return = models.ForeignKey(
        Return, models.PROTECT, null=True, blank=True, related_name="cases", db_column="return_id"
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="cases")
    worker = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="cases")
    municipality = models.CharField(_("municipality"), max_length=12, blank=True)
    stage = models.CharField(_("stage"), max_length=16, choices=[(s.value, s.value) for s in Stage])
    stage_since = models.DateField(_("in this stage since"))
    opened_on = models.DateField(_("opened"))
    opened_because = models.CharField(_("opened because"), max_length=24, default="wants_support")
    own_words = models.TextField(_("what the person wants, in their own words"), blank=True)
    own_words_on = models.DateField(null=True, blank=True)
    protected = models.BooleanField(_("protected"), default=False)
    # What to do so that a call puts nobody in danger: hours, neutral words. Never why.
    careful_contact = ProtectedTextField(_("contact with care"), blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closure_reason = models.CharField(_("reason"), max_length=20, blank=True)
    synthetic = models.BooleanField(_("synthetic"), default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-id"]
        indexes = [
            models.Index(fields=["institution", "-opened_on", "-id"], name="case_list"),
            models.Index(fields=["worker", "stage"], name="case_load"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution"],
                condition=models.Q(closed_on=None),
                name="case_one_open_a_person_and_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None, closure_reason="")
                | models.Q(closed_on__gte=models.F("opened_on")) & ~models.Q(closure_reason=""),
                name="case_closed_with_a_reason",
            ),
        ]

    @property
    def shown_number(self) -> str:
        return f"C-{self.number}"


Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfCaseQuerySet(models.QuerySet[Row_co]):
    """Rows that belong to a case in their ``case`` column."""

    def visible_to(self, worker: Worker) -> Self:
        return self.filter(case__in=Case.objects.visible_to(worker))


class StageMove(models.Model):
    """A step of a case from one stage to another, with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="stage_moves")
    from_stage = models.CharField(_("from stage"), max_length=16)
    to_stage = models.CharField(_("to stage"), max_length=16)
    because = models.CharField(_("because"), max_length=24)  # code list stage_reason
    moved_at = models.DateTimeField(_("moved"))
    moved_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["moved_at", "id"]


class Contact(models.Model):
    """A call, a visit or an attempt at one that is no follow-up: when, how, whether the person was reached."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="contacts")
    happened_on = models.DateField(_("day"))
    channel = models.CharField(_("by"), max_length=10)  # code list followup_channel
    reached = models.CharField(_("reached"), max_length=8)  # yes | no
    note = ProtectedTextField(_("note"), blank=True)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        indexes = [models.Index(fields=["case", "-happened_on", "-id"], name="contact_of_case")]


class Screening(models.Model):
    """The short first look at what cannot wait: safety, health, dependants, a place to sleep."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="screenings")
    response = models.OneToOneField(Response, models.PROTECT, related_name="screening")
    done_at = models.DateTimeField(_("done"))
    done_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    flags = ProtectedCodesField(_("what cannot wait"), blank=True, default=list)  # code list screening_flag
    protected_note = ProtectedTextField(_("protected note"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-done_at", "-id"]


class Need(models.Model):
    """
    Something the person lacks, in one of the three dimensions.

    A need that the code list marks as protected is kept encrypted in ``protected_need``, and ``need`` stays empty:
    so nothing that counts or lists needs can show it by mistake.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="needs")
    dimension = models.CharField(_("dimension"), max_length=14)
    need = models.CharField(_("need"), max_length=40, blank=True)  # code list need
    protected_need = ProtectedTextField(_("protected need"), blank=True)
    detail = ProtectedTextField(_("detail"), blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    found_on = models.DateField(_("found"))
    met_on = models.DateField(_("met"), null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["dimension", "-urgent", "found_on", "id"]

    @property
    def code(self) -> str:
        """Its code in the list ``need``, protected or not."""
        return self.need or self.protected_need

    @property
    def is_protected(self) -> bool:
        return not self.need


class Capacity(models.Model):
    """Something the person has, knows or can do, in one of the three dimensions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="capacities")
    dimension = models.CharField(_("dimension"), max_length=14)
    capacity = models.CharField(_("capacity"), max_length=40)  # code list capacity
    detail = ProtectedTextField(_("detail"), blank=True)
    found_on = models.DateField(_("found"))

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["dimension", "found_on", "id"]
        verbose_name_plural = "capacities"


class Plan(models.Model):
    """What the person and the institutions agreed to do."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.OneToOneField(Case, models.CASCADE, related_name="plan")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    started_on = models.DateField(_("started"))
    signed_on = models.DateField(_("signed"), null=True, blank=True)

    objects = OfCaseQuerySet.as_manager()


class PlanActionQuerySet(models.QuerySet["PlanAction"]):
    def visible_to(self, worker: Worker) -> "PlanActionQuerySet":
        return self.filter(plan__case__in=Case.objects.visible_to(worker))

    def to_do(self) -> "PlanActionQuerySet":
        return self.filter(status__in=[ActionStatus.PLANNED, ActionStatus.UNDER_WAY])


class PlanAction(models.Model):
    """One action of a plan: level x dimension, who does it, until when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    level = models.CharField(_("level"), max_length=12)
    dimension = models.CharField(_("dimension"), max_length=14)
    title = models.CharField(_("action"), max_length=160)
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="+", verbose_name=_("responsible")
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    status = models.CharField(
        _("state"), max_length=12, default=ActionStatus.PLANNED.value
    )  # code list action_status
    done_on = models.DateField(_("done"), null=True, blank=True)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="actions", verbose_name=_("answers to")
    )
    alert = models.CharField(_("answers to the alert"), max_length=40, blank=True)  # alert of a questionnaire

    objects = PlanActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["status", "due_on"], name="plan_action_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="done", done_on__isnull=False)
                | ~models.Q(status="done") & models.Q(done_on=None),
                name="plan_action_done_on_a_day",
            )
        ]


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, worker: Worker) -> "FollowUpQuerySet":
        return self.filter(case__in=Case.objects.visible_to(worker))

    def to_do(self) -> "FollowUpQuerySet":
        """Neither done nor excused, of cases that are open."""
        return self.filter(done_on=None, excused_on=None, case__closed_on=None)

    def done(self) -> "FollowUpQuerySet":
        return self.filter(done_on__isnull=False)


class FollowUp(models.Model):
    """A contact after the return: due, then done or excused with a reason, never silently skipped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="followups")
    month = models.PositiveSmallIntegerField(_("month after the return"))
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(_("by"), max_length=10, blank=True)
    intends_to_remigrate = models.CharField(_("thinks of migrating again"), max_length=8, blank=True)
    response = models.OneToOneField(Response, models.PROTECT, null=True, blank=True, related_name="followup")
    score_economic = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    score_social = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    score_psychosocial = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    excuse = models.CharField(_("excused because"), max_length=24, blank=True)
    excused_on = models.DateField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["case", "due_on"], name="followup_of_case"),
            models.Index(fields=["done_on", "due_on"], name="followup_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "month"], name="followup_one_a_month"),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(excused_on=None), name="followup_done_or_excused"
            ),
        ]
