"""
National identity numbers: what a well-formed one looks like, how it is checked, and what it tells of its holder.

The packs have theirs in ``country.yaml``; countries without a pack in ``national_ids/<iso3>.yaml``, in the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, get_args

from pydantic import Field, StringConstraints, field_validator

from arraigo.core.content.schemas.base import ContentObject, Lists, Misfit
from arraigo.core.content.texts import Flag, Strict, Text

LETTERS_OF_23 = "ABCDEFGHJKLMNPQRSTUVWXY"
"""The letters of a check letter modulo 23, in order: A to Y without I, O."""

CURP_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
"""The values of the characters of a CURP, from 0."""

Rule = Literal["weighted_modulo_11", "weighted_modulo_10", "luhn", "curp", "letter_modulo_23"]

Part = Literal[
    "serial", "check", "department", "municipality", "birth_year", "birth_yy", "birth_month", "birth_day",
    "record_year", "century", "sex", "letters",
]  # fmt: skip
"""
What a part of a number tells. ``record_year`` is that of the birth record: the year of birth of those who were
registered at once. ``birth_yy`` are its last two figures; ``century`` a figure for the 1900s, a letter for the 2000s.
"""


class CheckDigit(Strict):
    """
    The character of a number by which slips are found.

    ``weighted_modulo_11``: the sum of digit x weight modulo 11 is the digit behind them; a remainder of 10 fits no
    digit, such numbers are never issued. ``weighted_modulo_10`` (the digit that makes the sum a multiple of 10),
    ``luhn``, ``curp`` and ``letter_modulo_23`` check the last character by all before it. ``firm`` says that every
    number of the country keeps the rule: where it does not, one that breaks it may still be right.
    """

    rule: Rule
    weights: tuple[int, ...] = ()
    firm: Flag = True

    @field_validator("weights")
    @classmethod
    def _not_nothing(cls, weights: tuple[int, ...]) -> tuple[int, ...]:
        if weights and not any(weights):
            raise ValueError("some weight is above 0")
        return weights

    def fits(self, number: str) -> bool:
        """Whether the check character of a number, without signs, is its own; false for one of another shape."""
        try:
            return bool(self._fits(number.upper()))
        except (ValueError, IndexError):
            return False

    def _fits(self, number: str) -> bool:
        if self.rule == "curp":
            return _curp_check(number[:-1]) == number[-1]
        if self.rule == "letter_modulo_23":
            return LETTERS_OF_23[int(number[:-1]) % 23] == number[-1]
        if self.rule == "luhn":
            return _luhn(number) % 10 == 0
        total = sum(int(digit) * weight for digit, weight in zip(number, self.weights, strict=False))
        if self.rule == "weighted_modulo_10":
            return (total + int(number[len(self.weights)])) % 10 == 0
        return total % 11 == int(number[len(self.weights)])


def _luhn(number: str) -> int:
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(number)))


def _curp_check(body: str) -> str:
    """The digit that follows 17 characters: their values, times 18 down to 2, filled up to a multiple of 10."""
    total = sum(CURP_ALPHABET.index(letter) * (18 - place) for place, letter in enumerate(body))
    return str(-total % 10)


class NationalId(Strict):
    """
    The number of the national identity document: how people call it, and what a well-formed one looks like.

    ``digits`` are its characters without signs, at most; ``fewest`` where some have less. ``form`` is the regular
    expression of those that the rules tell apart from others, ``parts`` what stands where in it (``"birth_yy 2"``).
    ``padded``: written with hyphens, groups may lack their zeros (``1-234-567``); ``unpadded``: such zeros are left
    out; ``starts_with_zero``: some do, and a spreadsheet loses it.
    """

    name: Text
    number: Text
    digits: int = Field(ge=1)
    fewest: int | None = Field(default=None, ge=1)
    groups: tuple[int, ...] = ()
    check: CheckDigit | None = None
    form: Annotated[str, StringConstraints(min_length=1)] | None = None
    parts: tuple[str, ...] = ()
    padded: Flag = False
    unpadded: Flag = False
    starts_with_zero: Flag = False

    @field_validator("form")
    @classmethod
    def _is_an_expression(cls, form: str | None) -> str | None:
        try:
            re.compile(form or "")
        except re.error as error:
            raise ValueError(f"the form is no regular expression: {error}") from None
        return form

    @field_validator("parts")
    @classmethod
    def _are_parts(cls, parts: tuple[str, ...]) -> tuple[str, ...]:
        for part in parts:
            name, _, length = part.partition(" ")
            if name not in get_args(Part) or not length.isdecimal():
                raise ValueError(
                    f"'{part}' is no part; write a name and a length, of {', '.join(get_args(Part))}"
                )
        return parts

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """The expression that a well-formed number matches, signs apart."""
        return re.compile(self.form or f"[0-9]{{{self.fewest or self.digits},{self.digits}}}", re.ASCII)

    @cached_property
    def places(self) -> dict[str, slice]:
        """Where each part stands."""
        found: dict[str, slice] = {}
        start = 0
        for name, _, length in (part.partition(" ") for part in self.parts):
            found[name] = slice(start, start + int(length))
            start += int(length)
        return found

    def is_well_formed(self, number: str) -> bool:
        """
        Whether a number (spaces, hyphens and full stops apart) has the form that it must have and passes the check.
        """
        plain = "".join(character for character in number if character not in " -.").upper()
        return bool(self.shape.fullmatch(plain)) and (self.check is None or self.check.fits(plain))

    def misfits(self) -> Iterator[Misfit]:
        """Groups or parts that do not add up to the number, and a check without its weights."""
        for name in ("groups", "parts"):
            lengths = self.groups if name == "groups" else [int(part.split()[1]) for part in self.parts]
            if lengths and sum(lengths) != self.digits:
                yield Misfit(
                    ("national_id", name), f"the {name} are {sum(lengths)} characters", str(self.digits)
                )
        weighted = self.check is not None and self.check.rule.startswith("weighted")
        if self.check is not None and weighted != bool(self.check.weights):
            what = "a weighted check has weights" if weighted else "only a weighted check has weights"
            yield Misfit(("national_id", "check"), what)


class NationalIdOf(ContentObject):
    """The identity number of a country that has no pack. ``code`` is its ISO 3166-1 alpha-3 code, in lower case."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]
    national_id: NationalId

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """What does not add up in the number's own rules."""
        yield from self.national_id.misfits()
