"""Sex, nationality, place and signs of what somebody needs, as lists write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from arraigo.core import content, places
from arraigo.core.places import Place

from .faults import Candidate, Fault
from .vocabulary import bare, folded_words, nationalities

SIGNALS = ("child_alone", "interpreter", "health_first")
"""Warnings that remarks may carry; codes of the content list ``manifest_word``."""


@dataclass(frozen=True, slots=True)
class SexReader:
    """Reads one list's column of sex. ``m`` is what the letter M means in it; None when it can be either."""

    m: str | None = "male"
    digits: bool = False

    @classmethod
    def of(cls, texts: Iterable[str]) -> SexReader:
        """What the column's other values make of the letter M, and whether 1 and 2 stand for man and woman."""
        said = {bare(text) for text in texts} - {""}
        hombre = bool(said & (folded_words("male") - {"m"}) & {"h", "hombre", "hom", "homb"})
        femenino = bool(said & {"f", "fem", "femenino", "female"})
        return cls(
            m=None if hombre and femenino else "female" if hombre else "male", digits=said <= {"1", "2"}
        )

    def read(self, text: str) -> str | Fault:
        """A code of the list ``sex``, or a note that does not hold the row back."""
        plain = bare(text)
        if plain in ("m", "m m"):
            return self.m or Fault("sex_ambiguous", "sex")
        if self.digits and plain in ("1", "2"):
            return "male" if plain == "1" else "female"
        for words, code in (("female", "female"), ("male", "male"), ("other_sex", "other")):
            if plain in folded_words(words):
                return code
        return Fault("sex_unreadable", "sex")


@lru_cache(maxsize=2048)
def read_nationality(text: str) -> str | Fault:
    """The ISO3 code of a nationality or country, or a note. ``GUATEMALTECO(A)`` and ``guatemalteca`` are one."""
    known = nationalities()
    plain = bare(text)
    stem = bare(text.split("(", maxsplit=1)[0].split("/", maxsplit=1)[0])
    for form in (plain, stem, stem[:-1] + "o", stem[:-1] + "a"):
        if form and form in known:
            return known[form]
    return Fault("nationality_unknown", "nationality")


@lru_cache(maxsize=65_536)
def read_municipality(text: str, department: str, countries: tuple[str, ...]) -> Place | Fault:
    """
    The municipality of a text, in the first of some countries (ISO3) that has exactly one of that name; the text of
    the department column settles which. A close spelling is offered as a candidate and never taken.
    """
    faults: list[Fault] = []
    for country in countries:
        try:
            matches = places.find(text, country, department or None)
        except LookupError:
            continue
        if matches.only:
            return matches.only
        faults.append(_municipality_fault(text, country, matches.exact, matches.close, department))
    return faults[0] if faults else Fault("municipality_unknown", "municipality")


def _municipality_fault(
    text: str, country: str, exact: tuple[Place, ...], close: tuple[Place, ...], department: str
) -> Fault:
    candidates = tuple(map(_candidate, exact or close))
    if exact:
        params: dict[str, str | int] = {"count": len(exact)}
        return Fault("municipality_ambiguous", "municipality", params=params, candidates=candidates)
    elsewhere = places.find(text, country).only if department else None
    if elsewhere:
        others = tuple(each for each in candidates if each.values["municipality"] != elsewhere.code)
        name = {"name": places.full_name(elsewhere.code)}
        found = (_candidate(elsewhere), *others)
        return Fault("municipality_elsewhere", "municipality", params=name, candidates=found)
    if close:
        name = {"name": places.full_name(close[0].code)}
        return Fault("municipality_close", "municipality", params=name, candidates=candidates)
    return Fault("municipality_unknown", "municipality")


def _candidate(place: Place) -> Candidate:
    return Candidate(places.full_name(place.code), {"municipality": place.code})


@lru_cache(maxsize=2048)
def read_department(text: str, country: str) -> str | Fault:
    """The P-code of a department, or a note."""
    try:
        found = places.find_department(text, country).only
    except LookupError:
        found = None
    return found.code if found else Fault("department_unknown", "department")


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    """Codes of the list ``language`` by name, without those that everybody speaks."""
    items = (
        item for item in content.codelist("language") if item.flag("interpreter") and item.code != "other"
    )
    return {bare(item.label.es): item.code for item in items}


@lru_cache(maxsize=8192)
def read_language(text: str) -> str | None:
    """The code of the language that a text names, if it names one of the list."""
    words = f" {bare(text)} "
    return next((code for name, code in _languages().items() if f" {name} " in words), None)


@lru_cache(maxsize=8192)
def signals_in(remarks: str) -> frozenset[str]:
    """Which of SIGNALS the remarks carry: «menor no acompañado», «Intérprete q'anjob'al», «embarazada»."""
    words = f" {bare(remarks)} "
    return frozenset(code for code in SIGNALS if any(f" {word} " in words for word in folded_words(code)))
