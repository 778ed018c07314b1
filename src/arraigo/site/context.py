"""What the base template shows on every page: the worker's places, who and where they are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.desk.places import places_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of all pages."""
    worker: Worker | None = getattr(request, "worker", None)
    shown: dict[str, Any] = {"demo_data": _holds_synthetic_people()}
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        shown["sign_out_url"] = reverse("access:sign_out")
    if worker is None:
        return shown
    return shown | {
        "worker": worker,
        "who": worker.name,
        "where": _where(worker, several=len(request.posts) > 1),  # type: ignore[attr-defined]
        "menu": _menu(request),
        "nav": places_of(worker, request.path),
        "search_url": _search(worker),
        "search_by_post": True,  # a name in an address ends up in logs
        "arraigo_country": settings.ARRAIGO_COUNTRY,
    }


def _search(worker: Worker) -> str:
    """The search of the header: among whom the institution may see, or for a steward among all records."""
    if worker.may(Action.SEE_PERSON):
        return reverse("desk:people")
    return reverse("people:records") if worker.may(Action.REVIEW_PAIRS) else ""


def _where(worker: Worker, *, several: bool) -> str:
    """The institution; who has several posts also sees in which role they act."""
    named = worker.institution.name
    return f"{content.label('role', worker.role)} · {named}" if several else named


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Lines of the menu beside the places: who has several posts may act in another of them."""
    several = len(getattr(request, "posts", ())) > 1
    return [{"label": _("Change post"), "url": reverse("access:choose_post")}] if several else []


def _holds_synthetic_people() -> bool:
    return Institution.objects.filter(synthetic=True).exists()
