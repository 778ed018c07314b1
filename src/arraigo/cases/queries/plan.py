"""One case's plan and needs: the matrix with its gaps, the remark on balance, and what answers call for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from arraigo.cases.models import FollowUp, Need, PlanAction, Screening
from arraigo.cases.rules import ActionStatus
from arraigo.core import content
from arraigo.core.content import Text
from arraigo.instruments import queries as instruments
from arraigo.instruments import rules as instrument_rules
from arraigo.instruments.models import Response


@dataclass(frozen=True, slots=True)
class PlanMatrix:
    """Actions by level and dimension; ``cells`` has every pair, also those without an action."""

    levels: Sequence[str]
    dimensions: Sequence[str]
    cells: dict[tuple[str, str], list[PlanAction]]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """(level, dimension) pairs without an action."""
        return [place for place, actions in self.cells.items() if not actions]


def matrix_of(actions: Iterable[PlanAction]) -> PlanMatrix:
    """The plan as level x dimension; what was cancelled is not in it."""
    levels, dimensions = content.codelist("level").codes, content.codelist("dimension").codes
    cells: dict[tuple[str, str], list[PlanAction]] = {
        (level, dim): [] for level in levels for dim in dimensions
    }
    for action in actions:
        if action.status != ActionStatus.CANCELLED and (action.level, action.dimension) in cells:
            cells[action.level, action.dimension].append(action)
    return PlanMatrix(levels, dimensions, cells)


def balance_of(matrix: PlanMatrix, needs: Iterable[Need]) -> tuple[str, str] | None:
    """
    The one gap most worth mentioning, or none: (level, dimension); the level is empty for a whole dimension.

    First a dimension in which the person lacks something and nothing is planned; then one with nothing from the
    community; then the community where it is wholly absent (Guide, balanced reintegration: three levels together).
    """
    if not any(matrix.cells.values()):
        return None
    lacking = {need.dimension for need in needs if need.met_on is None}
    gaps = set(matrix.gaps)
    for dimension in matrix.dimensions:
        if dimension in lacking and all((level, dimension) in gaps for level in matrix.levels):
            return "", dimension
    for dimension in reversed(matrix.dimensions):
        if dimension in lacking and ("community", dimension) in gaps:
            return "community", dimension
    return None


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that a single answer calls for: what to do, and how soon."""

    code: str
    task: Text
    urgency: str


def alerts_of(
    screening: Screening | None,
    followup: FollowUp | None,
    actions: Iterable[PlanAction],
    *,
    signed_on: date | None,
    country: str,
) -> list[Alert]:
    """
    What the latest screening and the latest follow-up call for and no action of the plan answers yet, the most urgent
    first. A plan that was signed later has answered them. Load ``response`` with both.
    """
    answered = {action.alert for action in actions if action.status != ActionStatus.CANCELLED}
    responses = [
        one.response
        for one in (screening, followup)
        if one
        and one.response
        and (signed_on is None or timezone.localdate(one.response.answered_at) > signed_on)
    ]
    found = {alert.code: alert for response in responses for alert in _raised(response, country)}
    order = content.codelist("urgency").codes
    return sorted(
        (one for one in found.values() if one.code not in answered), key=lambda one: order.index(one.urgency)
    )


def _raised(response: Response, country: str) -> list[Alert]:
    instrument = content.instrument(response.instrument, country)
    raised = instrument_rules.raised(instrument, instruments.answers_of(response))
    return [Alert(alert.code, alert.task, alert.urgency) for alert in raised]
