"""
What content says of names and of words that stand for nothing: pure values, and how a text is compared with them.

Every word here was folded by :func:`plain`, so a text has to be folded by it before it is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from arraigo.core.names import fold

_MARKS = re.compile("['’‘ʼʻʹˈ`´ꞌ′‛]")
"""Apostrophes and signs of the glottal stop: ``Ka'al``, ``Choq’``. They are typed, lost and changed at random."""
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?![^\W_]))")
_NO_WORD = re.compile(r"[^\w?]|_|(?<![^\W_])\?+(?![^\W_])")
_SPACES = re.compile(r"\s+")
_NOTHING = (frozenset("x"), frozenset("0"), frozenset("?"))


def plain(text: str) -> str:
    """
    A name or a phrase as it is compared: folded, without marks of the glottal stop, one space between words.

    Full stops between single letters join them (``M.ª`` is ``ma``, ``N.N.`` is ``nn``), all other signs part words
    (``MA.DE`` is ``ma de``). A question mark at a letter stays: it stands for a letter that was lost (``PE?A``).
    """
    folded = fold(text)
    if folded.isascii() and text.replace(" ", "").isalpha():  # letters only, as most names are
        return " ".join(folded.split())
    joined = _INITIALS.sub(r"\1", fold(_MARKS.sub("", text)).replace("\ufffd", "?"))
    return _SPACES.sub(" ", _NO_WORD.sub(" ", joined)).strip()


@dataclass(frozen=True)
class Lexicon:
    """
    The words that tell how names are written. Keys and values are folded by :func:`plain`.

    ``nicknames``: what somebody called so may be called, one to several names of one or two words
    (``chema`` to ``("jose maria",)``). ``given`` and ``surnames``: how many of 1,000 such words in names are this
    one; a word may be in both. ``married``: phrases that begin a husband's name, longest first.
    """

    nicknames: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    abbreviations_given: Mapping[str, str] = field(default_factory=dict)
    abbreviations_surname: Mapping[str, str] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    married: tuple[str, ...] = ()
    generation: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    given: Mapping[str, float] = field(default_factory=dict)
    surnames: Mapping[str, float] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)

    def is_missing(self, text: str) -> bool:
        """Whether people who typed this meant that there is nothing to type."""
        return is_missing(text, self.missing)


def is_missing(text: str, words: frozenset[str]) -> bool:
    """
    Whether a text says nothing: one of the words, no letter and no digit at all, or nothing but ``x``, but ``0`` or
    but ``?`` (``XXXX``, ``0000``, ``X-X``, ``****``).
    """
    return says_nothing(plain(text), words)


def says_nothing(said: str, words: frozenset[str]) -> bool:
    """`is_missing` of a text that is plain already."""
    return not said or said in words or frozenset(said.replace(" ", "")) in _NOTHING
