"""Addresses of the room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, **_: str) -> HttpResponse:
    raise Http404


app_name = "indicators"
urlpatterns = [
    path("", _soon, name="dashboard"),
    path("explain/<str:code>/", _soon, name="indicator"),
    path("records/<str:code>/", _soon, name="records"),
    path("export/", _soon, name="export"),
]
