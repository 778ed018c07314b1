"""
A session ends while somebody types: after signing in again the same page is there with the same contents, for them only.

Walked over real pages of three rooms: a walk-in, a registration and a referral.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from arraigo.access.http import owner_token
from arraigo.access.models import Worker
from arraigo.core.ids import uuid7
from arraigo.people.models import Person
from arraigo.reception.models import Arrival, Passenger
from arraigo.referrals.models import Referral
from tests.cast import PASSWORD, person, registered_return

pytestmark = pytest.mark.django_db


@dataclass
class Typed:
    """A form that somebody was filling in: where, who, what, and what it would have made."""

    path: str
    worker: Worker
    fields: dict[str, Any]
    words: str
    makes: Callable[[], int]


@pytest.fixture
def passenger(centre):
    arrival = Arrival.objects.create(
        institution=centre, route="air", origin="Harlingen, Texas", scheduled_at=timezone.now()
    )
    return Passenger.objects.create(
        institution=centre,
        arrival=arrival,
        state="arrived",
        given_names="Ana",
        paternal_surname="Tum",
        search_text=" ana tum",
        created_at=timezone.now(),
    )


@pytest.fixture(params=["walk_in", "registration", "referral"])
def typed(request, passenger, elena, marta, ines, case_of_reyna, health_care):
    forms = {
        "walk_in": Typed(
            f"/reception/arrivals/{passenger.arrival_id}/walk-in/",
            elena,
            {"given_names": "Rosalinda", "paternal_surname": "Xol"},
            "Rosalinda",
            Passenger.objects.filter(given_names="Rosalinda").count,
        ),
        "registration": Typed(
            f"/reception/passengers/{passenger.pk}/register/",
            elena,
            {"given_names": "Anastasia", "paternal_surname": "Tum", "needs": ["food"]},
            "Anastasia",
            Person.objects.filter(given_names="Anastasia").count,
        ),
        "referral": Typed(
            f"/referrals/send/{case_of_reyna.pk}/to/{health_care.pk}/",
            marta,
            {"reason": "Tos desde hace semanas", "priority": "ordinary", "shared_fields": ["name"]},
            "Tos desde hace semanas",
            Referral.objects.count,
        ),
    }
    found = forms[request.param]
    found.fields |= {"id": str(uuid7()), "form_owner": owner_token(found.worker)}
    return found


def sign_in(client, worker, next_page):
    """Sign in as somebody would, on the page that asks for it."""
    return client.post(
        "/access/sign-in/", {"username": worker.user.username, "password": PASSWORD, "next": next_page}
    )


def left_behind(client, typed):
    """Send the form on a browser whose session has ended."""
    answer = client.post(typed.path, typed.fields)
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/access/sign-in/")
    return answer


class TestEndedSession:
    def test_says_that_what_was_typed_waits(self, typed, client):
        page = client.get(left_behind(client, typed).headers["Location"])

        assert page.context["draft_waits"] and typed.words not in page.content.decode()

    def test_gives_the_form_back_with_its_contents(self, typed, client):
        left_behind(client, typed)

        landed = sign_in(client, typed.worker, typed.path)
        page = client.get(landed.headers["Location"])

        assert landed.headers["Location"] == typed.path
        assert page.context["resumed"] and typed.words in page.content.decode()

    def test_does_nothing_before_it_is_sent_again(self, typed, client):
        left_behind(client, typed)
        sign_in(client, typed.worker, typed.path)
        client.get(typed.path)

        assert typed.makes() == 0

    def test_gives_another_who_signs_in_nothing(self, typed, client, otto, elena, marta):
        left_behind(client, typed)

        landed = sign_in(client, otto, typed.path)
        for next_one in (otto, typed.worker):
            sign_in(client, next_one, typed.path)
            page = client.get(typed.path)
            assert typed.words not in page.content.decode()
            client.post("/access/sign-out/")

        assert landed.headers["Location"] == "/"

    def test_gives_a_colleague_with_the_same_rights_nothing(self, typed, client):
        from tests.cast import worker

        colleague = worker("Nora Colega", typed.worker.role, typed.worker.institution)
        left_behind(client, typed)
        sign_in(client, colleague, typed.path)

        assert typed.words not in client.get(typed.path).content.decode()

    def test_keeps_the_contents_encrypted(self, typed, client):
        left_behind(client, typed)

        stored = [session.get_decoded() for session in Session.objects.all()]

        assert stored and not any(typed.words in str(session) for session in stored)

    def test_ends_by_the_clock(self, typed, client_of):
        client = client_of(typed.worker)
        Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

        left_behind(client, typed)


class TestOldPage:
    """A page that was open while its login signed in anew elsewhere: its protection token no longer fits."""

    def test_comes_back_with_its_contents(self, typed):
        client = Client(enforce_csrf_checks=True)
        client.force_login(typed.worker.user)

        answer = client.post(typed.path, typed.fields | {"csrfmiddlewaretoken": "x" * 64})
        page = client.get(answer.headers["Location"])

        assert answer.headers["Location"] == typed.path
        assert typed.words in page.content.decode() and typed.makes() == 0

    def test_tells_another_login_nothing(self, typed, otto):
        client = Client(enforce_csrf_checks=True)
        client.force_login(otto.user)

        client.post(typed.path, typed.fields | {"csrfmiddlewaretoken": "x" * 64})

        assert typed.words not in client.get(typed.path).content.decode()

    def test_leads_back_to_the_page_that_held_the_button(self, elena, passenger):
        client = Client(enforce_csrf_checks=True)
        client.force_login(elena.user)
        board = f"http://testserver/reception/arrivals/{passenger.arrival_id}/?state=arrived"

        answer = client.post(f"/reception/arrivals/{passenger.arrival_id}/land/", headers={"Referer": board})

        assert answer.headers["Location"] == f"/reception/arrivals/{passenger.arrival_id}/?state=arrived"

    def test_never_leads_to_another_site(self, elena, passenger):
        client = Client(enforce_csrf_checks=True)
        client.force_login(elena.user)

        answer = client.post(
            f"/reception/arrivals/{passenger.arrival_id}/land/", headers={"Referer": "https://otro.example/"}
        )

        assert answer.headers["Location"] == "/"


class TestSecondPress:
    def test_creates_one(self, typed, client_of):
        client = client_of(typed.worker)

        client.post(typed.path, typed.fields)
        first = typed.makes()
        client.post(typed.path, typed.fields)

        assert typed.makes() == first <= 1

    def test_sends_one_referral(self, case_of_reyna, health_care, marta, ines, client_of):
        client, path = client_of(marta), f"/referrals/send/{case_of_reyna.pk}/to/{health_care.pk}/"
        fields = {"id": str(uuid7()), "reason": "Tos", "priority": "ordinary", "shared_fields": ["name"]}

        answers = [client.post(path, fields) for _ in range(2)]

        sent = Referral.objects.get()
        assert [answer.headers["Location"] for answer in answers] == [f"/referrals/{sent.pk}/"] * 2

    def test_answers_once(self, case_of_reyna, health_care, marta, ines, client_of):
        from arraigo.referrals import services

        sent = services.send(
            case_of_reyna, id=uuid7(), service=health_care, reason="Tos", by=marta, at=timezone.now()
        )
        client, path = client_of(ines), f"/referrals/inbox/{sent.pk}/accept/"

        first, second = (client.post(path, {}) for _ in range(2))

        assert first.status_code == 302 and second.status_code == 200
        assert second.context["accept"].non_field_errors()


class TestOtherPeople:
    def test_see_no_draft_of_somebody_on_their_own_browser(self, typed, client_of):
        left_behind(Client(), typed)

        assert typed.words not in client_of(typed.worker).get(typed.path).content.decode()


def test_a_search_is_not_kept_for_later(elena, client):
    """What was typed into the search is no form: it is gone, and stands in no address."""
    registered_return(person("Reyna", "López", by=elena), by=elena)

    answer = client.post("/people/", {"q": "Reyna"}, headers={"Referer": "http://testserver/reception/"})

    assert "Reyna" not in answer.headers["Location"]
    assert answer.headers["Location"].endswith("%2Freception%2F")
