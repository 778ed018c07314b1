"""Where each role goes every day: the entries of the header, and the first page of the morning."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Worker
from arraigo.access.roles import Action, Role


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the header: where a role goes every day. ``also`` starts the addresses that belong to it as well."""

    label: Promise
    view: str
    needs: Action
    also: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.view)

    def covers(self, path: str) -> int:
        """How much of a path the place accounts for: the longest of its addresses with which the path starts."""
        return max((len(start) for start in (self.url, *self.also) if path.startswith(start)), default=0)


_ARRIVALS = Place(_("Arrivals"), "reception:board", Action.SEE_ARRIVALS)
_CASES = Place(_("Cases"), "cases:list", Action.SEE_CASE, also=("/case/",))
_PEOPLE = Place(_("People"), "desk:people", Action.SEE_PERSON, also=("/person/",))
_INDICATORS = Place(_("Indicators"), "indicators:dashboard", Action.SEE_FIGURES)
_EXPLORE = Place(_("Explore"), "indicators:explore", Action.SEE_FIGURES)
_GOALS = Place(_("Goals"), "policy:goals", Action.SEE_FIGURES, also=("/policy/",))
_PAIRS = Place(
    _("Pairs"), "people:pairs", Action.REVIEW_PAIRS, also=("/register/merge/", "/register/compare/")
)
_RECORDS = Place(_("Records"), "people:records", Action.REVIEW_PAIRS)
_MERGES = Place(_("Merges"), "people:merges", Action.MERGE_PERSONS)
_TEAM = Place(_("Team"), "desk:team", Action.SEE_TEAM)

PLACES: dict[Role, tuple[Place, ...]] = {
    Role.RECEPTION_OFFICER: (
        _ARRIVALS,
        Place(_("Lists"), "reception:manifests", Action.IMPORT_MANIFEST),
        _PEOPLE,
        _INDICATORS,
    ),
    Role.CASE_WORKER: (
        Place(_("My day"), "desk:my_day", Action.WORK_CASE),
        _CASES,
        Place(_("Referrals"), "referrals:sent", Action.SEND_REFERRAL),
        _PEOPLE,
        _INDICATORS,
    ),
    Role.FOCAL_POINT: (
        Place(_("Inbox"), "referrals:inbox", Action.ANSWER_REFERRAL),
        _PEOPLE,
        _INDICATORS,
    ),
    Role.ANALYST: (_INDICATORS, _EXPLORE, _GOALS),
    Role.COORDINATOR: (_TEAM, _ARRIVALS, _CASES, _INDICATORS, _EXPLORE, _GOALS),
    Role.ADMINISTRATOR: (
        _TEAM,
        _INDICATORS,
        _GOALS,
        Place(_("Audit"), "access:audit", Action.SEE_AUDIT),
    ),
    Role.REGISTER_STEWARD: (_PAIRS, _RECORDS, _MERGES, _INDICATORS),
}


def places_of(worker: Worker, path: str) -> list[dict[str, Any]]:
    """The header's entries for a worker; the one that accounts for most of ``path`` is current."""
    places = [place for place in PLACES[Role(worker.role)] if worker.may(place.needs)]
    most = max((place.covers(path) for place in places), default=0)
    return [
        {"label": place.label, "url": place.url, "current": bool(most) and place.covers(path) == most}
        for place in places
    ]


def start_of(worker: Worker) -> str:
    """Where a worker begins the day: the first of their places."""
    return next(place.url for place in PLACES[Role(worker.role)] if worker.may(place.needs))
