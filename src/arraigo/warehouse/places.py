"""The dimension of places: in which department each municipality lies."""

from __future__ import annotations

from collections.abc import Iterable

from arraigo.core import content, places
from arraigo.warehouse.tables import Row


def dimension(used: Iterable[str] = ()) -> list[Row]:
    """
    Every place of every country with its department; a department is its own.

    ``used`` are codes that occur in the data. One that no country lists (an old district, say) lies in the department
    whose code begins it, since P-codes are made that way; one that nothing begins lies in none.
    """
    of = {place.code: place.parent or place.code for place in _all_places()}
    departments = sorted({*of.values()}, key=len, reverse=True)
    for code in used:
        if code and code not in of:
            of[code] = next((each for each in departments if code.startswith(each)), "")
    return [{"code": code, "department": department} for code, department in sorted(of.items())]


def _all_places() -> Iterable[places.Place]:
    for country in content.countries():
        yield from places.departments(country.code)
        yield from places.municipalities(country.code)
