"""
Iberian-American names: what a list, a form or a window wrote, read as given names and two surnames.

Sees through particles (``de los``), abbreviations (``Ma.``), a husband's name (``viuda de``), a whole name in
one field in either order, given names and surnames in each other's field, and words that stand for nothing
(``SIN DATO``).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from arraigo.people.linkage.lexicon import Lexicon, plain, says_nothing
from arraigo.people.linkage.words import letters, sound

_REMEMBERED = 1 << 18
# A word that no list knows is taken to be one of this many in a thousand, as a given name and as a surname.
_UNLISTED = 0.02
# A word that is this frequent as a given name is one, and no nickname of others.
_A_NAME_OF_ITS_OWN = 0.5
# How people who write a whole name into one field do it: guesses, to be outweighed by what the words are.
_ONE_SURNAME, _TWO_SURNAMES, _MORE_SURNAMES = log(0.2), log(0.75), log(0.05)
_GIVEN_FIRST, _SURNAMES_FIRST = log(0.6), log(0.4)
# Fields are read the other way round only where the words say so this clearly.
_CLEARLY_EXCHANGED = 6.0
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Words:
    """
    Some words of a name in plain letters, with their ``sound``. ``roots``: of each word the sound of its full
    form, of a nickname that is short for several names all of them; ``first``, ``second``: those of the first
    two words. ``as_given``, ``as_surnames``: how well the words fit each (logarithms).
    """

    words: tuple[str, ...] = ()
    sound: str = ""
    roots: tuple[str, ...] = ()
    first: str = ""
    second: str = ""
    as_given: float = 0.0
    as_surnames: float = 0.0
    text: str = ""

    def __bool__(self) -> bool:
        return self.text != ""


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was understood; any part may be empty."""

    given: Words = NO_WORDS
    paternal: Words = NO_WORDS
    maternal: Words = NO_WORDS


class NameReader:
    """Reads names with one lexicon. What was read is remembered: few names are borne by many."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        remember = lru_cache(maxsize=_REMEMBERED)
        self._skipped = lexicon.particles | lexicon.generation
        self._given = remember(self._read_given)
        self._surnames = remember(self._read_surnames)
        self._root_of = remember(self._read_roots)
        self._heard = remember(self._read_heard)

    def read(self, given_names: str, paternal_surname: str, maternal_surname: str) -> Name:
        """The name that three fields hold; total: any text gives some name, maybe an empty one."""
        if not (paternal_surname or maternal_surname):
            return self._from_one_field(given_names)
        given, paternal = self._given(given_names), self._surnames(paternal_surname)
        maternal = self._surnames(maternal_surname)
        if not (paternal or maternal):
            return self._from_one_field(given_names)
        if not plain(given_names):
            return self._from_one_field(f"{paternal_surname} {maternal_surname}")
        straight = given.as_given + paternal.as_surnames + maternal.as_surnames
        exchanged = given.as_surnames + paternal.as_given + maternal.as_given
        if exchanged - straight > _CLEARLY_EXCHANGED and (paternal or maternal):
            given, paternal, maternal = self._joined(paternal, maternal), given, NO_WORDS
        return self._with_two_surnames(given, paternal, maternal)

    def _read_given(self, text: str) -> Words:
        words = self._words(plain(text), self.lexicon.abbreviations_given)
        # An initial is left out: it says too little, and fits too many.
        return self._understood(tuple([word for word in words if len(word) > 1]))

    def _read_surnames(self, text: str) -> Words:
        own = self._without_husband(plain(text))
        return self._understood(self._words(own, self.lexicon.abbreviations_surname))

    def _understood(self, words: tuple[str, ...]) -> Words:
        if not words:
            return NO_WORDS
        roots = [self._root_of(word) for word in words]
        return Words(
            words=words,
            sound=" ".join([self._heard(word) for word in words]),
            roots=tuple(sorted({root for forms in roots for root in forms})),
            first=roots[0][0],
            second=roots[1][0] if len(roots) > 1 else "",
            as_given=_likely(words, self.lexicon.given),
            as_surnames=_likely(words, self.lexicon.surnames),
            text=" ".join(words),
        )

    def _read_heard(self, word: str) -> str:
        return sound(self.lexicon.spellings.get(word, word))

    def _read_roots(self, word: str) -> tuple[str, ...]:
        """
        The sounds of what somebody called so is called: of ``chepe`` that of José, of ``beto`` those of four
        names.
        """
        standard = self.lexicon.spellings.get(word, word)
        if self.lexicon.given.get(standard, 0.0) >= _A_NAME_OF_ITS_OWN:
            return (sound(standard),)
        formal = self.lexicon.nicknames.get(standard) or self.lexicon.nicknames.get(word) or (standard,)
        return tuple([self._heard(part) for name in formal for part in name.split()])

    def _words(self, said: str, abbreviations: Mapping[str, str]) -> tuple[str, ...]:
        if says_nothing(said, self.lexicon.missing):
            return ()
        spoken = said.split()[:_MOST_WORDS]
        kept = [word for word in spoken if word not in self._skipped] or spoken[-1:]
        read = [letters(abbreviations.get(word, word)) for word in kept]
        return tuple([self._parted(word) for word in read if word and word not in self.lexicon.missing])

    def _parted(self, word: str) -> str:
        """``deleon`` is De León: a particle that lost its space."""
        if word.startswith("de") and word not in self.lexicon.surnames:
            for particle in ("dela", "del", "de"):
                rest = word.removeprefix(particle)
                if rest != word and rest in self.lexicon.surnames:
                    return rest
        return word

    def _without_husband(self, said: str) -> str:
        """``López Tzoc viuda de García`` is López Tzoc. A plain ``de`` counts only after two surnames of one's own."""
        for phrase in self.lexicon.married if " " in said else ():
            at = said.find(f" {phrase} ")
            own = [word for word in said[:at].split() if word not in self._skipped] if at > 0 else []
            if len(own) >= (2 if phrase == "de" else 1):
                return " ".join(own)
        return said

    def _from_one_field(self, text: str) -> Name:
        before, comma, after = text.partition(",")
        if comma and (surnames := self._surnames(before)) and (given := self._given(after)):
            return self._with_two_surnames(given, surnames, NO_WORDS)
        found = self._surnames(text)
        if len(found.words) < 2:
            found = self._given(text)
            return Name(paternal=found) if found.as_surnames > found.as_given else Name(given=found)
        given_words, surname_words = max(self._readings(found.words))[1:]
        return self._with_two_surnames(
            self._given(" ".join(given_words)), self._understood(tuple(surname_words)), NO_WORDS
        )

    def _readings(self, words: Sequence[str]) -> Iterable[tuple[float, Sequence[str], Sequence[str]]]:
        """Every way to part the words into given names and surnames, with how likely it is."""
        for at in range(1, len(words)):
            for given, surnames, order in (
                (words[:at], words[at:], _GIVEN_FIRST),
                (words[at:], words[:at], _SURNAMES_FIRST),
            ):
                how_many = {1: _ONE_SURNAME, 2: _TWO_SURNAMES}.get(
                    len(surnames), _MORE_SURNAMES * len(surnames)
                )
                fit = _likely(given, self.lexicon.given) + _likely(surnames, self.lexicon.surnames)
                yield fit + order + how_many, given, surnames

    def _joined(self, one: Words, other: Words) -> Words:
        return self._given(f"{one.text} {other.text}") if other else self._given(one.text)

    def _with_two_surnames(self, given: Words, paternal: Words, maternal: Words) -> Name:
        """Two surnames in one field are parted; what is left over of three or more belongs to the second."""
        if not maternal and len(paternal.words) > 1:
            parts = paternal.words
            paternal, maternal = self._surnames(parts[0]), self._surnames(" ".join(parts[1:]))
        if maternal and not paternal:
            paternal, maternal = maternal, NO_WORDS
        return Name(given, paternal, maternal)


def _likely(words: Sequence[str], shares: Mapping[str, float]) -> float:
    return sum([log(max(shares.get(word, 0.0), _UNLISTED)) for word in words])
