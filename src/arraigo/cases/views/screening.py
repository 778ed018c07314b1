"""The short screening."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import ScreeningForm
from arraigo.cases.models import Screening
from arraigo.cases.services.screening import INSTRUMENT, asks_for_protection
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.instruments import queries as instruments
from arraigo.web.toasts import toast


@require_http_methods(["GET", "POST"])
@door(Action.WORK_CASE)
def screening(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Eight questions on one page; what worries leads on to protecting the case."""
    case = case_to_work_on(request, pk)
    instrument = content.instrument(INSTRUMENT, case.institution.country)
    data, resumed = form_data(request)
    form = ScreeningForm(data, instrument=instrument, initial={"id": uuid7()})
    if data is not None and not resumed and form.is_valid():
        try:
            done = services.record_screening(case, by=request.worker, at=timezone.now(), **form.as_recorded())
        except Refused as refused:
            complain(form, refused)
        else:
            if asks_for_protection(done.flags) and not case.protected and case.worker_id == request.worker.pk:
                toast(request, _("Screening saved."))
                return redirect("cases:protect", pk=case.pk)
            return to_case(request, case, _("Screening saved."))
    context = {"form": form, "case": case, "instrument": instrument, "resumed": resumed}
    return render(request, "cases/screening.html", context)


@require_GET
@door(Action.WORK_CASE)
def screened(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The answers of a screening in words; what is sensitive and the protected note only to the case's own worker."""
    found = get_object_or_404(
        Screening.objects.visible_to(request.worker).select_related("response", "done_by"), pk=pk
    )
    case = case_to_work_on(request, found.case_id)
    own = case.worker_id == request.worker.pk and request.worker.may(Action.SEE_PROTECTED)
    audit.seen("screening.opened", found, by=request.worker, at=timezone.now(), whole=own)
    answered = instruments.in_words(found.response, case.institution.country)
    context = {"case": case, "screening": found, "answered": answered, "own": own}
    return render(request, "cases/screened.html", context)
