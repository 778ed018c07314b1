"""The team of an institution."""

from django.http import HttpResponse

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action


@door(Action.SEE_TEAM)
def team(request: WorkerRequest) -> HttpResponse:
    """Who works here and how much each has."""
    return HttpResponse()
