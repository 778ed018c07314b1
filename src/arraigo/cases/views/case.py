"""The small pages of a case: contact, protection, who accompanies it, its stage, closing and reopening."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import AssignForm, CloseForm, ContactForm, ProtectForm, StageForm
from arraigo.cases.models import Case
from arraigo.cases.queries import workers_of
from arraigo.cases.rules import Stage
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.web.toasts import toast

Make = Callable[[Any], forms.Form]
Do = Callable[[Any, Case], str]


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def contact(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note a call or a visit."""

    def note(form: ContactForm, case: Case) -> str:
        services.note_contact(case, by=request.worker, at=timezone.now(), **form.cleaned_data)
        return _("Noted.")

    initial = {"id": uuid7(), "on": timezone.localdate(), "reached": request.GET.get("reached", "")}
    return _one_form(request, pk, lambda data: ContactForm(data, initial=initial), note, "cases/contact.html")


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def protect(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Protect the case, or change how to contact the person without danger."""
    case = case_to_work_on(request, pk)

    def keep(form: ProtectForm, case: Case) -> str:
        services.protect(case, by=request.worker, at=timezone.now(), **form.cleaned_data)
        return _("The case is protected: only you see it.")

    initial = {"careful_contact": case.careful_contact}
    return _one_form(request, pk, lambda data: ProtectForm(data, initial=initial), keep, "cases/protect.html")


@require_POST
@door(Action.WORK_CASE)
def unprotect(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """End the protection."""
    return _press(
        request, pk, services.unprotect, _("The case is no longer protected: your institution sees it again.")
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def assign(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Hand the case over to a colleague."""
    case = case_to_work_on(request, pk)
    workers = workers_of([case.institution])

    def give(form: AssignForm, case: Case) -> str:
        services.assign_worker(case, worker=form.chosen(), by=request.worker, at=timezone.now())
        return _("%(worker)s accompanies the case now.") % {"worker": form.chosen().name}

    initial = {"worker": str(case.worker_id or "")}
    return _one_form(
        request,
        pk,
        lambda data: AssignForm(data, workers=workers, initial=initial),
        give,
        "cases/assign.html",
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def stage(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Take the case to another stage by decision."""
    case = case_to_work_on(request, pk)

    def step(form: StageForm, case: Case) -> str:
        said = form.cleaned_data
        services.move(
            case, to=Stage(said["stage"]), because=said["because"], by=request.worker, at=timezone.now()
        )
        return _("Stage changed.")

    return _one_form(
        request, pk, lambda data: StageForm(data, now=Stage(case.stage)), step, "cases/stage.html"
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def close(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Close the case with its reason."""

    def end(form: CloseForm, case: Case) -> str:
        services.close(case, by=request.worker, at=timezone.now(), **form.cleaned_data)
        return _("Case closed. It can be reopened.")

    initial = {"on": timezone.localdate()}
    return _one_form(request, pk, lambda data: CloseForm(data, initial=initial), end, "cases/close.html")


@require_POST
@door(Action.WORK_CASE)
def reopen(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Take the case up again."""
    return _press(request, pk, services.reopen, _("Case reopened, in follow-up."))


def _one_form(request: WorkerRequest, pk: UUID, make: Make, do: Do, template: str) -> HttpResponse:
    """A page with one form that ends in the case file."""
    case = case_to_work_on(request, pk)
    data, resumed = form_data(request)
    form = make(data)
    if data is not None and not resumed and form.is_valid():
        try:
            sentence = do(form, case)
        except Refused as refused:
            complain(form, refused)
        else:
            # Whoever gives a protected case away no longer sees it.
            if not Case.objects.visible_to(request.worker).filter(pk=case.pk).exists():
                return _to_list(request, sentence)
            return to_case(request, case, sentence)
    return render(request, template, {"form": form, "case": case, "resumed": resumed})


def _press(request: WorkerRequest, pk: UUID, operation: Callable[..., Case], sentence: str) -> HttpResponse:
    """A button that needs no form."""
    case = case_to_work_on(request, pk)
    try:
        operation(case, by=request.worker, at=timezone.now())
    except Refused as refused:
        return to_case(request, case, str(refused))
    return to_case(request, case, sentence)


def _to_list(request: WorkerRequest, sentence: str) -> HttpResponse:
    toast(request, sentence)
    return redirect("cases:list")
