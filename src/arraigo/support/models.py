"""What a person asked for and what they got: identity documents and support."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution, Worker
from arraigo.core.ids import uuid7
from arraigo.people.models import Person

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfPersonQuerySet(models.QuerySet[Row_co]):
    """Rows about a person in their ``person`` column."""

    def visible_to(self, worker: Worker) -> Self:
        return self.filter(person__in=Person.objects.visible_to(worker))


class DocumentRequest(models.Model):
    """A request for a personal identity document (Guide, Table 7: days to obtain a document)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="document_requests")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(_("document"), max_length=20)  # code list document_type
    requested_on = models.DateField(_("requested"))
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-id"]
        indexes = [models.Index(fields=["person", "-requested_on"], name="document_request_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(delivered_on=None) | Q(delivered_on__gte=F("requested_on")),
                name="document_delivered_after_request",
            )
        ]


class Application(models.Model):
    """An application for support, certification or a scholarship, and the decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="applications")
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=24)  # code list application_kind
    submitted_on = models.DateField(_("submitted"))
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=10, default="pending")  # application_decision
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_on", "-id"]
        indexes = [models.Index(fields=["person", "-submitted_on"], name="application_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="pending", decided_on=None)
                | ~Q(decision="pending") & Q(decided_on__gte=F("submitted_on")),
                name="application_decided_on_a_day",
            )
        ]
