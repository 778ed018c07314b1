"""
Presets: which mistake happens how often, and the hand that makes them on a record.

A preset gives each kind its probability *where it can happen*. Hands differ: half of the lists are written
with half the carelessness of the rest (`SLOPPINESS`, mean 1), so mistakes come together as they do in life.
Rates of "list" follow what was seen in the region's lists and first trials: accents lost 55 in 100, surnames
swapped 10, second surname dropped 18, a number missing in 40 of 100 copies of a record that had one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.linkage import mistakes, style
from bench.linkage.letters import HELD_OUT, KEYBOARD, OCR, SOUND, Change, changed
from bench.linkage.mistakes import Mistake
from bench.linkage.people import CROWDED, USUAL
from bench.linkage.record import Record

SLOPPINESS = (0.5,) * 5 + (1.0,) * 3 + (2.25,) * 2


def _letters(change: Change) -> Mistake:
    def make(record: Record, chance: random.Random) -> bool:
        fields = record.name_fields()
        for name in chance.sample(fields, len(fields)):
            value = record.given_names if name == "given" else getattr(record, name)
            other = changed(value, change, chance)
            if other != value:
                setattr(record, name, [other] if name == "given" else other)
                return True
        return False

    return make


def _any_of(changes: dict[str, Change]) -> dict[str, Mistake]:
    return {kind: _letters(change) for kind, change in changes.items()}


# In the order they happen: what is said, how it is heard and typed, how the list is written, what the spreadsheet does.
SAID = {
    name: getattr(mistakes, name)
    for name in (
        "nickname", "second_given_dropped", "only_second_given", "given_swapped", "married_name",
        "maternal_dropped", "paternal_lost", "surnames_swapped", "particle_lost", "particle_joined",
        "particle_in_given", "given_abbreviated", "initial_of_second",
    )
}  # fmt: skip
HEARD, TYPED, SCANNED = _any_of(SOUND), _any_of(KEYBOARD), _any_of(OCR)
LAID_OUT = {
    name: getattr(mistakes, name)
    for name in (
        "surnames_in_one",
        "given_and_surname_exchanged",
        "all_in_one_field",
        "word_missing",
        "cut_at_20",
    )
}
WRITTEN = {
    name: getattr(style, name)
    for name in ("upper_case", "accents_lost", "enye_to_n", "enye_to_mark", "letters_to_mark")
}
COUNTED = {
    name: getattr(mistakes, name)
    for name in (
        "day_month_swapped", "date_digit_wrong", "year_off_by_one", "year_only", "first_of_january",
        "year_estimated", "century_wrong", "date_missing", "place_missing", "place_neighbour",
        "place_capital", "sex_missing", "sex_wrong", "number_missing", "number_digit_wrong",
        "number_transposed", "number_of_another", "number_placeholder", "number_scientific",
        "leading_zero_lost",
    )
}  # fmt: skip
HELD_NAMES = (
    "held_run_together",
    "held_anglicised",
    "held_mayan_given",
    "held_surname_cut_at_8",
    "held_only_initial",
)
HELD: dict[str, Mistake] = {
    **{name: getattr(style, name) for name in HELD_NAMES},
    **_any_of(HELD_OUT),
    "held_mojibake": style.held_mojibake,
    "held_year_digits_swapped": mistakes.digits_of_year_swapped,
    "held_day_off_by_one": mistakes.day_off_by_one,
    "held_month_off_by_one": mistakes.month_off_by_one,
}
GROUPS = {"heard": HEARD, "typed": TYPED, "scanned": SCANNED}


@dataclass(frozen=True, slots=True)
class Preset:
    """`rates` of single kinds; `groups`: how often one kind of the group; `held`: at least one held-out kind."""

    rates: dict[str, float]
    groups: dict[str, float]
    held: float = 0.0
    kin: dict[str, int] = field(default_factory=lambda: USUAL)

    def times(self, factor: float, **rates: float) -> "Preset":
        """Every rate so many times (at most .95), and the given ones as given."""
        more = {kind: min(0.95, rate * factor) for kind, rate in self.rates.items()}
        groups = {group: min(0.95, rate * factor) for group, rate in self.groups.items()}
        return Preset({**more, **rates}, groups, self.held)


LIST = Preset(
    {
        "nickname": 0.02, "second_given_dropped": 0.12, "only_second_given": 0.03, "given_swapped": 0.012,
        "married_name": 0.05, "maternal_dropped": 0.18, "paternal_lost": 0.015, "surnames_swapped": 0.145,
        "particle_lost": 0.15, "particle_joined": 0.12, "particle_in_given": 0.02,
        "given_abbreviated": 0.06, "initial_of_second": 0.02, "surnames_in_one": 0.02,
        "given_and_surname_exchanged": 0.015, "all_in_one_field": 0.02, "word_missing": 0.012,
        "cut_at_20": 0.02, "upper_case": 0.45, "accents_lost": 0.55, "enye_to_n": 0.55,
        "enye_to_mark": 0.06, "letters_to_mark": 0.006, "day_month_swapped": 0.12,
        "date_digit_wrong": 0.035, "year_off_by_one": 0.02, "year_only": 0.035, "first_of_january": 0.015,
        "year_estimated": 0.015, "century_wrong": 0.01, "date_missing": 0.035, "place_missing": 0.08,
        "place_neighbour": 0.04, "place_capital": 0.05, "sex_missing": 0.02, "sex_wrong": 0.01,
        "number_missing": 0.40, "number_digit_wrong": 0.02, "number_transposed": 0.01,
        "number_of_another": 0.005, "number_placeholder": 0.006, "number_scientific": 0.008,
        "leading_zero_lost": 0.2,
    },
    {"heard": 0.16, "typed": 0.09, "scanned": 0.025},
)  # fmt: skip
ASKED = LIST.times(
    0.5, accents_lost=0.5, upper_case=0.1, number_missing=0.7, date_missing=0.06, maternal_dropped=0.15, enye_to_n=0.4,
    surnames_swapped=0.04, number_scientific=0.0, cut_at_20=0.0, nickname=0.02, number_placeholder=0.0,
)  # fmt: skip
HARD = LIST.times(1.8)
PRESETS = {
    "list": LIST,
    "clean_query": ASKED,
    "hard": Preset(HARD.rates, HARD.groups, 0.25, CROWDED),
    "held_out": Preset(LIST.rates, LIST.groups, 1.0),
}
# The first record of a person was written once too: the same mistakes, a quarter as often, and the number is there.
FIRST = LIST.times(0.25, upper_case=0.35, accents_lost=0.35, enye_to_n=0.3, number_missing=0.0)
_NOT_SLOPPY = {*WRITTEN, "number_missing", "leading_zero_lost"}


Step = tuple[float, list[tuple[str, Mistake]]]


class Hand:
    """Makes the mistakes of a preset."""

    def __init__(self, preset: Preset) -> None:
        self._steps = {sloppy: list(_steps(preset, sloppy)) for sloppy in SLOPPINESS}
        self._held = preset.held

    def write(self, record: Record, chance: random.Random) -> Record:
        """The record with mistakes in it, their kinds in `record.errors`."""
        happens = chance.random
        if self._held and happens() < self._held:
            _make(record, chance, list(HELD.items()))
        for rate, kinds in self._steps[chance.choice(SLOPPINESS)]:
            if happens() < rate:
                _make(record, chance, kinds)
        return record


def _make(record: Record, chance: random.Random, kinds: list[tuple[str, Mistake]]) -> None:
    """One kind of those that can happen here, each as likely."""
    order = kinds if len(kinds) == 1 else chance.sample(kinds, len(kinds))
    for kind, mistake in order:
        if mistake(record, chance):
            record.errors.append(kind)
            return


def _steps(preset: Preset, sloppy: float) -> Iterator[Step]:
    yield from _single(preset, SAID, sloppy)
    for group, kinds in GROUPS.items():
        yield preset.groups.get(group, 0.0) * sloppy, list(kinds.items())
    for single in (LAID_OUT, WRITTEN, COUNTED):
        yield from _single(preset, single, sloppy)


def _single(preset: Preset, kinds: dict[str, Mistake], sloppy: float) -> Iterator[Step]:
    for kind, mistake in kinds.items():
        if preset.rates.get(kind):
            yield preset.rates[kind] * (1 if kind in _NOT_SLOPPY else sloppy), [(kind, mistake)]
