"""Packages that Hypothesis makes up from the contract: any tables, any columns, whatever values are allowed."""

from datetime import date, datetime

from hypothesis import strategies as st

from arraigo.core import content
from arraigo.exchange.contract import TABLES, Column, Kind, Table
from arraigo.interop.package.faults import LONGEST_KEY

LETTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
KEYS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: len(text) <= LONGEST_KEY)
DAYS = st.dates(min_value=date(1000, 1, 1)).map(str)
MOMENTS = st.datetimes(min_value=datetime(1000, 1, 1)).map(lambda at: f"{at.isoformat()}Z")  # noqa: DTZ001 - UTC
DIGITS = st.decimals(min_value=0, max_value=10**15, allow_nan=False, places=6)


def plain(number) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") or "0"


def values(column: Column) -> st.SearchStrategy[str]:
    """Values as a dump writes them, so that what comes back can be held against what was sent."""
    if column.enum:
        return st.sampled_from(column.enum)
    if column.pattern:
        return st.text("ABCXYZ", min_size=3, max_size=3)
    if column.codes:
        codes = st.sampled_from(content.codelist(column.codes).codes)
        return st.lists(codes, min_size=1, unique=True).map(";".join)
    most = column.maximum if column.maximum is not None else 2**63 - 1
    return {
        Kind.STRING: st.text(LETTERS, min_size=1, max_size=30),
        Kind.DATE: DAYS,
        Kind.DATETIME: MOMENTS,
        Kind.YEAR: st.integers(1000, 9999).map(str),
        Kind.INTEGER: st.integers(column.minimum or 0, most).map(str),
        Kind.NUMBER: (DIGITS if column.maximum is None else st.decimals(0, most, places=8)).map(plain),
    }[column.kind]


@st.composite
def packages(draw) -> dict[str, list[dict[str, str]]]:
    """Tables with up to three rows each; what rows refer to is there."""
    tables: dict[str, list[dict[str, str]]] = {}
    for table in TABLES.values():
        parents = {
            each.column: [row[each.key] for row in tables.get(each.table, [])] for each in table.foreign
        }
        needed = [name for name in parents if table.column(name).required]
        if any(not parents[name] for name in needed):
            continue
        optional = [column.name for column in table.columns if not column.required]
        left_out = draw(st.sets(st.sampled_from(optional))) if optional else set()
        rows = [
            {
                column.name: _value(draw, table, column, parents)
                for column in table.columns
                if column.name not in left_out
            }
            for _ in range(draw(st.integers(0, 3)))
        ]
        kept = {tuple(row[name] for name in table.key): row for row in rows}
        if kept:
            tables[table.name] = list(kept.values())
    return tables


def _value(draw, table: Table, column: Column, parents: dict[str, list[str]]) -> str:
    if not column.required and draw(st.booleans()):
        return ""
    if column.name in parents:
        return draw(st.sampled_from(parents[column.name])) if parents[column.name] else ""
    if column.name in table.key and column.kind is Kind.STRING and not column.enum:
        return draw(KEYS)
    return draw(values(column))
