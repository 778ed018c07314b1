"""The dimension of places: in which country and department each municipality lies."""

from __future__ import annotations

from collections.abc import Iterable

from arraigo.core import content, places
from arraigo.warehouse.tables import Row


def dimension(used: Iterable[str] = ()) -> list[Row]:
    """
    Every place of every country with its department; a department is its own.

    ``used`` are codes that occur in the data. One that no country lists (an old district, say) lies in the department
    whose code begins it, since P-codes are made that way; one that nothing begins lies in none. It is no municipality
    of its country: those are the listed ones.
    """
    listed = {place.code: place for place in _all_places()}
    rows: list[dict[str, str | None]] = [
        {
            "code": place.code,
            "country": place.country,
            "level": place.level,
            "department": place.parent or place.code,
        }
        for place in listed.values()
    ]
    departments = sorted({place.parent or place.code for place in listed.values()}, key=len, reverse=True)
    for code in used:
        if code and code not in listed:
            department = next((each for each in departments if code.startswith(each)), None)
            rows.append({"code": code, "country": None, "level": "unlisted", "department": department})
    return sorted(rows, key=lambda row: str(row["code"]))


def _all_places() -> Iterable[places.Place]:
    for country in content.countries():
        yield from places.departments(country.code)
        yield from places.municipalities(country.code)
