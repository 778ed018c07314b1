"""A figure broken down: which ways there are, and the table of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from arraigo.core import content
from arraigo.indicators import cached, names, wording
from arraigo.indicators.choice import Choice
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.definition import GROUP, UNKNOWN
from arraigo.indicators.found import period_of
from arraigo.indicators.overview import unknown_share
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import BarCell
from arraigo.web.formats import number

Crossing = tuple[str, ...]

OFFERED = (
    "age_band",
    "sex",
    "department",
    "municipality",
    "return_type",
    GROUP,
    "institution",
    "programme",
    "level",
    "dimension",
    "from_country",
    "month",
    "quarter",
)
"""The breakdowns of a page, in the order of its tabs; each only where the indicator has it."""

_SHORT = ("age_band", "sex", "month", "quarter")

SORTS = ("name", "value", "numerator", "denominator", "unknown")
"""The columns by which an address may order a table; with a minus before it, the other way round."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of a breakdown: its code, its words, its figure and the bar."""

    code: str
    label: str
    figure: Figure
    bar: BarCell
    numerator: str
    denominator: str
    unknown: str


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A table of a figure by one key."""

    by: Crossing
    cells: Sequence[Cell]
    total: Cell

    @property
    def key(self) -> str:
        return self.by[0]

    @property
    def is_short(self) -> bool:
        """Whether the names of the lines are short enough to stand on one line."""
        return self.key in _SHORT

    @property
    def is_additive(self) -> bool:
        """Whether the lines add up to the total."""
        return GROUP not in self.by


@dataclass(frozen=True, slots=True)
class Crossed:
    """A table of a figure by two keys, one across and one down; the last of each is the total."""

    across: str
    down: str
    columns: Sequence[str]
    lines: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @property
    def is_additive(self) -> bool:
        return GROUP not in (self.across, self.down)


def keys_of(indicator: Indicator, choice: Choice) -> list[str]:
    """The breakdowns that a page of the indicator offers; municipalities only within one department."""
    without = {"department"} if choice.place else {"municipality"}
    if choice.place != choice.department:
        without.add("municipality")
    return [key for key in OFFERED if key in indicator.by and key not in without]


def crossing_from(written: str, indicator: Indicator, choice: Choice) -> tuple[Crossing | None, str]:
    """
    The breakdown that an address asks for (``sex`` or ``sex,age_band``), the first one where it asks for none that
    there is, and a sentence where it asks for another than that.
    """
    offered = keys_of(indicator, choice)
    asked = tuple(dict.fromkeys(part.strip() for part in written.split(",") if part.strip()))
    if asked and len(asked) <= 2 and set(asked) <= set(offered):
        return asked, ""
    first = (offered[0],) if offered else None
    if not asked:
        return first, ""
    if not first:
        return None, _("This figure is not broken down.")
    return first, _("This figure is not broken down that way; it is shown %(by)s.") % {
        "by": _lower(names.title(first[0]))
    }


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def title_words(by: Crossing) -> str:
    """The title over a table: *By age*, *By sex and age*."""
    if len(by) == 1:
        return names.title(by[0])
    return _("%(one)s and %(other)s") % {"one": names.title(by[0]), "other": _lower(names.key(by[1]))}


def figures_of(
    indicator: Indicator, by: Crossing, choice: Choice, snapshot: Snapshot, currency: str | None = None
) -> list[Figure]:
    """The total and the cells of a breakdown; of a crossing, also those of each key alone. No protected group."""
    asked = [by, *((key,) for key in by)] if len(by) > 1 else [by]
    period = period_of(indicator, choice)
    found = cached.figures(snapshot, [indicator.code], [period], choice.country, tuple(asked), choice.where)
    return [each for each in found if may_be_shown(each) and each.currency in (currency, None)]


def may_be_shown(figure: Figure) -> bool:
    """Whether a cell names no protected group."""
    return figure.by.get(GROUP) not in content.codelist("target_group").having("protected")


def breakdown(indicator: Indicator, by: Crossing, figures: Sequence[Figure], sort: str = "") -> Breakdown:
    """The table by one key, in the order that an address asks for (``SORTS``)."""
    key = by[0]
    total = next((figure for figure in figures if not figure.by), None)
    cells = [figure for figure in figures if figure.by]
    label = names.labels(key, [figure.by[key] for figure in cells])
    # The total of a count would dwarf its parts.
    counted = wording.is_counted(indicator)
    among = cells if counted or total is None else [*cells, total]
    top = max((_reach(indicator, figure) for figure in among), default=0.0)
    shown = [_cell(indicator, figure, figure.by[key], label(figure.by[key]), top) for figure in cells]
    nothing = Figure(indicator.code, "", "", {}, None, None, None, 0)
    return Breakdown(by, _sorted(shown, key, sort), _cell(indicator, total or nothing, "", _("Total"), top))


def _sorted(cells: Sequence[Cell], key: str, sort: str) -> list[Cell]:
    usual = sorted(cells, key=_order(key))
    column = sort.removeprefix("-")
    if column not in SORTS:
        return usual
    down = sort.startswith("-")
    if column == "name":
        return sorted(usual, key=lambda cell: cell.label, reverse=down)
    there = [cell for cell in usual if _number(cell, column) is not None]
    ordered = sorted(there, key=lambda cell: _number(cell, column) or 0, reverse=down)
    # What has no value comes last, whichever way it is sorted.
    return [*ordered, *(cell for cell in usual if _number(cell, column) is None)]


def _number(cell: Cell, column: str) -> Any:
    figure = cell.figure
    return figure.exact if column == "value" else getattr(figure, column)


def _cell(indicator: Indicator, figure: Figure, code: str, label: str, top: float) -> Cell:
    value = wording.drawn(indicator, figure.exact)
    share = unknown_share(indicator, figure) if indicator.aggregate == "share" else None
    words = wording.bare(indicator, figure.exact) if figure.exact is not None else ""
    # A bar cannot go below zero: a falling budget has a number only.
    length = max(value, 0.0) if value is not None else None
    return Cell(
        code,
        label,
        figure,
        BarCell(length, top, share or 0, wording.unit_of(indicator), words),
        wording.amount(figure.numerator, decimals=1 if indicator.unit == "score" else 0),
        wording.amount(figure.denominator),
        number(figure.unknown, 0),
    )


def _reach(indicator: Indicator, figure: Figure) -> float:
    """How far the bar of a figure goes, with what is not known."""
    value = wording.drawn(indicator, figure.exact) or 0.0
    return value + ((unknown_share(indicator, figure) or 0) if indicator.aggregate == "share" else 0)


def crossed(indicator: Indicator, by: Crossing, figures: Sequence[Figure]) -> Crossed:
    """The table by two keys: the one with fewer cells goes across."""
    one, other = by
    codes = {key: _codes(key, figures) for key in by}
    across, down = (one, other) if len(codes[one]) <= len(codes[other]) else (other, one)
    of = {frozenset(figure.by.items()): figure for figure in figures}
    label = {key: names.labels(key, codes[key]) for key in by}

    def cell(column: str, line: str) -> tuple[str, str]:
        named = {across: column, down: line}
        return _in_words(indicator, of.get(frozenset((key, code) for key, code in named.items() if code)))

    lines = [
        (label[down](line) if line else _("Total"), [cell(column, line) for column in [*codes[across], ""]])
        for line in [*codes[down], ""]
    ]
    return Crossed(across, down, [*(label[across](code) for code in codes[across]), _("Total")], lines)


def _codes(key: str, figures: Sequence[Figure]) -> list[str]:
    alone = [figure for figure in figures if set(figure.by) == {key}]
    return [figure.by[key] for figure in sorted(alone, key=_order_of_figures(key))]


def _in_words(indicator: Indicator, figure: Figure | None) -> tuple[str, str]:
    """The value, and what it was made from."""
    if figure is None or figure.exact is None:
        return "", ""
    value = wording.bare(indicator, figure.exact)
    if figure.denominator is None:
        return value, ""
    made_of = {
        "numerator": wording.amount(figure.numerator),
        "denominator": wording.amount(figure.denominator),
    }
    of_both = indicator.aggregate in ("share", "ratio")
    said = _("%(numerator)s of %(denominator)s") if of_both else _("of %(denominator)s")
    return value, said % made_of


def _order(key: str) -> Callable[[Cell], tuple[object, ...]]:
    by_figure = _order_of_figures(key)
    return lambda cell: by_figure(cell.figure)


def _order_of_figures(key: str) -> Callable[[Figure], tuple[object, ...]]:
    """Lists keep their order; other cells come the largest first. What is not known comes last."""
    in_order = names.order(key)
    if in_order:
        return lambda figure: in_order(figure.by[key])
    return lambda figure: (figure.by[key] == UNKNOWN, -_size(figure), figure.by[key])


def _size(figure: Figure) -> float:
    return float(figure.denominator if figure.denominator is not None else figure.numerator or 0)


def parts_of(of: Mapping[str, str]) -> str:
    """A cell in words: *De 12 a 17 años · Mujer*."""
    return " · ".join(names.labels(key, [code])(code) for key, code in of.items())
