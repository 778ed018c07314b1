"""
Bilingual texts and their sources: plain Python, no framework.

The language that ``str(text)`` gives comes from a hook. Where Django runs it is Django's active language;
a program without Django gets Spanish, or what it sets with ``use_language``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

LANGUAGES = ("es", "en")
DEFAULT_LANGUAGE = "es"

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _language_of_the_framework() -> str | None:
    # Named at run time, so that rules and schemas that read content import no framework.
    if "django" not in sys.modules or not importlib.import_module("django.conf").settings.configured:
        return None
    language: str | None = importlib.import_module("django.utils.translation").get_language()
    return language


class _Language:
    """Who is asked for the active language."""

    ask: Callable[[], str | None] = staticmethod(_language_of_the_framework)


def use_language(ask: Callable[[], str | None] | None) -> None:
    """
    Set the function that tells the active language ('es', 'en', 'es-gt'...); None puts the first one back.
    """
    _Language.ask = staticmethod(ask or _language_of_the_framework)


def active_language() -> str:
    """The language to write in: 'es' or 'en'."""
    language = (_Language.ask() or DEFAULT_LANGUAGE)[:2].lower()
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


class Strict(BaseModel):
    """
    The base of every part of a content file: unknown keys are problems, and what was read does not change.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def keys(cls, _file: dict[str, Any]) -> list[str]:
        """The keys that an author may write here, given the whole file."""
        return list(cls.model_fields)


class Text(Strict):
    """The same words in Spanish and in English. ``str()`` gives those of the active language."""

    es: Words
    en: Words

    def __str__(self) -> str:
        return self.en if active_language() == "en" else self.es


class Label(Text):
    """
    The label of a code. Spanish may have forms that agree with the person it is said of
    («Esperada», «Esperado»); ``es`` is the form that fits everybody.
    """

    es_feminine: Words | None = None
    es_masculine: Words | None = None

    def agreeing(self, gender: str | None) -> str:
        """
        The label that agrees with a sex code or a grammatical gender; the common form where there is none.
        """
        if active_language() == "es":
            if gender in {"female", "feminine"} and self.es_feminine:
                return self.es_feminine
            if gender in {"male", "masculine"} and self.es_masculine:
                return self.es_masculine
        return str(self)


class Source(Strict):
    """
    Where a statement comes from: a document (a code of the list ``source_document``, or its name) and the
    place in it.
    """

    document: Words
    section: Words | None = None
    note: Words | None = None


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


Sources = Annotated[tuple[Source, ...], BeforeValidator(_one_or_more)]


def _true_or_false(value: Any) -> Any:
    # Only these two words: `yes` and `no` are codes of answers, never a flag.
    if value in {"true", True}:
        return True
    if value in {"false", False}:
        return False
    raise ValueError("a flag is written true or false")


Flag = Annotated[bool, BeforeValidator(_true_or_false)]
