"""What a worker has to do: follow-ups, actions, plans and first interviews, in a constant number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Count, Q

from arraigo.access.models import Worker
from arraigo.cases.models import Case, CaseQuerySet, FollowUp, PlanAction
from arraigo.cases.queries.caseload import plan_due_of
from arraigo.cases.rules import Stage
from arraigo.core.periods import add_months

ON_TIME = timedelta(days=14)
"""A follow-up counts as on time up to so many days after it was due (indicator contract, ``process``)."""


class Kind(StrEnum):
    """What is to be done."""

    FOLLOW_UP = "followup"
    ACTION = "action"
    PLAN = "plan"
    SIGNATURE = "signature"
    SCREENING = "screening"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do in a case, and the day on which it is due."""

    kind: Kind
    case: Case
    due_on: date
    followup: FollowUp | None = None
    action: PlanAction | None = None

    def days_late(self, today: date) -> int:
        return max(0, (today - self.due_on).days)


def tasks_of(worker: Worker, today: date, days_ahead: int = 0) -> list[Task]:
    """What the worker has to do until a day, the longest overdue first; three queries."""
    until = today + timedelta(days=days_ahead)
    found = [*_followups(worker, until), *_actions(worker, until), *_stages(worker, today, until)]
    return sorted(found, key=lambda task: (task.due_on, task.case.number))


def _own(worker: Worker) -> CaseQuerySet:
    return Case.objects.visible_to(worker).open().filter(worker=worker)


def _followups(worker: Worker, until: date) -> Iterator[Task]:
    due = FollowUp.objects.to_do().filter(case__in=_own(worker), due_on__lte=until)
    for followup in due.select_related("case__person", "case__after_return"):
        yield Task(Kind.FOLLOW_UP, followup.case, followup.due_on, followup=followup)


def _actions(worker: Worker, until: date) -> Iterator[Task]:
    due = PlanAction.objects.to_do().filter(plan__case__in=_own(worker), due_on__lte=until)
    for action in due.select_related("institution", "plan__case__person"):
        if action.due_on:
            yield Task(Kind.ACTION, action.plan.case, action.due_on, action=action)


def _stages(worker: Worker, today: date, until: date) -> Iterator[Task]:
    """First interviews, plans that should be ready, and plans that wait for a signature."""
    waiting = Q(stage__in=[Stage.OPEN, Stage.SCREENING, Stage.ASSESSMENT, Stage.PLAN]) | Q(
        plan__isnull=False, plan__signed_on=None
    )
    for case in _own(worker).filter(waiting).select_related("person", "after_return", "plan"):
        plan = getattr(case, "plan", None)
        due_on = plan_due_of(case)
        if case.stage in (Stage.OPEN, Stage.SCREENING):
            yield Task(Kind.SCREENING, case, today)
        elif due_on is None:
            yield Task(Kind.SIGNATURE, case, today)
        elif due_on <= until:
            yield Task(Kind.SIGNATURE if plan else Kind.PLAN, case, due_on)


def stage_counts(worker: Worker) -> dict[Stage, int]:
    """How many open cases the worker has in each stage; one query."""
    found = dict(_own(worker).order_by().values_list("stage").annotate(Count("pk")))
    return {stage: found.get(stage, 0) for stage in Stage if stage is not Stage.CLOSED}


def without_plan(worker: Worker) -> list[tuple[Case, date]]:
    """The worker's cases that wait for a plan, with the day by which each should have one, the first due first."""
    cases = _own(worker).filter(stage__in=[Stage.OPEN, Stage.SCREENING, Stage.ASSESSMENT, Stage.PLAN])
    due = [(case, plan_due_of(case)) for case in cases.select_related("person", "after_return")]
    return sorted(((case, on) for case, on in due if on), key=lambda pair: (pair[1], pair[0].number))


@dataclass(frozen=True, slots=True)
class Punctuality:
    """Of the follow-ups due in a month, how many were done in time."""

    month: date
    in_time: int
    due: int


def punctuality(worker: Worker, today: date, months: int = 2) -> list[Punctuality]:
    """The worker's last whole months, the newest first; one query."""
    first = add_months(today.replace(day=1), -months)
    due = FollowUp.objects.filter(
        case__in=Case.objects.visible_to(worker).filter(worker=worker),
        due_on__gte=first,
        due_on__lt=today.replace(day=1),
    ).values_list("due_on", "done_on")
    found: dict[date, list[bool]] = {
        add_months(today.replace(day=1), -back): [] for back in range(1, months + 1)
    }
    for due_on, done_on in due:
        found[due_on.replace(day=1)].append(done_on is not None and done_on - due_on <= ON_TIME)
    return [Punctuality(month, sum(in_time), len(in_time)) for month, in_time in found.items() if in_time]
