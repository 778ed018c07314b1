"""The programming interface: one OpenAPI document, what goes wrong said in the reader's language."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from arraigo.core.errors import Refused
from arraigo.people.api import router as people

_log = logging.getLogger(__name__)

api = NinjaAPI(title="Arraigo", version="1", urls_namespace="api", docs_url=None, openapi_url=None)
"""No page about itself: what it takes and gives stands in docs/reference.md."""

api.add_router("/people", people)


@api.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    fields = [{"field": _field(one), "message": _sentence(one)} for one in exc.errors]
    return _answer(request, 422, _("Part of what was sent cannot be understood."), fields=fields)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, exc: Refused) -> HttpResponse:
    return _answer(request, 409, str(exc))


@api.exception_handler(HttpError)
def _said(request: HttpRequest, exc: HttpError) -> HttpResponse:
    # The library has one sentence of its own: for what is no JSON at all.
    unread = exc.status_code == 400
    return _answer(request, exc.status_code, _("What was sent is no JSON.") if unread else exc.message)


@api.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, exc: PermissionDenied) -> HttpResponse:
    return _answer(request, 403, _("Your post does not include this."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, exc: Http404) -> HttpResponse:
    return _answer(request, 404, _("There is nothing here."))


@api.exception_handler(Exception)
def _trouble(request: HttpRequest, exc: Exception) -> HttpResponse:
    # The kind and no more: a text may hold what was typed.
    _log.error("the programming interface failed: %s", type(exc).__name__)
    return _answer(request, 500, _("Something went wrong on our side. Try again in a moment."))


def _answer(request: HttpRequest, status: int, detail: str, **more: Any) -> HttpResponse:
    return api.create_response(request, {"detail": detail, **more}, status=status)


def _field(one: dict[str, Any]) -> str:
    """The name of the field, without where the library found it."""
    path = [str(part) for part in one["loc"] if part not in {"body", "said"}]
    return ".".join(path)


def _sentence(one: dict[str, Any]) -> str:
    kind, limits = str(one["type"]), one.get("ctx") or {}
    if kind in {"string_too_long", "too_long"}:
        return _("Too long: at most %(number)d.") % {"number": int(limits["max_length"])}
    if kind.startswith("date"):
        return _("This is no date. Write it as 1995-04-03.")
    if kind == "literal_error":
        return _("This is none of the values allowed.")
    return _("This cannot be understood. See the reference for what is expected.")
