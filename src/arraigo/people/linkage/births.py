"""Birth dates as they are said: the day, only the year, an estimate; day and month the other way round."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Birth:
    """
    What is known of a birth date. ``day`` is ``YYYYMMDD`` where the day is known, else empty; ``swapped`` the
    same with day and month exchanged where that is another date, else empty.
    """

    year: int | None = None
    day: str = ""
    swapped: str = ""


UNKNOWN = Birth()
_FIRST_YEAR = 1900


@lru_cache(maxsize=1 << 17)  # there are not many days to be born on
def birth(day: date | None, precision: str) -> Birth:
    """
    Read a date and its precision (``day``, ``month``, ``year``, ``estimated`` or empty).

    The first of January counts as the year alone: it is what systems write where they know no more.
    """
    if day is None or day.year < _FIRST_YEAR:
        return UNKNOWN
    if precision in {"month", "year", "estimated"} or (day.month, day.day) == (1, 1):
        return Birth(day.year)
    swapped = f"{day.year:04}{day.day:02}{day.month:02}" if day.day <= 12 and day.day != day.month else ""
    return Birth(day.year, f"{day.year:04}{day.month:02}{day.day:02}", swapped)


def either_way(one: Birth) -> str:
    """The day in one way of writing for a date and its mirror: what both are found under."""
    return min(one.day, one.swapped) if one.swapped else one.day
