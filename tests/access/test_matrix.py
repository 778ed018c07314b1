"""Every address with every role, on own, other and protected records: what `matrix.py` says, and never a failure."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from arraigo.access.models import Worker
from tests.access.matrix import API, MATRIX, OPEN_TO_ALL, Line
from tests.access.world import World, build
from tests.cast import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

REACHED = {200, 302, 400}
REFUSED_BY_METHOD = 405
SECRETS = ("Reyna Isabel", "Dominga")
"""Given names of the two persons: nobody who is refused may read them."""


def patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product: its full name and its pattern."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or str(one.pattern))), one


ADDRESSES = dict(patterns(get_resolver()))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all addresses: each test takes back what it sent."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


class TestCompleteness:
    def test_every_address_has_a_line(self) -> None:
        missing = ADDRESSES.keys() - MATRIX.keys() - API.keys() - OPEN_TO_ALL

        assert not missing, f"say in tests/access/matrix.py who may open: {sorted(missing)}"

    def test_every_line_has_an_address(self) -> None:
        assert not (MATRIX.keys() | API.keys() | OPEN_TO_ALL) - ADDRESSES.keys()

    @pytest.mark.parametrize("name", sorted(MATRIX))
    def test_the_door_is_the_one_that_stands_in_the_code(self, name: str) -> None:
        assert getattr(ADDRESSES[name].callback, "action", None) is MATRIX[name].needs


@pytest.mark.parametrize("name", sorted(MATRIX))
class TestAddress:
    def test_lets_in_whom_its_line_names(self, name: str, world: World) -> None:
        _try_all(name, world, world.ordinary, MATRIX[name].ordinary)

    def test_keeps_what_is_protected_to_those_whom_its_line_names(self, name: str, world: World) -> None:
        if MATRIX[name].of is not None:
            _try_all(name, world, world.protected, MATRIX[name].protected)

    def test_sends_a_visitor_to_sign_in(self, name: str, world: World) -> None:
        for method in ("get", "post"):
            answer = _ask(Client(), method, name, world.ordinary)
            assert answer.status_code in {302, REFUSED_BY_METHOD}
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/access/sign-in/")


def _try_all(name: str, world: World, records: dict[str, Any], reaches: frozenset[str]) -> None:
    """Read and send, as everybody; nothing that was sent stays."""
    wrong = []
    for who, client in world.clients.items():
        expected = _expected(MATRIX[name], world.cast[who], who, reaches)
        for method in ("get", "post"):
            mark = transaction.savepoint()
            answer = _ask(client, method, name, records)
            transaction.savepoint_rollback(mark)
            if answer.status_code not in expected | {REFUSED_BY_METHOD}:
                wrong.append(f"{method} as {who}: {answer.status_code}, not {sorted(expected)}")
            if expected != REACHED and any(secret in answer.content.decode() for secret in SECRETS):
                wrong.append(f"{method} as {who}: a name can be read")
    assert not wrong, f"{name}: " + "; ".join(wrong)


def _expected(line: Line, one: Worker, who: str, reaches: frozenset[str]) -> set[int]:
    assert line.needs is not None
    if not one.may(line.needs):
        return {403}
    return REACHED if not line.ordinary or who in reaches else {404}


def _ask(client: Client, method: str, name: str, records: dict[str, Any]) -> Any:
    line = MATRIX[name]
    path = reverse(name, kwargs=line.of(records) if line.of else {})
    return client.get(path + line.query) if method == "get" else client.post(path, dict(line.sent))


class TestOpenToAll:
    @pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
    def test_never_fails_and_shows_nobody(self, name: str, world: World) -> None:
        everybody = [Client(), *(signed_in(one) for one in world.cast.values())]
        # The sheet of components is long, and the same for all.
        for client in everybody[:2] if name == "web:components" else everybody:
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(name))
                assert answer.status_code in {200, 302, 404, 405}
                # The sheet of components has people of its own, who do not exist.
                if name != "web:components":
                    assert not any(secret in answer.content.decode() for secret in SECRETS)


class TestLists:
    """Lists show nobody whom the reader's institution has no ground to see, and never who is protected."""

    LISTS = sorted(name for name, line in MATRIX.items() if line.of is None)

    @pytest.mark.parametrize("name", LISTS)
    def test_never_name_who_is_protected(self, name: str, world: World) -> None:
        at_the_centre = name.startswith("reception:")
        for who, client in world.clients.items():
            for page in _pages(client, name, "Dominga"):
                assert (at_the_centre and who == "elena") or "Dominga" not in page, f"{name} as {who}"

    @pytest.mark.parametrize("name", LISTS)
    def test_name_nobody_elsewhere(self, name: str, world: World) -> None:
        for who in ("erik", "otto", "otilia", "celia", "pablo", "ada"):
            for page in _pages(world.clients[who], name, "Reyna"):
                assert "Reyna Isabel" not in page, f"{name} as {who}"


def _pages(client: Client, name: str, searched: str) -> Iterator[str]:
    """The list as it opens, and as it answers a search."""
    yield client.get(reverse(name)).content.decode()
    mark = transaction.savepoint()
    # What was searched for stands in its own field: only what the page adds counts.
    yield client.post(reverse(name), {"q": searched}).content.decode().replace(f'value="{searched}"', "")
    transaction.savepoint_rollback(mark)


class TestReceiver:
    @pytest.mark.parametrize(
        ("name", "record"), [("referrals:received", "referral"), ("desk:person", "person")]
    )
    def test_never_reads_how_somebody_returned_nor_the_plan(
        self, name: str, record: str, world: World
    ) -> None:
        page = world.clients["ines"].get(reverse(name, args=[world.ordinary[record].pk])).content.decode()

        assert "Reyna Isabel" in page
        assert "Involuntario" not in page and "Buscar empleo" not in page


class TestRefusals:
    """What is said when a page cannot be shown holds nothing of anybody."""

    def test_hold_nothing_personal(self, world: World) -> None:
        missing = world.clients["otto"].get(reverse("desk:person", args=[world.ordinary["person"].pk]))
        forbidden = world.clients["otto"].get(
            reverse("referrals:accept", args=[world.ordinary["referral"].pk])
        )

        assert (missing.status_code, forbidden.status_code) == (404, 403)
        assert "López" not in missing.content.decode() + forbidden.content.decode()

    def test_a_failure_of_ours_says_nothing(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        from arraigo.desk import person as page

        def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("Reyna Isabel López")

        monkeypatch.setattr(page, "render", fail)
        client = signed_in(world.cast["elena"])
        client.raise_request_exception = False

        answer = client.get(reverse("desk:person", args=[world.ordinary["person"].pk]))

        assert answer.status_code == 500 and "Reyna" not in answer.content.decode()


class TestHeaders:
    def test_keep_pages_to_ourselves(self, world: World) -> None:
        person_page = reverse("desk:person", args=[world.ordinary["person"].pk])
        for answer in (world.clients["elena"].get(person_page), Client().get("/access/sign-in/")):
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"

    def test_cookies_are_out_of_reach_of_scripts(self, world: World) -> None:
        client = Client()
        client.get("/access/sign-in/")
        client.post("/access/sign-in/", {"username": "elena", "password": PASSWORD})
        client.post("/i18n/setlang/", {"language": "en"})

        kept = [client.cookies[name] for name in ("sessionid", "csrftoken", "django_language")]
        assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in kept)
