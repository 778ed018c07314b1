"""Choices of the explorer that a worker keeps: the list, keeping one, forgetting one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.indicators import pages, reported
from arraigo.indicators.asking import asked
from arraigo.indicators.forms import SaveForm
from arraigo.indicators.models import SavedView
from arraigo.indicators.services import views as services
from arraigo.web.toasts import toast


@require_http_methods(["GET", "POST"])
@door(Action.SEE_FIGURES)
def my_views(request: WorkerRequest) -> HttpResponse:
    """The views that the worker keeps; a POST keeps one more."""
    data, taken_up = form_data(request)
    form = SaveForm(data) if data is not None else None
    if form is not None and not taken_up and form.is_valid() and _keep(request, form):
        return redirect("indicators:views")
    context = {
        "tabs": pages.set_tabs(asked(request).choice, "views"),
        "views": reported.views_of(request.worker),
        "saving": form,
    }
    return render(request, "indicators/views.html", context)


def _keep(request: WorkerRequest, form: SaveForm) -> bool:
    """Whether the view could be kept; if not, the form says why."""
    typed = form.cleaned_data
    try:
        kept = services.save_view(
            id=typed["id"], name=typed["name"], query=typed["query"], by=request.worker, at=timezone.now()
        )
    except Refused as refused:
        form.add_error("name", str(refused))
        return False
    toast(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
    return True


@require_POST
@door(Action.SEE_FIGURES)
def forget(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Keep a view no longer."""
    view = get_object_or_404(SavedView, pk=pk, worker=request.worker)
    services.delete_view(view, by=request.worker, at=timezone.now())
    toast(request, _("The view “%(name)s” is kept no longer.") % {"name": view.name})
    return redirect("indicators:views")
