"""What is asked of a simulated country, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Literal, get_args

from arraigo.core.periods import Period
from arraigo.interop.simulator.bulk.shares import shares_of, simulated_countries

Format = Literal["csv", "parquet"]
FORMATS: tuple[str, ...] = get_args(Format)
MOST_PEOPLE = 100_000_000
MOST_SEED = 2**64 - 1


class NotAsked(ValueError):
    """What was asked for cannot be simulated; ``str`` is a sentence that says why and what can."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    One question: everything in the package follows from it, on any machine.

    :ivar people: persons who returned at least once in the period, over all countries.
    :ivar period: days that the package knows of; what would come later has not happened yet.
    """

    people: int
    seed: int
    countries: tuple[str, ...]
    period: Period
    format: Format = "parquet"

    @property
    def prefix(self) -> str:
        """What every id of the package begins with. Another question has another one, so packages never mix."""
        asked = f"{self.people}:{self.seed}:{','.join(self.countries)}:{self.period.first}:{self.period.last}"
        return f"SIM{blake2b(asked.encode(), digest_size=3).hexdigest()}-"


def asked(
    people: int,
    seed: int,
    *,
    countries: Sequence[str] = ("GTM",),
    first: date = date(2019, 1, 1),
    last: date = date(2025, 12, 31),
    format_: str = "parquet",
) -> Asked:
    """
    A question that can be answered.

    :raises NotAsked: when it cannot, with the first reason.
    """
    found = tuple(dict.fromkeys(country.strip().upper() for country in countries))
    known = simulated_countries()
    for country in found:
        if country not in known:
            raise NotAsked(f"No country {country!r} is simulated. There is {', '.join(known)}.")
    if not found:
        raise NotAsked(f"Name a country: {', '.join(known)}.")
    if not len(found) <= people <= MOST_PEOPLE:
        raise NotAsked(f"--people is from {len(found)} to {MOST_PEOPLE:,}, not {people:,}.")
    if not 0 <= seed <= MOST_SEED:
        raise NotAsked(f"--seed is a whole number from 0 to {MOST_SEED}, not {seed}.")
    if last < first:
        raise NotAsked(f"The period ends ({last}) before it begins ({first}). Turn the two around.")
    for years in (shares_of(country).years for country in found):
        if first.year < years[0] or last.year > years[-1]:
            raise NotAsked(
                f"{first} to {last} is more than the content knows: years from {years[0]} to {years[-1]}."
            )
    if format_ not in FORMATS:
        raise NotAsked(f"The format is {' or '.join(FORMATS)}, not {format_!r}.")
    return Asked(people, seed, found, Period(first, last), "csv" if format_ == "csv" else "parquet")
