"""Figures in words: values with their unit, how much they changed, and the sentence that answers a page's question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from arraigo.core import content
from arraigo.indicators.choice import Choice
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.engine import Figure
from arraigo.indicators.engine.goals import Judgement, State
from arraigo.web import formats

Value = Fraction | Decimal | float | int
Verdict = Literal["better", "worse", ""]

_WRITERS: Mapping[str, str] = {"percent": "share", "days": "days", "minutes": "minutes", "score": "score"}
"""The unit of an indicator, as the writers of ``arraigo.web.formats`` call it; all others are plain numbers."""

COUNTED = ("count", "sum", "reported")
"""Aggregates that divide nothing: their cells add up, their bars go to the largest of them."""

_DECIMALS: Mapping[str, int] = {"percent": 1, "days": 1, "score": 2}

MANY = 50
"""From so many on, a change of a count is said in percent; of fewer, in how many."""

_PARTS = [(1, 10), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (3, 4), (4, 5), (9, 10)]
_CLOSE_TO_A_PART = 1.5


def unit_of(indicator: Indicator) -> str:
    """The name that charts and tracks have for the unit."""
    return _WRITERS.get(indicator.unit, "number")


def is_counted(indicator: Indicator) -> bool:
    """Whether the figure is a number of something, not a share or a mean."""
    return indicator.aggregate in COUNTED


def unit_words(indicator: Indicator) -> str:
    """The unit in a word: *días*, *municipios*."""
    return content.label("indicator_unit", indicator.unit)


def amount(value: Value | None, currency: str | None = None, decimals: int = 0) -> str:
    """A numerator or denominator: whole, with its currency where it is money."""
    if value is None:
        return ""
    said = formats.number(float(value), decimals)
    return f"{currency}{formats.NBSP}{said}" if currency else said


def drawn(indicator: Indicator, value: Value | None) -> float | None:
    """A value as charts take it: a share goes from 0 to 1."""
    if value is None:
        return None
    return float(value) / 100 if indicator.unit == "percent" else float(value)


def written(indicator: Indicator, value: Value | None) -> str:
    """``24.9 %``, ``11.2 días``, ``0.59``, ``727``; *sin dato* where there is none."""
    shown = drawn(indicator, value)
    return _("no data") if shown is None else formats.written(shown, unit_of(indicator))


def aimed(indicator: Indicator, value: Value | None) -> str:
    """A value that somebody has set: ``20 %``, not ``20.0 %``."""
    if indicator.unit == "percent" and value is not None and value == int(value):
        return formats.percent(float(value) / 100, 0)
    return written(indicator, value)


def bare(indicator: Indicator, value: Value) -> str:
    """The number without its unit."""
    return formats.number(float(value), _DECIMALS.get(indicator.unit, 0))


def unit_sign(indicator: Indicator, value: Value) -> str:
    """What stands small behind the number: ``%``, ``días``."""
    if indicator.unit == "percent":
        return "%"
    if indicator.unit == "days":
        return npgettext("unit", "day", "days", 1 if bare(indicator, value) == formats.number(1, 1) else 2)
    return "min" if indicator.unit == "minutes" else ""


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a value differs from another: ``−3.1 puntos``, without sign ``3.1 puntos``, and what that means."""

    words: str
    amount: str
    direction: Literal[-1, 0, 1]
    verdict: Verdict


def change(indicator: Indicator, now: Figure, before: Figure | None) -> Change | None:
    """The change between two figures; None where one of them has no value."""
    if before is None or now.exact is None or before.exact is None:
        return None
    difference = now.exact - before.exact
    if is_counted(indicator) and before.exact >= MANY:
        share = float(difference / before.exact)
        words, amount = formats.signed(share * 100, 1) + formats.percent_sign(), formats.percent(abs(share))
        shown = round(share * 100, 1)
    else:
        words, amount = _difference(indicator, difference)
        shown = round(float(difference), _DECIMALS.get(indicator.unit, 0))
    direction: Literal[-1, 0, 1] = 0 if not shown else 1 if shown > 0 else -1
    words = words if direction else _("no change")
    return Change(words, amount, direction, _verdict(indicator, direction))


def _difference(indicator: Indicator, difference: Fraction) -> tuple[str, str]:
    decimals = _DECIMALS.get(indicator.unit, 0)
    signed, plain = (
        formats.signed(float(difference), decimals),
        formats.number(abs(float(difference)), decimals),
    )
    number = 1 if plain == formats.number(1, decimals) else 2
    if indicator.unit == "percent":
        both = [
            ngettext("%(value)s point", "%(value)s points", number) % {"value": each}
            for each in (signed, plain)
        ]
    elif indicator.unit == "days":
        both = [
            ngettext("%(value)s day", "%(value)s days", number) % {"value": each} for each in (signed, plain)
        ]
    elif indicator.unit == "minutes":
        both = [_("%(value)s min") % {"value": each} for each in (signed, plain)]
    else:
        both = [signed, plain]
    return both[0], both[1]


def _verdict(indicator: Indicator, direction: int) -> Verdict:
    if not direction or indicator.better == "neutral":
        return ""
    return "better" if (direction > 0) == (indicator.better == "higher") else "worse"


# Sentences.


def answer(indicator: Indicator, figure: Figure, choice: Choice) -> SafeString:
    """What the figure says, in one sentence."""
    words = {
        "period": choice.period_words,
        "value": written(indicator, figure.exact),
        "numerator": amount(figure.numerator, figure.currency),
        "denominator": amount(figure.denominator, figure.currency if indicator.aggregate != "mean" else None),
        "counted": indicator.numerator,
        "all": indicator.denominator or "",
    }
    if figure.exact is None:
        return format_html(_no_answer(indicator), **words)
    part = _about(float(figure.exact)) if indicator.aggregate == "share" else None
    if part:
        return format_html(
            _(
                "In {period}, about <strong>{few} of every {many}</strong>: {numerator} {counted}, "
                "of {denominator} {all}. That is <strong>{value}</strong>."
            ),
            few=part[0],
            many=part[1],
            **words,
        )
    return format_html(_ANSWERS[indicator.aggregate](), **words)


_ANSWERS: Mapping[str, Callable[[], str]] = {
    "count": lambda: _("In {period}: <strong>{value} {counted}</strong>."),
    "sum": lambda: _("In {period}: <strong>{value} {counted}</strong>."),
    "reported": lambda: _("In {period}: <strong>{value} {counted}</strong>."),
    "mean": lambda: _("In {period}, <strong>{value}</strong> on average: {denominator} {all}."),
    "median": lambda: _("In {period}, <strong>{value}</strong> in the middle of {denominator} {all}."),
    "share": lambda: _(
        "In {period}, <strong>{value}</strong>: {numerator} {counted}, of {denominator} {all}."
    ),
    "ratio": lambda: _(
        "In {period}, <strong>{value}</strong>: {numerator} of {counted}, against {denominator} of {all}."
    ),
    "growth": lambda: _(
        "In {period}, <strong>{value}</strong>: a difference of {numerator} from {denominator} in the period before."
    ),
}


def _no_answer(indicator: Indicator) -> str:
    if indicator.aggregate == "reported":
        return _("For {period} no institution has reported a figure.")
    if indicator.aggregate == "growth":
        return _("For {period} there is no figure: one of the two periods is missing.")
    if indicator.denominator:
        return _("For {period} there is no figure: the data have no {all}.")
    return _("For {period} there is no figure.")


def _about(percent: float) -> tuple[int, int] | None:
    """``(1, 4)`` for about one of every four; None where no small part comes near."""
    near = min(_PARTS, key=lambda part: abs(100 * part[0] / part[1] - percent))
    return near if abs(100 * near[0] / near[1] - percent) <= _CLOSE_TO_A_PART else None


def compared(found: Change | None, choice: Choice) -> str:
    """How that compares, in one sentence; nothing where there is nothing to compare with."""
    if found is None:
        return ""
    words = {"amount": found.amount, "compared": choice.compared_words}
    if not found.direction:
        return _("The same as in %(compared)s.") % words
    if found.direction > 0:
        said = _("It is %(amount)s more than in %(compared)s.") % words
    else:
        said = _("It is %(amount)s less than in %(compared)s.") % words
    return said


def goal_sentence(state: str, judgement: Judgement, indicator: Indicator) -> SafeString:
    """How a goal stands, in one sentence."""
    words = {"expected": written(indicator, judgement.expected)}
    sentences = {
        State.MET: _("The goal is <strong>met</strong>."),
        State.ON_TRACK: _("The goal is <strong>on track</strong>: {expected} was expected by now."),
        State.BEHIND: _("The goal is <strong>behind</strong>: {expected} was expected by now."),
        State.REVERSED: _("The goal is <strong>going backwards</strong>: {expected} was expected by now."),
        State.NO_BASELINE: _("The goal has <strong>no baseline</strong> to be measured against."),
        State.NO_DATA: _("For the goal there are <strong>no data</strong> of this year."),
    }
    return format_html(sentences[State(state)], **words)


def formula(indicator: Indicator) -> str:
    """How it is computed, and which direction is good."""
    numerator, denominator = capfirst(str(indicator.numerator)), str(indicator.denominator or "")
    said = {
        "share": f"{numerator} ÷ {denominator} × 100.",
        "ratio": f"{numerator} ÷ {denominator} × 100.",
        "growth": f"{numerator} ÷ {denominator} × 100.",
        "mean": f"{numerator} ÷ {denominator}.",
        "median": _("%(counted)s: half of them lie below, half above.") % {"counted": numerator},
        "sum": _("The sum of %(counted)s.") % {"counted": indicator.numerator},
        "count": _("How many: %(counted)s.") % {"counted": indicator.numerator},
        "reported": _("An institution reports it; nothing is computed."),
    }[indicator.aggregate]
    directions = {"higher": _("More is better."), "lower": _("Less is better."), "neutral": ""}
    return f"{said} {directions[indicator.better]}".strip()
