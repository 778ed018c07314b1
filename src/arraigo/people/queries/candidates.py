"""
Who may be meant: persons under shared keys, and what the register says of them.

Written in SQL of its own, the same for every store, because a desk waits for it: keys of one description are
asked in one statement, and of each key only so many rows are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import log2
from typing import Any
from uuid import UUID

from django.db import connection

from arraigo.people.linkage import Described, Features, keys
from arraigo.people.models import Identifier, Person, SearchKey
from arraigo.people.rules import search_text

MOST_ROWS_A_KEY = 200
"""Rows read of one key: one that more persons share says too little to be worth reading them all."""

MOST_SCORED = 64
"""Candidates whose records are read and compared, of all that share a key."""

_MOST_OF_A_DAY = 1_000
_MOST_CALLED_SO = 500
_LAST_LETTER = "\U0010ffff"
_KEYS_AT_ONCE = 200
_PERSONS_AT_ONCE = 400
_KEYS, _PERSONS, _IDENTIFIERS = (model._meta.db_table for model in (SearchKey, Person, Identifier))
_COLUMNS = (
    "id, merged_into_id, given_names, paternal_surname, maternal_surname, birth_date, birth_date_precision, "
    "origin_municipality, sex"
)


def candidates_of(said: Features, *, most: int = MOST_SCORED) -> list[UUID]:
    """Persons who share a key, those first who share several and rare ones."""
    return _ranked(_persons_by_key(keys(said)), most)


def candidates_of_all(said: Sequence[Features], *, most: int) -> list[list[UUID]]:
    """`candidates_of` for a whole list, in few statements."""
    of_each = [keys(one) for one in said]
    by_key = _persons_by_key({key for some in of_each for key in some})
    return [_ranked({key: by_key[key] for key in some if key in by_key}, most) for some in of_each]


def born_that_day(said: Features) -> list[UUID]:
    """Persons who were born on the day, or on that day with day and month exchanged."""
    days = [
        date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in (said.birth.day, said.birth.swapped) if day
    ]
    if not days:
        return []
    rows = Person.objects.filter(birth_date__in=days).values_list("pk", "merged_into")[:_MOST_OF_A_DAY]
    return [merged or pk for pk, merged in rows]


def called_so(one: Described) -> list[UUID]:
    """
    Records of people whose names begin as these do, letter by letter: who comes without a date and a place
    may share no key.
    """
    names = search_text(one.given_names, one.paternal_surname, "")
    if not (one.given_names and one.paternal_surname):
        return []
    found = Person.objects.filter(search_text__gte=names, search_text__lt=f"{names}{_LAST_LETTER}")
    rows = found.values_list("pk", "merged_into")[:_MOST_CALLED_SO]
    return [merged or pk for pk, merged in rows]


def records_of_persons(pks: Iterable[UUID]) -> dict[UUID, list[Described]]:
    """What the register says of persons: the standing record and its aliases. Two statements for a few hundred."""
    wanted = list(pks)
    found: dict[UUID, list[Described]] = {}
    for at in range(0, len(wanted), _PERSONS_AT_ONCE):
        rows = _records(wanted[at : at + _PERSONS_AT_ONCE])
        numbers = _numbers([row[0] for row in rows])
        for pk, merged, given, paternal, maternal, born, precision, place, sex in rows:
            known = frozenset(numbers.get(pk, ()))
            said = Described(given, paternal, maternal, born, precision or "day", known, place, sex)
            found.setdefault(merged or pk, []).append(said)
    return found


def describe(person: Person, numbers: Iterable[str]) -> Described:
    """A record of the register as the comparison needs it."""
    return Described(
        given_names=person.given_names,
        paternal_surname=person.paternal_surname,
        maternal_surname=person.maternal_surname,
        birth_date=person.birth_date,
        birth_date_precision=person.birth_date_precision or "day",
        national_ids=frozenset(numbers),
        municipality=person.origin_municipality,
        sex=person.sex,
    )


def _ranked(by_key: Mapping[int, Sequence[UUID]], most: int) -> list[UUID]:
    """The more keys, and the fewer share each, the more likely: that much is known before anything is compared."""
    weights: dict[UUID, float] = {}
    for persons in by_key.values():
        weight = 1 / (1 + log2(len(persons))) if len(persons) < MOST_ROWS_A_KEY else 0.05
        for person in persons:
            weights[person] = weights.get(person, 0.0) + weight
    return sorted(weights, key=lambda pk: (-weights[pk], pk))[:most]


def _persons_by_key(wanted: Iterable[int]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    one_key = f"select * from (select key, person from {_KEYS} where key = %s limit {MOST_ROWS_A_KEY}) k"  # noqa: S608
    keys_wanted = sorted(wanted)
    for at in range(0, len(keys_wanted), _KEYS_AT_ONCE):
        some = keys_wanted[at : at + _KEYS_AT_ONCE]
        for key, person in _rows(" union all ".join([one_key] * len(some)), some):
            found.setdefault(key, []).append(_uuid(person))
    return found


def _records(pks: Sequence[UUID]) -> list[tuple[Any, ...]]:
    marks = ", ".join(["%s"] * len(pks))
    ids = [_as_kept(pk) for pk in pks]
    # Two halves: one condition with *or* would read the whole table.
    rows = _rows(
        f"select {_COLUMNS} from {_PERSONS} where id in ({marks}) and merged_into_id is null "  # noqa: S608
        f"union all select {_COLUMNS} from {_PERSONS} where merged_into_id in ({marks})",
        [*ids, *ids],
    )
    return [
        (_uuid(pk), merged and _uuid(merged), *names, _date(born), *rest)
        for pk, merged, *names, born, precision, place, sex in rows
        for rest in ((precision, place, sex),)
    ]


def _numbers(pks: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    if pks:
        marks = ", ".join(["%s"] * len(pks))
        rows = _rows(
            f"select person_id, number from {_IDENTIFIERS} where kind = 'national_id' and person_id in ({marks})",  # noqa: S608
            [_as_kept(pk) for pk in pks],
        )
        for person, number in rows:
            found.setdefault(_uuid(person), []).append(number)
    return found


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as store:
        store.execute(sql, values)
        return list(store.fetchall())


def _as_kept(pk: UUID) -> Any:
    """An id as the store keeps it: SQLite knows no UUID."""
    return pk if connection.features.has_native_uuid_field else pk.hex


def _uuid(kept: Any) -> UUID:
    return kept if isinstance(kept, UUID) else UUID(kept)


def _date(kept: Any) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else kept
