"""Documents and applications, noted from a case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases.models import Case
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.support import services
from arraigo.support.forms import ApplicationForm, DecideForm, DeliverForm, DocumentForm
from arraigo.support.models import Application, DocumentRequest

Make = Callable[[Any], forms.Form]


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def document(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note that an identity document was asked for."""
    case = case_to_work_on(request, pk)

    def note(said: dict[str, Any]) -> str:
        made = services.request_document(case.person, by=request.worker, at=timezone.now(), **said)
        return _("Request noted: %(what)s.") % {"what": content.label("document_type", made.document)}

    initial = {"id": uuid7(), "on": timezone.localdate()}
    return _page(
        request, case, lambda data: DocumentForm(data, initial=initial), note, "support/document.html"
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def deliver(request: WorkerRequest, pk: UUID, request_pk: UUID) -> HttpResponse:
    """Note that the person has the document."""
    case = case_to_work_on(request, pk)
    asked = get_object_or_404(
        DocumentRequest.objects.visible_to(request.worker).select_related("institution"),
        pk=request_pk,
        person=case.person,
    )

    def note(said: dict[str, Any]) -> str:
        services.deliver_document(asked, by=request.worker, at=timezone.now(), **said)
        return _("Document noted as delivered.")

    initial = {"on": timezone.localdate()}
    return _page(
        request,
        case,
        lambda data: DeliverForm(data, initial=initial),
        note,
        "support/deliver.html",
        asked=asked,
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def application(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note an application for support, certification or a scholarship."""
    case = case_to_work_on(request, pk)

    def note(said: dict[str, Any]) -> str:
        made = services.apply_for(case.person, by=request.worker, at=timezone.now(), **said)
        return _("Application noted: %(what)s.") % {"what": content.label("application_kind", made.kind)}

    initial = {"id": uuid7(), "on": timezone.localdate()}
    return _page(
        request, case, lambda data: ApplicationForm(data, initial=initial), note, "support/application.html"
    )


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def decide(request: WorkerRequest, pk: UUID, application_pk: UUID) -> HttpResponse:
    """Note the decision on an application."""
    case = case_to_work_on(request, pk)
    asked = get_object_or_404(
        Application.objects.visible_to(request.worker).select_related("institution"),
        pk=application_pk,
        person=case.person,
    )

    def note(said: dict[str, Any]) -> str:
        services.decide(asked, by=request.worker, at=timezone.now(), **said)
        return _("Decision noted.")

    initial = {"on": timezone.localdate()}
    return _page(
        request,
        case,
        lambda data: DecideForm(data, initial=initial),
        note,
        "support/decide.html",
        asked=asked,
    )


def _page(
    request: WorkerRequest,
    case: Case,
    make: Make,
    note: Callable[[dict[str, Any]], str],
    template: str,
    **more: object,
) -> HttpResponse:
    data, resumed = form_data(request)
    form = make(data)
    if data is not None and not resumed and form.is_valid():
        try:
            sentence = note(form.cleaned_data)
        except Refused as refused:
            complain(form, refused)
        else:
            return to_case(request, case, sentence, at="support")
    return render(request, template, {"form": form, "case": case, "resumed": resumed, **more})
