"""The words that lists are written with, from the content: headers, missing values, sex, nationalities, totals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from arraigo.core import content
from arraigo.core.names import fold

FIELDS = (
    "list_number", "surnames", "paternal_surname", "maternal_surname", "married_surname", "given_names", "full_name",
    "sex", "sex_female", "sex_male", "birth_date", "birth_day", "birth_month", "birth_year", "age", "national_id",
    "passport", "nationality", "municipality", "department", "phone", "language", "notes", "transport_ref",
)  # fmt: skip
"""What a column may be. The content list ``manifest_column`` has their labels and headers."""

NAME_FIELDS = frozenset({"surnames", "paternal_surname", "maternal_surname", "given_names", "full_name"})
BIRTH_PARTS = ("birth_day", "birth_month", "birth_year")
SEVERAL_COLUMNS = frozenset({"given_names", "notes"})
"""Fields that several columns may hold together («Primer nombre», «Segundo nombre»)."""

IGNORED = "ignored"
LONGEST_MISSING = 40
"""Characters; a longer text says something."""

_CAMEL = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")
_WORDS = re.compile(r"[a-z0-9]+")
_IN_PARENTHESES = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_LITTLE_WORDS = frozenset(
    {"de", "del", "la", "el", "los", "las", "the", "of", "y", "and", "o", "e", "en", "al"}
)
_ORDINALS = {
    "1er": "1", "1ero": "1", "1ro": "1", "1ra": "1", "1o": "1", "1a": "1", "i": "1", "primer": "1", "primero": "1",
    "primera": "1", "2do": "2", "2da": "2", "2o": "2", "2a": "2", "2nd": "2", "ii": "2", "segundo": "2", "segunda": "2",
    "3er": "3", "3ro": "3", "iii": "3", "tercer": "3", "tercero": "3", "nro": "no", "num": "no",
    "numero": "no", "number": "no",
}  # fmt: skip

_ZEROS = frozenset("0/-. :")

SURE, PERHAPS = 1.0, 0.5
CLOSE_SPELLING = 88.0
CONTAINED = 0.7


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What a header may mean. ``score``: 1 for its very words, less for a near one; ``sure`` needs no content."""

    field: str
    score: float
    sure: bool


def header_words(text: str) -> tuple[str, ...]:
    """The words of a header as they are compared: folded, no signs, plurals or articles; ordinals as digits."""
    text = _CAMEL.sub(" ", text.replace("#", " no ").replace("º", " ").replace("°", " "))
    words = _WORDS.findall(fold(_IN_PARENTHESES.sub(" ", text))) or _WORDS.findall(fold(text))
    plain = (_ORDINALS.get(word, word) for word in words if word not in _LITTLE_WORDS)
    return tuple(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in plain)


def words_in(list_text: str) -> list[str]:
    """The words or phrases of an attribute of a content list, which commas part."""
    return [part.strip() for part in list_text.split(",") if part.strip()]


class Headers:
    """All known headers, and what a text is among them."""

    def __init__(self) -> None:
        self._exact: dict[str, HeaderMatch] = {}
        self._joined: dict[str, HeaderMatch] = {}
        self._phrases: list[tuple[tuple[str, ...], str]] = []
        for item in content.codelist("manifest_column"):
            for attribute, sure in (("aliases", True), ("perhaps", False)):
                self._learn(item.code, words_in(item.get(attribute, "")), sure)
        self._spellings = [key for key, match in self._joined.items() if len(key) >= 6 and match.sure]
        self._others = frozenset(header_words(word)[0] for word in word_list("other_person"))

    def _learn(self, field: str, aliases: Iterable[str], sure: bool) -> None:
        for place, alias in enumerate(aliases):
            words = header_words(alias)
            # The first header of a field is its best one: «Municipio de origen» before «Municipio de destino».
            match = HeaderMatch(field, (SURE if sure else PERHAPS) - place / 1000, sure)
            self._exact.setdefault(" ".join(words), match)
            for joined in ("".join(words), "".join(_WORDS.findall(fold(alias)))):
                self._joined.setdefault(joined, match)
            if sure and len("".join(words)) >= (3 if field == "national_id" else 4):
                self._phrases.append((words, field))

    def match(self, text: str) -> HeaderMatch | None:
        """What a header says: by its words, a near spelling of them, or words of it. None where it says nothing."""
        words = header_words(text)
        key = "".join(words)
        if not key or len(key) > 60:
            return None
        if exact := self._exact.get(" ".join(words)) or self._joined.get(key):
            return exact
        if self._others.intersection(words):
            return HeaderMatch(IGNORED, CONTAINED, True)
        near = process.extractOne(key, self._spellings, scorer=fuzz.ratio, score_cutoff=CLOSE_SPELLING)
        if near and len(key) >= 5:
            found = self._joined[near[0]]
            return HeaderMatch(found.field, found.score * near[1] / 100 - 0.05, True)
        return self._containing(words)

    def _containing(self, words: tuple[str, ...]) -> HeaderMatch | None:
        holding = [(len("".join(phrase)), field) for phrase, field in self._phrases if _holds(words, phrase)]
        if not holding or len(words) > 7:
            return None
        length, field = max(holding)
        if field == "passport" and "national_id" in {other for _, other in holding}:
            field = "national_id"  # one column for both: passports are told apart by their letters
        return HeaderMatch(field, CONTAINED * length / len("".join(words)), True)


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(words[start : start + len(phrase)] == phrase for start in range(len(words) - len(phrase) + 1))


@lru_cache(maxsize=1)
def headers() -> Headers:
    """The known headers, read once."""
    return Headers()


@cache
def word_list(code: str) -> tuple[str, ...]:
    """The words of one item of the list ``manifest_word``."""
    return tuple(words_in(content.codelist("manifest_word").item(code).get("aliases", "")))


@cache
def folded_words(code: str) -> frozenset[str]:
    """The same, as they are compared: folded, signs as spaces, and also without any."""
    return frozenset(form for word in word_list(code) for form in (bare(word), bare(word).replace(" ", "")))


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """:func:`arraigo.core.names.fold`, remembered: lists repeat their words, and plain ones need no more than this."""
    return " ".join(text.split()).lower() if text.isascii() else fold(text)


def bare(text: str) -> str:
    """Folded words with single spaces and no signs: ``n/a`` is ``n a``, ``q'anjob'al`` is ``qanjobal``."""
    return " ".join(_WORDS.findall(folded(text).replace("'", "").replace("\u2019", "").replace("\u02bc", "")))


def is_missing(text: str) -> bool:
    """Whether a cell says that there is nothing to say: ``N/A``, ``SIN DATO``, ``-``, ``XXXX``, ``NULL``."""
    if text[:1].isdecimal():
        return text[0] == "0" and set(text) <= _ZEROS
    return len(text) <= LONGEST_MISSING and _is_missing(text)


@lru_cache(maxsize=65_536)
def _is_missing(text: str) -> bool:
    words = bare(text)
    if not words:
        return not any(letter.isalpha() for letter in text)
    return words in folded_words("missing") or (len(words) > 1 and set(words) <= {"x", " "})


@lru_cache(maxsize=1)
def nationalities() -> Mapping[str, str]:
    """ISO3 codes by every way of writing a nationality, as ``bare`` gives it."""
    known: dict[str, str] = {}
    for item in content.codelist("manifest_nationality"):
        forms = [item.code, item.label.es, item.label.en, *words_in(item.get("aliases", ""))]
        known.update({bare(form): item.code.upper() for form in forms})
    return known


def given_names() -> frozenset[str]:
    """Common given names, folded; some are two or more words (``de jesus``)."""
    return folded_words("given_name")
