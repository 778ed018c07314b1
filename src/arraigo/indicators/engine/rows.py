"""
The rows of one fact in some periods, with the columns that are asked for: what scans and record lists select from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp, parse_one

from arraigo.core.periods import Period
from arraigo.warehouse.predicates import Placing, RowSet

Label = str | int
"""How a scan calls a period: its label, or the number of a calendar year, quarter or month."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Periods that are calendar years, quarters or months: a day tells which one, and no join is needed."""

    number: str
    first_day: str
    last_day: str


_YEAR = Calendar("YEAR({day})", "MAKE_DATE(YEAR({day}), 1, 1)", "MAKE_DATE(YEAR({day}), 12, 31)")
_QUARTER = Calendar(
    "YEAR({day}) * 10 + QUARTER({day})",
    "MAKE_DATE(YEAR({day}), QUARTER({day}) * 3 - 2, 1)",
    "LAST_DAY(MAKE_DATE(YEAR({day}), QUARTER({day}) * 3, 1))",
)
_MONTH = Calendar(
    "YEAR({day}) * 100 + MONTH({day})", "MAKE_DATE(YEAR({day}), MONTH({day}), 1)", "LAST_DAY({day})"
)


@dataclass(frozen=True, slots=True)
class Spell:
    """Periods that one scan can answer: one alone, several of one kind of calendar, or any through a join."""

    periods: tuple[Period, ...]
    calendar: Calendar | None = None

    def labels(self) -> Mapping[Label, str]:
        """What the scan calls each period, and its label."""
        if self.calendar is None:
            return {each.label: each.label for each in self.periods}
        return {_number(each): each.label for each in self.periods}


def spells(periods: Sequence[Period], placing: Placing) -> list[Spell]:
    """The periods in as few spells as can be; what is not placed by a day is joined, being small."""
    if len(periods) == 1 or placing.by != "day":
        return [Spell(tuple(periods))]
    kinds: dict[Calendar | None, list[Period]] = {}
    for period in periods:
        kinds.setdefault(_calendar(period), []).append(period)
    return [Spell(tuple(some), calendar) for calendar, some in kinds.items()]


def _calendar(period: Period) -> Calendar | None:
    if ".." in period.label:
        return None
    return {4: _YEAR, 7: _QUARTER if "Q" in period.label else _MONTH}[len(period.label)]


def _number(period: Period) -> int:
    digits = period.label.replace("-Q", "").replace("-", "")
    return int(digits)


@dataclass(frozen=True, slots=True)
class Rows:
    """
    The rows of a fact in the periods of a spell.

    ``sets`` are the sets of rows that are asked of it; where they leave rows out, ``in_<set>`` tells which belong.
    """

    sets: tuple[RowSet, ...]
    placing: Placing
    spell: Spell

    def select(self, used: Iterable[str], countries: Sequence[str] | None) -> exp.Select:
        """``SELECT id, period, country`` and the columns used, of the rows that belong to any of the sets."""
        query = exp.select(
            "f.id",
            "f.country",
            exp.alias_(self._parsed(self._period()), "period"),
            *(exp.alias_(self._parsed(sql), name) for name, sql in sorted(self._columns(used).items())),
            *(exp.alias_(self._parsed(rows.belongs), belongs(rows)) for rows in self.sets if rows.belongs),
        )
        query = query.from_(f"fact_{self.placing.fact} AS f", dialect="duckdb")
        if self._joined:
            joins = f"SELECT 1 FROM f JOIN periods AS w ON {self._filled(self.placing.condition())}"  # noqa: S608
            joins += self._filled("".join(rows.joins for rows in self.sets))
            query.set("joins", parse_one(joins, dialect="duckdb").args["joins"])
        for condition in self._conditions(countries):
            query = query.where(condition, copy=False)
        return query

    def periods(self) -> exp.Expr | None:
        """The table ``periods`` that the rows are joined with; None where no join is needed."""
        if not self._joined:
            return None
        values = ", ".join(
            f"('{each.label}', {_date(each.first)}, {_date(each.last)})" for each in self.spell.periods
        )
        return parse_one(
            f"SELECT * FROM (VALUES {values}) AS v(label, first_day, last_day)",  # noqa: S608 - only dates
            dialect="duckdb",
        )

    @property
    def _joined(self) -> bool:
        several = len(self.spell.periods) > 1 and self.spell.calendar is None
        return several or any(rows.joins for rows in self.sets)

    def _columns(self, used: Iterable[str]) -> Mapping[str, str]:
        """What the columns used are called, with their SQL."""
        found = ((rows.alias(name), rows.column(name)) for name in used for rows in self.sets)
        return {alias: column.sql for alias, column in found if column and alias != "country"}

    def _conditions(self, countries: Sequence[str] | None) -> Iterable[exp.Expr]:
        if not self._joined:
            yield self._parsed(self._within())
        if self.placing.by == "day":
            # The files lie by year: whole years are passed over unread.
            first = min(each.first for each in self.spell.periods).year
            last = max(each.last for each in self.spell.periods).year
            yield self._parsed(f"f.year BETWEEN {first} AND {last}")
        if countries is not None:
            codes = (exp.Literal.string(each) for each in countries)
            yield exp.column("country", "f").isin(*codes, copy=False)
        if all(rows.belongs for rows in self.sets):
            yield exp.or_(*(self._parsed(rows.belongs or "TRUE") for rows in self.sets), copy=False)

    def _period(self) -> str:
        if self._joined:
            return "w.label"
        calendar = self.spell.calendar
        return calendar.number.format(day="f.fact_on") if calendar else f"'{self.spell.periods[0].label}'"

    def _within(self) -> str:
        calendar = self.spell.calendar
        if calendar is None:
            return self.placing.condition()
        numbers = ", ".join(str(_number(each)) for each in self.spell.periods)
        first, last = min(p.first for p in self.spell.periods), max(p.last for p in self.spell.periods)
        within = f"f.fact_on BETWEEN {_date(first)} AND {_date(last)}"
        return f"{within} AND {calendar.number.format(day='f.fact_on')} IN ({numbers})"

    def _filled(self, sql: str) -> str:
        calendar = self.spell.calendar
        if self._joined:
            days = ("w.first_day", "w.last_day")
        elif calendar:
            days = (calendar.first_day.format(day="f.fact_on"), calendar.last_day.format(day="f.fact_on"))
        else:
            days = (_date(self.spell.periods[0].first), _date(self.spell.periods[0].last))
        return sql.replace("{first_day}", days[0]).replace("{last_day}", days[1])

    def _parsed(self, sql: str | None) -> exp.Expr:
        return parse_one(self._filled(sql or "TRUE"), dialect="duckdb")


def belongs(rows: RowSet) -> str:
    """The column that tells which rows of the fact are of the set."""
    return f"in_{rows.name}"


def _date(day: object) -> str:
    return f"CAST('{day}' AS DATE)"
