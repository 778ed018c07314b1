"""The short screening."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases import services
from arraigo.cases.forms import ScreeningForm
from arraigo.cases.services.screening import INSTRUMENT, asks_for_protection
from arraigo.cases.views.entering import case_to_work_on, complain, to_case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
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
