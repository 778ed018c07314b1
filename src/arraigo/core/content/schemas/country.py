"""
What the code needs to know of a country and must never assume: identity numbers, telephones, places,
languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from arraigo.core.content.schemas.base import ContentObject, Lists, Misfit
from arraigo.core.content.schemas.national_id import NationalId
from arraigo.core.content.texts import Strict, Text, Words

Iso3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Digits = Annotated[str, StringConstraints(pattern=r"^[0-9]+$")]


class Phone(Strict):
    """Telephone numbers inside the country."""

    country_code: Digits
    digits: int = Field(ge=1)


class Disclosure(Strict):
    """
    How what is published is protected: counts below ``threshold`` are hidden (``suppress``), or all are rounded to a
    multiple of ``base`` (``round``).
    """

    threshold: int = Field(default=5, ge=2)
    mode: Literal["suppress", "round"] = "suppress"
    base: int = Field(default=5, ge=2)


class LevelNames(Strict):
    """What the country calls its two levels of territory."""

    department: Text
    departments: Text
    municipality: Text
    municipalities: Text


class Country(ContentObject):
    """A country that Arraigo serves. ``code`` is its ISO 3166-1 alpha-3 code."""

    code: Iso3
    iso2: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    p_code_prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    languages: tuple[str, ...] = Field(min_length=1, description="ISO 639-3 codes of the list `language`")
    locale: Words
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    time_zone: Words
    national_id: NationalId
    phone: Phone
    followup_months: tuple[int, ...] = Field(min_length=1, description="Months after the return")
    levels: LevelNames
    disclosure: Disclosure = Disclosure()

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """Languages that the list does not have; an identity number that does not add up."""
        yield from self.national_id.misfits()
        known = lists("language")
        for number, language in enumerate(self.languages):
            if known is not None and language not in known.codes:
                what = f"no language '{language}' in the code list 'language'"
                yield Misfit(("languages", number), what, ", ".join(known.codes))
