"""What can be asked about arrivals, passengers and returns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from rapidfuzz.distance import JaroWinkler

from arraigo.access.models import Worker
from arraigo.core import content, places
from arraigo.core.names import fold
from arraigo.core.periods import age_on
from arraigo.people import queries as people
from arraigo.people.linkage import Described
from arraigo.people.models import Person
from arraigo.people.queries import PossiblySame
from arraigo.people.rules import normal_number, search_text
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Return, Sender
from arraigo.reception.rules import State, comes_first, travels_alone

_ON_PAPER = frozenset({"alone_child", "health_first", "interpreter", "no_document"})

_NEAR, _MOST_NEAR = 0.82, 25
"""How alike a typed word must be to one of a name where nothing matches exactly, and how many are shown then."""

_TURN = {state: turn for turn, state in enumerate(("arrived", "being_served", "expected", "done", "no_show"))}
"""Whose turn it is on the board: who waits comes before who is served, and before who has left."""


@dataclass(frozen=True, slots=True)
class ArrivalCard:
    """One flight or bus of the day with how its passengers stand."""

    arrival: Arrival
    by_state: dict[str, int]
    alone: int
    known: int
    to_correct: int
    list_to_correct: UUID | None = None
    newest_list: UUID | None = None

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    def count(self, state: str) -> int:
        return self.by_state.get(state, 0)


@dataclass(frozen=True, slots=True)
class Board:
    """All arrivals of a day at a centre."""

    day: date
    cards: list[ArrivalCard]
    median_minutes: int | None = None
    by_state: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_state.values())


def arrivals_of(worker: Worker, day: date) -> QuerySet[Arrival]:
    """Arrivals expected at the worker's centre on a day, in the order of the clock."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return Arrival.objects.visible_to(worker).filter(
        scheduled_at__gte=start, scheduled_at__lt=start + timedelta(days=1)
    )


def arrivals_open_to_lists(worker: Worker, day: date) -> QuerySet[Arrival]:
    """Arrivals that a list may still announce: those of the last and the next days."""
    start = timezone.make_aware(datetime.combine(day - timedelta(days=2), time.min))
    return (
        Arrival.objects.visible_to(worker)
        .filter(scheduled_at__gte=start, scheduled_at__lt=start + timedelta(days=10))
        .order_by("-scheduled_at", "id")
    )


def board(worker: Worker, day: date) -> Board:
    """The day's board; a constant number of queries however many people it holds."""
    arrivals = list(arrivals_of(worker, day))
    counts: dict[UUID, dict[str, int]] = {arrival.pk: {} for arrival in arrivals}
    alone: dict[UUID, int] = {}
    known: dict[UUID, int] = {}
    passengers = Passenger.objects.filter(arrival__in=arrivals)
    for arrival_id, state, number, without, seen in (
        passengers.values_list("arrival_id", "state")
        .annotate(
            number=Count("id"),
            without=Count("id", filter=_is_child_alone(day)),
            seen=Count("id", filter=Q(known_since__isnull=False)),
        )
        .order_by()
    ):
        counts[arrival_id][state] = number
        alone[arrival_id] = alone.get(arrival_id, 0) + without
        known[arrival_id] = known.get(arrival_id, 0) + seen
    lists = _lists_of(arrivals)
    cards = [
        ArrivalCard(
            arrival,
            counts[arrival.pk],
            alone.get(arrival.pk, 0),
            known.get(arrival.pk, 0),
            sum(waiting for _pk, waiting in lists.get(arrival.pk, ())),
            next((pk for pk, waiting in lists.get(arrival.pk, ()) if waiting), None),
            newest_list=next((pk for pk, _waiting in lists.get(arrival.pk, ())), None),
        )
        for arrival in arrivals
    ]
    totals: dict[str, int] = {}
    for card in cards:
        for state, number in card.by_state.items():
            totals[state] = totals.get(state, 0) + number
    return Board(day, cards, _median_minutes(arrivals), totals)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice of the code list ``arrival_warning``, with what completes it."""

    code: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One passenger on the board."""

    passenger: Passenger
    age: int | None
    first: bool
    waiting_minutes: int | None
    services_given: int
    services_wanted: int
    return_id: UUID | None
    left_at: datetime | None
    warnings: tuple[Notice, ...]
    company: int
    arrival: Arrival

    @property
    def on_paper(self) -> str:
        """The notices that a sheet of paper may carry: nothing of an earlier return, nothing of a danger."""
        codes = [one.code for one in self.warnings if one.code in _ON_PAPER]
        labels = [content.codelist("arrival_warning").item(code).label for code in codes]
        return ", ".join(str(label) for label in labels)

    @property
    def municipality_name(self) -> str:
        return places.name(self.passenger.municipality)

    @property
    def language_words(self) -> str:
        return content.label("language", self.passenger.language).lower()


def passengers(
    arrivals: Sequence[Arrival], *, state: str = "", text: str = "", at: datetime
) -> list[BoardRow]:
    """
    Passengers of arrivals, those who come first on top; optionally one state, or names that hold all the words.

    The search sees through accents and case, and finds near spellings when nothing matches exactly.
    """
    rows = (
        Passenger.objects.filter(arrival__in=arrivals)
        .annotate(
            return_id=F("registered_return__id"),
            left_at=F("registered_return__reception_completed_at"),
            document=F("registered_return__identity_document"),
            destination_safe=F("registered_return__destination_safe"),
            services_given=Count("registered_return__reception_services"),
            needs=F("registered_return__needs"),
        )
        .order_by("arrival__scheduled_at", "list_number", "created_at", "id")
    )
    if state:
        rows = rows.filter(state=state)
    found: Iterable[Passenger] = _matching(rows, text) if text else rows
    company = _sizes_of_travel_groups(arrivals)
    by_id = {arrival.pk: arrival for arrival in arrivals}
    shown = [_board_row(passenger, by_id[passenger.arrival_id], company, at=at) for passenger in found]
    return shown if text else sorted(shown, key=_whose_turn)


def _whose_turn(row: BoardRow) -> tuple[bool, bool, int]:
    """Who comes first, among them children alone, then by state; each in the order of the list."""
    alone = row.first and row.warnings[0].code == "alone_child"
    return not row.first, not alone, _TURN[row.passenger.state]


def rows_to_correct(arrival: Arrival, text: str) -> list[ManifestRow]:
    """Rows of the arrival's lists that wait for a correction and whose names hold all the words: at most eight."""
    waiting = ManifestRow.objects.filter(
        manifest__arrival=arrival, manifest__confirmed_at__isnull=False, status=ManifestRow.Status.CORRECTION
    )
    words = fold(text).split()
    found = [row for row in waiting if words and all(f" {word}" in _names_in(row) for word in words)]
    return found[:8]


def days_beside(worker: Worker, day: date) -> tuple[date | None, date | None]:
    """The last day before, and the next day after, on which something arrives at the worker's centre."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    ours = Arrival.objects.visible_to(worker)
    before = ours.filter(scheduled_at__lt=start).order_by("-scheduled_at").first()
    after = ours.filter(scheduled_at__gte=start + timedelta(days=1)).order_by("scheduled_at").first()
    return (
        timezone.localdate(before.scheduled_at) if before else None,
        timezone.localdate(after.scheduled_at) if after else None,
    )


def known_before(described: Described, *, than: UUID | None = None) -> list["KnownBefore"]:
    """Persons who may be the one described, with their last return: what the registration shows beside the form."""
    candidates = people.possibly_same(described)
    returns = last_returns([one.person.pk for one in candidates])
    return [KnownBefore(one, returns.get(one.person.pk)) for one in candidates]


@dataclass(frozen=True, slots=True)
class KnownBefore:
    """A possible known person and their last return, if they have one."""

    candidate: PossiblySame
    last_return: Return | None


def last_returns(person_ids: Sequence[UUID]) -> dict[UUID, Return]:
    """The last return of each person who has one."""
    newest = Return.objects.filter(person=OuterRef("person")).order_by("-arrived_on", "-id").values("pk")[:1]
    found = Return.objects.filter(person__in=person_ids, pk=Subquery(newest))
    return {one.person_id: one for one in found}


def surely_known_since(described: Sequence[Described]) -> dict[int, date]:
    """For a whole list: position -> day of the last return of the person who is surely meant."""
    known = people.surely_known(described)
    returns = last_returns([person.pk for person in known.values()])
    return {
        position: returns[person.pk].arrived_on for position, person in known.items() if person.pk in returns
    }


def described(passenger: Passenger) -> Described:
    """A passenger as the comparison needs them."""
    number = normal_number(passenger.national_id)
    return Described(
        given_names=passenger.given_names,
        paternal_surname=passenger.paternal_surname,
        maternal_surname=passenger.maternal_surname,
        birth_date=passenger.birth_date,
        birth_date_precision=passenger.birth_date_precision or "day",
        national_ids=frozenset({number} if number else ()),
        municipality=passenger.municipality,
        sex=passenger.sex,
    )


def may_travel_together(passenger: Passenger) -> QuerySet[Passenger]:
    """Others on the same arrival who share a surname: whom the officer may ask about."""
    surnames = [fold(name) for name in (passenger.paternal_surname, passenger.maternal_surname) if name]
    shared = Q(travel_group=passenger.travel_group) if passenger.travel_group else Q(pk=None)
    for surname in surnames:
        shared |= Q(search_text__contains=f" {surname}")
    return (
        passenger.arrival.passengers.filter(shared).exclude(pk=passenger.pk).order_by("list_number", "id")[:8]
    )


def manifests(worker: Worker) -> QuerySet[Manifest]:
    """Lists of the worker's centre, newest first, each with its number of rows to correct."""
    return (
        Manifest.objects.visible_to(worker)
        .defer("content")
        .select_related("arrival", "sender", "imported_by")
        .annotate(to_correct=Count("rows", filter=Q(rows__status=ManifestRow.Status.CORRECTION)))
        .order_by("-received_at", "-id")
    )


def senders(worker: Worker) -> QuerySet[Sender]:
    """Who has sent lists to the worker's centre."""
    return Sender.objects.filter(institution_id=worker.institution_id)


def household_of(person: Person) -> QuerySet[Person]:
    """The other members of the person's household."""
    if person.household_id is None:
        return Person.objects.none()
    return (
        Person.objects.filter(household_id=person.household_id)
        .exclude(pk=person.pk)
        .order_by("birth_date", "id")
    )


def _lists_of(arrivals: Sequence[Arrival]) -> dict[UUID, list[tuple[UUID, int]]]:
    """Arrival -> its lists, the newest first, each with how many of its rows wait for a correction."""
    waiting = Count("rows", filter=Q(rows__status=ManifestRow.Status.CORRECTION))
    lists = (
        Manifest.objects.filter(arrival__in=arrivals)
        .annotate(waiting=waiting)
        .order_by("-received_at", "-id")
    )
    found: dict[UUID, list[tuple[UUID, int]]] = {}
    for arrival_id, pk, number in lists.values_list("arrival_id", "id", "waiting"):
        found.setdefault(arrival_id, []).append((pk, number))
    return found


def _is_child_alone(day: date) -> Q:
    born_after = date(day.year - 18, day.month, min(day.day, 28))
    return Q(alone="yes") & (Q(birth_date__gt=born_after) | Q(birth_date=None, age__lt=18))


def _median_minutes(arrivals: Sequence[Arrival]) -> int | None:
    """Minutes from registration to leaving, of those who left: their median (contract: process.reception_minutes)."""
    moments = Return.objects.filter(
        passenger__arrival__in=arrivals, reception_completed_at__isnull=False
    ).values_list("registered_at", "reception_completed_at")
    minutes = [
        (left - registered).total_seconds() / 60 for registered, left in moments if registered and left
    ]
    return round(median(minutes)) if minutes else None


def _matching(rows: QuerySet[Passenger], text: str) -> list[Passenger]:
    words = fold(text).split()
    everybody = list(rows)
    exact = [one for one in everybody if all(f" {word}" in one.search_text for word in words)]
    if exact or not words:
        return exact
    scored = [(_likeness(words, one.search_text.split()), one) for one in everybody]
    near = sorted((pair for pair in scored if pair[0]), key=lambda pair: -pair[0])
    return [one for _score, one in near[:_MOST_NEAR]]


def _likeness(words: Sequence[str], names: Sequence[str]) -> float:
    """How near a name comes to all the words that were typed, from 0 (one of them is nowhere near) to 1."""
    best = [max((JaroWinkler.similarity(word, name) for name in names), default=0.0) for word in words]
    return sum(best) / len(best) if min(best) >= _NEAR else 0.0


def _names_in(row: ManifestRow) -> str:
    parts = (
        str(row.reading.get(name) or "") for name in ("given_names", "paternal_surname", "maternal_surname")
    )
    return search_text(*parts)


def _sizes_of_travel_groups(arrivals: Sequence[Arrival]) -> dict[UUID, int]:
    ours = Passenger.objects.filter(arrival__in=arrivals)
    groups = ours.exclude(travel_group=None).values_list("travel_group")
    return dict(groups.annotate(Count("id")).order_by())


def _warnings(passenger: Passenger, age: int | None) -> tuple[Notice, ...]:
    """What an officer should know before the conversation, the most urgent first; at most two are shown."""
    found = []
    if travels_alone(age, passenger.alone):
        found.append(Notice("alone_child"))
    if passenger.health_first:
        found.append(Notice("health_first"))
    if passenger.destination_safe == "no":  # type: ignore[attr-defined]
        found.append(Notice("destination_unsafe"))
    if passenger.needs_interpreter:
        found.append(Notice("interpreter"))
    if passenger.known_since:
        found.append(Notice("known", str(passenger.known_since.year)))
    if passenger.document == "no":  # type: ignore[attr-defined]
        found.append(Notice("no_document"))
    return tuple(found[:2])


def _board_row(passenger: Passenger, arrival: Arrival, company: dict[UUID, int], *, at: datetime) -> BoardRow:
    day = timezone.localdate(arrival.scheduled_at)
    age = age_on(passenger.birth_date, day) if passenger.birth_date else passenger.age
    since = arrival.arrived_at
    until = passenger.left_at or at  # type: ignore[attr-defined]
    here = since is not None and passenger.state in {State.ARRIVED, State.BEING_SERVED, State.DONE}
    first = comes_first(age, passenger.alone, health_first=passenger.health_first)
    return BoardRow(
        passenger=passenger,
        age=age,
        first=first and passenger.state in {State.ARRIVED, State.BEING_SERVED, State.EXPECTED},
        waiting_minutes=max(0, int((until - since).total_seconds() // 60)) if here and since else None,
        services_given=passenger.services_given,  # type: ignore[attr-defined]
        services_wanted=max(len(passenger.needs or ()), passenger.services_given),  # type: ignore[attr-defined]
        return_id=passenger.return_id,  # type: ignore[attr-defined]
        left_at=passenger.left_at,  # type: ignore[attr-defined]
        warnings=_warnings(passenger, age),
        company=company.get(passenger.travel_group, 1) - 1 if passenger.travel_group else 0,
        arrival=arrival,
    )
