"""Addresses of the room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, **_: str) -> HttpResponse:
    raise Http404


app_name = "policy"
urlpatterns = [
    path("goals/", _soon, name="goals"),
    path("goals/<str:code>/", _soon, name="goal"),
]
