"""A set of rows that figures count, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from arraigo.warehouse.predicates.columns import Column
from arraigo.warehouse.predicates.placing import Placing
from arraigo.warehouse.tables import Kind


@dataclass(frozen=True, slots=True, eq=False)
class RowSet:
    """
    A named set of rows.

    ``table`` is the contract's, whose keys the rows' ids are; ``periods`` the dates that may place a row, the usual one
    first; ``columns`` what a definition may test or measure, ``attributes`` what every such row has beside.

    ``next`` is the column with the successor's day where only the latest of a period is meant; ``where`` which rows of
    the fact belong at all; ``part_of`` the set from which it chooses, when it leaves rows out. ``joins`` are more that
    its columns need, beside the period ``w``.
    """

    name: str
    meaning: str
    table: str
    periods: Mapping[str, Placing]
    columns: Mapping[str, Column]
    attributes: Mapping[str, Column]
    next: str | None = None
    where: str | None = None
    part_of: str | None = None
    joins: str = ""

    def column(self, name: str) -> Column | None:
        """A column or attribute; None where the set has no such thing."""
        return self.columns.get(name) or self.attributes.get(name)

    def kind_of(self, name: str) -> Kind | None:
        """The kind of a column or attribute; None where the set has no such thing."""
        found = self.column(name)
        return found.kind if found else None

    def alias(self, name: str) -> str:
        """What a scan calls a column: as the fact does, since sets of one fact may give a name to different columns."""
        column = self.column(name)
        fact, _, own = column.sql.rpartition("f.") if column else ("", "", "")
        return own if own.isidentifier() and not fact else name

    @property
    def belongs(self) -> str | None:
        """The SQL that says whether a row of the fact, in its period, is one of the set; None where each is."""
        latest = f"(f.{self.next} IS NULL OR f.{self.next} > {{last_day}})" if self.next else None
        parts = [part for part in (latest, self.where) if part]
        return " AND ".join(parts) or None
