"""
Content: what a ministry could decide otherwise, as bilingual YAML, schema-checked, overridden by country
packs.

``codelist("return_type").choices()`` is what a form offers, ``label("return_type", code)`` what a page shows.
``docs/content.md`` says how files are written. Plain Python: no framework is imported here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from arraigo.core.content.kinds import Kind, register_kind, registered_kinds
from arraigo.core.content.library import Library
from arraigo.core.content.problems import ContentError, Problem
from arraigo.core.content.schemas.base import Code, ContentObject, Lists, Misfit, Objects, Replaces
from arraigo.core.content.schemas.codelist import CodeItem, CodeList
from arraigo.core.content.schemas.country import Country
from arraigo.core.content.schemas.guide import Principle, Term
from arraigo.core.content.schemas.instrument import (
    Alert,
    Condition,
    Instrument,
    Option,
    Question,
    WeightsProfile,
)
from arraigo.core.content.schemas.national_id import CheckDigit, NationalId, NationalIdOf
from arraigo.core.content.texts import (
    Flag,
    Label,
    Source,
    Sources,
    Strict,
    Text,
    Words,
    active_language,
    use_language,
)

ROOT = Path(__file__).resolve().parents[2] / "content"
"""The content that comes with the package."""


@lru_cache(maxsize=8)
def library(root: Path | None = None) -> Library:
    """The library of a root folder, the package's own by default; the same one on every call."""
    return Library((root or ROOT).resolve())


def load(root: Path | None = None) -> Library:
    """
    Read everything that has a schema, and refuse it whole if anything is wrong.

    :raises ContentError: with all problems of all files.
    """
    loaded = library(root)
    problems = [
        problem for problem in loaded.check() if not problem.what.startswith("no schema is registered")
    ]
    if problems:
        raise ContentError(problems)
    return loaded


def check(root: Path | None = None) -> list[Problem]:
    """
    All problems of all content and packs. Files of a kind that no imported room has registered are problems
    too.
    """
    return library(root).check()


def objects(kind: str, country: str | None = None) -> list[ContentObject]:
    """
    All objects of a kind, as they stand for a country (ISO3); principles in their order, others by code.
    """
    found = library().objects(kind, country).values()
    return sorted(found, key=lambda each: (getattr(each, "order", 0), each.code))


def get(kind: str, code: str, country: str | None = None) -> ContentObject:
    """
    One object of content, as it stands for a country (ISO3).

    :raises LookupError: when there is no such object or kind.
    """
    found = library().objects(kind, country)
    if code not in found:
        raise LookupError(f"No {kind} '{code}'" + (f" for {country}" if country else "") + " in the content.")
    return found[code]


def codelist(code: str, country: str | None = None) -> CodeList:
    """
    One code list, as it stands for a country (ISO3).

    :raises LookupError: when there is no such list.
    """
    found = get("codelist", code, country)
    assert isinstance(found, CodeList)
    return found


def label(list_code: str, code: str, country: str | None = None, *, gender: str | None = None) -> str:
    """
    The label of a code in the active language, agreeing with a sex code where Spanish has such forms.

    :raises LookupError: when there is no such list or code.
    """
    return codelist(list_code, country).label(code, gender)


def principles(country: str | None = None) -> list[Principle]:
    """The guiding principles, in the Guide's order."""
    return [each for each in objects("principle", country) if isinstance(each, Principle)]


def instrument(code: str, country: str | None = None) -> Instrument:
    """
    One questionnaire, as it stands for a country (ISO3).

    :raises LookupError: when there is no such instrument.
    """
    found = get("instrument", code, country)
    assert isinstance(found, Instrument)
    return found


def countries() -> list[Country]:
    """The countries that have a pack, by ISO3 code."""
    return list(library().countries().values())


def country(iso3: str) -> Country:
    """
    A country's own facts.

    :raises LookupError: when it has no pack.
    """
    found = library().countries().get(iso3.upper())
    if found is None:
        known = ", ".join(library().countries())
        raise LookupError(f"No country pack '{iso3}'. There are: {known or 'none'}.")
    return found


def national_ids() -> dict[str, NationalId]:
    """
    The national identity numbers that are known, by ISO3 code: those of the packs, and of countries without one
    those of ``national_ids/``.
    """
    alone = {each.code.upper(): each for each in objects("national_id") if isinstance(each, NationalIdOf)}
    found = {iso3: each.national_id for iso3, each in alone.items()}
    return found | {pack.code: pack.national_id for pack in countries()}


__all__ = [
    "ROOT",
    "Alert",
    "CheckDigit",
    "Code",
    "CodeItem",
    "CodeList",
    "Condition",
    "ContentError",
    "ContentObject",
    "Country",
    "Flag",
    "Instrument",
    "Kind",
    "Label",
    "Library",
    "Lists",
    "Misfit",
    "NationalId",
    "NationalIdOf",
    "Objects",
    "Option",
    "Principle",
    "Problem",
    "Question",
    "Replaces",
    "Source",
    "Sources",
    "Strict",
    "Term",
    "Text",
    "WeightsProfile",
    "Words",
    "active_language",
    "check",
    "codelist",
    "countries",
    "country",
    "get",
    "instrument",
    "label",
    "library",
    "load",
    "national_ids",
    "objects",
    "principles",
    "register_kind",
    "registered_kinds",
    "use_language",
]
