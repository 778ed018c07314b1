"""A figure broken down: which ways there are, and the table of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from arraigo.access.models import Institution
from arraigo.core import content, places
from arraigo.indicators import cached, wording
from arraigo.indicators.choice import Choice
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.definition import GROUP, UNKNOWN
from arraigo.indicators.overview import unknown_share
from arraigo.warehouse.snapshot import Snapshot
from arraigo.web.charts import BarCell
from arraigo.web.formats import country_name, number

Crossing = tuple[str, ...]

OFFERED: tuple[Crossing, ...] = (
    ("age_band",),
    ("sex",),
    ("sex", "age_band"),
    ("department",),
    ("municipality",),
    ("return_type",),
    (GROUP,),
    ("institution",),
    ("from_country",),
)
"""The breakdowns of a page, in the order of its tabs; each only where the indicator has it."""

_LISTS = {"age_band": "age_band", "sex": "sex", "return_type": "return_type", GROUP: "target_group"}
_IN_ORDER = ("age_band", "sex", "return_type", GROUP)


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
        return self.key in ("age_band", "sex")

    @property
    def is_additive(self) -> bool:
        """Whether the lines add up to the total."""
        return GROUP not in self.by


@dataclass(frozen=True, slots=True)
class Crossed:
    """A table of a figure by sex (columns) and age (lines); the last of each is the total."""

    by: Crossing
    columns: Sequence[str]
    lines: Sequence[tuple[str, Sequence[tuple[str, str]]]]


def crossings_of(indicator: Indicator, choice: Choice) -> list[Crossing]:
    """The breakdowns that a page of the indicator offers; municipalities only within one department."""
    offered = [each for each in OFFERED if all(key in indicator.by for key in each)]
    return [
        each
        for each in offered
        if (each != ("municipality",) or choice.place) and (each != ("department",) or not choice.place)
    ]


def crossing_from(written: str, indicator: Indicator, choice: Choice) -> Crossing | None:
    """The breakdown that an address asks for (``sex,age_band``); the first one where it asks for none that there is."""
    offered = crossings_of(indicator, choice)
    asked = tuple(written.split(",")) if written else ()
    return asked if asked in offered else next(iter(offered), None)


def tab_words(by: Crossing) -> str:
    """The name of a tab."""
    return {
        ("age_band",): _("Age"),
        ("sex",): _("Sex"),
        ("sex", "age_band"): _("Sex and age"),
        ("department",): _("Department"),
        ("municipality",): _("Municipality"),
        ("return_type",): _("Return type"),
        (GROUP,): _("Group"),
        ("institution",): _("Institution"),
        ("from_country",): _("Country returned from"),
    }[by]


def title_words(by: Crossing) -> str:
    """The title over a table: *By age*."""
    return {
        ("age_band",): _("By age"),
        ("sex",): _("By sex"),
        ("sex", "age_band"): _("By sex and age"),
        ("department",): _("By department of destination"),
        ("municipality",): _("By municipality of destination"),
        ("return_type",): _("By return type"),
        (GROUP,): _("By target group"),
        ("institution",): _("By institution"),
        ("from_country",): _("By country returned from"),
    }[by]


def figures_of(indicator: Indicator, by: Crossing, choice: Choice, snapshot: Snapshot) -> list[Figure]:
    """The total and the cells of a breakdown; with sex and age, also those of each alone. No protected group."""
    asked = [by, *((key,) for key in by)] if len(by) > 1 else [by]
    found = cached.figures(
        snapshot, [indicator.code], [choice.period], choice.country, tuple(asked), choice.where
    )
    protected = content.codelist("target_group").having("protected")
    return [figure for figure in found if figure.by.get(GROUP) not in protected]


def breakdown(indicator: Indicator, by: Crossing, figures: Sequence[Figure]) -> Breakdown:
    """The table by one key."""
    total = next(figure for figure in figures if not figure.by)
    cells = [figure for figure in figures if figure.by]
    label = labels(by[0], [figure.by[by[0]] for figure in cells])
    top = max((_reach(indicator, figure) for figure in figures), default=0.0)
    if indicator.aggregate == "count":
        # The total of a count would dwarf its parts.
        top = max((_reach(indicator, figure) for figure in cells), default=0.0)
    ordered = sorted(cells, key=_order(by[0]))
    return Breakdown(
        by,
        [_cell(indicator, figure, figure.by[by[0]], label(figure.by[by[0]]), top) for figure in ordered],
        _cell(indicator, total, "", _("Total"), top),
    )


def _cell(indicator: Indicator, figure: Figure, code: str, label: str, top: float) -> Cell:
    value = wording.drawn(indicator, figure.exact)
    share = unknown_share(indicator, figure) if indicator.aggregate == "share" else None
    words = wording.bare(indicator, figure.exact) if figure.exact is not None else ""
    return Cell(
        code,
        label,
        figure,
        BarCell(value, top, share or 0, wording.unit_of(indicator), words),
        number(float(figure.numerator or 0), 1 if indicator.unit == "score" else 0),
        "" if figure.denominator is None else number(figure.denominator, 0),
        number(figure.unknown, 0),
    )


def _reach(indicator: Indicator, figure: Figure) -> float:
    """How far the bar of a figure goes, with what is not known."""
    value = wording.drawn(indicator, figure.exact) or 0.0
    return value + ((unknown_share(indicator, figure) or 0) if indicator.aggregate == "share" else 0)


def crossed(indicator: Indicator, figures: Sequence[Figure]) -> Crossed:
    """The table by sex and age."""
    of = {(figure.by.get("sex", ""), figure.by.get("age_band", "")): figure for figure in figures}
    sexes = [code for code in content.codelist("sex").codes if any(sex == code for sex, _age in of)]
    bands = [code for code in content.codelist("age_band").codes if any(age == code for _sex, age in of)]
    lines = [
        (
            content.label("age_band", band) if band else _("All ages"),
            [_in_words(indicator, of.get((sex, band))) for sex in [*sexes, ""]],
        )
        for band in [*bands, ""]
    ]
    return Crossed(
        ("sex", "age_band"), [*(content.label("sex", code) for code in sexes), _("Everybody")], lines
    )


def _in_words(indicator: Indicator, figure: Figure | None) -> tuple[str, str]:
    """The value, and what it was made from."""
    if figure is None or figure.exact is None:
        return "", ""
    if figure.denominator is None:
        return wording.bare(indicator, figure.exact), ""
    made_of = {
        "numerator": number(float(figure.numerator or 0), 0),
        "denominator": number(figure.denominator, 0),
    }
    said = (
        _("%(numerator)s of %(denominator)s") if indicator.aggregate == "share" else _("of %(denominator)s")
    )
    return wording.bare(indicator, figure.exact), said % made_of


def labels(key: str, codes: Sequence[str]) -> Callable[[str], str]:
    """How the codes of a key are called; institutions are asked for all at once."""
    if key == "institution":
        named = _institutions(codes)
        return lambda code: named.get(code) or _("Not known")
    return lambda code: cell_label(key, code)


def cell_label(key: str, code: str) -> str:
    """How one code of a key is called."""
    if key in _LISTS and code in content.codelist(_LISTS[key]).codes:
        return content.label(_LISTS[key], code)
    if code == UNKNOWN:
        return _("Not known")
    if key in ("department", "municipality"):
        return places.name(code)
    if key == "from_country":
        return country_name(code)
    return code


def _institutions(codes: Sequence[str]) -> Mapping[str, str]:
    found = Institution.objects.filter(pk__in=[code for code in codes if _is_id(code)])
    return {str(pk): name for pk, name in found.values_list("pk", "name")}


def _is_id(code: str) -> bool:
    try:
        UUID(code)
    except ValueError:
        return False
    return True


def _order(key: str) -> Callable[[Figure], tuple[object, ...]]:
    """Lists keep their order; other cells come the largest first. What is not known comes last."""
    if key in _IN_ORDER:
        places_of = {code: place for place, code in enumerate(content.codelist(_LISTS[key]).codes)}
        return lambda figure: (figure.by[key] == UNKNOWN, places_of.get(figure.by[key], 99), figure.by[key])
    return lambda figure: (
        figure.by[key] == UNKNOWN,
        -(figure.denominator if figure.denominator is not None else int(figure.numerator or 0)),
        figure.by[key],
    )
