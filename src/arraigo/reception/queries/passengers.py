"""The people of arrivals as the board shows them, and finding one of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.utils import timezone
from rapidfuzz.distance import JaroWinkler

from arraigo.core import content, places
from arraigo.core.names import fold
from arraigo.core.periods import age_on
from arraigo.reception.models import Arrival, Passenger
from arraigo.reception.rules import State, comes_first, travels_alone

_ON_PAPER = frozenset({"alone_child", "health_first", "interpreter", "no_document"})


_NEAR, _MOST_NEAR = 0.82, 25
"""How alike a typed word must be to one of a name where nothing matches exactly, and how many are shown then."""


_TURN = {state: turn for turn, state in enumerate(("arrived", "being_served", "expected", "done", "no_show"))}
"""Whose turn it is on the board: who waits comes before who is served, and before who has left."""


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
