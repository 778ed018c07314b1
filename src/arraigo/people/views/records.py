"""Finding a record of the register, and one record with its other names, its merges and its pairs."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.people.models import Person
from arraigo.people.queries.queue import between
from arraigo.people.queries.records import SHOWN, aliases_of, find_records, merges_with
from arraigo.people.views.pairs import standing_persons
from arraigo.people.views.shown import about, choices_of, sides_of


@require_http_methods(["GET", "POST"])
@door(Action.REVIEW_PAIRS)
def find(request: WorkerRequest) -> HttpResponse:
    """Look for a record of the whole register; what is typed never stands in an address."""
    return _found(request, None)


@require_http_methods(["GET", "POST"])
@door(Action.REVIEW_PAIRS)
def find_other(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Look for the record that a known one is to be compared with."""
    return _found(request, get_object_or_404(Person.objects.reviewable_by(request.worker), pk=pk))


@require_GET
@door(Action.REVIEW_PAIRS)
def record(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """One record as a steward sees it: what recognises the person, never a case. An alias leads to who stands."""
    asked = get_object_or_404(Person, pk=pk)
    person = get_object_or_404(Person.objects.reviewable_by(request.worker), pk=asked.merged_into_id or pk)
    if person != asked:
        return redirect("people:record", person.pk)
    audit.seen("record.opened", person, by=request.worker, at=timezone.now())
    waiting = list(between(request.worker, pk))
    others = [(one, next(each for each in standing_persons(one) if each != person)) for one in waiting]
    context = {
        "side": sides_of([person])[0],
        "facts": [(one.label, one.kept) for one in choices_of(person, person) if one.kept],
        "merges": merges_with(request.worker, person),
        "waiting": [(one, other, about(other)) for one, other in others],
    }
    return render(request, "people/record.html", context)


def _found(request: WorkerRequest, beside: Person | None) -> HttpResponse:
    text = request.POST.get("q", "").strip()[:120]
    context: dict[str, object] = {"text": text, "beside": beside}
    if text:
        found = find_records(request.worker, text)
        if beside is not None:
            found = found.exclude(pk=beside.pk)
        hits = list(found[: SHOWN + 1])
        audit.seen("person.searched", None, by=request.worker, at=timezone.now(), found=len(hits))
        aliases = aliases_of([one.pk for one in hits])
        context |= {
            "hits": [(one, about(one), aliases[one.pk]) for one in hits[:SHOWN]],
            "more": len(hits) > SHOWN,
        }
    as_typed = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "people/found.html" if as_typed else "people/find.html", context)
