"""What the institution asked others for: the list, one referral, and taking it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people import recognition
from arraigo.referrals import queries, services
from arraigo.referrals.models import Referral
from arraigo.referrals.queries import Show
from arraigo.referrals.rules import GOING_ON, Status
from arraigo.web import components as c
from arraigo.web.toasts import toast

_ROWS_A_PAGE = 20


@require_GET
@door(Action.SEE_REFERRAL)
def sent_list(request: WorkerRequest) -> HttpResponse:
    """What was asked for: one's own cases, or those of the whole institution."""
    now = timezone.now()
    show = Show(request.GET["show"]) if request.GET.get("show") in set(Show) else Show.WAITING
    own_cases = request.worker.may(Action.SEND_REFERRAL)
    only_own = own_cases and request.GET.get("whose") != "all"
    counts = queries.sent_counts(request.worker, only_own=only_own)
    found = queries.sent(request.worker, show, only_own=only_own)
    page = Paginator(found, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(referral, _clock(referral, now)) for referral in page.object_list],
        "tabs": _tabs(counts, show, only_own=only_own, own_cases=own_cases),
        "counts": {one.value: number for one, number in counts.items()},
        "late": sum(1 for referral in page.object_list if _is_late(referral, now)),
        "only_own": only_own,
        "own_cases": own_cases,
        "show": show,
    }
    return render(request, "referrals/sent.html", context)


@require_GET
@door(Action.SEE_REFERRAL)
def referral(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """One referral as its sender sees it; who received it is led to the inbox."""
    found = get_object_or_404(_visible(request), pk=pk)
    if found.from_institution_id != request.worker.institution_id:
        return redirect("referrals:received", pk=pk)
    return _show(request, found)


@require_http_methods(["GET", "POST"])
@door(Action.SEND_REFERRAL)
def withdraw(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Ask whether to take it back; take it back."""
    found = get_object_or_404(
        _visible(request).filter(from_institution_id=request.worker.institution_id), pk=pk
    )
    refusal = ""
    if request.method == "POST":
        try:
            services.withdraw(found, by=request.worker, at=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            toast(
                request,
                _("Withdrawn. %(institution)s no longer sees the person.")
                % {"institution": found.to_institution.name},
            )
            return redirect("referrals:referral", pk=pk)
    return render(request, "referrals/withdraw.html", {"referral": found, "refusal": refusal})


def _visible(request: WorkerRequest) -> Any:
    return queries.with_what_is_shown(Referral.objects.visible_to(request.worker))


def _show(request: WorkerRequest, found: Referral) -> HttpResponse:
    now, status = timezone.now(), Status(found.status)
    audit.seen("referral.opened", found, by=request.worker, at=now)
    may_send = request.worker.may(Action.SEND_REFERRAL)
    context = {
        "referral": found,
        "person": found.case.person,
        "clock": _clock(found, now),
        "is_late": _is_late(found, now),
        "events": c.Timeline(_events(found)),
        "may_withdraw": may_send and status in GOING_ON,
        "may_ask_again": may_send and status in {Status.DECLINED, Status.NOT_COMPLETED},
        "remedy": _remedy(found),
        "also": recognition.beside(request.worker, found.case.person, door="referral", at=now),
    }
    return render(request, "referrals/referral.html", context)


def _remedy(found: Referral) -> str:
    """What the sender can do about the reason, where the list of reasons says it."""
    if not found.decline_reason:
        return ""
    return str(content.codelist("decline_reason").item(found.decline_reason).get("remedy") or "")


def _events(found: Referral) -> list[c.Event]:
    """What happened to it, the newest first."""
    sender = found.sent_by.name if found.sent_by else found.from_institution.name
    answered_by = found.answered_by.name if found.answered_by else found.to_institution.name
    declined = found.status == Status.DECLINED
    answer = pgettext("referral", "Declined") if declined else pgettext("referral", "Accepted")
    ended = content.label("referral_status", found.status)
    moments = [
        (found.sent_at, pgettext("referral", "Sent"), sender),
        (found.answered_at, answer, answered_by),
        (found.completed_at, ended, found.to_institution.name),
        (found.withdrawn_at, pgettext("referral", "Withdrawn"), found.from_institution.name),
    ]
    return [c.Event(at, what, who) for at, what, who in reversed(moments) if at]


def _is_late(found: Referral, now: datetime) -> bool:
    return found.status == Status.SENT and found.answer_due_at < now


def _clock(found: Referral, now: datetime) -> c.Clock | None:
    if found.status != Status.SENT:
        return None
    return c.Clock.between(found.sent_at, found.answer_due_at, now)


def _tabs(counts: dict[Show, int], current: Show, *, only_own: bool, own_cases: bool) -> c.Tabs:
    labels = {
        Show.WAITING: pgettext("referrals", "Waiting for an answer"),
        Show.ACCEPTED: pgettext("referrals", "Accepted"),
        Show.TURNED_DOWN: pgettext("referrals", "Turned down"),
        Show.COMPLETED: pgettext("referrals", "Ended in a service"),
        Show.ALL: pgettext("referrals", "All"),
    }
    whose = {} if only_own or not own_cases else {"whose": "all"}
    base = reverse("referrals:sent")
    urls = {show: f"{base}?{urlencode({'show': show.value} | whose)}" for show in Show}
    tabs = [c.Tab(labels[show], urls[show], counts[show], show is current) for show in Show]
    return c.Tabs(tabs, _("State of the referrals"))
