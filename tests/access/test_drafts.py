"""A form survives the end of a session, and comes back to the login that was filling it in, and to nobody else."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from arraigo.access import http
from arraigo.access.http import WorkerRequest, door, owner_token, take_draft
from arraigo.access.models import Worker
from arraigo.access.roles import Action

pytestmark = pytest.mark.django_db

PAGE = "/reception/register/018f/?step=2"


@door(Action.REGISTER_RETURN)
def register(request: WorkerRequest) -> HttpResponse:
    """A form such as those behind any door."""
    return HttpResponse("taken")


@pytest.fixture
def browser() -> SessionStore:
    """The session of one browser, that outlives who is signed in on it."""
    return SessionStore()


@pytest.fixture
def visit(rf: RequestFactory, browser: SessionStore) -> Callable[..., HttpRequest]:
    def make(worker: Worker | None, typed: dict[str, object] | None = None, page: str = PAGE) -> HttpRequest:
        request = rf.get(page) if typed is None else rf.post(page, typed)
        request.session = browser
        request.user = worker.user if worker else AnonymousUser()
        request.worker = worker  # type: ignore[attr-defined]
        return request

    return make


@pytest.fixture
def left_behind(elena: Worker, visit: Callable[..., HttpRequest]) -> HttpResponse:
    """What Elena's browser got when she sent her form after the session had ended."""
    typed = {
        "form_owner": owner_token(elena),
        "given_names": "Reyna Isabel",
        "needs": ["food", "shelter"],
        "password": "secreta",
        "csrfmiddlewaretoken": "x",
    }
    return register(visit(None, typed))


def taken(request: HttpRequest) -> QueryDict | None:
    return take_draft(request)  # type: ignore[arg-type]


class TestDoor:
    def test_sends_a_visitor_to_sign_in_and_back_to_the_same_page(self, left_behind: HttpResponse) -> None:
        address = urlsplit(left_behind.headers["Location"])

        assert left_behind.status_code == 302
        assert parse_qs(address.query) == {"next": [PAGE]}

    def test_keeps_what_was_typed_out_of_the_address(self, left_behind: HttpResponse) -> None:
        assert "Reyna" not in left_behind.headers["Location"]


class TestTakeDraft:
    def test_gives_the_owner_back_what_was_typed(
        self, left_behind: HttpResponse, elena: Worker, visit: Callable[..., HttpRequest]
    ) -> None:
        typed = taken(visit(elena))

        assert typed is not None
        assert typed["given_names"] == "Reyna Isabel"
        assert typed.getlist("needs") == ["food", "shelter"]

    def test_never_kept_a_password(
        self, left_behind: HttpResponse, elena: Worker, visit: Callable[..., HttpRequest]
    ) -> None:
        typed = taken(visit(elena))

        assert typed is not None and not {"password", "csrfmiddlewaretoken"} & typed.keys()

    def test_gives_it_once(
        self, left_behind: HttpResponse, elena: Worker, visit: Callable[..., HttpRequest]
    ) -> None:
        taken(visit(elena))

        assert taken(visit(elena)) is None

    def test_gives_nothing_to_the_next_one_at_the_desk(
        self, left_behind: HttpResponse, elena: Worker, otto: Worker, visit: Callable[..., HttpRequest]
    ) -> None:
        assert taken(visit(otto)) is None
        assert taken(visit(elena)) is None  # and it is gone: another has used this browser since

    def test_gives_nothing_on_another_page(
        self, left_behind: HttpResponse, elena: Worker, visit: Callable[..., HttpRequest]
    ) -> None:
        assert taken(visit(elena, page="/reception/register/0190/")) is None
        assert taken(visit(elena)) is not None

    @pytest.mark.parametrize("token", ["", "forged", "018f:1tKx:abc"])
    def test_has_nothing_where_the_mark_of_the_owner_is_not_ours(
        self, token: str, elena: Worker, browser: SessionStore, visit: Callable[..., HttpRequest]
    ) -> None:
        register(visit(None, {"form_owner": token, "given_names": "Reyna"}))

        assert http._DRAFT_KEY not in browser
        assert taken(visit(elena)) is None
