"""What the case file shows of follow-ups: the scores in three dimensions, and what is done, excused or to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from arraigo.cases.models import FollowUp
from arraigo.cases.rules import days_late
from arraigo.cases.templatetags.cases import month_name
from arraigo.core import content
from arraigo.web import charts


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How the scores went: the latest, the change since the first, and the chart of the three dimensions."""

    latest: Decimal
    change: float | None
    since: str
    chart: charts.LineChart | None
    rows: Sequence[FollowUp]


def scores_of(followups: Sequence[FollowUp]) -> ScoreLine | None:
    done = [followup for followup in followups if followup.done_on and followup.score is not None]
    if not done:
        return None
    first, last = done[0], done[-1]
    assert first.score is not None and last.score is not None
    change = float(last.score - first.score) if len(done) > 1 else None
    return ScoreLine(last.score, change, month_name(first.month), _chart(done), done)


def _chart(done: Sequence[FollowUp]) -> charts.LineChart | None:
    if len(done) < 3:
        return None
    names = content.codelist("dimension")
    series = [
        charts.Series(
            names.label(code),
            [
                None if value is None else float(value)
                for value in (getattr(one, f"score_{code}") for one in done)
            ],
        )
        for code in ("economic", "social", "psychosocial")
    ]
    return charts.line_chart(
        title=_("Scores by dimension"),
        labels=[month_name(followup.month) for followup in done],
        series=series,
        unit="score",
        thresholds=(0.5,),
        top=1,
        size="margin",
        how_to_read=_("Dotted: from 0.5 on it holds. Our own questionnaire, not the official one."),
    )


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up as the margin lists it; ``offered`` where it can be done from there."""

    followup: FollowUp
    shape: str
    name: str
    days_late: int
    offered: bool


def followup_lines(followups: Sequence[FollowUp], today: date) -> list[FollowUpLine]:
    """All follow-ups; to do one is offered at those that are late and at the next one."""
    ahead = [followup for followup in followups if not (followup.done_on or followup.excused_on)]
    return [
        FollowUpLine(
            followup,
            "disc_check" if followup.done_on else "ring_bar" if followup.excused_on else "ring",
            month_name(followup.month),
            days_late(followup.due_on, today) if followup in ahead else 0,
            followup in ahead and (followup == ahead[0] or followup.due_on < today),
        )
        for followup in followups
    ]
