"""The inbox: a list and, beside it, one referral with its answer on the same page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
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
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.people import recognition
from arraigo.referrals import queries, services
from arraigo.referrals.forms import AcceptForm, DeclineForm, FinishForm
from arraigo.referrals.models import Referral
from arraigo.referrals.queries import Tab
from arraigo.referrals.rules import GOING_ON, Status
from arraigo.web import components as c
from arraigo.web.toasts import toast

_ROWS_A_PAGE = 12

Answer = Callable[[Referral, forms.Form, datetime], object]


@require_GET
@door(Action.SEE_REFERRAL)
def inbox(request: WorkerRequest) -> HttpResponse:
    """What the institution received; the first of those to be answered is open."""
    return _show(request, _tab(request.GET.get("tab")), None, {}, timezone.now())


@require_GET
@door(Action.SEE_REFERRAL)
def received(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """One referral beside its list."""
    return _show(request, None, _received(request, pk), {}, timezone.now())


@require_http_methods(["GET", "POST"])
@door(Action.ANSWER_REFERRAL)
def accept(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Accept, with the first appointment."""

    def do(referral: Referral, form: forms.Form, at: datetime) -> None:
        assert isinstance(form, AcceptForm)
        services.accept(referral, appointment_at=form.appointment_at, by=request.worker, at=at)
        toast(request, _("Accepted. %(sender)s sees it in the case.") % {"sender": _sender(referral)})

    return _answer(request, pk, "accept", AcceptForm, do)


@require_http_methods(["GET", "POST"])
@door(Action.ANSWER_REFERRAL)
def decline(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Say that the institution cannot, and why."""

    def do(referral: Referral, form: forms.Form, at: datetime) -> None:
        services.decline(referral, **form.cleaned_data, by=request.worker, at=at)
        toast(
            request,
            _("Answered. %(sender)s sees the reason and can ask elsewhere.") % {"sender": _sender(referral)},
        )

    return _answer(request, pk, "decline", DeclineForm, do)


@require_http_methods(["GET", "POST"])
@door(Action.ANSWER_REFERRAL)
def finish(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note how it ended."""

    def do(referral: Referral, form: forms.Form, at: datetime) -> None:
        note = form.cleaned_data["note"]
        if form.cleaned_data["outcome"] == Status.COMPLETED:
            services.complete(referral, note=note, by=request.worker, at=at)
        else:
            services.fail_to_complete(referral, note=note, by=request.worker, at=at)
        toast(request, _("Noted. %(sender)s sees how it ended.") % {"sender": _sender(referral)})

    return _answer(request, pk, "finish", FinishForm, do)


def _answer(request: WorkerRequest, pk: UUID, name: str, of: type[forms.Form], do: Answer) -> HttpResponse:
    referral, now = _received(request, pk), timezone.now()
    data, resumed = form_data(request)
    form = of(data)
    if data is not None and not resumed and form.is_valid():
        try:
            do(referral, form, now)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
            # Somebody else may have answered in the meantime: the page must show how it stands now.
            referral = _received(request, pk)
        else:
            return redirect("referrals:inbox")
    return _show(request, None, referral, {name: form, "resumed": resumed}, now)


def _received(request: WorkerRequest, pk: UUID) -> Referral:
    visible = queries.with_what_is_shown(Referral.objects.received_at(request.worker))
    return get_object_or_404(visible, pk=pk)


def _show(
    request: WorkerRequest, tab: Tab | None, chosen: Referral | None, answering: dict[str, Any], now: datetime
) -> HttpResponse:
    """The page of a tab; with no referral chosen, the first of those to be answered is open."""
    tab = tab or (queries.tab_of(chosen, now) if chosen else Tab.TO_ANSWER)
    page = _page(request, tab, now)
    opened = chosen or (page.object_list[0] if tab is Tab.TO_ANSWER and page.object_list else None)
    rows = queries.rows_of(page.object_list, timezone.localdate(now))
    context = {
        "rows": [(row, _clock(row.referral, now)) for row in rows],
        "page": page,
        "tab": tab,
        "tabs": _tabs(queries.tab_counts(request.worker, now), tab),
        "standing": queries.standing(request.worker, now),
        "chosen": chosen,
        "now": now,
    }
    if opened:
        context |= _opened(request, opened, answering, now)
    return render(request, "referrals/inbox.html", context)


def _opened(
    request: WorkerRequest, referral: Referral, answering: dict[str, Any], now: datetime
) -> dict[str, Any]:
    audit.seen("referral.opened", referral, by=request.worker, at=now)
    may_answer = request.worker.may(Action.ANSWER_REFERRAL)
    status = Status(referral.status)
    forms_now = answering
    if may_answer and not {"accept", "decline", "finish"} & answering.keys():
        fresh: dict[Status, dict[str, forms.Form]] = {
            Status.SENT: {"accept": AcceptForm()},
            Status.ACCEPTED: {"finish": FinishForm()},
        }
        forms_now = answering | fresh.get(status, {})
    return {
        "opened": referral,
        "shared": queries.shared_with_receiver(referral, timezone.localdate(now)),
        "clock": _clock(referral, now),
        "is_late": status is Status.SENT and referral.answer_due_at < now,
        "sender": _sender(referral),
        "waits": status is Status.SENT,
        "goes_on": status is Status.ACCEPTED,
        "known_here": status is Status.SENT and queries.is_known_to(request.worker, referral),
        "also": _also_registered(request, referral, now) if status in GOING_ON else None,
        **forms_now,
    }


def _also_registered(request: WorkerRequest, referral: Referral, now: datetime) -> recognition.Also | None:
    """Whom the institution knows already and who may be this person, by what was shared and no more."""
    described = queries.described_to_receiver(referral)
    if described is None:
        return None
    visible = queries.is_known_to(request.worker, referral)
    return recognition.beside(
        request.worker, referral.case.person, door="referral", at=now, described=described, may_ask=visible
    )


def _sender(referral: Referral) -> str:
    """Who is told: the sender's first name, or their institution."""
    return referral.sent_by.name.split()[0] if referral.sent_by else referral.from_institution.name


def _tab(asked: str | None) -> Tab:
    return Tab(asked) if asked in set(Tab) else Tab.TO_ANSWER


def _page(request: WorkerRequest, tab: Tab, now: datetime) -> Any:
    return Paginator(queries.inbox(request.worker, tab, now), _ROWS_A_PAGE).get_page(request.GET.get("page"))


def _clock(referral: Referral, now: datetime) -> c.Clock | None:
    """The time to answer, while it runs."""
    if referral.status != Status.SENT:
        return None
    return c.Clock.between(referral.sent_at, referral.answer_due_at, now)


def _tabs(counts: dict[Tab, int], current: Tab) -> c.Tabs:
    labels = {
        Tab.TO_ANSWER: pgettext("referrals", "To answer"),
        Tab.ACCEPTED: pgettext("referrals", "Accepted"),
        Tab.TO_FINISH: pgettext("referrals", "To finish"),
        Tab.ENDED: pgettext("referrals", "Ended"),
        Tab.DECLINED: pgettext("referrals", "Declined"),
        Tab.WITHDRAWN: pgettext("referrals", "Withdrawn"),
    }
    base = reverse("referrals:inbox")
    urls = {tab: f"{base}?{urlencode({'tab': tab.value})}" for tab in Tab} | {Tab.TO_ANSWER: base}
    shown = [tab for tab in Tab if tab is not Tab.WITHDRAWN or counts[tab] or current is tab]
    tabs = [c.Tab(labels[tab], urls[tab], counts[tab], tab is current) for tab in shown]
    return c.Tabs(tabs, _("State of the referrals"))
