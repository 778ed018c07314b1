"""What content says of names, as the pure code of ``people.linkage`` takes it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from arraigo.core import content
from arraigo.people.linkage.lexicon import Lexicon, plain
from arraigo.people.linkage.numbers import NumberRules
from arraigo.people.schema import Holds, LexiconList, LexiconRow


@lru_cache(maxsize=8)
def lexicon(country: str | None = None) -> Lexicon:
    """
    The words of names: what is common to all, and what the pack of a country (ISO3) adds or replaces.

    :raises ContentError: when a list is wrong.
    """
    return Lexicon(
        nicknames=_several(country, "nicknames"),
        abbreviations_given=_meanings(country, "abbreviations", part="given"),
        abbreviations_surname=_meanings(country, "abbreviations", part="surname"),
        particles=frozenset(_words(country, "particles")),
        married=tuple(sorted(set(_words(country, "married")), key=lambda phrase: (-len(phrase), phrase))),
        generation=frozenset(_words(country, "generation")),
        missing=frozenset(_words(country, "missing")),
        given=_shares(country, "given_names"),
        surnames=_shares(country, "surnames"),
        spellings=_meanings(country, "spellings"),
    )


def _lists(country: str | None, holds: Holds) -> Iterator[LexiconList]:
    for found in content.objects("lexicon", country):
        if isinstance(found, LexiconList) and found.holds == holds:
            yield found


def _rows(country: str | None, holds: Holds) -> Iterator[LexiconRow]:
    for found in _lists(country, holds):
        yield from found.table


def _words(country: str | None, holds: Holds) -> Iterator[str]:
    for found in _lists(country, holds):
        yield from map(plain, found.words)


def _meanings(country: str | None, holds: Holds, part: str | None = None) -> dict[str, str]:
    rows = (row for row in _rows(country, holds) if row.part == part)
    return {plain(row.word): plain(row.means or "") for row in rows}


def _several(country: str | None, holds: Holds) -> dict[str, tuple[str, ...]]:
    """What words may mean, without particles: the «de los» of María de los Ángeles says nothing of who it is."""
    particles = frozenset(_words(country, "particles"))
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows(country, holds):
        key = plain(row.word)
        means = " ".join(word for word in plain(row.means or "").split() if word not in particles)
        found[key] = tuple(dict.fromkeys((*found.get(key, ()), means)))
    return found


def _shares(country: str | None, holds: Holds) -> dict[str, float]:
    return {plain(row.word): float(row.per_mille or 0) for row in _rows(country, holds)}


@lru_cache(maxsize=8)
def number_rules(country: str | None = None) -> NumberRules:
    """
    The identity numbers of all countries that content knows, and the words that stand for none.

    :raises ContentError: when a rule is wrong.
    """
    return NumberRules(of=content.national_ids(), missing=lexicon(country).missing)
