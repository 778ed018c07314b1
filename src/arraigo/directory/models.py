"""What institutions offer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution
from arraigo.core.ids import uuid7


class ServiceQuerySet(models.QuerySet["Service"]):
    def offered(self) -> "ServiceQuerySet":
        return self.filter(active=True)


class Service(models.Model):
    """A service of an institution at a place: what can be asked for with a referral."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=160)
    service_type = models.CharField(_("type of service"), max_length=40)  # code list service_type
    level = models.CharField(_("level"), max_length=12)
    dimension = models.CharField(_("dimension"), max_length=14)
    municipality = models.CharField(_("municipality"), max_length=12, blank=True)  # empty: the whole country
    answer_hours = models.PositiveIntegerField(_("hours to answer"), default=72)
    priority_answer_hours = models.PositiveIntegerField(_("hours to answer what is urgent"), default=24)
    active = models.BooleanField(_("offered now"), default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["service_type", "name"]
        indexes = [models.Index(fields=["active", "service_type", "name"], name="service_offered")]

    def __str__(self) -> str:
        return self.name


class InstitutionProfile(models.Model):
    """What an institution is to reintegration: its mandate, and since when it takes part."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.OneToOneField(Institution, models.PROTECT, related_name="profile")
    child_mandate = models.CharField(_("mandate to care for children"), max_length=8, default="unknown")
    linked_on = models.DateField(_("takes part since"), null=True, blank=True)
    unlinked_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unlinked_on=None)
                | models.Q(linked_on__isnull=False, unlinked_on__gte=models.F("linked_on")),
                name="institution_unlinked_after_linked",
            )
        ]
