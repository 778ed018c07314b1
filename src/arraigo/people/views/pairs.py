"""The queue of pairs, and one pair side by side with its decision."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core import content, places
from arraigo.core.errors import Refused
from arraigo.people import services
from arraigo.people.evidence import how_likely
from arraigo.people.forms import DecisionForm, ReopenForm
from arraigo.people.models import CandidatePair, Person
from arraigo.people.queries.queue import (
    TABS,
    QueueFilters,
    between,
    counts,
    next_after,
    queue,
    reviewable_pairs,
)
from arraigo.people.rules import UNDECIDED
from arraigo.people.views.shown import about, evidence_of, sides_of
from arraigo.web import components as c
from arraigo.web.toasts import toast

_ROWS_A_PAGE = 25


@require_GET
@door(Action.REVIEW_PAIRS)
def pair_list(request: WorkerRequest) -> HttpResponse:
    """Pairs to decide, put off or decided different; how alike and which municipality. All in the address."""
    filters = filters_of(request)
    numbers = counts(request.worker, filters)
    pages = Paginator(queue(request.worker, filters), _ROWS_A_PAGE)
    pages.count = numbers[filters.state]  # counted already, with the other tabs
    page = pages.get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(pair) for pair in page.object_list],
        "numbers": numbers,
        "tabs": _tabs(filters, numbers),
        "bands": [one for one in content.codelist("linkage_band").choices() if one[0] != "no"],
        "places": places.departments(request.worker.country),
        "narrowed": bool(filters.band or filters.department),
        "kept_query": query_of(filters),
    }
    return render(request, "people/pairs.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.REVIEW_PAIRS)
def pair(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Two records side by side; a decision leads to the next pair, *same* to the page that joins them."""
    shown = get_object_or_404(reviewable_pairs(request.worker), pk=pk)
    one, other = standing_persons(shown)
    data, resumed = form_data(request)
    form = DecisionForm(data, initial={"one": one.pk, "other": other.pk})
    if data is not None and not resumed and form.is_valid():
        if form.cleaned_data["decision"] == "same":
            return redirect(_merge_address(request, shown, one, other))
        try:
            _decide(request, shown, form)
        except services.JoinedMeanwhile as refused:
            toast(request, str(refused))
            return redirect(request.get_full_path())
        except Refused as refused:
            form.add_error(None, str(refused))
            shown = get_object_or_404(reviewable_pairs(request.worker), pk=pk)
        else:
            return redirect(next_address(request, shown.pk))
    return _show(request, shown, form, resumed=resumed)


@require_POST
@door(Action.REVIEW_PAIRS)
def reopen(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Ask again what was decided different or put off."""
    shown = get_object_or_404(reviewable_pairs(request.worker), pk=pk)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _show(request, shown, DecisionForm(), reopening=form)
    try:
        services.reopen(shown, reason=form.cleaned_data["reason"], by=request.worker, at=timezone.now())
    except Refused as refused:
        toast(request, str(refused))
    else:
        toast(request, _("The pair waits for a decision again."))
    return redirect("people:pair", pk)


@require_GET
@door(Action.REVIEW_PAIRS)
def side_by_side(request: WorkerRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two records that a steward found, side by side; where they are a pair, the pair."""
    records = Person.objects.reviewable_by(request.worker)
    one, two = get_object_or_404(records, pk=pk), get_object_or_404(records, pk=other)
    if one == two:
        return redirect("people:record", pk)
    first = between(request.worker, pk, other).first()
    if first is not None:
        return redirect("people:pair", first.pk)
    audit.seen("record.opened", one, by=request.worker, at=timezone.now(), beside=str(two.pk))
    context = {
        "sides": sides_of([one, two]),
        "lines": evidence_of(one, two),
        "merge_url": reverse("people:merge", args=[one.pk, two.pk]),
    }
    return render(request, "people/side_by_side.html", context)


def filters_of(request: WorkerRequest) -> QueueFilters:
    """What the address asks for; what it should not hold is left out."""
    asked = request.GET
    state, band, place = (asked.get(name, "") for name in ("state", "band", "department"))
    return QueueFilters(
        state=state if state in TABS else "waiting",
        band=band if band in content.codelist("linkage_band") else "",
        department=place[:12],
        sort=asked.get("sort", ""),
    )


def query_of(filters: QueueFilters, **changed: str) -> str:
    """The filters as they stand in an address, with its question mark."""
    asked = asdict(filters) | changed
    query = urlencode(
        {name: said for name, said in asked.items() if said and (name, said) != ("state", "waiting")}
    )
    return f"?{query}" if query else ""


def next_address(request: WorkerRequest, done: UUID) -> str:
    """The next pair of the list that the reviewer works through, or the list where none is left."""
    filters = filters_of(request)
    following = next_after(request.worker, filters, done)
    address = reverse("people:pair", args=[following.pk]) if following else reverse("people:pairs")
    return address + query_of(filters)


def standing_persons(shown: CandidatePair) -> tuple[Person, Person]:
    """The two who the pair is about by now."""
    return shown.one.merged_into or shown.one, shown.other.merged_into or shown.other


def _decide(request: WorkerRequest, shown: CandidatePair, form: DecisionForm) -> None:
    said = form.cleaned_data
    as_shown = said["one"], said["other"]
    services.decide(
        shown, said["decision"], reason=form.reason, by=request.worker, at=timezone.now(), as_shown=as_shown
    )
    different = said["decision"] == "different"
    words = _("Noted: different people. They are not asked about again.") if different else _("Put off.")
    toast(request, words)


def _show(
    request: WorkerRequest,
    shown: CandidatePair,
    form: DecisionForm,
    *,
    resumed: bool = False,
    reopening: Any = None,
) -> HttpResponse:
    one, other = standing_persons(shown)
    if one == other:
        return redirect("people:record", one.pk)
    audit.seen("pair.opened", shown, by=request.worker, at=timezone.now())
    filters = filters_of(request)
    context = {
        "pair": shown,
        "sides": sides_of([one, other]),
        "lines": evidence_of(one, other),
        "likely": how_likely(shown.probability),
        "may_decide": shown.state in UNDECIDED,
        "form": form,
        "reopening": reopening or ReopenForm(),
        "resumed": resumed,
        "back": reverse("people:pairs") + query_of(filters),
        "kept_query": query_of(filters),
    }
    return render(request, "people/pair.html", context)


def _merge_address(request: WorkerRequest, shown: CandidatePair, one: Person, other: Person) -> str:
    # The record that is known for longer is the first proposal for the one that stays.
    kept, merged = sorted((one, other), key=lambda each: (each.created_at, each.pk))
    query = query_of(filters_of(request), pair=str(shown.pk))
    return reverse("people:merge", args=[kept.pk, merged.pk]) + query


def _row(shown: CandidatePair) -> dict[str, Any]:
    one, other = standing_persons(shown)
    return {"pair": shown, "one": one, "other": other, "about_one": about(one), "about_other": about(other)}


def _tabs(filters: QueueFilters, numbers: dict[str, int]) -> c.Tabs:
    words = {
        "waiting": pgettext("pairs", "To decide"),
        "later": pgettext("pairs", "Put off"),
        "different": pgettext("pairs", "Different people"),
    }
    base = reverse("people:pairs")
    tabs = [
        c.Tab(
            words[state],
            base + query_of(filters, state=state),
            numbers[state],
            current=state == filters.state,
        )
        for state in TABS
    ]
    return c.Tabs(tabs, label=_("Which pairs"))
