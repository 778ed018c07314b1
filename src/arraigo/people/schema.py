"""The kinds of content that are this room's: the words that names are made of (``lexicon/``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from arraigo.core.content import ContentObject, Lists, Misfit, Strict, Text, Words, register_kind
from arraigo.people.linkage.lexicon import plain

Holds = Literal[
    "nicknames", "abbreviations", "spellings", "given_names", "surnames",
    "particles", "married", "generation", "missing",
]  # fmt: skip

COLUMNS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "nicknames": (frozenset({"word", "means"}), frozenset({"sex", "regions", "note"})),
    "abbreviations": (frozenset({"word", "means", "part"}), frozenset({"note"})),
    "spellings": (frozenset({"word", "means"}), frozenset({"regions", "note"})),
    "given_names": (frozenset({"word", "per_mille"}), frozenset({"note"})),
    "surnames": (frozenset({"word", "per_mille"}), frozenset({"regions", "note"})),
}
"""The columns that a row of each list must have, and those that it may have. Other lists are plain words."""


def _regions(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


class LexiconRow(Strict):
    """
    One row of a long list: ``word`` is what is written, ``means`` what it stands for.

    ``regions`` are ISO3 codes of where it is heard, empty for everywhere; ``per_mille`` of 1,000 words of such names.
    """

    word: Words
    means: Words | None = None
    part: Literal["given", "surname"] | None = None
    sex: Literal["female", "male", "any"] | None = None
    per_mille: Decimal | None = Field(default=None, gt=0, lt=1000)
    regions: Annotated[
        tuple[Annotated[str, Field(pattern="^[A-Z]{3}$")], ...], BeforeValidator(_regions)
    ] = ()
    note: Words | None = None

    @property
    def filled(self) -> frozenset[str]:
        """The columns that say something."""
        return frozenset(name for name in type(self).model_fields if getattr(self, name))


class LexiconList(ContentObject):
    """
    One list of words of names. Those of the same ``holds`` are one list: a pack adds to it under a code of its own.

    Words are compared folded and without apostrophes. What stands for nothing needs no entry when it has no letter and
    no digit, or is nothing but the letter x, but 0 or but question marks, however long: that is a rule.
    """

    holds: Holds
    about: Text | None = None
    words: tuple[Words, ...] = ()
    table: tuple[LexiconRow, ...] = ()

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """Missing and foreign columns, words twice, and rows that contradict each other."""
        if self.holds not in COLUMNS:
            yield from self._misfits_of_words()
            return
        if self.words or not self.table:
            yield Misfit(("words",), f"a list of {self.holds} is a table", "table: <name of this file>.csv")
        for number, row in enumerate(self.table):
            yield from self._misfits_of_columns(("table", number), row)
        yield from self._repeated()
        yield from self._contradictions()

    def _misfits_of_words(self) -> Iterator[Misfit]:
        if self.table or not self.words:
            yield Misfit(("table",), f"a list of {self.holds} is one of words", "words: [...]")
        seen: set[str] = set()
        for number, word in enumerate(self.words):
            if not plain(word) or plain(word) in seen:
                what = f"'{word}' is there twice" if plain(word) else f"'{word}' has neither letter nor digit"
                yield Misfit(("words", number), what)
            seen.add(plain(word))

    def _misfits_of_columns(self, place: tuple[str, int], row: LexiconRow) -> Iterator[Misfit]:
        needed, allowed = COLUMNS[self.holds]
        for column in sorted(needed - row.filled):
            yield Misfit(place, f"'{row.word}' has nothing in the column '{column}'")
        for column in sorted(row.filled - needed - allowed):
            yield Misfit(
                place, f"a list of {self.holds} has no column '{column}'", ", ".join(needed | allowed)
            )
        if row.means is not None and plain(row.means) == plain(row.word):
            yield Misfit(place, f"'{row.word}' and '{row.means}' are the same word once folded")
        if not plain(row.word):
            yield Misfit(place, f"'{row.word}' has neither letter nor digit")

    def _repeated(self) -> Iterator[Misfit]:
        seen: set[tuple[str, str, str | None]] = set()
        for number, row in enumerate(self.table):
            key = plain(row.word), plain(row.means or ""), row.part
            if key in seen:
                yield Misfit(("table", number), f"'{row.word}' is there twice")
            seen.add(key)

    def _contradictions(self) -> Iterator[Misfit]:
        if self.holds == "nicknames":
            return  # one nickname may be that of several names
        meant: dict[tuple[str, str | None], str] = {}
        for number, row in enumerate(self.table):
            means = plain(row.means or "")
            if meant.setdefault((plain(row.word), row.part), means) != means:
                yield Misfit(("table", number), f"'{row.word}' has another meaning further up")
        if self.holds == "spellings":
            yield from self._chains()

    def _chains(self) -> Iterator[Misfit]:
        variants = Counter(plain(row.word) for row in self.table)
        for number, row in enumerate(self.table):
            if row.means and plain(row.means) in variants:
                what = f"'{row.means}' is itself written as another word"
                yield Misfit(("table", number), what, "the standard that both have")


register_kind("lexicon", LexiconList, folder="lexicon")
