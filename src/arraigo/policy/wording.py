"""Goals in words."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.indicators import wording
from arraigo.indicators.definitions import Goal
from arraigo.indicators.engine.goals import State
from arraigo.indicators.engine.pace import Pace
from arraigo.indicators.queries import GoalStanding
from arraigo.web import formats
from arraigo.web.components import GoalTrack


def wanted(standing: GoalStanding) -> str:
    """The change that is wanted: *Bajar 100 %, a cero*; *Subir 5 puntos*; *Llegar a 40 %*."""
    goal = standing.goal
    if goal.reach is not None:
        return _("Reach %(value)s") % {"value": wording.aimed(standing.indicator, goal.reach)}
    amount = _amount(goal)
    if goal.change == "increase":
        return _("Raise by %(amount)s") % {"amount": amount}
    if goal.by and goal.by.percent == 100:
        return _("Lower by %(amount)s, to zero") % {"amount": amount}
    return _("Lower by %(amount)s") % {"amount": amount}


def _amount(goal: Goal) -> str:
    by = goal.by
    assert by is not None
    if by.percent is not None:
        return formats.number(float(by.percent)) + formats.percent_sign()
    if by.points is not None:
        return _("%(value)s points") % {"value": formats.number(float(by.points))}
    return formats.number(float(by.exact))


def until(standing: GoalStanding) -> str:
    """By when, and against what: *para dic 2027, frente a 2024*."""
    words = {"until": formats.month_year(standing.judgement.until), "baseline": standing.baseline.period}
    if standing.goal.until == "every_year":
        return _("every year, against %(baseline)s") % words
    return _("by %(until)s, against %(baseline)s") % words


def track(standing: GoalStanding, words: str = "") -> GoalTrack:
    """Baseline, expected, actual and goal on one axis."""
    judged, indicator = standing.judgement, standing.indicator
    values = (judged.baseline, judged.expected, judged.actual, judged.goal)
    baseline, expected, actual, goal = (wording.drawn(indicator, value) for value in values)
    return GoalTrack(str(judged.state), baseline, expected, actual, goal, wording.unit_of(indicator), words)


def in_sentences(standing: GoalStanding) -> SafeString:
    """What is wanted, where it is today, how that stands, how much of the way is done."""
    judged, indicator = standing.judgement, standing.indicator
    words = {
        "baseline": wording.written(indicator, judged.baseline),
        "year": standing.baseline.period,
        "goal": wording.aimed(indicator, judged.goal),
        "until": formats.month_year(judged.until),
        "actual": wording.written(indicator, judged.actual),
    }
    sentences: list[str] = []
    if judged.baseline is not None and judged.goal is not None:
        sentences.append(
            format_html(_("The aim is to go from {baseline} in {year} to {goal} by {until}."), **words)
        )
    if judged.actual is not None:
        sentences.append(format_html(_("Today it is at <strong>{actual}</strong>."), **words))
    sentences += [wording.goal_sentence(str(judged.state), judged, indicator), _way_done(standing)]
    return format_html_join(" ", "{}", ((sentence,) for sentence in sentences if sentence))


def _way_done(standing: GoalStanding) -> str:
    share, state = standing.judgement.share_of_way, standing.judgement.state
    if share is None or state is State.MET:
        return ""
    if share < 0:
        return _("It has moved away from the goal.")
    return _("%(share)s of the way is done.") % {"share": formats.percent(float(share), 0)}


def pace_in_sentences(standing: GoalStanding, found: Pace | None) -> str:
    """Where the pace of the past years leads, and how often what is needed was reached; nothing where untold."""
    if found is None:
        return ""
    indicator = standing.indicator
    words = {
        "year": str(found.year),
        "value": wording.written(indicator, found.value),
        "low": wording.written(indicator, found.low),
        "high": wording.written(indicator, found.high),
    }
    if found.low == found.high:
        leads = _("At the pace of the past years it would be at %(value)s in %(year)s.") % words
    else:
        leads = (
            _(
                "At the pace of the past years it would be at %(value)s in %(year)s: between %(low)s and %(high)s, "
                "as the years differ."
            )
            % words
        )
    if found.needed is None or standing.judgement.state is State.MET:
        return leads
    reached = ngettext(
        "The pace that the goal still takes was reached in %(reached)d of the last %(years)d years.",
        "The pace that the goal still takes was reached in %(reached)d of the last %(years)d years.",
        found.reached,
    ) % {"reached": found.reached, "years": found.years}
    if not found.reached:
        reached = _("The pace that the goal still takes was reached in none of the last %(years)d years.") % {
            "years": found.years
        }
    return f"{leads} {reached}"
