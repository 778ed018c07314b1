"""Who acts: the worker behind the login, and the way back when a session has ended."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from arraigo.access import queries

GetResponse = Callable[[HttpRequest], HttpResponse]

WORKER_KEY = "worker"
"""Session key that remembers which of their posts a login acts in."""


class WorkerMiddleware:
    """
    Puts the acting worker on every request: ``request.worker``, or ``None`` for a visitor; and in ``request.posts`` all
    posts of the login.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        posts = list(queries.posts_of(request.user))
        request.posts = posts  # type: ignore[attr-defined]
        request.worker = queries.acting_in(posts, request.session.get(WORKER_KEY))  # type: ignore[attr-defined]
        return self.get_response(request)
