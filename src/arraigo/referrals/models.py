"""Referrals: asking an institution for a service on behalf of a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.access.encryption import ProtectedTextField
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.cases.models import Case
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.directory.models import Service
from arraigo.referrals.rules import Status


def protected_service_types() -> tuple[str, ...]:
    """Types of service that alone reveal what happened to somebody (code list ``service_type``, flag ``protected``)."""
    return content.codelist("service_type").having("protected")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, worker: Worker) -> "ReferralQuerySet":
        """
        Referrals that the worker's institution received, or sent.

        What belongs to a protected case or asks for a protected service is seen only by the case's own worker, and
        where it was received by those who answer.
        """
        if worker.scope(Action.SEE_REFERRAL) is not Scope.INSTITUTION:
            return self.none()
        protected = Q(case__protected=True) | Q(service__service_type__in=protected_service_types())
        sent = Q(from_institution_id=worker.institution_id) & (~protected | Q(case__worker=worker))
        received = Q(to_institution_id=worker.institution_id)
        if not worker.may(Action.ANSWER_REFERRAL):
            received &= ~protected
        return self.filter(sent | received)

    def sent_from(self, worker: Worker) -> "ReferralQuerySet":
        """Those that the worker's institution sent, as far as the worker may see them."""
        return self.visible_to(worker).filter(from_institution_id=worker.institution_id)

    def received_at(self, worker: Worker) -> "ReferralQuerySet":
        """Those that the worker's institution received, as far as the worker may see them."""
        return self.visible_to(worker).filter(to_institution_id=worker.institution_id)

    def waiting(self) -> "ReferralQuerySet":
        return self.filter(status=Status.SENT)


class Referral(models.Model):
    """A request for one service of another institution, and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    from_institution = models.ForeignKey(Institution, models.PROTECT, related_name="referrals_sent")
    # That of the service: repeated here so that an inbox of any length is read in its own order from one index.
    to_institution = models.ForeignKey(Institution, models.PROTECT, related_name="referrals_received")
    sent_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    priority = models.CharField(
        _("priority"), max_length=10, default="ordinary"
    )  # code list referral_priority
    reason = ProtectedTextField(_("what for"), blank=True)
    can_come = ProtectedTextField(_("when the person can come"), blank=True)
    shared_fields = models.JSONField(_("what is shared"), default=list)  # codes of the list shared_part
    status = models.CharField(
        _("status"), max_length=16, default=Status.SENT, choices=[(s.value, s.value) for s in Status]
    )
    sent_at = models.DateTimeField(_("sent"))
    answer_due_at = models.DateTimeField(_("answer due"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")
    appointment_at = models.DateTimeField(_("first appointment"), null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=24, blank=True)  # code list decline_reason
    decline_note = ProtectedTextField(_("in your words"), blank=True)
    completed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome_note = ProtectedTextField(_("how it ended"), blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    synthetic = models.BooleanField(_("synthetic"), default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_at", "id"]
        indexes = [
            models.Index(fields=["to_institution", "status", "answer_due_at", "id"], name="referral_inbox"),
            models.Index(fields=["to_institution", "status", "appointment_at", "id"], name="referral_agenda"),
            models.Index(fields=["to_institution", "-completed_at", "-id"], name="referral_ended"),
            models.Index(fields=["from_institution", "-sent_at", "-id"], name="referral_sent"),
            models.Index(fields=["case", "-sent_at", "-id"], name="referral_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("sent_at")),
                name="referral_answered_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(completed_at=None) | Q(completed_at__gte=F("answered_at")),
                name="referral_ended_after_answered",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DECLINED) | ~Q(decline_reason=""),
                name="referral_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(from_institution=F("to_institution")), name="referral_to_another_institution"
            ),
        ]

    @property
    def shown_number(self) -> str:
        return f"R-{self.number:04d}"

    @property
    def protected(self) -> bool:
        """Whether the referral alone says too much for any list: of a protected case, or to a protected service."""
        return self.case.protected or self.service.service_type in protected_service_types()
