"""The day at a reception centre: its flights and buses, and how their people stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from arraigo.access.models import Worker
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Return


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
