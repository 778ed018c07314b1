"""What is kept of figures beside the data they come from: values reported, figures as published, views saved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution, Worker
from arraigo.core.ids import uuid7


class Attachment(models.Model):
    """A document that proves a reported value. Its bytes lie under ``ARRAIGO_HOME/attachments``, named by the id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name of the file"), max_length=160)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(max_length=64)


class ReportedValueQuerySet(models.QuerySet["ReportedValue"]):
    def in_force(self) -> "ReportedValueQuerySet":
        """Values that no later one has taken the place of."""
        return self.filter(superseded_by=None)

    def visible_to(self, worker: Worker) -> "ReportedValueQuerySet":
        return self.filter(country=worker.country)


class ReportedValue(models.Model):
    """
    A value that an institution reports for an indicator and a period. It is never overwritten: a correction is a new
    row that says which one it ``supersedes`` and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    indicator = models.CharField(_("indicator"), max_length=120)
    country = models.CharField(_("country"), max_length=3)
    period = models.CharField(_("period"), max_length=24)
    value = models.DecimalField(_("value"), max_digits=24, decimal_places=6)
    source = models.CharField(_("source"), max_length=300)
    source_on = models.DateField(_("date of the source"))
    attachment = models.OneToOneField(
        Attachment, models.PROTECT, null=True, blank=True, related_name="reported"
    )
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    reported_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(_("reported"))
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = ReportedValueQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        constraints = [
            # One value begins the row of corrections; a second one at the same time is refused by the store.
            models.UniqueConstraint(
                fields=["indicator", "country", "period"],
                condition=Q(supersedes=None),
                name="reported_value_first_once",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(reason=""), name="reported_correction_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["country", "indicator", "period"], name="reported_of")]


class ClosedPeriod(models.Model):
    """A period of a country whose figures were published: from then on a figure that differs is a revision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    country = models.CharField(_("country"), max_length=3)
    period = models.CharField(_("period"), max_length=24)
    snapshot = models.CharField(_("snapshot"), max_length=80)
    made_at = models.DateTimeField(_("closed"))
    made_by = models.ForeignKey(Worker, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-period"]
        constraints = [models.UniqueConstraint(fields=["country", "period"], name="closed_period_once")]


class FrozenFigure(models.Model):
    """
    A figure as it was published: of a closed period, or of a revision of one. Counts and value are exact texts.

    ``version`` is that of the definition. The newest of a cell is what stands now; the one before, what stood.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    closed = models.ForeignKey(ClosedPeriod, models.PROTECT, related_name="figures")
    indicator = models.CharField(_("indicator"), max_length=120)
    version = models.CharField(_("version of the definition"), max_length=20)
    by = models.JSONField(_("cell"), default=dict)
    cell = models.CharField(max_length=160, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    exact = models.CharField(_("value"), max_length=120, blank=True)
    numerator = models.CharField(_("numerator"), max_length=60, blank=True)
    denominator = models.BigIntegerField(_("denominator"), null=True)
    unknown = models.BigIntegerField(_("unknown"), default=0)
    snapshot = models.CharField(_("snapshot"), max_length=80)
    rows = models.BigIntegerField(_("rows of the snapshot"), default=0)
    made_at = models.DateTimeField(_("computed"))
    revision = models.PositiveIntegerField(_("revision"), default=0)
    cause = models.CharField(_("cause"), max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reasoned_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["indicator", "cell", "currency", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["closed", "indicator", "cell", "currency", "revision"], name="frozen_figure_once"
            )
        ]


class SavedView(models.Model):
    """A choice of the explorer that a worker keeps under a name: the query string of its address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    worker = models.ForeignKey(Worker, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("choice"), max_length=2000)
    created_at = models.DateTimeField(_("saved"))

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["worker", "name"], name="saved_view_name_once")]
