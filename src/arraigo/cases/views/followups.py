"""Follow-ups: done with the questionnaire, or excused with a reason."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import ExcuseForm, FollowUpForm
from arraigo.cases.models import FollowUp
from arraigo.cases.rules import ActionStatus
from arraigo.cases.services.followups import INSTRUMENT
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.periods import age_on
from arraigo.web import formats


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def followup(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Record a follow-up; what to ask about stands beside the questions. A settled one is shown, not asked."""
    found = _followup(request, pk)
    case = found.case
    if request.method == "GET" and (found.done_on or found.excused_on):
        return render(request, "cases/followup_settled.html", {"case": case, "followup": found})
    today = timezone.localdate()
    instrument = content.instrument(INSTRUMENT, case.institution.country)
    data, resumed = form_data(request)
    form = FollowUpForm(data, instrument=instrument, initial={"on": today})
    if data is not None and not resumed and form.is_valid():
        try:
            done = services.record_followup(found, by=request.worker, at=timezone.now(), **form.as_recorded())
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, _said(done), at="followups")
    born = case.person.birth_date
    context = {
        "form": form,
        "case": case,
        "followup": found,
        "instrument": instrument,
        "by_dimension": list(form.by_dimension()),
        "too_young": bool(born and instrument.minimum_age and age_on(born, today) < instrument.minimum_age),
        "before": list(case.followups.filter(done_on__isnull=False).order_by("done_on")),
        "needs": [need for need in case.needs.filter(met_on=None) if not need.is_protected],
        "actions": _actions_to_ask_about(found),
        "today": today,
        "resumed": resumed,
    }
    return render(request, "cases/followup.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def excuse(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Say why a follow-up will not be done."""
    found = _followup(request, pk)
    data, resumed = form_data(request)
    form = ExcuseForm(data)
    if data is not None and not resumed and form.is_valid():
        try:
            services.excuse_followup(
                found, excuse=form.cleaned_data["excuse"], by=request.worker, at=timezone.now()
            )
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(
                request, found.case, _("Follow-up excused; the reason stays in the case."), at="followups"
            )
    return render(
        request,
        "cases/excuse.html",
        {"form": form, "case": found.case, "followup": found, "resumed": resumed},
    )


def _followup(request: WorkerRequest, pk: UUID) -> FollowUp:
    found = get_object_or_404(FollowUp.objects.visible_to(request.worker).select_related("done_by"), pk=pk)
    found.case = case_to_work_on(request, found.case_id)
    return found


def _actions_to_ask_about(found: FollowUp) -> list[object]:
    plan = getattr(found.case, "plan", None)
    return (
        list(plan.actions.filter(status__in=[ActionStatus.PLANNED, ActionStatus.UNDER_WAY])) if plan else []
    )


def _said(done: FollowUp) -> str:
    if done.score is None:
        return _("Follow-up saved. Too few answers for a score; the answers are kept.")
    return _("Follow-up saved, score %(score)s.") % {"score": formats.number(float(done.score), 2)}
