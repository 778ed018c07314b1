"""The case file: one person's accompaniment on one page, gathered from all rooms."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases import queries
from arraigo.cases.models import Case, Contact, FollowUp
from arraigo.cases.rules import ORDER, ActionStatus, Stage
from arraigo.cases.services.case import is_workable
from arraigo.cases.templatetags.cases import place_words
from arraigo.core import content
from arraigo.core.periods import age_on
from arraigo.desk.case_plan import alerts_of, dimensions_of, matrix_of, next_step
from arraigo.desk.case_scores import followup_lines, scores_of
from arraigo.desk.timeline import timeline_of
from arraigo.people.models import Person
from arraigo.referrals import queries as referral_queries
from arraigo.referrals.models import Referral
from arraigo.support import queries as support
from arraigo.web import components as c
from arraigo.web import formats

_FACTS_SHOWN = 9
_CONTACTS_SHOWN = 4


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
        "next_step": next_step(case, actions, today) if may_work else None,
        "dimensions": dimensions_of(needs, list(case.capacities.all()), actions, own=own),
        "matrix": matrix_of(case, matrix, may_work and not case.closed_on, today),
        "has_actions": any(matrix.cells.values()),
        "done_actions": sum(action.status == ActionStatus.DONE for action in actions),
        "all_actions": sum(action.status != ActionStatus.CANCELLED for action in actions),
        "signed_day": _day_of(case, plan.signed_on) if plan and plan.signed_on else None,
        "balance": queries.balance_of(matrix, needs),
        "alerts": alerts_of(case, followups, actions) if own and not case.closed_on else [],
        "contacts": _contacts(case, own=own),
        "screenings": list(case.screenings.only("id", "case_id", "done_at")[:3]) if may_work else [],
        "referrals": _referrals(case, worker),
        "refer_url": reverse("referrals:send", args=[case.pk]) if worker.may(Action.SEND_REFERRAL) else "",
        "scores": scores_of(followups),
        "followups": followup_lines(followups, today),
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
    facts.append(
        _("accompanied by: %(worker)s") % {"worker": case.worker.name}
        if case.worker
        else _("nobody accompanies the case yet")
    )
    return [fact for fact in facts if fact]


def _company(person: Person, today: date) -> str:
    """«con Kevin Estuardo, 9, y Ana Sofía, 5»."""
    named = [
        f"{one.given_names}, {age_on(one.birth_date, today)}" if one.birth_date else one.given_names
        for one in queries.company_of(person)
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


def _contacts(case: Case, *, own: bool) -> list[Contact]:
    """The latest contacts; what was said in them is read by the case's own worker only."""
    found = case.contacts.select_related("noted_by")
    return list((found if own else found.defer("note"))[:_CONTACTS_SHOWN])


def _referrals(case: Case, worker: Worker) -> list[tuple[Referral, c.Clock | None]]:
    now = timezone.now()
    return [
        (
            referral,
            c.Clock.between(referral.sent_at, referral.answer_due_at, now, inline=True)
            if referral.status == "sent"
            else None,
        )
        for referral in referral_queries.of_case(case, worker)
    ]


def _timeline(case: Case, events: Sequence[c.Event]) -> c.Timeline:
    more_url = reverse("desk:person", args=[case.person_id]) if len(events) > _FACTS_SHOWN else ""
    more = _("See all %(count)d facts") % {"count": len(events)}
    return c.Timeline(events[:_FACTS_SHOWN], more_url=more_url, more=more)


def _day_of(case: Case, on: date) -> int:
    return (on - (case.after_return.arrived_on if case.after_return else case.opened_on)).days
