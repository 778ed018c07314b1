"""One person: their whole way, from the first list to the last follow-up."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases.models import Case
from arraigo.cases.queries import company_of, persons_visible_to
from arraigo.core.periods import age_on
from arraigo.desk.timeline import timeline_of
from arraigo.people.models import Person
from arraigo.people.queries import followed_at, latest_consent, records_of
from arraigo.people.recognition import followed_words
from arraigo.reception.evidence import nth_return
from arraigo.reception.models import Return
from arraigo.web import components as c


@require_GET
@door(Action.SEE_PERSON)
def person(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The timeline of a person whom the institution has a ground to see; opening it leaves a line in the audit."""
    asked = get_object_or_404(Person, pk=pk)
    found = get_object_or_404(persons_visible_to(request.worker), pk=asked.merged_into_id or pk)
    if found != asked:
        return redirect("desk:person", found.pk)  # the record lives on as an alias of this one
    audit.seen("person.opened", found, by=request.worker, at=timezone.now())
    context = {"person": found, **_context(found, request.worker, timezone.localdate())}
    return render(request, "desk/person.html", context)


def _context(found: Person, worker: Worker, today: date) -> dict[str, Any]:
    """What the worker's role is for: a service that answers referrals gets its own dealings with the person only."""
    years, aliases = _by_year(timeline_of(found, worker, today)), found.aliases.order_by("created_at", "pk")
    if not (worker.may(Action.SEE_CASE) or worker.may(Action.REGISTER_RETURN)):
        return {"years": years, "aliases": aliases}
    records = records_of(found)
    visible = Case.objects.visible_to(worker).filter(person__in=records)
    cases = list(visible.select_related("institution", "worker").defer("own_words", "careful_contact"))
    returns = Return.objects.visible_to(worker).filter(person=found)
    return {
        "whole": True,
        "aliases": aliases,
        "age": age_on(found.birth_date, today) if found.birth_date else None,
        "cases": cases,
        "returns": numbered(list(returns.select_related("institution"))),
        "followed": followed_words(followed_at([found.pk]).get(found.pk, ())),
        "members": company_of(found),
        "consent": latest_consent(found),
        "years": years,
        "may_open": worker.may(Action.OPEN_CASE) and not _open_here(cases, worker),
    }


def numbered(returns: Sequence[Return]) -> list[tuple[Return, str]]:
    """Returns, the newest first, each with which one it was: «segundo retorno»."""
    return [(one, nth_return(len(returns) - place)) for place, one in enumerate(returns)]


def _by_year(events: Sequence[c.Event]) -> list[tuple[int, c.Timeline]]:
    """The facts of each year, the newest first: days alone would not tell two years apart."""
    years = groupby(events, key=lambda event: event.on.year)
    return [(year, c.Timeline(list(facts))) for year, facts in years]


def _open_here(cases: Sequence[Case], worker: Worker) -> bool:
    return any(case.closed_on is None and case.institution_id == worker.institution_id for case in cases)
