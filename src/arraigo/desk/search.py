"""Looking for a person."""

from django.http import HttpResponse

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action


@door(Action.SEE_PERSON)
def people_search(request: WorkerRequest) -> HttpResponse:
    """The search of the header."""
    return HttpResponse()
