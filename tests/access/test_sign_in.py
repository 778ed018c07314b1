"""Signing in: whom it lets in, what it says, when it makes people wait, and which post one then acts in."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from arraigo.access import throttle
from arraigo.access.models import Worker
from arraigo.access.roles import Role
from tests.cast import NOW, PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = "/access/sign-in/"
ClientOf = Callable[[Worker], Client]


@pytest.fixture(autouse=True)
def _no_failures_yet():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, username="elena", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password} | more)


class TestSignIn:
    def test_leads_to_where_the_role_begins_the_day(self, elena, client):
        assert sign_in(client).headers["Location"] == "/"
        assert client.get("/").headers["Location"] == "/reception/"

    def test_never_says_which_of_the_two_was_wrong(self, elena, client):
        wrong_password = sign_in(client, password="otra cosa").context["form"].non_field_errors()
        unknown_name = sign_in(client, username="nadie").context["form"].non_field_errors()

        assert wrong_password == unknown_name and wrong_password

    def test_keeps_the_user_name_and_not_the_password(self, elena, client):
        page = sign_in(client, password="casi la correcta").content.decode()

        assert 'value="elena"' in page and "casi la correcta" not in page

    def test_leads_to_no_other_site(self, elena, client):
        assert sign_in(client, next="https://otro.example/").headers["Location"] == "/"

    def test_shows_a_login_without_a_post_nothing(self, elena, client):
        Worker.objects.update(ended_at=NOW)

        sign_in(client)

        assert client.get("/").status_code == 403
        assert client.get("/reception/").status_code == 403


class TestPause:
    def test_comes_after_some_failures_even_for_the_right_password(self, elena, client):
        for _ in range(throttle.FAILURES):
            sign_in(client, password="no es")

        answer = sign_in(client)

        assert answer.status_code == 200 and str(throttle.PAUSE_MINUTES) in str(answer.context["form"].errors)
        assert "_auth_user_id" not in client.session

    def test_tells_nothing_of_a_name_that_no_login_has(self, client):
        for _ in range(throttle.FAILURES):
            sign_in(client, username="nadie")

        errors = sign_in(client, username="nadie").context["form"].errors

        assert str(throttle.PAUSE_MINUTES) in str(errors)

    def test_is_of_one_name_and_one_address_only(self, elena, otto, client):
        for _ in range(throttle.FAILURES):
            sign_in(client, password="no es")

        assert sign_in(client, username="otto").status_code == 302
        assert sign_in(Client(REMOTE_ADDR="10.0.0.9")).status_code == 302

    def test_starts_anew_after_a_success(self, elena):
        for _ in range(2):
            client = Client()
            for _ in range(throttle.FAILURES - 1):
                sign_in(client, password="no es")
            assert sign_in(client).status_code == 302


class TestPosts:
    @pytest.fixture
    def second_post(self, marta, clinic):
        return Worker.objects.create(user=marta.user, institution=clinic, role=Role.FOCAL_POINT, name="Marta")

    def test_can_be_changed_by_who_has_several(self, marta, second_post, client_of: ClientOf):
        client = client_of(marta)
        offered = client.get("/access/post/").content.decode()

        client.post("/access/post/", {"worker": str(second_post.pk)})

        assert second_post.institution.name in offered
        assert client.get("/").headers["Location"] == "/referrals/inbox/"

    @pytest.mark.parametrize("chosen", ["of another", "not-an-id", ""])
    def test_are_ones_own_only(self, marta, otto, chosen, client_of: ClientOf):
        client = client_of(marta)

        answer = client.post("/access/post/", {"worker": str(otto.pk) if chosen == "of another" else chosen})

        assert answer.status_code == 404 and client.get("/").headers["Location"] == "/my-day/"


class TestSignOut:
    def test_closes_every_door(self, elena, client):
        sign_in(client)

        client.post("/access/sign-out/")

        assert client.get("/reception/").headers["Location"].startswith(SIGN_IN)

    def test_is_not_done_by_a_link(self, elena, client):
        sign_in(client)

        assert client.get("/access/sign-out/").status_code == 405
        assert client.get("/reception/").status_code == 200
