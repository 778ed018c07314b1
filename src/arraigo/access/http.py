"""
Doors: who may enter a view, and how a form survives a session that has ended.

A form whose address also shows it (GET) carries ``{% form_owner %}``: when the session has ended before it is sent, its
contents wait, encrypted, until the same login has signed in, and `form_data` gives them back once. Any other form leads
back to the page that it was sent from. Files cannot be kept.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from arraigo.access.encryption import KeyMissing, decrypt, encrypt
from arraigo.access.models import User, Worker
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
        return cast(Callable[Concatenate[HttpRequest, P], HttpResponse], guarded)

    return decorate


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the sign-in page; a form that was being sent waits for its owner."""
    return redirect(f"{reverse('access:sign_in')}?{urlencode({'next': way_back(request)})}")


def way_back(request: HttpRequest) -> str:
    """
    Where to go on after signing in, or after a form whose page was too old.

    What was read is read again; a form that waits for its owner is shown again; any other form leads to the page it was
    sent from, because its own address may take nothing but what is sent.
    """
    if request.method != "POST" or keep_draft(request):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl() if ours else start()


def start() -> str:
    """The address at which a worker's day begins."""
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def owner_token(worker: Worker) -> str:
    """A signed mark, put into every form, of who was filling it in: only they get its contents back."""
    return signing.dumps(str(worker.user_id), salt=_SALT)


def keep_draft(request: HttpRequest) -> bool:
    """Keep a form that could not be taken, for the login that was filling it in; whether there was one to keep."""
    owner = _owner(request.POST.get("form_owner", ""))
    if owner is None:
        return False
    fields = {key: values for key, values in request.POST.lists() if key not in _NEVER_KEPT}
    # Encrypted, because protected text may be among it, and sessions are stored as they are.
    kept = {"path": request.get_full_path(), "owner": owner, "fields": encrypt(json.dumps(fields))}
    request.session[_DRAFT_KEY] = kept
    return True


def has_draft(request: HttpRequest) -> bool:
    """Whether a form waits for its owner to sign in."""
    return _DRAFT_KEY in request.session


def leave_draft_to(request: HttpRequest, user: User) -> bool:
    """Forget a waiting form that is not of the login which now signs in; whether nothing had to be forgotten."""
    kept = request.session.get(_DRAFT_KEY)
    if not kept or kept["owner"] == str(user.pk):
        return True
    del request.session[_DRAFT_KEY]
    return False


def take_draft(request: WorkerRequest) -> QueryDict | None:
    """What this login had typed on this very page before the session ended, once."""
    kept = request.session.get(_DRAFT_KEY)
    if not kept or kept["path"] != request.get_full_path():
        return None
    del request.session[_DRAFT_KEY]
    if kept["owner"] != str(request.worker.user_id):
        return None
    try:
        fields: dict[str, list[str]] = json.loads(decrypt(kept["fields"]))
    except KeyMissing:
        return None
    typed = QueryDict(mutable=True)
    for key, values in fields.items():
        typed.setlist(key, values)
    return typed


def form_data(request: WorkerRequest) -> tuple[QueryDict | None, bool]:
    """
    What a form is bound to, and whether it was taken up again after a session ended.

    ``(request.POST, False)`` for a form that is sent; ``(draft, True)`` for one that was being sent when the session
    ended: show it, with its contents, and do nothing else; ``(None, False)`` for a fresh page.
    """
    if request.method == "POST":
        return request.POST, False
    draft = take_draft(request)
    return draft, draft is not None


def _owner(token: str) -> str | None:
    try:
        return str(signing.loads(token, salt=_SALT, max_age=7 * 24 * 3600))
    except signing.BadSignature:
        return None
