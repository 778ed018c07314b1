"""Looking for a person: the search of the header and its page. What is typed never stands in an address."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.desk.looking_up import look_up


@require_http_methods(["GET", "POST"])
@door(Action.SEE_PERSON)
def people_search(request: WorkerRequest) -> HttpResponse:
    """An empty search, or what was found; a fragment of it for the search as one types."""
    text = request.POST.get("q", "").strip()[:120]
    context: dict[str, object] = {"text": text}
    if text:
        now = timezone.now()
        found = look_up(request.worker, text, timezone.localdate(now))
        # That a search was made, and how many it showed; never what was typed.
        audit.seen("person.searched", None, by=request.worker, at=now, found=len(found))
        context["found"] = found
    as_typed = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "desk/found.html" if as_typed else "desk/people.html", context)
