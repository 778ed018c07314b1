"""What the base template shows on every page: the worker's places, who and where they are."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Role


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the header: where a role goes every day."""

    label: Promise
    view: str
    needs: Action

    def as_entry(self, path: str, longest: str) -> dict[str, Any]:
        url = reverse(self.view)
        return {"label": self.label, "url": url, "current": url == longest}


_PLACES: dict[Role, tuple[Place, ...]] = {
    Role.RECEPTION_OFFICER: (
        Place(_("Arrivals"), "reception:board", Action.SEE_ARRIVALS),
        Place(_("Lists"), "reception:manifests", Action.IMPORT_MANIFEST),
        Place(_("People"), "desk:people", Action.SEE_PERSON),
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
    ),
    Role.CASE_WORKER: (
        Place(_("My day"), "desk:my_day", Action.WORK_CASE),
        Place(_("Cases"), "cases:list", Action.SEE_CASE),
        Place(_("Referrals"), "referrals:sent", Action.SEND_REFERRAL),
        Place(_("People"), "desk:people", Action.SEE_PERSON),
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
    ),
    Role.FOCAL_POINT: (
        Place(_("Inbox"), "referrals:inbox", Action.ANSWER_REFERRAL),
        Place(_("People"), "desk:people", Action.SEE_PERSON),
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
    ),
    Role.ANALYST: (
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
        Place(_("Goals"), "policy:goals", Action.SEE_FIGURES),
    ),
    Role.COORDINATOR: (
        Place(_("Team"), "desk:team", Action.SEE_TEAM),
        Place(_("Arrivals"), "reception:board", Action.SEE_ARRIVALS),
        Place(_("Cases"), "cases:list", Action.SEE_CASE),
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
        Place(_("Goals"), "policy:goals", Action.SEE_FIGURES),
    ),
    Role.ADMINISTRATOR: (
        Place(_("Team"), "desk:team", Action.SEE_TEAM),
        Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES),
        Place(_("Goals"), "policy:goals", Action.SEE_FIGURES),
        Place(_("Audit"), "access:audit", Action.SEE_AUDIT),
    ),
}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context processor of all pages."""
    worker: Worker | None = getattr(request, "worker", None)
    if worker is None:
        return {"demo_data": _holds_synthetic_people()}
    return {
        "worker": worker,
        "nav": places_of(worker, request.path),
        "search_url": reverse("desk:people") if worker.may(Action.SEE_PERSON) else "",
        "demo_data": _holds_synthetic_people(),
        "arraigo_country": settings.ARRAIGO_COUNTRY,
    }


def places_of(worker: Worker, path: str) -> list[dict[str, Any]]:
    """The header's entries for a worker; the one whose address is the longest start of ``path`` is current."""
    places = [place for place in _PLACES[Role(worker.role)] if worker.may(place.needs)]
    matching = [url for url in (reverse(place.view) for place in places) if path.startswith(url)]
    return [place.as_entry(path, max(matching, key=len, default="")) for place in places]


def start_of(worker: Worker) -> str:
    """Where a worker begins the day: the first of their places."""
    return next(iter(places_of(worker, "")))["url"]


def _holds_synthetic_people() -> bool:
    return Institution.objects.filter(synthetic=True).exists()
