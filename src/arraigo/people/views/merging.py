"""Joining two records: whose value holds in each field, what goes along, and why they are one."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people import services
from arraigo.people.forms import MergeForm
from arraigo.people.models import CandidatePair, Merge, Person
from arraigo.people.queries.queue import reviewable_pairs
from arraigo.people.views.pairs import filters_of, next_address, query_of
from arraigo.people.views.shown import choices_of, proposed_for, sides_of
from arraigo.web.toasts import toast


@require_http_methods(["GET", "POST"])
@door(Action.MERGE_PERSONS)
def merge(request: WorkerRequest, kept: UUID, merged: UUID) -> HttpResponse:
    """Choose, confirm, join. What is not chosen stays in the alias, and all of it can be taken back."""
    if _is_done(request, kept, merged):
        return _go_on(request, _pair(request))
    records = Person.objects.reviewable_by(request.worker)
    stays, goes = get_object_or_404(records, pk=kept), get_object_or_404(records, pk=merged)
    pair = _pair(request)
    data, resumed = form_data(request)
    form = MergeForm(data, initial={"id": uuid7()}, differing=proposed_for(stays, goes))
    if data is not None and not resumed and form.is_valid():
        try:
            _join(request, stays, goes, form, pair)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("Joined into one record. It can be undone under “Merges”."))
            return _go_on(request, pair)
    return render(request, "people/merge.html", _context(request, stays, goes, form, pair, resumed))


def _is_done(request: WorkerRequest, kept: UUID, merged: UUID) -> bool:
    """Whether this very form has joined the two already: a second click."""
    said = request.POST.get("id", "")
    done = Merge.objects.filter(kept=kept, merged=merged, undone_at=None, by=request.worker)
    return any(str(one.pk) == said for one in done)


def _join(
    request: WorkerRequest, stays: Person, goes: Person, form: MergeForm, pair: CandidatePair | None
) -> None:
    said = form.cleaned_data
    services.merge(
        stays,
        goes,
        id=said["id"],
        fields=form.chosen,
        reason=said["reason"],
        by=request.worker,
        at=timezone.now(),
        pair=pair,
    )


def _context(
    request: WorkerRequest,
    stays: Person,
    goes: Person,
    form: MergeForm,
    pair: CandidatePair | None,
    resumed: bool,
) -> dict[str, Any]:
    query = query_of(filters_of(request), **({"pair": str(pair.pk)} if pair else {}))
    sides = sides_of([stays, goes])
    choices = [
        replace(one, bound=form[one.field]) if one.field in form.differing else one
        for one in choices_of(stays, goes)
        if one.differs or one.kept
    ]
    leave = (
        reverse("people:pair", args=[pair.pk])
        if pair
        else reverse("people:compare", args=[stays.pk, goes.pk])
    )
    return {
        "stays": sides[0],
        "goes": sides[1],
        "choices": choices,
        "form": form,
        "resumed": resumed,
        "swap": reverse("people:merge", args=[goes.pk, stays.pk]) + query,
        "leave": leave + query_of(filters_of(request)),
    }


def _pair(request: WorkerRequest) -> CandidatePair | None:
    asked = _uuid(request.GET.get("pair", ""))
    return reviewable_pairs(request.worker).filter(pk=asked).first() if asked else None


def _go_on(request: WorkerRequest, pair: CandidatePair | None) -> HttpResponse:
    return redirect(next_address(request, pair.pk) if pair else reverse("people:merges"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
