"""The case file: one person's accompaniment on one page, gathered from all rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases import queries
from arraigo.cases.models import Case, FollowUp, Need, PlanAction
from arraigo.cases.queries.caseload import plan_due_of
from arraigo.cases.rules import ORDER, ActionStatus, Stage, days_late
from arraigo.cases.services.case import is_workable
from arraigo.cases.templatetags.cases import month_name, place_words
from arraigo.core import content
from arraigo.core.periods import age_on
from arraigo.desk.timeline import timeline_of
from arraigo.people.models import Person
from arraigo.referrals.models import Referral
from arraigo.support import queries as support
from arraigo.web import charts, formats
from arraigo.web import components as c

_FACTS_SHOWN = 9


@require_GET
@door(Action.SEE_CASE)
def case_file(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The whole case, for those who may see it; opening it leaves a line in the audit."""
    visible = Case.objects.visible_to(request.worker)
    case = get_object_or_404(
        visible.select_related("person", "institution", "worker", "after_return", "plan"), pk=pk
    )
    audit.seen("case.opened_file", case, by=request.worker, at=timezone.now())
    return render(request, "desk/case_file.html", _context(case, request.worker, timezone.localdate()))


def _context(case: Case, worker: Worker, today: date) -> dict[str, Any]:
    may_work = is_workable(case, worker)
    own = case.worker_id == worker.pk
    followups = list(case.followups.select_related("response") if own else case.followups.defer("response"))
    plan = getattr(case, "plan", None)
    actions = list(plan.actions.select_related("institution")) if plan else []
    needs = list(case.needs.all())
    matrix = queries.matrix_of(actions)
    events = timeline_of(case.person, worker, today)
    return {
        "case": case,
        "plan": plan,
        "today": today,
        "now": timezone.now(),
        "may_work": may_work and not case.closed_on,
        "may_reopen": may_work and bool(case.closed_on),
        "own": own,
        "facts": _header(case, today),
        "stages": _stage_line(case),
        "year": _year_line(case, followups, today, may_work),
        "next_step": _next_step(case, today) if may_work else None,
        "dimensions": _dimensions(needs, list(case.capacities.all()), actions, own=own),
        "matrix": _matrix(case, matrix, may_work and not case.closed_on),
        "has_actions": any(matrix.cells.values()),
        "done_actions": sum(action.status == ActionStatus.DONE for action in actions),
        "all_actions": sum(action.status != ActionStatus.CANCELLED for action in actions),
        "signed_day": _day_of(case, plan.signed_on) if plan and plan.signed_on else None,
        "balance": queries.balance_of(matrix, needs),
        "alerts": _alerts(case, followups, actions) if own and not case.closed_on else [],
        "referrals": _referrals(case, worker),
        "refer_url": _refer_url(case) if worker.may(Action.SEND_REFERRAL) else "",
        "scores": _scores(followups),
        "followups": [_followup_line(followup, today) for followup in followups],
        "documents": support.documents_of(case.person, worker),
        "applications": support.applications_of(case.person, worker),
        "timeline": _timeline(case, events),
    }


def _header(case: Case, today: date) -> list[str]:
    """The line of facts under the name."""
    person = case.person
    born = person.birth_date
    facts = [formats.age_words(age_on(born, today)) if born else "", place_words(case.municipality, True)]
    facts.append(_company(person, today))
    if case.worker:
        facts.append(_("accompanied by: %(worker)s") % {"worker": case.worker.name})
    return [fact for fact in facts if fact]


def _company(person: Person, today: date) -> str:
    """«con Kevin Estuardo, 9, y Ana Sofía, 5»."""
    if person.household_id is None:
        return ""
    members = person.household.members.exclude(pk=person.pk).order_by("birth_date", "id")  # type: ignore[union-attr]
    named = [
        f"{one.given_names}, {age_on(one.birth_date, today)}" if one.birth_date else one.given_names
        for one in members
    ]
    if not named:
        return ""
    if len(named) == 1:
        return _("with %(name)s") % {"name": named[0]}
    first, last = ", ".join(named[:-1]), named[-1]
    return _("with %(names)s, and %(last)s") % {"names": first, "last": last}


def _stage_line(case: Case) -> c.StageLine:
    stages = content.codelist("case_stage")
    since = formats.day_letters(case.stage_since)
    note = _("%(stage)s since %(day)s") % {"stage": stages.label(case.stage), "day": since}
    return c.StageLine(
        [stages.label(stage) for stage in ORDER], ORDER.index(Stage(case.stage)), note, _("Stages")
    )


def _year_line(case: Case, followups: Sequence[FollowUp], today: date, may_work: bool) -> c.YearLine:
    start = case.after_return.arrived_on if case.after_return else case.opened_on
    marks = [
        c.YearMark(
            followup.month,
            followup.due_on,
            done=bool(followup.done_on),
            score=formats.number(float(followup.score), 2) if followup.score is not None else "",
            excused=bool(followup.excused_on),
            url=reverse("cases:followup", args=[followup.pk]) if may_work else "",
        )
        for followup in followups
    ]
    return c.YearLine(start, min(today, case.closed_on or today), marks, _("Return"))


@dataclass(frozen=True, slots=True)
class Step:
    """What the case needs next: the sentence, the words of the button, where it leads, and by when."""

    sentence: str
    button: str
    url: str
    by_when: str = ""
    late: bool = False


def _next_step(case: Case, today: date) -> Step | None:
    if case.closed_on:
        return None
    stage, plan = Stage(case.stage), getattr(case, "plan", None)
    due = plan_due_of(case)
    by_when, late = _plan_words(due, today), bool(days_late(due, today))
    if stage in (Stage.OPEN, Stage.SCREENING):
        return Step(_("Next: the short screening."), _("Do the screening"), _url("screening", case))
    if stage is Stage.ASSESSMENT:
        sentence = _("Next: what is lacking and what is there.")
        return Step(sentence, _("Note needs and capacities"), _url("needs", case), by_when, late)
    if stage is Stage.PLAN and not (plan and plan.actions.exists()):
        return Step(_("Next: the plan."), _("Add an action"), _url("action_new", case), by_when, late)
    if stage is Stage.PLAN:
        return Step(
            _("Next: the signature of the plan."), _("Sign the plan"), _url("sign", case), by_when, late
        )
    if plan and plan.signed_on is None:
        changed = _("The plan changed and waits for the signature of version %(version)d.") % {
            "version": plan.version
        }
        return Step(changed, _("Sign the plan"), _url("sign", case))
    return None


def _url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def _plan_words(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return _("The plan should have been signed by %(day)s.") % {"day": formats.day_letters(due)}
    return _("The plan should be signed by %(day)s.") % {"day": formats.day_letters(due)}


@dataclass(frozen=True, slots=True)
class Item:
    """A need or a capacity as the file shows it."""

    shape: str
    words: str
    state: str
    detail: str = ""
    need: Need | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of needs and capacities; ``protected`` are shown to the case's own worker on demand only."""

    name: str
    items: Sequence[Item]
    protected: Sequence[Item]
    hidden: int


def _dimensions(
    needs: Sequence[Need], capacities: Sequence[Any], actions: Sequence[PlanAction], *, own: bool
) -> list[Dimension]:
    at_work = {
        action.need_id
        for action in actions
        if action.status in (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
    }
    columns = []
    for dimension in content.codelist("dimension"):
        mine = [need for need in needs if need.dimension == dimension.code]
        shown = [_need_item(need, at_work) for need in mine if not need.is_protected]
        has = [
            Item("plus", content.label("capacity", one.capacity), _("capacity"), one.detail)
            for one in capacities
            if one.dimension == dimension.code
        ]
        hidden = [_need_item(need, at_work) for need in mine if need.is_protected]
        columns.append(Dimension(str(dimension.label), [*shown, *has], hidden if own else [], len(hidden)))
    return columns


def _need_item(need: Need, at_work: set[UUID | None]) -> Item:
    label = content.label("need", need.code)
    if need.met_on:
        return Item("disc_check", label, _("met"), need.detail, need)
    if need.pk in at_work:
        return Item("half_disc", label, _("under way"), need.detail, need)
    return Item(
        "diamond" if need.urgent else "ring",
        label,
        _("cannot wait") if need.urgent else "",
        need.detail,
        need,
    )


def _matrix(case: Case, matrix: queries.PlanMatrix, may_add: bool) -> c.Matrix:
    dimensions, levels = content.codelist("dimension"), content.codelist("level")
    add = reverse("cases:action_new", args=[case.pk])
    rows = [
        c.MatrixRow(
            str(levels.item(level).get("in_plan") or levels.label(level)),
            [
                [_matrix_item(action) for action in matrix.cells[level, dimension]]
                for dimension in matrix.dimensions
            ],
            [
                f"{add}?{urlencode({'level': level, 'dimension': dimension})}"
                for dimension in matrix.dimensions
            ]
            if may_add
            else (),
        )
        for level in matrix.levels
    ]
    return c.Matrix(
        [dimensions.label(one) for one in matrix.dimensions], rows, _("Plan by level and dimension")
    )


def _matrix_item(action: PlanAction) -> c.MatrixItem:
    shape = str(content.codelist("action_status").item(action.status).get("shape"))
    state = content.label("action_status", action.status)
    if action.done_on:
        when = _("done on %(day)s") % {"day": formats.day_short(action.done_on)}
    else:
        when = formats.day_short(action.due_on) if action.due_on else ""
    facts = " · ".join(part for part in (action.institution.name, when) if part)
    return c.MatrixItem(action.title, facts, shape, state, reverse("cases:action", args=[action.pk]))


def _alerts(case: Case, followups: Sequence[FollowUp], actions: Sequence[PlanAction]) -> list[dict[str, Any]]:
    screening = case.screenings.select_related("response").first()
    done = [followup for followup in followups if followup.done_on]
    found = queries.alerts_of(screening, done[-1] if done else None, actions, case.institution.country)
    add = reverse("cases:action_new", args=[case.pk])
    return [
        {
            "task": alert.task,
            "urgency": alert.urgency,
            "url": f"{add}?{urlencode({'title': str(alert.task), 'alert': alert.code, 'level': 'individual'})}",
        }
        for alert in found
    ]


def _referrals(case: Case, worker: Worker) -> list[tuple[Referral, c.Clock | None]]:
    now = timezone.now()
    visible = Referral.objects.visible_to(worker).filter(case=case).select_related("service__institution")
    return [
        (
            referral,
            c.Clock.between(referral.sent_at, referral.answer_due_at, now, inline=True)
            if referral.status == "sent"
            else None,
        )
        for referral in visible.order_by("-sent_at")
    ]


def _refer_url(case: Case) -> str:
    try:
        return reverse("referrals:send", args=[case.pk])
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How the scores went: the latest, the change since the first, and the chart of the three dimensions."""

    latest: Decimal
    change: float | None
    since: str
    chart: charts.LineChart | None
    rows: Sequence[FollowUp]


def _scores(followups: Sequence[FollowUp]) -> ScoreLine | None:
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
    """A follow-up as the margin lists it."""

    followup: FollowUp
    shape: str
    name: str
    days_late: int


def _followup_line(followup: FollowUp, today: date) -> FollowUpLine:
    shape = "disc_check" if followup.done_on else "ring_bar" if followup.excused_on else "ring"
    settled = followup.done_on or followup.excused_on
    return FollowUpLine(
        followup, shape, month_name(followup.month), 0 if settled else days_late(followup.due_on, today)
    )


def _timeline(case: Case, events: Sequence[c.Event]) -> c.Timeline:
    more_url = reverse("desk:person", args=[case.person_id]) if len(events) > _FACTS_SHOWN else ""
    more = _("See all %(count)d facts") % {"count": len(events)}
    return c.Timeline(events[:_FACTS_SHOWN], more_url=more_url, more=more)


def _day_of(case: Case, on: date) -> int:
    return (on - (case.after_return.arrived_on if case.after_return else case.opened_on)).days
