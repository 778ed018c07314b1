"""The plan: its actions, its signature, and the sheet that the person takes home."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.models import Institution
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import ActionForm, SignForm
from arraigo.cases.forms.plan import initial_of
from arraigo.cases.models import Case, PlanAction
from arraigo.cases.queries.sheet import sheet_of
from arraigo.cases.rules import ActionStatus
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def action_new(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Add an action; the address may name its level, dimension, need or alert."""
    case = case_to_work_on(request, pk)
    data, resumed = form_data(request)
    form = _form(case, data, _suggested(request, case))
    if data is not None and not resumed and form.is_valid():
        try:
            services.add_action(case, by=request.worker, at=timezone.now(), **form.as_action())
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, _("Added to the plan."), at="plan")
    return _page(request, case, form, resumed)


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def action(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Change what an action says, or how it stands."""
    found = get_object_or_404(
        PlanAction.objects.visible_to(request.worker).select_related("plan", "institution"), pk=pk
    )
    case = case_to_work_on(request, found.plan.case_id)
    data, resumed = form_data(request)
    form = _form(case, data, initial_of(found), found.need_id)
    if data is not None and not resumed and form.is_valid():
        said = form.as_action()
        del said["id"], said["alert"]
        try:
            services.change_action(found, by=request.worker, at=timezone.now(), **said)
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, _("Action saved."), at="plan")
    return _page(request, case, form, resumed, found)


@require_POST
@door(Action.WORK_CASE)
def action_move(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Start, finish or cancel an action, or take that back."""
    found = get_object_or_404(PlanAction.objects.visible_to(request.worker).select_related("plan"), pk=pk)
    case = case_to_work_on(request, found.plan.case_id)
    wanted = request.POST.get("to") or request.GET.get("to", "")
    before = found.status
    if wanted not in set(ActionStatus):
        return to_case(request, case, _("Choose what became of the action."), at="plan")
    try:
        services.move_action(found, to=ActionStatus(wanted), by=request.worker, at=timezone.now())
    except Refused as refused:
        return to_case(request, case, str(refused), at="plan")
    undo = wanted in (ActionStatus.DONE, ActionStatus.CANCELLED)
    undo_url = reverse("cases:action_move", args=[pk]) + f"?to={before}" if undo else ""
    return to_case(request, case, _SAID[ActionStatus(wanted)](found.title), undo_url=undo_url, at="plan")


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def sign(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note that the person agreed to the plan as it stands."""
    case = case_to_work_on(request, pk)
    data, resumed = form_data(request)
    form = SignForm(data, initial={"on": timezone.localdate()})
    if data is not None and not resumed and form.is_valid():
        try:
            services.sign_plan(case, on=form.cleaned_data["on"], by=request.worker, at=timezone.now())
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, _("Plan signed."), at="plan")
    actions = PlanAction.objects.filter(plan__case=case).exclude(status=ActionStatus.CANCELLED)
    context = {
        "form": form,
        "case": case,
        "plan": getattr(case, "plan", None),
        "actions": actions.select_related("institution"),
        "resumed": resumed,
    }
    return render(request, "cases/sign.html", context)


@require_GET
@door(Action.SEE_CASE)
def sheet(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The plan on one sheet, in plain words, to print and take home."""
    visible = Case.objects.visible_to(request.worker).select_related(
        "person", "institution", "worker", "plan"
    )
    case = get_object_or_404(visible, pk=pk)
    return render(request, "cases/sheet.html", {"case": case, "sheet": sheet_of(case)})


def _form(case: Case, data: Any, initial: dict[str, Any], own_need: UUID | None = None) -> ActionForm:
    needs = list(case.needs.filter(Q(met_on=None) | Q(pk=own_need)))
    return ActionForm(data, institutions=institutions_of(case), needs=needs, initial=initial)


def institutions_of(case: Case) -> QuerySet[Institution]:
    """Who can be responsible for an action: the institutions of the country."""
    return Institution.objects.filter(country=case.institution.country).order_by("name")


def _suggested(request: WorkerRequest, case: Case) -> dict[str, Any]:
    asked = request.GET
    return {
        "id": uuid7(),
        "institution": case.institution_id,
        "title": asked.get("title", "")[:160],
        **{name: asked.get(name, "") for name in ("level", "dimension", "need", "alert")},
    }


def _page(
    request: WorkerRequest, case: Case, form: ActionForm, resumed: bool, found: PlanAction | None = None
) -> HttpResponse:
    context = {"form": form, "case": case, "action": found, "resumed": resumed}
    return render(request, "cases/action.html", context)


_SAID = {
    ActionStatus.PLANNED: lambda title: _("“%(title)s” is planned again.") % {"title": title},
    ActionStatus.UNDER_WAY: lambda title: _("“%(title)s” is under way.") % {"title": title},
    ActionStatus.DONE: lambda title: _("“%(title)s” is done.") % {"title": title},
    ActionStatus.CANCELLED: lambda title: _("“%(title)s” is cancelled.") % {"title": title},
}
