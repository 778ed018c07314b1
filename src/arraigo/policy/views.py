"""Pages of the policy: its goals, and each of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.core import content, places
from arraigo.indicators import cached
from arraigo.indicators import wording as figures_in_words
from arraigo.indicators.choice import Choice, people_of
from arraigo.indicators.explained import chart, sources
from arraigo.indicators.overview import goal_people
from arraigo.indicators.pages import state_counts
from arraigo.policy import queries, wording
from arraigo.policy.queries import GoalToday, Weight
from arraigo.web.charts import BarItem, BarList, sparkline


@require_GET
@door(Action.SEE_FIGURES)
def goals(request: WorkerRequest) -> HttpResponse:
    """The goals of the country, each with its principle and how it stands."""
    snapshot, today = cached.snapshot_for_page(), timezone.localdate()
    found = queries.goal_states(request.worker, today, snapshot)
    standings = [each.standing for each in found]
    context = {
        "country": content.country(request.worker.country).name,
        "today": today,
        "snapshot": snapshot,
        "lead": _lead(found),
        "states": state_counts(standings),
        "rows": [_row(each) for each in found],
    }
    return render(request, "policy/goals.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def goal(request: WorkerRequest, code: str) -> HttpResponse:
    """One goal: where it stands, how it came there, where it weighs."""
    snapshot, today = cached.snapshot_for_page(), timezone.localdate()
    try:
        found = queries.goal(request.worker, code, today, snapshot)
    except queries.GoalUnknown as unknown:
        raise Http404 from unknown
    standing = found.standing
    way = queries.way_of(found, snapshot)
    heavy = queries.weights(found, snapshot)
    context = {
        **_row(found),
        "goal": standing.goal,
        "sentences": wording.in_sentences(standing),
        "pace": wording.pace_in_sentences(standing, queries.goal_pace(found, snapshot)),
        "track": wording.track(standing),
        "chart": chart(way) if way else None,
        "weights": _weights(heavy, found) if heavy else None,
        "sources": sources(standing.goal),
        "snapshot": snapshot,
    }
    return render(request, "policy/goal.html", context)


def _row(today: GoalToday) -> dict[str, object]:
    """A goal as a line of the matrix."""
    standing, indicator = today.standing, today.standing.indicator
    return {
        "standing": standing,
        "principle": today.principle,
        "indicator": indicator,
        "indicator_url": _indicator_url(today),
        "value": figures_in_words.written(indicator, standing.judgement.actual),
        "trend": sparkline(today.trend),
        "wanted": wording.wanted(standing),
        "until": wording.until(standing),
        "track": wording.track(standing, wording.wanted(standing)),
        "people": goal_people(standing),
    }


def _indicator_url(today: GoalToday, place: str = "") -> str:
    """The page of the indicator for the goal's people, and one place."""
    standing = today.standing
    choice = Choice(
        standing.country,
        standing.today,
        standing.today.year,
        place=place,
        people=people_of(standing.goal.where) or "",
    )
    return reverse("indicators:indicator", args=[standing.indicator.code]) + choice.query(against=None)


def _weights(heavy: Sequence[Weight], today: GoalToday) -> BarList:
    return BarList(
        [BarItem(places.name(each.place), each.count, _indicator_url(today, each.place)) for each in heavy]
    )


def _lead(found: Sequence[GoalToday]) -> str:
    """How the goals stand, in a line: a single one in full, several by how many are where they should be."""
    if len(found) == 1:
        return wording.in_sentences(found[0].standing)
    states = [str(each.standing.judgement.state) for each in found]
    fine = sum(state in ("met", "on_track") for state in states)
    if not fine:
        return _("None of the %(all)d goals is where it should be today.") % {"all": len(states)}
    return ngettext(
        "Of %(all)d goals, %(fine)d is where it should be today.",
        "Of %(all)d goals, %(fine)d are where they should be today.",
        fine,
    ) % {"all": len(states), "fine": fine}
