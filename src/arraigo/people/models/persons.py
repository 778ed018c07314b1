"""A person, how they are identified, whom they live with, what they agreed to, and which institutions may see them."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.core.ids import uuid7
from arraigo.people.rules import full_name, search_text


class PersonQuerySet(models.QuerySet["Person"]):
    def standing(self) -> "PersonQuerySet":
        """Records that stand for a person; not those that were joined with another and live on as its alias."""
        return self.filter(merged_into=None)

    def visible_to(self, worker: Worker) -> "PersonQuerySet":
        """Persons that the worker's institution has a ground to see, and nobody else."""
        if worker.scope(Action.SEE_PERSON) is not Scope.INSTITUTION:
            return self.none()
        grounds = Ground.objects.filter(
            person=OuterRef("pk"), institution_id=worker.institution_id, ended_at=None
        )
        return self.standing().filter(Exists(grounds))

    def reviewable_by(self, worker: Worker) -> "PersonQuerySet":
        """
        Persons whose records the worker may compare and join: those of the register of the worker's country.

        Who has a protected ground, under any of their records, is not among them, for nobody.
        """
        if worker.scope(Action.REVIEW_PAIRS) is not Scope.COUNTRY:
            return self.none()
        grounds = Ground.objects.filter(person=OuterRef("pk"))
        of_aliases = Ground.objects.filter(person__merged_into=OuterRef("pk"), protected=True)
        here = Exists(grounds.filter(institution__country=worker.country))
        nobodys = ~Exists(grounds) & models.Q(nationality__in=["", worker.country])
        return (
            self.standing()
            .filter(here | nobodys)
            .exclude(Exists(grounds.filter(protected=True)))
            .exclude(Exists(of_aliases))
        )


class Person(models.Model):
    """Somebody who returned, or a family member."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    given_names = models.CharField(_("given names"), max_length=120)
    paternal_surname = models.CharField(_("first surname"), max_length=80, blank=True)
    maternal_surname = models.CharField(_("second surname"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=8, default="unknown")
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_date_precision = models.CharField(_("precision of the date"), max_length=10, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    origin_municipality = models.CharField(_("municipality of origin"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=8, default="spa")
    phone = models.CharField(_("telephone"), max_length=24, blank=True)
    household = models.ForeignKey(
        "people.Household", models.SET_NULL, null=True, blank=True, related_name="members"
    )
    # What the search compares: all names folded. Kept by the services, so that it cannot lag behind the names.
    search_text = models.CharField(max_length=300, editable=False)
    synthetic = models.BooleanField(_("synthetic"), default=False)
    # A record that turned out to be of the same person as another is kept as its alias (`people.services.merging`). It
    # names the record that stands, however long the chain of merges; the chain itself is in `Merge`.
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("joined with"),
        db_index=False,
    )
    created_at = models.DateTimeField(_("created"))
    # When what the linkage compares last changed: a run of who is new starts from here.
    changed_at = models.DateTimeField(_("changed"), null=True, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["search_text"], name="person_search_text"),
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(fields=["phone"], name="person_phone"),
            models.Index(fields=["changed_at"], name="person_changed"),
            # Only of aliases: almost everybody has none, and an index of all would tempt a store to read them all.
            models.Index(
                fields=["merged_into"], name="person_alias", condition=models.Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"  # never the name: this ends up in logs

    @property
    def full_name(self) -> str:
        return full_name(self.given_names, self.paternal_surname, self.maternal_surname)

    @property
    def initials(self) -> str:
        """``R. I. L.``: what a list shows where the whole name is not needed."""
        words = f"{self.given_names} {self.paternal_surname}".split()
        return " ".join(f"{word[0].upper()}." for word in words)

    def set_search_text(self) -> None:
        self.search_text = search_text(self.given_names, self.paternal_surname, self.maternal_surname)


class Household(models.Model):
    """People who live or travel together: the unit of a family's plan."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(_("created"))


class Identifier(models.Model):
    """A document or registration number of a person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="identifiers")
    kind = models.CharField(_("kind"), max_length=20)
    number = models.CharField(_("number"), max_length=40)
    country = models.CharField(_("country"), max_length=3, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "number"], name="identifier_once_a_person"),
        ]
        indexes = [models.Index(fields=["number", "kind"], name="identifier_number")]


class Consent(models.Model):
    """What a person agreed to: for what, how far, since when, and until it was withdrawn (design, section 2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=40, default="reintegration_assistance")
    scope = models.CharField(_("scope"), max_length=20)  # code list consent_scope
    given_at = models.DateTimeField(_("given"))
    taken_by = models.ForeignKey(Institution, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-given_at"], name="consent_latest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                name="consent_withdrawn_after_given",
            )
        ]


class Ground(models.Model):
    """
    An institution's ground to see a person: it registered a return, owns a case or accepted a referral.

    Higher rooms add one when they give the ground; `PersonQuerySet.visible_to` is the only reader. So *who may see
    whom* is one table, and its rows say why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="grounds")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    because = models.CharField(_("because"), max_length=24)  # registered | case | referral
    since_at = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    # The ground itself would do harm if others learnt of it: a protected case. No match and no search tells of it.
    protected = models.BooleanField(_("protected"), default=False)

    class Meta:
        indexes = [models.Index(fields=["institution", "person"], name="ground_institution_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "institution", "because"],
                condition=models.Q(ended_at=None),
                name="ground_once_while_it_lasts",
            )
        ]
