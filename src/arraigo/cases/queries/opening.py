"""Where a case can be opened, and who could accompany it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Role, Scope, may
from arraigo.core import places
from arraigo.reception.models import Return

ACCOMPANYING = tuple(role for role in Role if may(role, Action.WORK_CASE))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An institution that could accompany the person, and how near it is: here, department, elsewhere or everywhere."""

    institution: Institution
    near: str


def institutions_that_accompany(by: Worker) -> QuerySet[Institution]:
    """Institutions with people who accompany cases, as far as the worker may open cases."""
    found = Institution.objects.filter(workers__role__in=ACCOMPANYING, workers__ended_at=None).distinct()
    scope = by.scope(Action.OPEN_CASE)
    if scope is Scope.COUNTRY:
        return found.filter(country=by.country)
    return found.filter(pk=by.institution_id) if scope is Scope.INSTITUTION else found.none()


def suggested_institutions(of_return: Return, by: Worker) -> list[Suggestion]:
    """Where a case could be opened, the nearest to the destination first."""
    order = ("own", "here", "department", "everywhere", "elsewhere")
    found = [
        Suggestion(one, _near(one, of_return.destination_municipality, by))
        for one in institutions_that_accompany(by)
    ]
    return sorted(found, key=lambda one: (order.index(one.near), one.institution.name))


def workers_of(institutions: list[Institution]) -> list[Worker]:
    """Who accompanies cases there, with ``open_cases`` each, the least loaded first; one query."""
    return list(
        Worker.objects.active()
        .filter(institution__in=institutions, role__in=ACCOMPANYING)
        .select_related("institution")
        .annotate(open_cases=Count("cases", filter=Q(cases__closed_on=None)))
        .order_by("open_cases", "name", "id")
    )


def _near(institution: Institution, destination: str, by: Worker) -> str:
    if institution.pk == by.institution_id:
        return "own"
    if not institution.municipality:
        return "everywhere"
    if institution.municipality == destination:
        return "here"
    return "department" if _department(institution.municipality) == _department(destination) else "elsewhere"


def _department(code: str) -> str:
    return places.get(code).parent if code else ""
