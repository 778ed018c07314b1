"""Looking for a person: the search of the header and its page. What is typed never stands in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.desk.looking_up import look_up
from arraigo.people.services.searches import note_search


@require_http_methods(["GET", "POST"])
@door(Action.SEE_PERSON)
def people_search(request: WorkerRequest) -> HttpResponse:
    """An empty search, or what was found; a fragment of it for the search as one types."""
    text = request.POST.get("q", "").strip()[:120]
    context: dict[str, object] = {"text": text}
    if text:
        now = timezone.now()
        found = look_up(request.worker, text, timezone.localdate(now))
        shown = [hit.person.pk for hit in found.hits]
        subject = found.case or found.referral
        note_search(
            "people", shown, elsewhere=len(found.elsewhere), subject=subject, by=request.worker, at=now
        )
        context["found"] = found
    as_typed = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "desk/found.html" if as_typed else "desk/people.html", context)
