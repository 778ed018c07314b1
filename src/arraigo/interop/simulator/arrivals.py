"""When flights and buses came: months by their weight, routes by their share, sizes by their distribution."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from arraigo.core.periods import add_months
from arraigo.interop.simulator.chance import Chance, Weighted, spread
from arraigo.interop.simulator.rows import Arrival
from arraigo.interop.simulator.schema import Line, TodaysArrival
from arraigo.interop.simulator.world import World

RECENT_DAYS = (1, 2, 4, 6, 9, 13, 18)
"""Days ago on which something always arrived, so that yesterday's board is not empty and some cases are new."""
NEAR_ENOUGH = 25
"""An arrival is moved by at most so many days to fall on a wanted day."""


@dataclass(slots=True)
class Slot:
    """A flight or bus to come: its line, its day, and how many new people it brings."""

    line: Line
    day: date
    people: int
    wanted: bool = False


class Calendar:
    """The arrivals of the whole history. Wanted days are claimed first, then :meth:`arrivals` makes the rows."""

    def __init__(self, world: World, people: int) -> None:
        self._world = world
        self._chance = world.stream("calendar")
        self.slots = list(self._slots(people))
        for days_ago in RECENT_DAYS:
            self.claim(world.today - timedelta(days=days_ago))

    def claim(self, day: date, line: str | None = None) -> Slot:
        """The slot of a day: the nearest free one of the line is moved there, or an empty one is added."""
        free = [slot for slot in self.slots if not slot.wanted and line in (None, slot.line.code)]
        nearest = min(free, key=lambda slot: abs((slot.day - day).days), default=None)
        if nearest is None or abs((nearest.day - day).days) > NEAR_ENOUGH:
            nearest = Slot(self._world.profile.lines[line or next(iter(self._world.profile.lines))], day, 0)
            self.slots.append(nearest)
        nearest.day, nearest.wanted = day, True
        return nearest

    def arrivals(self) -> list[tuple[Slot, Arrival]]:
        """The slots in the order of their days, each with its row."""
        order = sorted(range(len(self.slots)), key=lambda i: (self.slots[i].day, i))
        found: list[tuple[Slot, Arrival]] = []
        of_day: dict[date, int] = {}
        for slot in (self.slots[i] for i in order):
            number = of_day[slot.day] = of_day.get(slot.day, -1) + 1
            found.append((slot, arrival_of(self._world, self._chance, slot, number)))
        return sorted(found, key=lambda pair: pair[1].scheduled_at)

    def _slots(self, people: int) -> Iterator[Slot]:
        sizes = self._sizes()
        lines = self._lines()
        months = list(_months(self._world.start, self._world.yesterday))
        weights = [self._month_weight(first, last) for first, last in months]
        carried = 0
        for (first, last), wanted in zip(months, spread(people, weights), strict=True):
            wanted += carried
            while wanted > 0:
                line = self._world.profile.lines[lines.at(self._world.deck.part("line"))]
                size = min(round(self._size(line) * sizes), wanted) or 1
                yield Slot(
                    line, first + timedelta(days=int(self._chance.random() * ((last - first).days + 1))), size
                )
                wanted -= size
            carried = wanted

    def _sizes(self) -> float:
        """By how much flights and buses are smaller than the published ones, so that days remain with arrivals."""
        profile = self._world.profile
        return min(
            1.0,
            max(
                profile.value("smallest_arrival_factor"),
                self._world.people / profile.value("full_size_people"),
            ),
        )

    def _lines(self) -> Weighted[str]:
        """Lines by how often they come: their share of people over their size."""
        shares = self._world.profile.numbers("lines")
        lines = self._world.profile.lines
        return Weighted({code: share / float(lines[code].size.mean) for code, share in shares.items()})

    def _size(self, line: Line) -> float:
        size = line.size
        return self._chance.near(float(size.mean), float(size.deviation), size.least, size.most)

    def _month_weight(self, first: date, last: date) -> float:
        part = ((last - first).days + 1) / calendar.monthrange(first.year, first.month)[1]
        level = self._world.in_year("level_by_year", "years_ago", first)
        return part * level * self._world.profile.number("month", str(first.month))


def todays(world: World, chance: Chance) -> list[tuple[TodaysArrival, Arrival]]:
    """The arrivals of the day itself."""
    found = []
    for number, wanted in enumerate(world.profile.today):
        slot = Slot(world.profile.lines[wanted.line], world.today, wanted.people)
        arrival = arrival_of(world, chance, slot, number, city=wanted.city, hour=wanted.at)
        late = wanted.minutes_late
        arrival.arrived_at = None if late is None else arrival.scheduled_at + timedelta(minutes=late)
        arrival.list_file = wanted.list_file or ""
        found.append((wanted, arrival))
    return found


def arrival_of(
    world: World, chance: Chance, slot: Slot, number: int, *, city: str | None = None, hour: str | None = None
) -> Arrival:
    """The row of a slot, the ``number``-th of its day."""
    line = slot.line
    origin = city or chance.pick(Weighted(line.cities))
    scheduled = world.at(slot.day, hour or line.hours[number % len(line.hours)])
    return Arrival(
        arrival_id=chance.id(scheduled),
        institution_id=world.having("reception")[0].institution_id,
        line=line.code,
        route=line.route,
        origin_city=origin,
        from_country=line.from_country,
        port_of_entry=line.port_of_entry,
        transport_ref=f"{slot.day:%y%m%d}-{chr(ord('A') + number)}",
        sender=line.senders.get(origin, ""),
        scheduled_at=scheduled,
        arrived_at=_landed(chance, scheduled),
    )


def _landed(chance: Chance, scheduled: datetime) -> datetime:
    return scheduled + timedelta(minutes=round(chance.near(9, 14, -15, 60)))


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The months from one day to another, the first and the last one cut."""
    begin = first
    while begin <= last:
        end = add_months(begin.replace(day=1), 1) - timedelta(days=1)
        yield begin, min(end, last)
        begin = end + timedelta(days=1)
