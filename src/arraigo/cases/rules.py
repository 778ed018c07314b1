"""What may follow from what in a case: stages, actions of the plan, follow-ups, what is late or at risk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from arraigo.core.periods import add_months


class Stage(StrEnum):
    """Stages of a case, in order (design, section 4; labels: code list ``case_stage``)."""

    OPEN = "open"
    SCREENING = "screening"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    IMPLEMENTATION = "implementation"
    MONITORING = "monitoring"
    CLOSED = "closed"


ORDER: tuple[Stage, ...] = tuple(Stage)

NEXT: dict[Stage, frozenset[Stage]] = {
    Stage.OPEN: frozenset({Stage.SCREENING, Stage.CLOSED}),
    Stage.SCREENING: frozenset({Stage.ASSESSMENT, Stage.CLOSED}),
    Stage.ASSESSMENT: frozenset({Stage.PLAN, Stage.CLOSED}),
    Stage.PLAN: frozenset({Stage.IMPLEMENTATION, Stage.CLOSED}),
    Stage.IMPLEMENTATION: frozenset({Stage.MONITORING, Stage.PLAN, Stage.CLOSED}),
    Stage.MONITORING: frozenset({Stage.IMPLEMENTATION, Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.MONITORING}),
}
"""From each stage, where the case may go. A closed case is reopened into monitoring, never into its past."""


def may_become(now: Stage, wanted: Stage) -> bool:
    return wanted in NEXT[now]


def way_to(now: Stage, wanted: Stage) -> tuple[Stage, ...]:
    """The stages to pass, ``wanted`` the last, when going forward only; empty where it is not ahead or is the end."""
    here, there = ORDER.index(now), ORDER.index(wanted)
    return ORDER[here + 1 : there + 1] if wanted is not Stage.CLOSED else ()


class ActionStatus(StrEnum):
    """State of an action of the plan (labels: code list ``action_status``)."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


NEXT_OF_ACTION: dict[ActionStatus, frozenset[ActionStatus]] = {
    ActionStatus.PLANNED: frozenset({ActionStatus.UNDER_WAY, ActionStatus.DONE, ActionStatus.CANCELLED}),
    ActionStatus.UNDER_WAY: frozenset({ActionStatus.PLANNED, ActionStatus.DONE, ActionStatus.CANCELLED}),
    ActionStatus.DONE: frozenset({ActionStatus.PLANNED, ActionStatus.UNDER_WAY}),
    ActionStatus.CANCELLED: frozenset({ActionStatus.PLANNED, ActionStatus.UNDER_WAY}),
}
"""What is done or cancelled by mistake can be taken back; it never turns from one into the other at once."""


def action_may_become(now: ActionStatus, wanted: ActionStatus) -> bool:
    return wanted in NEXT_OF_ACTION[now]


PLAN_WITHIN = timedelta(days=30)
"""A plan preferably within one month of return (IOM Reintegration Handbook, 2.3)."""


def plan_due_on(arrived_on: date | None, opened_on: date) -> date:
    """The day by which a plan should be signed: a month after the return, or after an opening that came later."""
    if arrived_on and opened_on - arrived_on <= PLAN_WITHIN:
        return arrived_on + PLAN_WITHIN
    return opened_on + PLAN_WITHIN


@dataclass(frozen=True, slots=True)
class DueFollowUp:
    """A follow-up to come: month after the return, and the day it is due."""

    month: int
    due_on: date


def calendar_of_followups(arrived_on: date, opened_on: date, months: Sequence[int]) -> list[DueFollowUp]:
    """
    The follow-ups of the first twelve months after arrival (RCM Guide: monitoring of the process).

    Those already past when the case is opened are not invented afterwards.
    """
    planned = (DueFollowUp(month, add_months(arrived_on, month)) for month in months)
    return [due for due in planned if due.due_on >= opened_on]


def days_late(due_on: date | None, today: date) -> int:
    """Days past the due day; 0 when it is not late or has no day."""
    return max(0, (today - due_on).days) if due_on else 0


class Risk(StrEnum):
    """Why somebody is at risk: a reason to talk, never a rank of persons (domain facts, 1.4)."""

    INTENDS_TO_REMIGRATE = "intends_to_remigrate"
    SCORE_FELL = "score_fell"
    LOW_SCORE = "low_score"
    LOST_CONTACT = "lost_contact"


SUSTAINED = Decimal("0.5")
"""From here on a reintegration is read as holding (indicator contract, ``sustainability.sustained_share``)."""

FALL = Decimal("0.1")
"""A fall of the whole score that calls for a talk."""

ATTEMPTS_BEFORE_LOST = 2
"""Attempts without an answer after which contact counts as lost."""


def risks(
    *, score: Decimal | None, score_before: Decimal | None, intends_to_remigrate: str, failed_attempts: int
) -> tuple[Risk, ...]:
    """
    Why a person is at risk, the gravest reason first; empty for most.

    :param score: the latest whole score; ``score_before``: the one before it.
    :param failed_attempts: attempts to reach the person since they were last reached.
    """
    fell = score is not None and score_before is not None and score_before - score >= FALL
    found = (
        (Risk.INTENDS_TO_REMIGRATE, intends_to_remigrate == "yes"),
        (Risk.SCORE_FELL, fell),
        (Risk.LOW_SCORE, score is not None and score < SUSTAINED),
        (Risk.LOST_CONTACT, failed_attempts >= ATTEMPTS_BEFORE_LOST),
    )
    return tuple(risk for risk, is_so in found if is_so)
