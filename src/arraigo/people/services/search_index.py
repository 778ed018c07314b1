"""
The index that a person is found by (`people.linkage.keys`): a plain table, kept up on every write.

A person is found under the keys of their standing record and of its aliases: whoever was registered as
*Chepe* once is found as Chepe for ever. All keys point at the standing record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Described, keys
from arraigo.people.matching import reader
from arraigo.people.models import Identifier, Person, SearchKey
from arraigo.people.queries.candidates import describe

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[int, int], None]

_AT_ONCE = 20_000
_TABLE = SearchKey._meta.db_table


def keys_of(person: Person) -> frozenset[int]:
    """The keys of a standing person as the register describes them now: of the record and of its aliases."""
    records = Person.objects.filter(pk=person.pk) | Person.objects.filter(merged_into=person.pk)
    return frozenset(key for described in described_all(records).values() for key in _keys(described))


def keep(person: Person, *, former: frozenset[int] = frozenset()) -> None:
    """
    Bring the index up to date after a write. Inside the caller's transaction.

    ``former``: the keys of the person before (`keys_of`), where something they were found by may have gone.
    """
    if person.merged_into_id is not None:
        _drop(person.pk, keys_of(person) | former)
        return
    wanted = keys_of(person)
    _drop(person.pk, former - wanted)
    SearchKey.objects.bulk_create(
        [SearchKey(key=key, person=person.pk) for key in sorted(wanted)], ignore_conflicts=True
    )


def add_many(persons: Sequence[Person], identifiers: Iterable[Identifier]) -> None:
    """The keys of many new persons at once."""
    numbers: dict[UUID, set[str]] = {}
    for one in identifiers:
        if one.kind == "national_id":
            numbers.setdefault(one.person_id, set()).add(one.number)
    rows = (
        SearchKey(key=key, person=person.pk)
        for person in persons
        for key in _keys(describe(person, numbers.get(person.pk, ())))
    )
    while batch := list(islice(rows, _AT_ONCE)):
        SearchKey.objects.bulk_create(batch, batch_size=2_000, ignore_conflicts=True)


def described_all(records: Iterable[Person]) -> Mapping[UUID, Described]:
    """Descriptions of several records; two queries."""
    found = {person.pk: person for person in records}
    numbers: dict[UUID, list[str]] = {}
    known = Identifier.objects.filter(person__in=found, kind="national_id")
    for person, number in known.values_list("person", "number"):
        numbers.setdefault(person, []).append(number)
    return {pk: describe(person, numbers.get(pk, ())) for pk, person in found.items()}


def rebuild(progress: Progress = lambda done, of: None) -> int:
    """
    Build the whole index anew, and say how many keys there are: after a bulk load, or when keys are made in
    another way.

    Keys are made on all cores and sorted before they are written; of the register only ids and document numbers are
    held in memory. Searches find everybody throughout: what is old goes in the same transaction.
    """
    import duckdb  # these are slow to import, and a desk needs none of them
    import pyarrow as pa

    from arraigo.people.linkage.batch.preparing import prepare
    from arraigo.people.register_rows import RegisterRows

    persons = Person.objects.count()
    register = RegisterRows(Person.objects.all())
    sorter = duckdb.connect()
    sorter.execute("create table keys (key bigint, person varchar)").fetchall()
    done = 0
    for batch in prepare(register.batches(), lexicon(settings.ARRAIGO_COUNTRY), persons):
        whose = [person.hex for person in register.standing[done : done + batch.num_rows]]
        sorter.register("made", pa.table({"keys": batch.column("keys"), "person": whose}))
        sorter.execute("insert into keys select unnest(keys), person from made").fetchall()
        done += batch.num_rows
        progress(done, persons)
    with transaction.atomic():
        SearchKey.objects.all().delete()
        return _write(sorter)


def _write(sorter: "DuckDBPyConnection") -> int:
    """Sorted, because a table that is filled in the order of its key is written once."""
    written = 0
    rows = sorter.cursor().execute("select distinct key, person from keys order by key, person")
    with connection.cursor() as store:
        while batch := rows.fetchmany(_AT_ONCE):
            if connection.vendor == "postgresql":
                with store.copy(f"copy {_TABLE} (key, person) from stdin") as copy:
                    for key in batch:
                        copy.write_row(key)
            else:
                store.executemany(f"insert into {_TABLE} (key, person) values (%s, %s)", batch)  # noqa: S608
            written += len(batch)
    return written


def _keys(described: Described) -> tuple[int, ...]:
    return keys(reader(settings.ARRAIGO_COUNTRY).features(described))


def _drop(person: UUID, gone: Iterable[int]) -> None:
    if gone := list(gone):
        SearchKey.objects.filter(key__in=gone, person=person).delete()
