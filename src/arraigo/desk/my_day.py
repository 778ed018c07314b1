"""My day: what is late, what is for today, who is at risk, and what others owe."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from arraigo.access.http import WorkerRequest, door
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases import queries
from arraigo.cases.models import Case
from arraigo.cases.queries import AtRisk, Row, Task
from arraigo.cases.queries.work import Kind
from arraigo.cases.rules import Risk
from arraigo.cases.templatetags.cases import month_name, place_words, who
from arraigo.core import content
from arraigo.referrals import queries as referrals
from arraigo.referrals.models import Referral
from arraigo.web import charts, formats
from arraigo.web import components as c

_SHOWN = 8
_WORKING_DAYS = 5


@require_GET
@door(Action.WORK_CASE)
def my_day(request: WorkerRequest) -> HttpResponse:
    """What a case worker opens in the morning: verb first, person second, reason third."""
    now = timezone.now()
    return render(request, "desk/my_day.html", _context(request.worker, now))


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line: when, what to do, with whom, why, and the one button."""

    verb: str
    case: Case
    who: str
    reasons: Sequence[str]
    url: str
    button: str
    clock: c.Clock | None = None
    when: str = ""
    interpreter: str = ""
    spark: charts.Sparkline | None = None
    score: str = ""
    main: bool = False


def _context(worker: Worker, now: datetime) -> dict[str, Any]:
    today = timezone.localdate(now)
    standing = {row.case.pk: row for row in queries.rows_of(_own_cases(worker, today), today)}
    tasks = queries.tasks_of(worker, today, days_ahead=9)
    late = [task for task in tasks if task.days_late(today)]
    due = sorted(
        (task for task in tasks if task.due_on == today), key=lambda task: task.kind is not Kind.SCREENING
    )
    calls = {task.case.pk for task in late if task.kind is Kind.FOLLOW_UP}
    risk = [one for one in queries.at_risk(worker, today) if not _said_above(one, calls)]
    declined = referrals.turned_down(worker, now)
    plans = queries.without_plan(worker)
    stages = queries.stage_counts(worker)
    return {
        "today": today,
        "greeting": _greeting(timezone.localtime(now).hour) % {"name": worker.name.split()[0]},
        "summary": _summary(len(due) + len(declined), len(late), len(risk)),
        "late": [_late_item(task, standing.get(task.case.pk), today) for task in late[:_SHOWN]],
        "late_count": len(late),
        "late_more": _more(len(late)),
        "late_url": f"{reverse('cases:list')}?show=late" if len(late) > _SHOWN else "",
        "due": _with_one_main(
            [
                *(_due_item(task, standing.get(task.case.pk), today) for task in due[:_SHOWN]),
                *map(_declined_item, declined),
            ]
        ),
        "due_count": len(due) + len(declined),
        "risk": [_risk_item(one, today) for one in risk[:_SHOWN]],
        "risk_count": len(risk),
        "risk_more": _more(len(risk)),
        "risk_url": f"{reverse('cases:list')}?show=risk" if len(risk) > _SHOWN else "",
        "waiting": _waiting(worker, now),
        "week": _week(tasks, today),
        "stages": _stage_bars(stages),
        "open_cases": sum(stages.values()),
        "plans": [PlanDue(who(case), case, on, today) for case, on in plans[:3]],
        "plans_count": len(plans),
        "punctuality": queries.punctuality(worker, today),
    }


@dataclass(frozen=True, slots=True)
class PlanDue:
    """A case that waits for its plan."""

    who: str
    case: Case
    on: date
    today: date

    @property
    def late(self) -> bool:
        return self.on < self.today

    @property
    def words(self) -> str:
        if self.late:
            return formats.days_late((self.today - self.on).days)
        return formats.left(self.on - self.today) if self.on > self.today else _("today")


def _more(count: int) -> str:
    """The words of the way to the whole list, where there is more than what is shown."""
    return _("See all %(count)d") % {"count": count} if count > _SHOWN else ""


def _own_cases(worker: Worker, today: date) -> Sequence[Case]:
    return list(queries.caseload(worker, queries.Filters(), today))


def _greeting(hour: int) -> str:
    if hour < 12:
        return _("Good morning, %(name)s")
    return _("Good afternoon, %(name)s") if hour < 19 else _("Good evening, %(name)s")


def _summary(due: int, late: int, risk: int) -> str:
    """One sentence before the lists."""
    if not (due or late or risk):
        return _("Nothing waits for you today.")
    parts = [
        ngettext("%(count)d thing for today", "%(count)d things for today", due) % {"count": due},
        ngettext("%(count)d late", "%(count)d late", late) % {"count": late},
        ngettext("%(count)d person at risk", "%(count)d people at risk", risk) % {"count": risk},
    ]
    return _("%(today)s, %(late)s, %(risk)s.") % {"today": parts[0], "late": parts[1], "risk": parts[2]}


def _late_item(task: Task, row: Row | None, today: date) -> WorkItem:
    started = task.case.opened_on if task.kind is not Kind.FOLLOW_UP else task.due_on - timedelta(days=30)
    return _item(task, row, today, clock=c.Clock.days(started, task.due_on, today))


def _due_item(task: Task, row: Row | None, today: date) -> WorkItem:
    return _item(task, row, today, when=_("Today"))


def _said_above(one: AtRisk, calls: set[UUID]) -> bool:
    """Somebody who is only hard to reach, and whose late call stands in the list above."""
    return one.row.risks == (Risk.LOST_CONTACT,) and one.row.case.pk in calls


def _declined_item(referral: Referral) -> WorkItem:
    case = referral.case
    said = content.label("referral_status", referral.status)
    answer = _("%(institution)s: %(answer)s") % {
        "institution": referral.to_institution.name,
        "answer": said.lower(),
    }
    return WorkItem(
        verb=_("Choose another way for: %(service)s") % {"service": referral.service.name},
        case=case,
        who=who(case),
        reasons=[_("Details only inside the case")] if case.protected else [answer],
        url=reverse("referrals:send", args=[case.pk]),
        button=_("See options"),
        when=_("Today"),
        interpreter=_interpreter(case),
    )


def _with_one_main(items: list[WorkItem]) -> list[WorkItem]:
    """One filled button for the page: that of the first line for today."""
    return [replace(item, main=place == 0) for place, item in enumerate(items)]


def _item(task: Task, row: Row | None, today: date, **shown: Any) -> WorkItem:
    verb, url, button, reasons = _WORDS[task.kind](task, row, today)
    case = task.case
    if case.protected:
        reasons = [_("Details only inside the case")]
    return WorkItem(
        verb=verb,
        case=case,
        who=who(case),
        reasons=[reason for reason in reasons if reason],
        url=url,
        button=button,
        interpreter=_interpreter(case),
        **shown,
    )


def _followup_words(task: Task, row: Row | None, today: date) -> tuple[str, str, str, list[str]]:
    assert task.followup
    verb = _("Call for the follow-up at %(months)s") % {"months": month_name(task.followup.month)}
    url = reverse("cases:followup", args=[task.followup.pk])
    return verb, url, _("Call"), [place_words(task.case.municipality), _contact_words(row, today)]


def _action_words(task: Task, row: Row | None, today: date) -> tuple[str, str, str, list[str]]:
    assert task.action
    due = (_("was due on %(day)s") if task.due_on < today else _("due on %(day)s")) % {
        "day": formats.day_letters(task.due_on)
    }
    url = reverse("cases:action", args=[task.action.pk])
    return task.action.title, url, _("See"), [task.action.institution.name, due]


def _plan_words(task: Task, row: Row | None, today: date) -> tuple[str, str, str, list[str]]:
    url = reverse("cases:action_new", args=[task.case.pk])
    return (
        _("Prepare the plan"),
        url,
        _("Open the plan"),
        [place_words(task.case.municipality), _returned(task.case, today)],
    )


def _signature_words(task: Task, row: Row | None, today: date) -> tuple[str, str, str, list[str]]:
    plan = task.case.plan
    version = _("version %(version)d has no signature yet") % {"version": plan.version}
    return _("Sign the plan"), reverse("cases:sign", args=[task.case.pk]), _("Open the plan"), [version]


def _screening_words(task: Task, row: Row | None, today: date) -> tuple[str, str, str, list[str]]:
    url = reverse("cases:screening", args=[task.case.pk])
    return (
        _("First interview"),
        url,
        _("Start the interview"),
        [place_words(task.case.municipality), _returned(task.case, today)],
    )


_WORDS = {
    Kind.FOLLOW_UP: _followup_words,
    Kind.ACTION: _action_words,
    Kind.PLAN: _plan_words,
    Kind.SIGNATURE: _signature_words,
    Kind.SCREENING: _screening_words,
}


def _contact_words(row: Row | None, today: date) -> str:
    if row is None:
        return ""
    if row.failed_attempts:
        return ngettext(
            "%(count)d attempt without an answer", "%(count)d attempts without an answer", row.failed_attempts
        ) % {"count": row.failed_attempts}
    return _("last contact on %(day)s") % {"day": formats.day_letters(row.last_contact_on)}


def _returned(case: Case, today: date) -> str:
    if case.after_return is None:
        return ""
    days = (today - case.after_return.arrived_on).days
    if days <= 0:
        return _("arrived today")
    if days == 1:
        return _("arrived yesterday")
    return _("arrived %(days)s ago") % {"days": formats.days(days)}


def _interpreter(case: Case) -> str:
    """The language for which an interpreter is needed, or nothing."""
    language = case.person.language
    return "" if case.protected or language in ("", "spa") else content.label("language", language)


def _risk_item(one: AtRisk, today: date) -> WorkItem:
    row, case = one.row, one.row.case
    verb, button = _risk_words(row, today)
    scores = [float(done.score) for done in one.followups if done.score is not None]
    lost = row.risks[0] is Risk.LOST_CONTACT
    url = reverse("cases:contact" if lost else "desk:case_file", args=[case.pk])
    return WorkItem(
        verb=verb,
        case=case,
        who=who(case),
        reasons=[_("Details only inside the case")] if case.protected else _risk_reasons(one),
        url=url,
        button=button,
        interpreter=_interpreter(case),
        spark=charts.sparkline(scores, tone="maiz") if len(scores) > 2 else None,
        score=formats.number(scores[-1], 2) if scores else "",
    )


def _risk_words(row: Row, today: date) -> tuple[str, str]:
    days = formats.days((today - row.last_contact_on).days)
    return {
        Risk.INTENDS_TO_REMIGRATE: (_("Thinks of migrating again"), _("Talk")),
        Risk.SCORE_FELL: (_("The score fell"), _("Review the plan")),
        Risk.LOW_SCORE: (_("The score is low"), _("Review the plan")),
        Risk.LOST_CONTACT: (_("No contact for %(days)s") % {"days": days}, _("Look for contact")),
    }[row.risks[0]]


def _risk_reasons(one: AtRisk) -> list[str]:
    row, latest, before = one.row, one.latest, one.before
    reasons = []
    if latest:
        reasons.append(_("Follow-up at %(months)s") % {"months": month_name(latest.month)})
    fall = _deepest_fall(latest, before)
    if fall:
        reasons.append(fall)
    elif row.failed_attempts:
        reasons.append(_contact_words(row, row.last_contact_on))
    return reasons or [place_words(row.case.municipality)]


def _deepest_fall(latest: Any, before: Any) -> str:
    """In words, the dimension that fell most between two follow-ups."""
    if latest is None or before is None:
        return ""
    falls = []
    for dimension in content.codelist("dimension"):
        now, then = getattr(latest, f"score_{dimension.code}"), getattr(before, f"score_{dimension.code}")
        if now is not None and then is not None and now < then:
            falls.append((then - now, str(dimension.label).lower(), then, now))
    if not falls:
        return ""
    _size, name, then, now = max(falls)
    return _("%(dimension)s dimension: from %(before)s to %(after)s") % {
        "dimension": name,
        "before": formats.number(float(then), 2),
        "after": formats.number(float(now), 2),
    }


def _waiting(worker: Worker, now: datetime) -> list[tuple[Referral, c.Clock]]:
    """Referrals of the worker that others have not answered yet, the first due first."""
    return [
        (referral, c.Clock.between(referral.sent_at, referral.answer_due_at, now))
        for referral in referrals.waiting_on_others(worker, now)
    ]


def _week(tasks: Sequence[Task], today: date) -> list[tuple[date, int]]:
    """The next working days with how much each holds; today's count holds what is late as well."""
    days = [
        day
        for day in (today + timedelta(days=ahead) for ahead in range(9))
        if day == today or day.weekday() < 5
    ]
    counted = dict.fromkeys(days[:_WORKING_DAYS], 0)
    for task in tasks:
        day = max(task.due_on, today)
        if day in counted:
            counted[day] += 1
    return list(counted.items())


def _stage_bars(counts: dict[Any, int]) -> charts.BarList:
    names = content.codelist("case_stage")
    return charts.BarList(
        [
            charts.BarItem(names.label(stage), count, f"{reverse('cases:list')}?stage={stage.value}")
            for stage, count in counts.items()
        ]
    )
