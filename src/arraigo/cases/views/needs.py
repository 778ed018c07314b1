"""Needs and capacities, and the person's own words."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import NeedsForm, OwnWordsForm
from arraigo.cases.forms.needs import initial_of
from arraigo.cases.models import Case
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core.errors import Refused


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def needs(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """What the person lacks and has, in the three dimensions, beside their own words."""
    case = case_to_work_on(request, pk)
    data, resumed = form_data(request)
    known = list(case.needs.all())
    form = NeedsForm(data, known=known, initial=initial_of(known, case.capacities.all()))
    words = OwnWordsForm(data, initial={"words": case.own_words})
    if data is not None and not resumed and form.is_valid() and words.is_valid():
        try:
            _keep(request, case, form, words)
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, _("Needs and capacities saved."), at="needs")
    context = {"form": form, "words": words, "case": case, "resumed": resumed}
    return render(request, "cases/needs.html", context)


@transaction.atomic
def _keep(request: WorkerRequest, case: Case, form: NeedsForm, words: OwnWordsForm) -> None:
    by, at = request.worker, timezone.now()
    for need in form.met():
        services.mark_need_met(need, by=by, at=at)
    services.set_needs(case, form.found("need"), by=by, at=at)
    services.set_capacities(case, form.found("capacity"), by=by, at=at)
    if words.cleaned_data["words"] != case.own_words:
        services.set_own_words(case, words=words.cleaned_data["words"], by=by, at=at)
