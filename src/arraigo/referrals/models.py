"""Referrals: asking an institution for a service on behalf of a person."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.directory.models import Service
from arraigo.referrals.rules import Status


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, worker: Worker) -> "ReferralQuerySet":
        """Referrals that the worker's institution sent or received; a protected case's only to its own worker and the receiver."""
        if worker.scope(Action.SEE_REFERRAL) is not Scope.INSTITUTION:
            return self.none()
        sent = Q(from_institution_id=worker.institution_id) & (Q(case__protected=False) | Q(case__worker=worker))
        return self.filter(sent | Q(service__institution_id=worker.institution_id))

    def received_by(self, institution: Institution) -> "ReferralQuerySet":
        return self.filter(service__institution=institution)

    def waiting(self) -> "ReferralQuerySet":
        return self.filter(status=Status.SENT)


class Referral(models.Model):
    """A request for one service of another institution, and its answer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(_("number"), unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="referrals")
    service = models.ForeignKey(Service, models.PROTECT, related_name="referrals")
    from_institution = models.ForeignKey(Institution, models.PROTECT, related_name="referrals_sent")
    sent_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    priority = models.CharField(_("priority"), max_length=10, default="ordinary")  # code list referral_priority
    reason = models.TextField(_("what for"), blank=True)
    can_come = models.CharField(_("when the person can come"), max_length=200, blank=True)
    shared_fields = models.JSONField(_("what is shared"), default=list)
    status = models.CharField(
        _("status"), max_length=16, default=Status.SENT, choices=[(s.value, s.value) for s in Status]
    )
    sent_at = models.DateTimeField(_("sent"))
    answer_due_at = models.DateTimeField(_("answer due"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")
    appointment_at = models.DateTimeField(_("first appointment"), null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=24, blank=True)  # code list decline_reason
    decline_note = models.CharField(_("in your words"), max_length=300, blank=True)
    completed_at = models.DateTimeField(_("ended"), null=True, blank=True)
    outcome_note = models.CharField(_("how it ended"), max_length=300, blank=True)
    synthetic = models.BooleanField(_("synthetic"), default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["answer_due_at", "id"]
        indexes = [
            models.Index(fields=["service", "status", "answer_due_at", "id"], name="referral_inbox"),
            models.Index(fields=["case", "-sent_at"], name="referral_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("sent_at")),
                name="referral_answered_after_sent",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.DECLINED) | ~Q(decline_reason=""), name="referral_declined_with_reason"
            ),
        ]

    @property
    def shown_number(self) -> str:
        return f"R-{self.number:04d}"
