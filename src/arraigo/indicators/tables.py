"""The breakdown on the page of an indicator: its tabs, its table, its map, what must be known to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from arraigo.indicators import breakdowns, maps, names, wording
from arraigo.indicators.breakdowns import Breakdown, Cell, Crossing
from arraigo.indicators.engine import Part
from arraigo.indicators.engine.definition import UNKNOWN
from arraigo.indicators.explained import Explained
from arraigo.indicators.pages import map_pictures, records_url, value_head
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import taking_away
from arraigo.web.components import Tab, Tabs

ENOUGH = 30
"""Rows from which on a line may be called the highest or the lowest: of fewer, chance decides."""

LINES_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Of a breakdown: in which order, which page of its lines, and whether figures open to their records."""

    by: Crossing
    sort: str = ""
    page: str = ""
    opens: bool = False


def broken_down(shown: Explained, asked: Asked, snapshot: Snapshot) -> dict[str, object]:
    """Everything that the page says of a breakdown."""
    indicator, choice, by = shown.indicator, shown.choice, asked.by
    figures = breakdowns.figures_of(indicator, by, choice, snapshot, shown.figure.currency)
    found: dict[str, object] = {
        "tabs": _tabs(shown, by),
        "by": ",".join(by),
        "tab_label": names.crossing(by),
        "value_head": value_head(indicator),
        "breakdown_title": f"{breakdowns.title_words(by)}, {choice.period_words}",
    }
    if len(by) > 1:
        table = breakdowns.crossed(indicator, by, figures)
        note = "" if table.is_additive else _not_additive()
        return found | {
            "crossed": table,
            "down_words": names.key(table.down),
            "keys": _keys(shown),
            "one": by[0],
            "other": by[1],
            "remark": note,
        }
    lines = breakdowns.breakdown(indicator, by, figures, asked.sort)
    page = Paginator(lines.cells, LINES_A_PAGE).get_page(asked.page)
    return found | {
        "breakdown": lines,
        "map": maps.map_of(shown, lines),
        "map_pictures": map_pictures(shown, by[0], may_be_png=taking_away.may_be_pictured()),
        "page": page,
        "lines": [_line(cell, lines, shown, opens=asked.opens) for cell in page.object_list],
        "remark": remark(lines, shown),
    }


def _tabs(shown: Explained, by: Crossing) -> Tabs:
    """Each breakdown, and the crossing of two."""
    choice, keys = shown.choice, breakdowns.keys_of(shown.indicator, shown.choice)
    tabs = [
        Tab(
            names.key(key),
            choice.query(by=key, currency=shown.figure.currency) + "#breakdown",
            current=by == (key,),
        )
        for key in keys
    ]
    if len(keys) > 1:
        two = by if len(by) > 1 else (by[0], next(key for key in keys if key != by[0]))
        crossing = choice.query(by=",".join(two), currency=shown.figure.currency)
        tabs.append(Tab(_("Cross two"), crossing + "#breakdown", current=len(by) > 1))
    return Tabs(tabs, _("Breakdowns"), ruled=True)


def _keys(shown: Explained) -> list[tuple[str, str]]:
    return [(key, names.key(key)) for key in breakdowns.keys_of(shown.indicator, shown.choice)]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a breakdown with the ways to its records."""

    cell: Cell
    of_total: float | None = None
    label_url: str = ""
    numerator_url: str = ""
    denominator_url: str = ""
    unknown_url: str = ""


def _line(cell: Cell, table: Breakdown, shown: Explained, *, opens: bool) -> Line:
    figure, indicator, total = cell.figure, shown.indicator, table.total.figure
    of_total = float(figure.numerator or 0) / float(total.numerator) if total.numerator else None

    def url(part: Part, rows: object) -> str:
        return records_url(indicator, shown.choice, part, {table.key: cell.code}) if opens and rows else ""

    into = _into_department(cell, table, shown)
    if wording.is_counted(indicator):
        return Line(cell, of_total, into, url(Part.NUMERATOR, figure.numerator))
    return Line(
        cell,
        None,
        into,
        url(Part.NUMERATOR, figure.numerator) if indicator.aggregate == "share" else "",
        url(Part.DENOMINATOR, figure.denominator),
        url(Part.UNKNOWN, figure.unknown),
    )


def _into_department(cell: Cell, table: Breakdown, shown: Explained) -> str:
    """From a department to its municipalities."""
    if table.key != "department" or cell.code == UNKNOWN or "municipality" not in shown.indicator.by:
        return ""
    return shown.choice.query(place=cell.code, by="municipality") + "#breakdown"


def _not_additive() -> str:
    return _(
        "Somebody can be in several groups: the lines do not add up to the total. "
        "Protected groups are not shown, so that no figure points at anybody."
    )


def remark(table: Breakdown, shown: Explained) -> str:
    """What must be known to read the table."""
    if not table.is_additive:
        return _not_additive()
    telling = [
        cell for cell in table.cells if float(cell.figure.denominator or 0) >= ENOUGH and cell.code != UNKNOWN
    ]
    if wording.is_counted(shown.indicator) or len(telling) < 2:
        return ""
    highest = max(telling, key=lambda cell: cell.figure.exact or 0)
    lowest = min(telling, key=lambda cell: cell.figure.exact or 0)
    if highest.figure.exact == lowest.figure.exact:
        return ""
    return _("Lowest: %(low_name)s, %(lowest)s. Highest: %(high_name)s, %(highest)s.") % {
        "lowest": wording.written(shown.indicator, lowest.figure.exact),
        "low_name": lowest.label,
        "highest": wording.written(shown.indicator, highest.figure.exact),
        "high_name": highest.label,
    }


def cell_words(cell: Mapping[str, str]) -> str:
    """The cell in words: *De 12 a 17 años*."""
    return breakdowns.parts_of(cell)
