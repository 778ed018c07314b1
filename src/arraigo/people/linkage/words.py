"""One word of a name: how it is written plainly, how it sounds in the region, how near it is to another."""

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

_VOWELS = frozenset("aeiou")
# Letters that a scanner or a tired hand takes for others; only inside a word that has letters too.
_SCANNED = str.maketrans(
    {"0": "o", "1": "i", "5": "s", "3": "e", "4": "a", "8": "b", "|": "i", "$": "s", "@": "a"}
)
_LETTERS = re.compile(r"[a-z]")
_NOT_A_LETTER = re.compile(r"[^a-z]")
# What is written, and the letter that it sounds like; where two begin alike the first one holds.
_HEARD = (
    (r"\bx(?=im|av)", "j"),  # Ximénez is Jiménez
    ("rn", "m"),  # these two only look alike, to a scanner
    ("cl", "d"),
    ("ch", "C"),
    ("ph", "f"),
    ("th", "t"),
    (r"gu(?=[ei])", "g"),
    (r"g(?=[eiy])", "j"),
    (r"qu(?=[ei])|ck|c(?![eiy])|q|k", "k"),
    (r"c(?=[eiy])|sh|x|z", "s"),  # Xol and Shol
    ("ll|y", "i"),
    (r"n(?=[bpv])", "m"),
    ("v", "b"),
    ("w", "u"),
    ("h", ""),
)
_SOUNDS = re.compile("|".join(f"({written})" for written, _ in _HEARD))
_SAID = ("", *(said for _, said in _HEARD))
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 18)  # few words make many names
def letters(word: str) -> str:
    """
    A word of a plain text (`lexicon.plain`) in letters only: those that a scanner mistook mended (``l0pez``),
    one that was lost to ``?`` put back where only ñ can have stood (``mu?oz``).
    """
    if not _LETTERS.search(word):
        return ""
    return _NOT_A_LETTER.sub("", (_found_again(word) if "?" in word else word).translate(_SCANNED))


def _found_again(word: str) -> str:
    """``mu?oz`` can only be Muñoz; of ``l?pez`` the vowel is unknown, and is left out."""
    return "".join(
        letter
        if letter != "?"
        else "n"
        if word[at - 1 : at] in _VOWELS and word[at + 1 : at + 2] in _VOWELS
        else ""
        for at, letter in enumerate(word)
    )


@lru_cache(maxsize=1 << 18)
def sound(word: str) -> str:
    """
    A plain word reduced to how it sounds in Central America and Mexico: b and v, s, c and z, ll, y and i, g
    and j, qu and k are one, h is silent, x in Mayan and Nahua names is sh, which is written s here.
    """
    return _TWICE.sub(r"\1", _SOUNDS.sub(_said, word))


def _said(found: re.Match[str]) -> str:
    return _SAID[found.lastindex or 0]


@lru_cache(maxsize=1 << 16)
def one_letter_off(one: str, other: str) -> bool:
    """
    Whether the words are the same but for a letter that is wrong, missing, too many or has changed places:
    one in words of four letters and more, two in words of eight and more. The same rule in SQL is in
    `levels`.
    """
    shorter = min(len(one), len(other))
    allowed = 2 if shorter >= 8 else 1 if shorter >= 4 else 0
    return allowed > 0 and DamerauLevenshtein.distance(one, other, score_cutoff=allowed) <= allowed
