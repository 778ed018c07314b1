"""The team of an institution: who works there, what each carries, what is late. Some roles see counts only."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from arraigo.access import queries as access
from arraigo.access.http import WorkerRequest, door
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.cases.models import Case, FollowUp
from arraigo.cases.queries.work import ON_TIME
from arraigo.reception.models import Return
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import Status
from arraigo.web import components as c
from arraigo.web import formats

_LATELY = timedelta(days=90)
_THIS_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Load:
    """What one worker carries, or one institution; ``on_time`` is a share of the follow-ups due in the last 90 days."""

    open_cases: int = 0
    late_followups: int = 0
    due_lately: int = 0
    done_in_time: int = 0
    unanswered: int = 0
    to_answer: int = 0
    answered: int = 0
    registered: int = 0

    @property
    def on_time(self) -> float | None:
        return self.done_in_time / self.due_lately if self.due_lately else None


@dataclass(frozen=True, slots=True)
class Board:
    """The loads by key, and what nobody in particular carries."""

    loads: dict[UUID, Load] = field(default_factory=dict)
    unassigned: int = 0

    def of(self, key: UUID) -> Load:
        return self.loads.get(key, Load())

    @property
    def total(self) -> Load:
        names = Load.__dataclass_fields__
        return Load(**{name: sum(getattr(load, name) for load in self.loads.values()) for name in names})


@require_GET
@door(Action.SEE_TEAM)
def team(request: WorkerRequest) -> HttpResponse:
    """The board of one's institution; of all institutions of the country for who reaches that far."""
    now = timezone.now()
    if request.worker.scope(Action.SEE_TEAM) is Scope.COUNTRY:
        return _of_country(request, now)
    ours = Q(pk=request.worker.institution_id)
    context: dict[str, Any] = {"figures": _figures(board_by("institution", ours, now).total, request.worker)}
    # Counts only, where the role reads figures and never reaches a person.
    if request.worker.may(Action.SEE_PERSON):
        board = board_by("worker", ours, now)
        context["rows"] = [(one, board.of(one.pk)) for one in access.colleagues(request.worker)]
        context["unassigned"] = board.unassigned
    return render(request, "desk/team.html", context)


def _of_country(request: WorkerRequest, now: datetime) -> HttpResponse:
    there = Institution.objects.filter(country=request.worker.country)
    staff = Count("workers", filter=Q(workers__ended_at=None, workers__user__is_active=True))
    board = board_by("institution", Q(country=request.worker.country), now)
    context = {
        "rows": [(one, board.of(one.pk)) for one in there.annotate(staff=staff)],
        "figures": _figures(board.total, request.worker),
        "of_institutions": True,
    }
    return render(request, "desk/team.html", context)


def board_by(key: str, institutions: Q, now: datetime) -> Board:
    """
    The loads by ``worker`` or by ``institution``, of the institutions that a condition names; five queries.

    These are counts over all cases, protected ones too: a number names nobody.
    """
    there, today = Institution.objects.filter(institutions), timezone.localdate(now)
    cases = Case.objects.open().filter(institution__in=there)
    counts: dict[str, dict[Any, int]] = {
        "open_cases": _counted(cases, key),
        **_followups(there, f"case__{key}", today),
        **_sent(there, f"case__{key}" if key == "worker" else "from_institution", now),
        **_received(there, "answered_by" if key == "worker" else "to_institution", now),
        "registered": _counted(
            Return.objects.filter(institution__in=there, registered_at__gte=now - _THIS_WEEK),
            "registered_by" if key == "worker" else "institution",
        ),
    }
    keys = {one for found in counts.values() for one in found if one is not None}
    loads = {one: Load(**{name: found.get(one, 0) for name, found in counts.items()}) for one in keys}
    return Board(loads, unassigned=counts["open_cases"].get(None, 0))


def _counted(rows: Any, key: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(key).annotate(Count("pk")))


def _split(rows: Any, key: str, **conditions: Q) -> dict[str, dict[Any, int]]:
    """Several counts by one key, in one query."""
    counted = (
        rows.order_by().values(key).annotate(**{n: Count("pk", filter=q) for n, q in conditions.items()})
    )
    found = list(counted)
    return {name: {row[key]: row[name] for row in found} for name in conditions}


def _followups(there: Any, key: str, today: date) -> dict[str, dict[Any, int]]:
    of_these = FollowUp.objects.filter(case__institution__in=there, due_on__lt=today)
    lately = Q(due_on__gte=today - _LATELY)
    late = Q(done_on=None, excused_on=None, case__closed_on=None)
    return _split(
        of_these.filter(lately | late),
        key,
        late_followups=late,
        due_lately=lately & Q(excused_on=None),
        done_in_time=lately & Q(done_on__lte=F("due_on") + ON_TIME),
    )


def _sent(there: Any, key: str, now: datetime) -> dict[str, dict[Any, int]]:
    late = Referral.objects.waiting().filter(from_institution__in=there, answer_due_at__lt=now)
    return {"unanswered": _counted(late, key)}


def _received(there: Any, key: str, now: datetime) -> dict[str, dict[Any, int]]:
    waiting = Q(status=Status.SENT)
    answered = Q(answered_at__gte=now - _LATELY)
    received = Referral.objects.filter(waiting | answered, to_institution__in=there)
    return _split(received, key, to_answer=waiting, answered=answered)


def _figures(total: Load, worker: Worker) -> c.FigureLine:
    """The whole on one line; each number leads to what it counts, where the role may see that."""
    cases = reverse("cases:list") if worker.may(Action.SEE_CASE) else ""
    sent = reverse("referrals:sent") if worker.may(Action.SEE_REFERRAL) else ""
    received = reverse("referrals:inbox") if worker.may(Action.SEE_REFERRAL) else ""
    share = total.on_time
    line = [
        c.Figure(_("Open cases"), formats.number(total.open_cases), cases and f"{cases}?whose=all"),
        c.Figure(
            _("Follow-ups late"),
            formats.number(total.late_followups),
            cases and f"{cases}?whose=all&show=late",
        ),
        c.Figure(_("Follow-ups in time, 90 days"), "–" if share is None else formats.percent(share, 0)),
        c.Figure(
            _("Sent, past the time to answer"), formats.number(total.unanswered), sent and f"{sent}?whose=all"
        ),
        c.Figure(_("Received, to be answered"), formats.number(total.to_answer), received),
    ]
    return c.FigureLine(line, _("The team in figures"))
