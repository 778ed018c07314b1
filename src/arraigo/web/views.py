"""Pages of the whole: the components on one sheet, and what is said when a page cannot be shown."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from .showcase import sheet


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with synthetic content."""
    return render(request, "web/components.html", sheet(request))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_trouble(request: HttpRequest) -> HttpResponse:
    """Needs nothing: no database, no session, no reader."""
    return HttpResponseServerError(render_to_string("500.html"))
