"""Linking a file: any table in the `people` columns of the exchange package, CSV or Parquet, in and out."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from arraigo.people.linkage.batch.linking import Linked, Progress, link
from arraigo.people.linkage.batch.preparing import READ, SLICE
from arraigo.people.linkage.batch.stores import Engine, open_store
from arraigo.people.linkage.clusters import Link, best_links, clusters
from arraigo.people.linkage.lexicon import Lexicon
from arraigo.people.linkage.model import MatchModel

ADDED = ("cluster_id", "match_probability")
_NAMES = ("given_names", "paternal_surname", "maternal_surname")
_MOST_NAMED = 10


class TableRefused(Exception):
    """The table cannot be linked; the text says what is wrong, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class TableLinked:
    """What became of a table."""

    rows: int
    clusters: int
    seconds: float
    threshold: float
    linked: Linked
    unread_dates: int = 0

    def as_json(self) -> dict[str, Any]:
        """As the command's contract says."""
        model = self.linked.model
        return {
            "rows": self.rows,
            "clusters": self.clusters,
            "pairs_scored": self.linked.pairs_scored,
            "seconds": round(self.seconds, 2),
            "threshold": round(self.threshold, 6),
            "birth_dates_unread": self.unread_dates,
            "model": {
                "version": model.version,
                "trained_on": model.trained_on,
                "trained_at": model.trained_at,
                "expected": round(model.expected, 6),
            },
        }


def link_table(
    source: Path,
    target: Path,
    *,
    engine: Engine,
    lexicon: Lexicon,
    known: MatchModel,
    threshold: float | None = None,
    master: str = "local[*]",
    progress: Progress = lambda stage, done, of: None,
    at: datetime | None = None,
) -> TableLinked:
    """
    Link the rows of ``source`` and write them to ``target``, in the same order, with `ADDED`.

    A row alone has its own ``person_id`` as ``cluster_id``, and no probability; the rows of one person have
    the first of
    their ids. Rows with the same ``person_id`` are of one person. Neither the clusters nor their names depend
    on the order of the rows.

    :raises TableRefused: when the file cannot be read, or columns or ids are missing.
    :raises EngineMissing: when the engine is not installed.
    """
    started = time.monotonic()
    with _Table(source) as table:
        store = open_store(engine, master)
        try:
            found = link(
                store,
                table.batches(),
                rows=table.rows,
                lexicon=lexicon,
                known=known,
                progress=progress,
                at=at or datetime.now(UTC),
            )
        finally:
            store.close()
        limit = found.threshold if threshold is None else threshold
        links = [one for one in found.links if one.probability >= limit] + table.same_ids()
        progress("grouping", 0, 0)
        groups = clusters(links)
        progress("writing", 0, 0)
        table.write(target, groups, best_links(groups, links))
        seconds = time.monotonic() - started
        count = table.rows - sum(len(group) - 1 for group in groups)
        return TableLinked(table.rows, count, seconds, limit, found, table.unread_dates)


class _Table:
    """A file as rows that are numbered in the order of their ids, so that the order of the file does not matter."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._duckdb = duckdb.connect()
        self.rows = 0
        self.unread_dates = 0

    def __enter__(self) -> "_Table":
        self._read()
        return self

    def __exit__(self, *_: object) -> None:
        self._duckdb.close()

    def _read(self) -> None:
        if not self._path.is_file():
            raise TableRefused(f"There is no file {self._path}. Check the path.")
        if self._path.suffix.lower() not in {".csv", ".parquet"}:
            raise TableRefused(f"{self._path.name} is neither .csv nor .parquet. Save it as one of them.")
        reader = "read_parquet(?)" if self._is_parquet else "read_csv(?, all_varchar = true, header = true)"
        try:
            self._run(
                f"create table said as select row_number() over () as _line, * from {reader}",
                [str(self._path)],
            )
        except duckdb.Error as wrong:
            raise TableRefused(
                f"{self._path.name} cannot be read: {str(wrong).splitlines()[0]} "
                "Save it as CSV in UTF-8 with a first line of column names, or as Parquet."
            ) from wrong
        self._check_columns()
        # The number of a row follows from its id; rows of one id keep their order in the file.
        self._run(
            "create table numbered as select _line, "
            "row_number() over (order by cast(person_id as varchar), _line) - 1 as row from said"
        )
        self.rows = int(self._all("select count(*) from said")[0][0])

    @property
    def _is_parquet(self) -> bool:
        return self._path.suffix.lower() == ".parquet"

    @property
    def _columns(self) -> dict[str, str]:
        described = self._all("describe said")
        return {str(name): str(kind) for name, kind, *_ in described if name != "_line"}

    def _check_columns(self) -> None:
        columns = self._columns
        known = {name.lower() for name in columns}
        if "person_id" not in known:
            raise TableRefused(
                f"{self._path.name} has no column person_id. Its columns: {', '.join(columns) or 'none'}."
            )
        if not any(name in known for name in _NAMES):
            raise TableRefused(
                f"{self._path.name} has no column of names. At least one of {', '.join(_NAMES)} is needed; "
                f"its columns: {', '.join(columns)}."
            )
        empty = self._all(
            "select _line from said where coalesce(trim(cast(person_id as varchar)), '') = '' "
            f"order by _line limit {_MOST_NAMED + 1}"
        )
        if empty:
            lines = ", ".join(str(int(line) + 1) for (line,) in empty[:_MOST_NAMED])
            more = " and more" if len(empty) > _MOST_NAMED else ""
            raise TableRefused(f"person_id is empty in line {lines}{more}. Give every row an id.")

    def batches(self) -> Any:
        """What is compared of each row, in the order of the row numbers."""
        columns = {name.lower() for name in self._columns}
        said = ", ".join(self._said(name, columns) for name in READ)
        if "birth_date" in columns:
            unread = "trim(cast(birth_date as varchar)) <> '' and try_cast(birth_date as date) is null"
            self.unread_dates = int(self._all(f"select count(*) from said where {unread}")[0][0])
        rows = f"select row, {said} from said join numbered using (_line) order by row"
        return self._duckdb.cursor().sql(rows).to_arrow_reader(SLICE)

    def _said(self, name: str, columns: set[str]) -> str:
        if name == "national_id" and name not in columns and "number" in columns:
            # The columns of ``identifiers``, joined to the people: one row, one number.
            is_one = "kind = 'national_id'" if "kind" in columns else "true"
            return f"case when {is_one} then cast(number as varchar) end as national_id"
        if name not in columns:
            return f"cast(null as {'date' if name == 'birth_date' else 'varchar'}) as {name}"
        if name == "birth_date":
            return "try_cast(birth_date as date) as birth_date"
        return f"cast({name} as varchar) as {name}"

    def same_ids(self) -> list[Link]:
        """Rows of one id: they are of one person, whatever else they say."""
        pairs = self._all(
            "select n.row - 1, n.row from (select person_id, row, lag(cast(person_id as varchar)) over (order by row) "
            "as before from said join numbered using (_line)) n where cast(n.person_id as varchar) = n.before"
        )
        return [Link(int(one), int(other), 1.0) for one, other in pairs]

    def write(self, target: Path, groups: list[list[int]], best: dict[int, float]) -> None:
        grouped = pa.table(
            {
                "row": pa.array([row for group in groups for row in group], pa.int64()),
                "first": pa.array([group[0] for group in groups for _ in group], pa.int64()),
                "probability": pa.array([best.get(row) for group in groups for row in group], pa.float64()),
            }
        )
        self._duckdb.register("grouped", grouped)
        kept = ", ".join(f"s.{_named(name)}" for name in self._columns if name.lower() not in ADDED)
        form = "parquet" if target.suffix.lower() == ".parquet" else "csv, header"
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{target.name}.writing")
        self._run(
            f"copy (select {kept}, cast(coalesce(f.person_id, s.person_id) as varchar) as cluster_id, "
            "round(g.probability, 9) as match_probability from said s join numbered n using (_line) "
            "left join grouped g on g.row = n.row "
            "left join (select person_id, row from said join numbered using (_line)) f on f.row = g.first "
            f"order by s._line) to {_quoted(str(half))} (format {form})"
        )
        half.replace(target)  # whole or not at all

    def _run(self, sql: str, parameters: list[Any] | None = None) -> None:
        self._duckdb.execute(sql, parameters or []).fetchall()

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self._duckdb.execute(sql).fetchall())


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'
