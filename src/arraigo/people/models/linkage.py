"""Is this person already known? What the search and the linkage of the register keep."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Worker
from arraigo.core.ids import uuid7
from arraigo.people.models.persons import Person


class SearchKey(models.Model):
    """
    A key under which a person is found (`people.linkage.keys`): a plain table, so that it is the same on every store.

    Kept by the services on every write. There is no index by person: what is to be taken out follows from the person's
    former values. So there is no foreign key either, which would need that index to delete a person.
    """

    pk = models.CompositePrimaryKey("key", "person")
    key = models.BigIntegerField()
    person = models.UUIDField()

    class Meta:
        db_table = "people_search_key"


class NameCount(models.Model):
    """How many people of a municipality bear a surname, by its sound: how much it says that two share it."""

    pk = models.CompositePrimaryKey("municipality", "surname")
    municipality = models.CharField(_("municipality"), max_length=12)
    surname = models.CharField(_("surname"), max_length=80)
    persons = models.PositiveIntegerField(_("persons"))

    class Meta:
        db_table = "people_name_count"


class LinkModel(models.Model):
    """A trained match model: its parameters, when and on what it was trained (`people.linkage.model`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.CharField(_("version"), max_length=40, unique=True)
    trained_at = models.DateTimeField(_("trained"))
    parameters = models.JSONField(_("parameters"))
    figures = models.JSONField(_("figures of the training"), default=dict)
    in_use = models.BooleanField(_("in use"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=models.Q(in_use=True), name="link_model_one_in_use"
            )
        ]


class LinkRun(models.Model):
    """One linkage of the register: of everybody, or of who is new since the last one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=8)  # all | new
    engine = models.CharField(_("engine"), max_length=8)  # duckdb | spark
    model = models.ForeignKey(LinkModel, models.PROTECT, null=True, related_name="runs")
    started_at = models.DateTimeField(_("started"))
    # Whoever changed before this moment has been compared.
    compared_until = models.DateTimeField(_("compared until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    persons = models.PositiveIntegerField(_("persons"), default=0)
    pairs_scored = models.PositiveBigIntegerField(_("pairs compared"), default=0)
    pairs_found = models.PositiveIntegerField(_("pairs to review"), default=0)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="link_run_newest")]


class CandidatePair(models.Model):
    """
    Two records that may be of one person. People decide; what was decided *different* is never asked again.

    ``one`` is the smaller id, so that a pair is one row. A pair stays with the two records it was found between, also
    when one of them becomes an alias; `asked` and the state *same* follow from who is joined with whom
    (`people.services.pairs.settle`), so that taking a merge back needs no memory of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Person, models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")
    probability = models.FloatField(_("probability"))
    band = models.CharField(_("how alike"), max_length=10)  # code list linkage_band
    state = models.CharField(_("state"), max_length=10, default="waiting")  # code list pair_state
    run = models.ForeignKey(LinkRun, models.SET_NULL, null=True, blank=True, related_name="pairs")
    found_at = models.DateTimeField(_("found"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(Worker, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=24, blank=True)  # code list pair_reason
    # Whether it is put to reviewers: undecided, not ruled out, and the likeliest pair of the same two people.
    asked = models.BooleanField(_("put to reviewers"), default=True)
    # What a merge made *same*, as it was before: [state, decided_at, decided_by, reason].
    was = models.JSONField(_("state before the merge"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="candidate_pair_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="candidate_pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at=None)
                | (~models.Q(state="waiting") & models.Q(decided_at__isnull=False)),
                name="candidate_pair_decided_at_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["asked", "state", "-probability", "id"], name="candidate_pair_queue"),
        ]

    @property
    def standing(self) -> tuple[UUID, UUID]:
        """The records that stand for the two, by now perhaps one. Wants ``one`` and ``other`` at hand."""
        return self.one.merged_into_id or self.one_id, self.other.merged_into_id or self.other_id
