"""Bars in tables and short lists: from zero, with a hatched end for what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from .. import formats
from ..components import Component, Words

ROOM_FOR_WORDS = 0.84
"""The share of the cell that the longest bar may take, so that its number fits beside it."""


@dataclass(frozen=True, slots=True)
class BarCell(Component):
    """
    A bar in a table's cell: the value, then hatched how far it could reach with what is not known.

    :param value: in the unit of ``top``; a share goes from 0 to 1. None is not known, and said in words.
    :param unknown: how much the unknown ones could add.
    :param top: the value at which the bar fills its cell: the same for the whole column.
    """

    template: ClassVar[str] = "web/charts/bar_cell.html"
    value: float | None
    top: float
    unknown: float = 0
    unit: str = "share"
    words: Words = ""

    @property
    def written(self) -> str:
        return "" if self.value is None else str(self.words or formats.written(self.value, self.unit))

    def _percent(self, value: float) -> float:
        return round(100 * ROOM_FOR_WORDS * min(value / self.top, 1), 2) if self.top > 0 else 0.0

    @property
    def width(self) -> float:
        return self._percent(self.value or 0)

    @property
    def end(self) -> float:
        """Where the hatched part ends and the number begins."""
        return self._percent((self.value or 0) + self.unknown)

    @property
    def unknown_width(self) -> float:
        return round(max(self.end - self.width, 0), 2)


@dataclass(frozen=True, slots=True)
class BarItem:
    """A line of a short list: what, how many, and where to see them."""

    label: Words
    value: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class BarList(Component):
    """A few counts as bars from zero, for the margin."""

    template: ClassVar[str] = "web/charts/bar_list.html"
    items: Sequence[BarItem]
    unit: str = "number"

    @property
    def drawn(self) -> list[tuple[BarItem, float, str]]:
        """(item, width from 0 to 100, its number written)."""
        top = max((item.value for item in self.items), default=0) or 1
        return [
            (item, round(100 * item.value / top, 1), formats.written(item.value, self.unit))
            for item in self.items
        ]
