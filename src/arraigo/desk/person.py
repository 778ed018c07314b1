"""One person: their whole way, from the first list to the last follow-up."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.cases.models import Case
from arraigo.core.periods import age_on
from arraigo.desk.timeline import timeline_of
from arraigo.people.models import Person
from arraigo.people.queries import latest_consent
from arraigo.reception.models import Return
from arraigo.web import components as c


@require_GET
@door(Action.SEE_PERSON)
def person(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The timeline of a person whom the institution has a ground to see; opening it leaves a line in the audit."""
    found = get_object_or_404(Person.objects.visible_to(request.worker), pk=pk)
    audit.seen("person.opened", found, by=request.worker, at=timezone.now())
    today = timezone.localdate()
    cases = (
        Case.objects.visible_to(request.worker).filter(person=found).select_related("institution", "worker")
    )
    returns = Return.objects.visible_to(request.worker).filter(person=found)
    context = {
        "person": found,
        "age": age_on(found.birth_date, today) if found.birth_date else None,
        "cases": list(cases.defer("own_words", "careful_contact")),
        "returns": list(returns.select_related("institution")),
        "members": _members(found),
        "consent": latest_consent(found),
        "timeline": c.Timeline(timeline_of(found, request.worker, today)),
        "may_open": request.worker.may(Action.OPEN_CASE),
    }
    return render(request, "desk/person.html", context)


def _members(found: Person) -> list[Person]:
    if found.household_id is None:
        return []
    return list(found.household.members.exclude(pk=found.pk).order_by("birth_date", "id"))  # type: ignore[union-attr]
