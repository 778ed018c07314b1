"""Opening a case from a registered return."""

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
from arraigo.cases import services
from arraigo.cases.forms import OpenForm
from arraigo.cases.models import Case
from arraigo.cases.queries import Suggestion, persons_visible_to, suggested_institutions, workers_of
from arraigo.cases.views.entering import complain
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people import recognition
from arraigo.people.queries import latest_consent
from arraigo.reception.models import Return
from arraigo.web.toasts import toast


@require_http_methods(["GET", "POST"])
@door(Action.OPEN_CASE)
def open_case(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Choose the institution, the worker and the reason; the nearest institutions come first."""
    returns = Return.objects.filter(person__in=persons_visible_to(request.worker))
    of_return = get_object_or_404(returns.select_related("person", "institution"), pk=pk)
    suggestions = suggested_institutions(of_return, request.worker)
    workers = workers_of([one.institution for one in suggestions])
    data, resumed = form_data(request)
    initial = _initial(request, suggestions)
    form = OpenForm(data, suggestions=suggestions, workers=workers, initial=initial)
    existing: Case | None = None
    if data is not None and not resumed and form.is_valid():
        try:
            case = services.open_from(of_return, by=request.worker, at=timezone.now(), **form.as_opened())
        except services.AlreadyOpen as refused:
            complain(form, refused)
            existing = refused.case
        except Refused as refused:
            complain(form, refused)
        else:
            return _opened(request, case, of_return)
    context = {
        "form": form,
        "of_return": of_return,
        "person": of_return.person,
        "consent": latest_consent(of_return.person),
        "existing": existing if existing and _may_see(request, existing) else None,
        "back": _back(request, of_return),
        "resumed": resumed,
        "nobody": not suggestions,
        "also": recognition.beside(request.worker, of_return.person, door="case", at=timezone.now()),
    }
    return render(request, "cases/open.html", context)


def _initial(request: WorkerRequest, suggestions: list[Suggestion]) -> dict[str, Any]:
    nearest = suggestions[0].institution.pk if suggestions else ""
    works = request.worker.may(Action.WORK_CASE)
    return {
        "id": uuid7(),
        "institution": str(nearest),
        "worker": str(request.worker.pk) if works else "",
        "because": "wants_support",
    }


def _opened(request: WorkerRequest, case: Case, of_return: Return) -> HttpResponse:
    toast(
        request,
        _("Case %(number)s is open at %(institution)s.")
        % {"number": case.shown_number, "institution": case.institution.name},
    )
    if _may_see(request, case):
        return redirect("desk:case_file", pk=case.pk)
    return redirect(_back(request, of_return))


def _may_see(request: WorkerRequest, case: Case) -> bool:
    return Case.objects.visible_to(request.worker).filter(pk=case.pk).exists()


def _back(request: WorkerRequest, of_return: Return) -> str:
    registers = Return.objects.registered_at_centre(request.worker).filter(pk=of_return.pk).exists()
    if registers:
        return reverse("reception:services", args=[of_return.pk])
    return reverse("desk:person", args=[of_return.person_id])
