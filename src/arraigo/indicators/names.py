"""What the cells of breakdowns are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arraigo.access.models import Institution
from arraigo.core import content, places
from arraigo.core.errors import Refused
from arraigo.exchange.models import LoadedInstitution, LoadedProgramme, LoadedRow
from arraigo.indicators import spoken
from arraigo.indicators.engine import read_period
from arraigo.indicators.engine.definition import GROUP, UNKNOWN
from arraigo.web.formats import country_name

LISTS: Mapping[str, str] = {
    "age_band": "age_band",
    "sex": "sex",
    "return_type": "return_type",
    GROUP: "target_group",
    "level": "level",
    "dimension": "dimension",
}
"""Breakdowns whose cells are codes of a list, in its order."""

TIMES = ("month", "quarter")
"""Breakdowns whose cells are periods, in their order."""


def key(name: str) -> str:
    """A breakdown in a word, as a tab or the head of a column."""
    return {
        "age_band": _("Age"),
        "sex": _("Sex"),
        "department": _("Department"),
        "municipality": _("Municipality"),
        "return_type": _("Return type"),
        GROUP: _("Group"),
        "institution": _("Institution"),
        "from_country": _("Country returned from"),
        "programme": _("Programme"),
        "level": _("Level"),
        "dimension": _("Dimension"),
        "month": _("Month"),
        "quarter": _("Quarter"),
    }[name]


def title(name: str) -> str:
    """The title over a table: *By age*."""
    return {
        "age_band": _("By age"),
        "sex": _("By sex"),
        "department": _("By department of destination"),
        "municipality": _("By municipality of destination"),
        "return_type": _("By return type"),
        GROUP: _("By target group"),
        "institution": _("By institution"),
        "from_country": _("By country returned from"),
        "programme": _("By programme"),
        "level": _("By level"),
        "dimension": _("By dimension"),
        "month": _("By month"),
        "quarter": _("By quarter"),
    }[name]


def crossing(by: Iterable[str]) -> str:
    """Several breakdowns in words: *Sexo × Edad*."""
    return " × ".join(key(each) for each in by)


def labels(name: str, codes: Iterable[str]) -> Callable[[str], str]:
    """How the codes of a breakdown are called; institutions and programmes are asked for all at once."""
    if name in ("institution", "programme"):
        named = _named(name, [code for code in codes if code != UNKNOWN])
        return lambda code: named.get(code) or (_("Not known") if code == UNKNOWN else code)
    return lambda code: label(name, code)


def label(name: str, code: str) -> str:
    """How one code of a breakdown is called."""
    if name in LISTS and code in content.codelist(LISTS[name]).codes:
        return content.label(LISTS[name], code)
    if code == UNKNOWN:
        return _("Not known")
    if name in ("department", "municipality"):
        return places.name(code)
    if name == "from_country":
        return country_name(code)
    return _time(code) if name in TIMES else code


def _time(code: str) -> str:
    try:
        return capfirst(spoken.period(read_period(code), short=True))
    except Refused:
        return code


def _named(name: str, codes: list[str]) -> Mapping[str, str]:
    """Names by id: of the register's own rows, and of those loaded from other systems."""
    named: dict[str, str] = {}
    if name == "institution":
        own = Institution.objects.filter(pk__in=[code for code in codes if _is_id(code)])
        named = {str(pk): words for pk, words in own.values_list("pk", "name")}
    others = [code for code in codes if code not in named]
    if not others:
        return named
    table: type[LoadedRow] = LoadedInstitution if name == "institution" else LoadedProgramme
    rows = table.objects.filter(**{f"{name}_id__in": others}).values_list(f"{name}_id", "name")
    return {**{str(code): str(words) for code, words in rows if words}, **named}


def _is_id(code: str) -> bool:
    try:
        UUID(code)
    except ValueError:
        return False
    return True


def order(name: str) -> Callable[[str], tuple[object, ...]] | None:
    """The order of the codes of a list or of times; None where the largest cell comes first."""
    if name in TIMES:
        return lambda code: (code == UNKNOWN, code)
    if name not in LISTS:
        return None
    place = {code: number for number, code in enumerate(content.codelist(LISTS[name]).codes)}
    return lambda code: (code == UNKNOWN, place.get(code, len(place)), code)
