"""Doors: who may enter a view, and how a form survives a session that has ended."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from arraigo.access.models import Worker
from arraigo.access.roles import Action

_DRAFT_KEY = "drafts"
_SALT = "arraigo.access.form-owner"
_NEVER_KEPT = {"csrfmiddlewaretoken", "password"}


class WorkerRequest(HttpRequest):
    """A request behind `door`: there is a worker."""

    worker: Worker


P = ParamSpec("P")
View = Callable[Concatenate[WorkerRequest, P], HttpResponse]


def door(action: Action) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Let in workers whose role may do the action; send visitors to sign in, and keep what they typed."""

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            worker: Worker | None = getattr(request, "worker", None)
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if worker is None or not worker.may(action):
                raise PermissionDenied
            return view(cast(WorkerRequest, request), *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]  # the access matrix test reads it
        return guarded

    return decorate


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; a form that was being sent waits for its owner."""
    if request.method == "POST":
        keep_draft(request)
    return redirect(f"{reverse('access:sign_in')}?{urlencode({'next': request.get_full_path()})}")


def owner_token(worker: Worker) -> str:
    """A signed mark, put into every form, of who was filling it in: only they get its contents back."""
    return signing.dumps(str(worker.user_id), salt=_SALT)


def keep_draft(request: HttpRequest) -> None:
    """Keep a form that could not be taken, for the login that was filling it in. Files cannot be kept."""
    owner = _owner(request.POST.get("form_owner", ""))
    if owner is None:
        return
    fields = {key: values for key, values in request.POST.lists() if key not in _NEVER_KEPT}
    request.session[_DRAFT_KEY] = {"path": request.get_full_path(), "owner": owner, "fields": fields}


def has_draft(request: HttpRequest) -> bool:
    """Whether a form waits for its owner to sign in."""
    return _DRAFT_KEY in request.session


def take_draft(request: WorkerRequest) -> QueryDict | None:
    """What this login had typed on this very page before the session ended, once."""
    kept = request.session.get(_DRAFT_KEY)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[_DRAFT_KEY]
    if kept["owner"] != str(request.worker.user_id):
        return None
    typed = QueryDict(mutable=True)
    for key, values in kept["fields"].items():
        typed.setlist(key, values)
    return typed


def _owner(token: str) -> str | None:
    try:
        return str(signing.loads(token, salt=_SALT, max_age=7 * 24 * 3600))
    except signing.BadSignature:
        return None
