"""The list of cases: how each stands, what is late, who is at risk. As many queries for thirty cases as for three."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce, Greatest

from arraigo.access.models import Worker
from arraigo.cases.models import Case, CaseQuerySet, Contact, FollowUp, PlanAction
from arraigo.cases.rules import (
    ATTEMPTS_BEFORE_LOST,
    FALL,
    PLAN_WITHIN,
    SUSTAINED,
    Risk,
    Stage,
    days_late,
    plan_due_on,
    risks,
)
from arraigo.core.names import fold

BEFORE_PLAN_IS_SIGNED = (Stage.OPEN, Stage.SCREENING, Stage.ASSESSMENT, Stage.PLAN)


class Show(StrEnum):
    """Which cases a list shows."""

    OPEN = "open"
    LATE = "late"
    RISK = "risk"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list of cases was asked for; all of it stands in the address of the page."""

    show: Show = Show.OPEN
    mine: bool = True
    stage: str = ""
    text: str = ""
    sort: str = ""


SORTS: dict[str, tuple[str | OrderBy, ...]] = {
    "": ("-opened_on", "-id"),
    "next": (F("next_on").asc(nulls_last=True), "-id"),
    "-next": (F("next_on").desc(nulls_last=True), "-id"),
    "name": ("protected", "person__search_text", "id"),
    "-name": ("protected", "-person__search_text", "id"),
    "score": (F("latest_score").asc(nulls_last=True), "-id"),
    "-score": (F("latest_score").desc(nulls_last=True), "-id"),
    "since": ("stage_since", "id"),
    "-since": ("-stage_since", "-id"),
}
"""Orders by name in the address. The first is the order of the list's own index."""


def caseload(worker: Worker, filters: Filters, today: date) -> CaseQuerySet:
    """The cases of a list, with what `standing` needs of each."""
    cases = with_standing(_narrowed(worker, filters, today))
    if filters.show is Show.RISK:
        cases = cases.filter(risky())
    order = SORTS.get(filters.sort, SORTS[""])
    return cases.select_related("person", "worker", "after_return", "plan").defer(*_LONG).order_by(*order)


def counts(worker: Worker, filters: Filters, today: date) -> dict[Show, int]:
    """How many cases each `Show` would list, other filters as they are."""
    found = {}
    for show in Show:
        narrowed = _narrowed(worker, _with_show(filters, show), today)
        found[show] = (with_standing(narrowed).filter(risky()) if show is Show.RISK else narrowed).count()
    return found


def with_standing(cases: CaseQuerySet) -> CaseQuerySet:
    """Annotate each case with its next follow-up, latest scores, latest intention, last contact and failed attempts."""
    of_case = FollowUp.objects.filter(case=OuterRef("pk"))
    ahead = of_case.filter(done_on=None, excused_on=None).order_by("due_on", "id")
    done = of_case.filter(done_on__isnull=False).order_by("-done_on", "-id")
    scored = done.filter(score__isnull=False)
    actions = (
        PlanAction.objects.to_do().filter(plan__case=OuterRef("pk"), due_on__isnull=False).order_by("due_on")
    )
    reached = Contact.objects.filter(case=OuterRef("pk"), reached="yes").order_by("-happened_on")
    failed = (
        Contact.objects.filter(case=OuterRef("pk"), reached="no", happened_on__gt=OuterRef("last_contact_on"))
        .order_by()
        .values("case")
        .annotate(attempts=Count("pk"))
        .values("attempts")
    )
    return cases.annotate(
        next_on=Subquery(ahead.values("due_on")[:1]),
        next_month=Subquery(ahead.values("month")[:1]),
        next_action_on=Subquery(actions.values("due_on")[:1]),
        latest_score=Subquery(scored.values("score")[:1]),
        score_before=Subquery(scored.values("score")[1:2]),
        latest_intention=Subquery(done.values("intends_to_remigrate")[:1]),
        last_contact_on=Greatest(
            Coalesce(Subquery(done.values("done_on")[:1]), F("opened_on")),
            Coalesce(Subquery(reached.values("happened_on")[:1]), F("opened_on")),
        ),
        failed_attempts=Coalesce(Subquery(failed), 0),
    )


def risky() -> Q:
    """Of annotated cases those that `rules.risks` finds at risk."""
    return (
        Q(latest_intention="yes")
        | Q(latest_score__lt=SUSTAINED)
        | Q(latest_score__lte=F("score_before") - FALL)
        | Q(failed_attempts__gte=ATTEMPTS_BEFORE_LOST)
    )


def late_on(today: date) -> Q:
    """Cases in which something is late: a follow-up, an action, or the first plan."""
    followups = FollowUp.objects.filter(case=OuterRef("pk"), done_on=None, excused_on=None, due_on__lt=today)
    actions = PlanAction.objects.to_do().filter(plan__case=OuterRef("pk"), due_on__lt=today)
    return Q(Exists(followups)) | Q(Exists(actions)) | _plan_late_on(today)


@dataclass(frozen=True, slots=True)
class Row:
    """A case as a list shows it."""

    case: Case
    next_on: date | None
    next_month: int | None
    days_late: int
    plan_due_on: date | None
    plan_days_late: int
    action_days_late: int
    score: Decimal | None
    score_before: Decimal | None
    risks: tuple[Risk, ...]
    last_contact_on: date
    failed_attempts: int


def rows_of(cases: Iterable[Case], today: date) -> list[Row]:
    """How each of the annotated cases stands on a day."""
    return [standing(case, today) for case in cases]


def standing(case: Case, today: date) -> Row:
    """How an annotated case stands on a day."""
    told = vars(case)
    plan_due = plan_due_of(case)
    return Row(
        case=case,
        next_on=told["next_on"],
        next_month=told["next_month"],
        days_late=0 if case.closed_on else days_late(told["next_on"], today),
        plan_due_on=plan_due,
        plan_days_late=days_late(plan_due, today),
        action_days_late=0 if case.closed_on else days_late(told["next_action_on"], today),
        score=told["latest_score"],
        score_before=told["score_before"],
        risks=()
        if case.closed_on
        else risks(
            score=told["latest_score"],
            score_before=told["score_before"],
            intends_to_remigrate=told["latest_intention"] or "",
            failed_attempts=told["failed_attempts"],
        ),
        last_contact_on=told["last_contact_on"],
        failed_attempts=told["failed_attempts"],
    )


def plan_due_of(case: Case) -> date | None:
    """By when a case without a signed plan should have one; ``None`` where that is behind it."""
    if case.closed_on or Stage(case.stage) not in BEFORE_PLAN_IS_SIGNED:
        return None
    return plan_due_on(case.after_return.arrived_on if case.after_return else None, case.opened_on)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Somebody to talk to: why, and their scores so far, oldest first."""

    row: Row
    followups: Sequence[FollowUp]

    @property
    def latest(self) -> FollowUp | None:
        return self.followups[-1] if self.followups else None

    @property
    def before(self) -> FollowUp | None:
        return self.followups[-2] if len(self.followups) > 1 else None


def at_risk(worker: Worker, today: date) -> list[AtRisk]:
    """The worker's own open cases at risk, the gravest reason first, in two queries."""
    found = rows_of(caseload(worker, Filters(show=Show.RISK), today), today)
    scored: dict[UUID, list[FollowUp]] = {row.case.pk: [] for row in found}
    done = FollowUp.objects.filter(case__in=list(scored), done_on__isnull=False).defer("response")
    for followup in done.order_by("done_on", "id"):
        scored[followup.case_id].append(followup)
    order = {risk: place for place, risk in enumerate(Risk)}
    found.sort(key=lambda row: (order[row.risks[0]] if row.risks else len(order), row.score or Decimal(1)))
    return [AtRisk(row, scored[row.case.pk]) for row in found]


_LONG = ("own_words", "careful_contact")
_NUMBER = re.compile(r"^\s*c?\s*-?\s*(\d{1,9})\s*$", re.IGNORECASE)


def _narrowed(worker: Worker, filters: Filters, today: date) -> CaseQuerySet:
    cases: QuerySet[Case] = Case.objects.visible_to(worker)
    if filters.mine:
        cases = cases.filter(worker=worker)
    if filters.stage:
        cases = cases.filter(stage=filters.stage)
    if filters.text:
        cases = cases.filter(_matching(filters.text))
    cases = cases.filter(closed_on__isnull=filters.show is not Show.CLOSED)
    if filters.show is Show.LATE:
        cases = cases.filter(late_on(today))
    return cases  # type: ignore[return-value]


def _with_show(filters: Filters, show: Show) -> Filters:
    return Filters(show=show, mine=filters.mine, stage=filters.stage, text=filters.text)


def _matching(text: str) -> Q:
    """By number, or by the start of names; a protected case is found by its number only."""
    number = _NUMBER.match(text)
    if number:
        return Q(number=int(number[1]))
    words = [Q(person__search_text__contains=f" {word}") for word in fold(text).split()]
    return Q(*words, protected=False)


def _plan_late_on(today: date) -> Q:
    """The first plan is past the day of `rules.plan_due_on`, said in SQL."""
    limit = today - PLAN_WITHIN
    from_return = Q(
        after_return__arrived_on__lt=limit, opened_on__lte=F("after_return__arrived_on") + PLAN_WITHIN
    )
    unsigned = Q(plan__isnull=True) | Q(plan__signed_on=None)
    return Q(stage__in=BEFORE_PLAN_IS_SIGNED) & unsigned & (Q(opened_on__lt=limit) | from_return)
