"""A package against the store, loaded and live: whether what its rows refer to exists, and what each row changes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from arraigo.exchange import queries, services
from arraigo.exchange.contract import TABLES, Column, Foreign, Kind, Table
from arraigo.exchange.store import BulkStore
from arraigo.interop.package import live
from arraigo.interop.package.bench import Bench
from arraigo.interop.package.checking import Came, Progress, note
from arraigo.interop.package.faults import LONGEST_KEY
from arraigo.interop.package.values import text

_UUID = "'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'"
"""Keys of what desks record; no other value is looked for there."""


MANY_TIMES = 4
"""Up to how many times as many rows as the package has, a table is read whole: cheaper than asking for each key."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What becomes of a table's rows; those with a fault are in ``rows`` only."""

    rows: int
    new: int = 0
    updated: int = 0
    unchanged: int = 0

    def as_json(self) -> dict[str, int]:
        return {"rows": self.rows, "new": self.new, "updated": self.updated, "unchanged": self.unchanged}


class Comparison:
    """
    One package on the bench against the store, inside the transaction that will write it.

    After `compare` the bench has, for each table with its key, ``state_<table>``: row and ``new``, ``updated`` or
    ``unchanged``.
    """

    def __init__(self, bench: Bench, came: Sequence[Came], store: BulkStore, progress: Progress) -> None:
        self._bench, self._store, self._progress = bench, store, progress
        self._came = {each.name: each for each in came}
        self._live: dict[str, bool] = {}

    def compare(self) -> dict[str, Counts]:
        """Note what is wrong, and count what each table's sound rows would change."""
        for came in self._came.values():
            for foreign in came.table.foreign:
                if foreign.column in came.names:
                    self._check_foreign(came, foreign)
        counts = {}
        for came in self._came.values():
            self._progress("comparing", came.name, 0)
            counts[came.name] = self._classify(came) if came.has_key else Counts(came.rows)
        return counts

    def changes(self, counts: Counts, came: Came) -> services.Changes:
        """What `services.take_in` writes of a table."""
        return services.Changes(
            counts.new,
            counts.updated,
            counts.unchanged,
            new_rows=lambda: self._rows(came, "new", came.table.columns),
            updated_rows=lambda: self._rows(came, "updated", came.columns),
        )

    # What rows refer to

    def _check_foreign(self, came: Came, foreign: Foreign) -> None:
        """Values that name no row of the package are looked up in the store: distinct, and only those."""
        value = f'"{foreign.column}"'
        told = f"SELECT DISTINCT {value} AS key FROM raw_{came.name} WHERE {value} <> '' AND {_is_key(value)}"
        self._bench.run(f"CREATE OR REPLACE TABLE missing AS {told}")
        parent = self._came.get(foreign.table)
        if parent is not None and foreign.key in parent.names:
            self._strike_out(f'SELECT "{foreign.key}" FROM raw_{parent.name}')
        self._strike_out_stored(TABLES[foreign.table], foreign.key)
        if foreign.table in live.LIVE and self._asks_for_live("missing", "key"):
            self._take_live(foreign.table)
            self._strike_out(f'SELECT "{foreign.key}" FROM live_{foreign.table}')
        if not self._bench.one("SELECT count(*) FROM missing"):
            return
        note(
            self._bench,
            came.table,
            foreign.column,
            f"SELECT \"row\", {value} AS value, 'unknown_row' AS code, {text(foreign.table)} AS detail "
            f'FROM raw_{came.name} WHERE {value} IN (SELECT key FROM missing) AND "row" NOT IN '
            f'(SELECT "row" FROM faults WHERE "table" = {text(came.name)} AND code = \'ragged\')',
        )

    def _strike_out(self, known: str) -> None:
        self._bench.run(f"DELETE FROM missing WHERE key IN ({known})")

    def _strike_out_stored(self, table: Table, key: str) -> None:
        if not queries.holds_any(table) or not self._bench.one("SELECT count(*) FROM missing"):
            return
        wanted = self._bench.batches(f'SELECT key AS "{key}" FROM missing')
        found = self._store.matching(table, [key], [key], wanted)
        if self._bench.put("found", found):
            self._strike_out(f'SELECT "{key}" FROM found')

    # What desks recorded

    def _asks_for_live(self, view: str, column: str) -> bool:
        asked = f'SELECT count(*) FROM {view} WHERE regexp_full_match("{column}", {_UUID})'
        return bool(self._bench.one(asked))

    def _take_live(self, table: str) -> None:
        """Put what desks recorded onto the bench, once."""
        if table not in self._live:
            schema = pa.schema([(name, pa.string()) for name in TABLES[table].names])
            self._live[table] = bool(self._bench.put(f"live_{table}", live.batches(table), schema))

    def _check_live(self, came: Came) -> bool:
        """Note rows that would change what a desk recorded; whether any row has a key of such a record."""
        first = came.table.key[0]
        if came.name not in live.LIVE or not self._asks_for_live(f"kept_{came.name}", first):
            return False
        self._take_live(came.name)
        if came.name == "people":
            self._check_aliases(came)
        if not self._live[came.name]:
            return False
        changed = [f"CASE WHEN {_differs('k', 'l', [c])} THEN {text(c.name)} END" for c in _others(came)]
        names = f"array_to_string([{', '.join(changed)}], ', ')" if changed else "''"
        note(
            self._bench,
            came.table,
            first,
            f'SELECT k."row", k."{first}" AS value, \'recorded\' AS code, {names} AS detail FROM kept_{came.name} k '
            f"JOIN live_{came.name} l ON {_same_key(came.table, 'k', 'l')} WHERE detail <> ''",
        )
        return True

    def _check_aliases(self, came: Came) -> None:
        schema = pa.schema([("person_id", pa.string()), ("standing", pa.string())])
        known = pa.RecordBatch.from_pylist(list(live.aliases()), schema=schema)
        if self._bench.put("aliases", [known]):
            note(
                self._bench,
                came.table,
                "person_id",
                "SELECT \"row\", person_id AS value, 'joined' AS code, standing AS detail "
                "FROM kept_people JOIN aliases USING (person_id)",
            )

    # What each row changes

    def _classify(self, came: Came) -> Counts:
        recorded = self._check_live(came)
        sound = f"SELECT * FROM kept_{came.name}"
        if self._bench.one(f'SELECT count(*) FROM faults WHERE "table" = {text(came.name)}'):
            faulty = f'SELECT "row" FROM faults WHERE "table" = {text(came.name)} AND "row" IS NOT NULL'
            sound += f' WHERE "row" NOT IN ({faulty})'
        self._bench.run(f"CREATE VIEW sound_{came.name} AS {sound}")
        stored = self._take_stored(came)
        joins, state = "", "'new'"
        if stored:
            joins += f" LEFT JOIN stored_{came.name} s ON {_same_key(came.table, 'k', 's')}"
            differs = _differs("k", "s", _others(came)) or "false"
            there = f's."{came.table.key[0]}" IS NOT NULL'
            state = f"CASE WHEN NOT ({there}) THEN 'new' WHEN {differs} THEN 'updated' ELSE 'unchanged' END"
        if recorded:
            joins += f" LEFT JOIN live_{came.name} l ON {_same_key(came.table, 'k', 'l')}"
            state = f"CASE WHEN l.\"{came.table.key[0]}\" IS NOT NULL THEN 'unchanged' ELSE {state} END"
        self._bench.run(
            f'CREATE TABLE state_{came.name} AS SELECT k."row", {state} AS state FROM sound_{came.name} k{joins}'
        )
        found = {
            row["state"]: row["rows"]
            for batch in self._bench.batches(
                f"SELECT state, count(*) AS rows FROM state_{came.name} GROUP BY state"
            )
            for row in batch.to_pylist()
        }
        return Counts(came.rows, **found)

    def _take_stored(self, came: Came) -> bool:
        """Put loaded rows onto the bench: all that have a key of the package, others perhaps. Whether there are any."""
        if not queries.holds_any(came.table):
            return False
        if queries.count(came.table) <= MANY_TIMES * came.rows:
            found = self._store.rows(came.table, came.names)
        else:
            keys = ", ".join(f'"{name}"' for name in came.table.key)
            wanted = self._bench.batches(f"SELECT {keys} FROM sound_{came.name}")
            found = self._store.matching(came.table, came.names, came.table.key, wanted)
        return bool(self._bench.put(f"stored_{came.name}", found))

    def _rows(self, came: Came, state: str, columns: Sequence[Column]) -> Iterator[Any]:
        """Rows in one state, in the order of their keys; columns that the package omits are missing."""
        selected = ", ".join(
            f'k."{column.name}"' if column in came.columns else f'{_missing(column)} AS "{column.name}"'
            for column in columns
        )
        order = ", ".join(f'k."{name}"' for name in came.table.key)
        written = 0
        for batch in self._bench.batches(
            f'SELECT {selected} FROM kept_{came.name} k JOIN state_{came.name} s USING ("row") '
            f"WHERE s.state = {text(state)} ORDER BY {order}"
        ):
            yield batch
            written += len(batch)
            self._progress("writing", came.name, written)


def _is_key(value: str) -> str:
    """The condition that a value can be a key at all; one that cannot has its own fault."""
    return f"length({value}) <= {LONGEST_KEY} AND NOT contains({value}, chr(0))"


def _others(came: Came) -> list[Column]:
    return [column for column in came.columns if column.name not in came.table.key]


def _same_key(table: Table, one: str, other: str) -> str:
    return " AND ".join(f'{one}."{name}" = {other}."{name}"' for name in table.key)


def _differs(one: str, other: str, columns: Sequence[Column]) -> str:
    return " OR ".join(
        f'{one}."{column.name}" IS DISTINCT FROM {other}."{column.name}"' for column in columns
    )


def _missing(column: Column) -> str:
    return "''" if column.kind in {Kind.STRING, Kind.NUMBER} else "NULL::VARCHAR"
