"""From rows to figures: counts, shares, means."""

from dataclasses import dataclass
from fractions import Fraction

from tests.indicators.referee.attributes import Unit


@dataclass(frozen=True)
class Verdict:
    """What a figure must be. ``denominator`` is None where nothing is divided, ``numerator`` where nothing is added."""

    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    unknown: int


Lots = tuple[list[Unit], list[Unit]]
"""The rows of a figure, and those that it is set against: served persons, the period before. Mostly empty."""


def number_of(units: list[Unit], answer: str) -> int:
    return len([unit for unit in units if unit.answer == answer])


def count(lots: Lots) -> Verdict:
    yes = Fraction(number_of(lots[0], "yes"))
    return Verdict(yes, yes, None, number_of(lots[0], "unknown"))


def share(lots: Lots) -> Verdict:
    return share_of_others((lots[0], lots[0]))


def share_of_others(lots: Lots) -> Verdict:
    """Of the rows that answered yes, out of the others; not known is who of the others does not tell."""
    units, out_of = lots
    yes, all_ = Fraction(number_of(units, "yes")), Fraction(len(out_of))
    return Verdict(100 * yes / all_ if all_ else None, yes, all_, number_of(out_of, "unknown"))


def measures(units: list[Unit]) -> list[Fraction]:
    return [unit.measure for unit in units if unit.measure is not None]


def total(lots: Lots) -> Verdict:
    found = measures(lots[0])
    return Verdict(sum(found, Fraction(0)), sum(found, Fraction(0)), None, len(lots[0]) - len(found))


def mean(lots: Lots) -> Verdict:
    found = measures(lots[0])
    added = sum(found, Fraction(0))
    unknown = len(lots[0]) - len(found)
    return Verdict(added / len(found) if found else None, added, Fraction(len(found)), unknown)


def median(lots: Lots) -> Verdict:
    found = sorted(measures(lots[0]))
    unknown = len(lots[0]) - len(found)
    middle = None
    if found:
        above, below = found[len(found) // 2], found[(len(found) - 1) // 2]
        middle = (above + below) / 2
    return Verdict(middle, None, Fraction(len(found)), unknown)


def ratio(lots: Lots) -> Verdict:
    both = [
        (unit.measure, unit.over) for unit in lots[0] if unit.measure is not None and unit.over is not None
    ]
    above = sum((measure for measure, _over in both), Fraction(0))
    below = sum((over for _measure, over in both), Fraction(0))
    return Verdict(100 * above / below if below else None, above, below, len(lots[0]) - len(both))


def growth(lots: Lots) -> Verdict:
    """Null where either period has nothing."""
    now, before = measures(lots[0]), measures(lots[1])
    unknown = len(lots[0]) - len(now) + len(lots[1]) - len(before)
    below = sum(before, Fraction(0))
    if not now or not before:
        return Verdict(None, None, below, unknown)
    difference = sum(now, Fraction(0)) - below
    return Verdict(100 * difference / below if below else None, difference, below, unknown)
