"""What every part of one simulation shares: what was asked for, the profile, chance, and the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from arraigo.core.periods import add_months
from arraigo.interop.simulator.chance import Chance, Deck, Streams
from arraigo.interop.simulator.profile import Profile
from arraigo.interop.simulator.rows import Arrival, Institution, Passenger, Person, Programme, Return

YEARS = 3
"""How far the history reaches back."""


@dataclass(slots=True)
class Traveller:
    """A person with what chance knows of them and no table holds."""

    person: Person
    national_id: str
    born: date
    indigenous: bool
    wants_interpreter: bool
    is_child: bool
    children: int = 0
    returned_on: list[date] = field(default_factory=list)


@dataclass(slots=True)
class Trip:
    """One return of one traveller, with the rows that came of it. ``party`` travels together."""

    traveller: Traveller
    arrival: Arrival
    party: UUID | None
    alone: bool
    return_: Return
    passenger: Passenger

    @property
    def age(self) -> int | None:
        return self.passenger.age


class World:
    """One simulated country on one day."""

    def __init__(self, profile: Profile, *, people: int, seed: int, today: date) -> None:
        self.profile, self.people, self.seed, self.today = profile, people, seed, today
        self.country = profile.iso3
        self.yesterday = today - timedelta(days=1)
        self.start = add_months(today, -12 * YEARS)
        self.zone = ZoneInfo(profile.country.time_zone)
        self.streams = Streams(seed, self.country, today, people)
        self.deck = Deck(self.streams.of("deck"))
        self.institutions: list[Institution] = []
        self.programmes: list[Programme] = []

    def stream(self, name: str) -> Chance:
        return self.streams.of(name)

    def at(self, day: date, hour: str | float = 12.0) -> datetime:
        """A moment of a day in the country: ``"08:40"``, or hours as a number."""
        if isinstance(hour, str):
            return datetime.combine(day, time.fromisoformat(hour), self.zone)
        return datetime.combine(day, time(), self.zone) + timedelta(seconds=int(hour * 3600))

    def office_hour(self, chance: Chance, day: date) -> datetime:
        """Some moment of a day at which an office is open."""
        return self.at(day, 8 + 8 * chance.random())

    def in_year(self, share: str, row: str, day: date) -> float:
        return self.profile.in_year(share, row, day, self.today)

    def years_ago(self, day: date) -> int:
        return self.today.year - day.year

    def known(self, day: date) -> bool:
        """Whether a day is already history: only yesterday and before."""
        return day <= self.yesterday

    def having(self, duty: str) -> list[Institution]:
        """The institutions with a duty, in the content's order."""
        return [institution for institution in self.institutions if institution.duty == duty]

    def by_code(self, code: str) -> Institution:
        return next(institution for institution in self.institutions if institution.code == code)

    def offer(self, institution: Institution, service_type: str) -> Programme | None:
        """The institution's own service of a type, if it offers one."""
        for programme in self.programmes:
            if (
                programme.institution_id == institution.institution_id
                and programme.service_type == service_type
            ):
                return programme
        return None

    def window_for(self, municipality: str) -> Institution | None:
        """The municipal window that serves a municipality: its own, else that of the department."""
        windows = self.having("window")
        own = [window for window in windows if window.municipality == municipality]
        return next(iter(own or [w for w in windows if municipality[:4] in w.serves]), None)
