"""Where a worker begins the day."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from arraigo.access.http import ask_to_sign_in
from arraigo.access.models import Worker
from arraigo.desk.places import start_of


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the worker to the first of their places."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    worker: Worker | None = getattr(request, "worker", None)
    if worker is None:
        raise PermissionDenied
    return redirect(start_of(worker))
