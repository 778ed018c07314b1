"""
The sets of rows that figures count: facts of a period, and the latest of several.

Sets of one fact are read together, whatever they leave out: each says so by a condition of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.predicates.rowsets import cases, country, initiatives, people

ROW_SETS: Mapping[str, RowSet] = {
    rows.name: rows for rows in (*people.SETS, *cases.SETS, *initiatives.SETS, *country.SETS)
}
"""All sets by name."""


def row_set(name: str) -> RowSet:
    """
    The set of rows of a name.

    :raises LookupError: when there is none.
    """
    if name not in ROW_SETS:
        raise LookupError(f"There are no rows {name!r}. There are: {', '.join(ROW_SETS)}.")
    return ROW_SETS[name]
