"""A breakdown by place as a map: departments as areas, the municipalities of one by their seats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arraigo.core import places
from arraigo.indicators import wording
from arraigo.indicators.breakdowns import Breakdown, Cell
from arraigo.indicators.explained import Explained
from arraigo.web.charts import Area, Map
from arraigo.web.charts.maps import bounds

_MARGIN = 0.04


def map_of(shown: Explained, table: Breakdown) -> Map | None:
    """The map of a breakdown by place; None for any other, of a country without shapes, or with too little to draw."""
    try:
        shapes = places.shapes(shown.choice.country)
    except LookupError:
        return None
    if not table.cells:
        return None
    of = {cell.code: cell for cell in table.cells}
    if table.key == "department":
        drawn = _of_departments(shown, of, shapes)
    elif table.key == "municipality" and shown.choice.department in shapes.paths:
        drawn = _of_municipalities(shown, of, shapes)
    else:
        return None
    return drawn if drawn.enough else None


def _of_departments(shown: Explained, of: Mapping[str, Cell], shapes: places.Shapes) -> Map:
    areas = []
    for place in places.departments(shown.choice.country):
        if place.code in shapes.paths:
            url = ""
            if place.code in of and "municipality" in shown.indicator.by:
                url = shown.choice.query(place=place.code, by="municipality") + "#breakdown"
            at = shapes.labels[place.code]
            areas.append(
                Area(place.name, _value(shown, of, place.code), shapes.paths[place.code], at, url=url)
            )
    return _map(shown, areas, shapes.view_box, "")


def _of_municipalities(shown: Explained, of: Mapping[str, Cell], shapes: places.Shapes) -> Map:
    department = shown.choice.department
    outline = shapes.paths[department]
    left, top, width, height = bounds(outline)
    aside = _MARGIN * max(width, height)
    areas = [
        Area(place.name, _value(shown, of, place.code), seat=shapes.point(place.lat, place.lng))
        for place in places.municipalities(shown.choice.country, department)
        if place.lat is not None and place.lng is not None
    ]
    box = (left - aside, top - aside, width + 2 * aside, height + 2 * aside)
    return replace(
        _map(shown, areas, box, outline), how_to_read=_("Each circle is the seat of a municipality.")
    )


def _map(shown: Explained, areas: list[Area], box: tuple[float, float, float, float], ground: str) -> Map:
    choice = shown.choice
    title = _("%(name)s, %(place)s, %(period)s") % {
        "name": capfirst(str(shown.indicator.name)),
        "place": choice.place_words,
        "period": choice.period_words,
    }
    return Map(title, areas, box, wording.unit_of(shown.indicator), ground=ground)


def _value(shown: Explained, of: Mapping[str, Cell], code: str) -> float | None:
    """A count of a place without a row is none; a share of nothing is not known."""
    if code not in of:
        return 0.0 if wording.is_counted(shown.indicator) else None
    return wording.drawn(shown.indicator, of[code].figure.exact)
