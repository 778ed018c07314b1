"""Lists that announce people, the people who arrive, their returns and the first services."""

from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from arraigo.access.encryption import ProtectedCodesField
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.core.ids import uuid7
from arraigo.people.models import Person

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class OfInstitutionQuerySet(models.QuerySet[Row_co]):
    """Rows that belong to the reception centre in their ``institution`` column."""

    def visible_to(self, worker: Worker) -> Self:
        if worker.scope(Action.SEE_ARRIVALS) is not Scope.INSTITUTION:
            return self.none()
        return self.filter(institution_id=worker.institution_id)


class Arrival(models.Model):
    """A flight, bus or vessel that brings people to a reception centre on a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="arrivals")
    route = models.CharField(_("route"), max_length=8)  # code list route
    origin = models.CharField(_("from"), max_length=120)
    from_country = models.CharField(_("country it comes from"), max_length=3, blank=True)
    port_of_entry = models.CharField(_("port of entry"), max_length=80, blank=True)
    transport_ref = models.CharField(_("flight or bus"), max_length=40, blank=True)
    scheduled_at = models.DateTimeField(_("expected at"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["scheduled_at", "id"]
        indexes = [models.Index(fields=["institution", "scheduled_at", "id"], name="arrival_day")]


class Sender(models.Model):
    """Who sends lists to a reception centre, and what their headers meant the last time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    name = models.CharField(_("sender"), max_length=120)
    columns = models.JSONField(_("columns remembered"), default=dict)  # header -> field

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="sender_once")]


class Manifest(models.Model):
    """A list that announces an arrival, as it came (file name, sheet, columns) and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="manifests")
    arrival = models.ForeignKey(Arrival, models.PROTECT, null=True, blank=True, related_name="manifests")
    sender = models.ForeignKey(Sender, models.PROTECT, null=True, blank=True, related_name="manifests")
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(_("file as it came"))
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    header_row = models.PositiveIntegerField(_("row of the headers"), default=0)
    # In the order of the sheet: key, letter, field (empty: unused), because, filled, fitting.
    columns = models.JSONField(_("columns"), default=list)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    skipped_rows = models.PositiveIntegerField(_("title and total rows"), default=0)
    received_at = models.DateTimeField(_("received"))
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    imported_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["institution", "-received_at", "-id"], name="manifest_list"),
            models.Index(fields=["institution", "sha256"], name="manifest_same_file"),
        ]

    @property
    def mapping(self) -> dict[str, str]:
        """Header -> field, empty where the column is not used."""
        return {column["key"]: column["field"] for column in self.columns}


class ManifestRow(models.Model):
    """One line of a manifest: what it said, how we read it, and what is wrong with it, if anything."""

    class Status(models.TextChoices):
        EXPECTED = "expected", _("expected")
        CORRECTION = "correction", _("kept for correction")
        ALREADY_IMPORTED = "already_imported", _("already imported")
        LEFT_OUT = "left_out", _("left out")  # a worker said that it is the same person as in another row

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    manifest = models.ForeignKey(Manifest, models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField(_("row of the file"))
    raw = models.JSONField(_("as it came"), default=dict)  # header -> text of the cell
    reading = models.JSONField(_("as read"), default=dict)  # field -> value
    faults = models.JSONField(_("faults"), default=list)
    corrections = models.JSONField(_("corrections"), default=dict)  # field -> text that a worker wrote
    # What each correction mended: its field, the faults it took away and what was read before. Undoing puts it back.
    mended = models.JSONField(_("mended"), default=list)
    status = models.CharField(_("state"), max_length=20, choices=Status.choices)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ["manifest", "row"]
        constraints = [models.UniqueConstraint(fields=["manifest", "row"], name="manifest_row_once")]
        indexes = [models.Index(fields=["fingerprint"], name="manifest_row_fingerprint")]


class Passenger(models.Model):
    """
    Somebody on today's board: announced by a manifest or walked in.

    What the list said stays here until a worker confirms it with the person; then the registered return holds
    the truth.
    """

    class State(models.TextChoices):  # labels for screens: code list passenger_state
        EXPECTED = "expected"
        ARRIVED = "arrived"
        BEING_SERVED = "being_served"
        DONE = "done"
        NO_SHOW = "no_show"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="passengers")
    manifest_row = models.OneToOneField(
        ManifestRow, models.PROTECT, null=True, blank=True, related_name="passenger"
    )
    list_number = models.PositiveIntegerField(_("number on the list"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.EXPECTED)
    no_show_reason = models.CharField(_("reason"), max_length=24, blank=True)
    given_names = models.CharField(_("given names"), max_length=120)
    paternal_surname = models.CharField(_("first surname"), max_length=80, blank=True)
    maternal_surname = models.CharField(_("second surname"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=8, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_date_precision = models.CharField(max_length=10, blank=True)
    age = models.PositiveSmallIntegerField(_("age"), null=True, blank=True)
    national_id = models.CharField(_("national id"), max_length=40, blank=True)
    nationality = models.CharField(_("nationality"), max_length=3, blank=True)
    municipality = models.CharField(_("municipality"), max_length=12, blank=True)
    phone = models.CharField(_("telephone"), max_length=24, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    alone = models.CharField(_("travels without family"), max_length=8, default="unknown")
    health_first = models.BooleanField(_("health first"), default=False)
    needs_interpreter = models.BooleanField(_("needs an interpreter"), default=False)
    travel_group = models.UUIDField(_("travels with"), null=True, blank=True)
    # The earlier return of a person of the same name and date, found when the list came in (a hint, not a decision).
    known_since = models.DateField(_("known from a return of"), null=True, blank=True)
    search_text = models.CharField(max_length=300, editable=False)
    state_changed_at = models.DateTimeField(_("since"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))
    synthetic = models.BooleanField(_("synthetic"), default=False)

    objects = OfInstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["list_number", "created_at", "id"]
        indexes = [
            models.Index(fields=["arrival", "list_number", "created_at", "id"], name="passenger_board"),
            models.Index(fields=["arrival", "state"], name="passenger_state"),
            models.Index(fields=["search_text"], name="passenger_search"),
        ]

    @property
    def full_name(self) -> str:
        return " ".join(
            part for part in (self.given_names, self.paternal_surname, self.maternal_surname) if part
        )


class ReturnQuerySet(models.QuerySet["Return"]):
    def visible_to(self, worker: Worker) -> "ReturnQuerySet":
        """Returns of persons whom the worker's institution has a ground to see."""
        return self.filter(person__in=Person.objects.visible_to(worker))

    def registered_at_centre(self, worker: Worker) -> "ReturnQuerySet":
        """Returns that the worker's own reception centre registered."""
        if worker.scope(Action.REGISTER_RETURN) is Scope.NONE:
            return self.none()
        return self.filter(institution_id=worker.institution_id)


class Return(models.Model):
    """One coming back of one person. A person who returns twice has two (indicator contract, table ``returns``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="returns")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="returns")
    passenger = models.OneToOneField(
        Passenger, models.PROTECT, null=True, blank=True, related_name="registered_return"
    )
    arrived_on = models.DateField(_("arrived on"))
    country = models.CharField(_("country of return"), max_length=3)
    from_country = models.CharField(_("country returned from"), max_length=3, blank=True)
    route = models.CharField(_("route"), max_length=8, blank=True)
    port_of_entry = models.CharField(_("port of entry"), max_length=80, blank=True)
    transport_ref = models.CharField(_("flight or bus"), max_length=40, blank=True)
    return_type = models.CharField(_("type of return"), max_length=24)
    return_causes = models.JSONField(_("causes of return"), default=list)
    migration_causes = models.JSONField(_("causes of migration"), default=list)
    identity_document = models.CharField(_("identity document"), max_length=8, default="unknown")
    certifiable_skills = models.CharField(_("certifiable skills"), max_length=8, default="unknown")
    startup_capital = models.CharField(_("capital to start"), max_length=8, default="unknown")
    unaccompanied = models.CharField(_("unaccompanied"), max_length=8, default="unknown")
    groups = models.JSONField(_("target groups"), default=list)
    protected_groups = ProtectedCodesField(_("protected target groups"), blank=True, default=list)
    needs = models.JSONField(_("needs of the moment"), default=list)
    destination_municipality = models.CharField(_("municipality of destination"), max_length=12, blank=True)
    destination_safe = models.CharField(_("is the destination safe"), max_length=12, default="unknown")
    months_abroad = models.PositiveIntegerField(_("months abroad"), null=True, blank=True)
    age = models.PositiveSmallIntegerField(_("age on arrival"), null=True, blank=True)
    reception_care = models.CharField(_("received by child protection"), max_length=8, default="unknown")
    registered_at = models.DateTimeField(_("registered"), null=True, blank=True)
    registered_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")
    reception_completed_at = models.DateTimeField(_("left the centre"), null=True, blank=True)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-arrived_on", "-id"]
        indexes = [
            models.Index(fields=["institution", "-arrived_on", "-id"], name="return_list"),
            models.Index(fields=["person", "-arrived_on", "-id"], name="return_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reception_completed_at=None)
                | models.Q(reception_completed_at__gte=models.F("registered_at")),
                name="return_leaves_after_registration",
            )
        ]


class ReceptionService(models.Model):
    """A reception service given to a person who has just returned, with the time when it was given."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of_return = models.ForeignKey(
        Return, models.CASCADE, related_name="reception_services", db_column="return_id"
    )
    service = models.CharField(_("service"), max_length=40)  # code list reception_service
    given_at = models.DateTimeField(_("given"))
    given_by = models.ForeignKey(Worker, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["given_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["of_return", "service"], name="reception_service_once")
        ]
