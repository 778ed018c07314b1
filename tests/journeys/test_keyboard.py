"""What a tired hand, a double click and a session that ended do to a form: nothing is lost, nothing happens twice."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from arraigo.cases.models import PlanAction
from arraigo.cli.demo.check import import_list
from arraigo.reception.models import Passenger, Return
from tests.journeys import steps
from tests.journeys.keys import Keys, register_reyna

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENOUGH = 60
"""Presses of a key for one registration with everything that must be asked; some 30 seconds of an experienced hand."""


@pytest.fixture
def elena(country, page_as) -> Page:
    """Elena, with the list of the flight on the board."""
    import_list(country.store)
    page = page_as(country.worker("elena"))
    page.goto(f"/reception/arrivals/{country.flight.pk}/")
    return page


@pytest.fixture
def reyna(country, elena) -> Passenger:
    return country.flight.passengers.get(given_names="Reyna Isabel")


class TestRegistration:
    def test_needs_the_keyboard_alone(self, country, elena, reyna, capsys):
        keys = Keys(elena)
        keys.press("/")
        keys.type("reyna lopez")
        expect(elena.locator("#rows [data-row]")).to_have_count(1)
        keys.pressed = 0

        register_reyna(keys)

        elena.wait_for_url("**/services/")
        registered = Return.objects.get(passenger=reyna)
        assert registered.return_type == "involuntary" and registered.identity_document == "no"
        assert registered.person.returns.count() == 2, "she was recognised"
        with capsys.disabled():
            print(f"\n  from the search to the services: {keys.pressed} presses of a key")
        assert keys.pressed <= ENOUGH

    def test_gives_services_and_ends_with_the_keyboard_alone(self, elena, reyna):
        _register(elena, reyna)
        keys = Keys(elena)

        keys.go_to("do")
        keys.press("Enter")
        expect(elena.locator("[value=take_back]")).to_have_count(1)
        _tab_to_value(keys, elena, "leave")
        keys.press("Enter")

        expect(elena.locator("[value=come_back]")).to_be_visible()
        reyna.refresh_from_db()
        assert reyna.state == "done"

    def test_twice_clicked_registers_once(self, elena, reyna):
        elena.goto(f"/reception/passengers/{reyna.pk}/register/")
        _answer(elena)

        elena.locator("[data-main-submit]").dblclick()

        elena.wait_for_url("**/services/")
        assert Return.objects.filter(passenger=reyna).count() == 1

    def test_sent_twice_without_any_script_registers_once(self, elena, reyna):
        elena.goto(f"/reception/passengers/{reyna.pk}/register/")
        _answer(elena)

        _send_twice(elena, "#registration")

        elena.goto(f"/reception/passengers/{reyna.pk}/register/")
        assert elena.url.endswith("/services/")
        assert Return.objects.filter(passenger=reyna).count() == 1

    def test_survives_the_end_of_a_session(self, country, elena, reyna):
        elena.goto(f"/reception/passengers/{reyna.pk}/register/")
        _answer(elena)
        elena.locator("[name=phone]").fill("5550 1234")
        elena.locator('[name=needs][value="food"]').check(force=True)
        Session.objects.all().delete()

        elena.locator("[data-main-submit]").click()
        elena.wait_for_url("**/sign-in/**")
        assert "reyna" not in elena.url.lower()
        assert not Return.objects.filter(passenger=reyna).exists()
        _sign_in(elena, "elena", country.store.password)

        elena.wait_for_url(f"**/{reyna.pk}/register/")
        expect(elena.locator("[name=phone]")).to_have_value("5550 1234")
        for name, value in {"consent": "share", "identity_document": "no", "needs": "food"}.items():
            expect(elena.locator(f'[name={name}][value="{value}"]')).to_be_checked()
        steps.send(elena)
        elena.wait_for_url("**/services/")
        assert Return.objects.get(passenger=reyna).needs == ["food"]

    def test_is_not_given_to_somebody_else_who_signs_in(self, country, elena, reyna):
        elena.goto(f"/reception/passengers/{reyna.pk}/register/")
        _answer(elena)
        elena.locator("[name=phone]").fill("5550 1234")
        Session.objects.all().delete()
        elena.locator("[data-main-submit]").click()
        elena.wait_for_url("**/sign-in/**")

        _sign_in(elena, "marta", country.store.password)

        expect(elena.locator(".me summary")).to_be_visible()
        assert "5550" not in elena.content()


class TestPlan:
    def test_an_action_twice_clicked_is_added_once(self, country, page_as):
        marta = country.worker("marta")
        case = marta.cases.filter(closed_on=None, protected=False).first()
        page = page_as(marta)
        page.goto(f"/cases/{case.pk}/plan/add/?level=individual&dimension=economic")
        page.locator("[name=title]").fill("Visitar el mercado")

        page.locator("[data-main-submit]").dblclick()

        page.wait_for_url(f"**/case/{case.pk}/**")
        assert PlanAction.objects.filter(title="Visitar el mercado").count() == 1


def _register(page: Page, passenger: Passenger) -> None:
    page.goto(f"/reception/passengers/{passenger.pk}/register/")
    _answer(page)
    steps.send(page)
    page.wait_for_url("**/services/")


def _answer(page: Page) -> None:
    page.locator('[name=same_person]:not([value=""])').first.check(force=True)
    for name, value in {
        "return_type": "involuntary",
        "identity_document": "no",
        "destination_safe": "yes",
        "consent": "share",
    }.items():
        steps.choose(page, name, value)


def _send_twice(page: Page, form: str) -> None:
    """The same contents twice at once, as a browser without script would send a double click."""
    page.evaluate(
        """form => { const sent = new FormData(document.querySelector(form)); const to = location.href;
        return Promise.all([1, 2].map(() => fetch(to, {method: "POST", body: sent}))) }""",
        form,
    )


def _sign_in(page: Page, username: str, password: str) -> None:
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("[data-main-submit]").click()


def _tab_to_value(keys: Keys, page: Page, value: str, at_most: int = 40) -> None:
    for _ in range(at_most):
        keys.press("Tab")
        if page.evaluate("document.activeElement.value") == value:
            return
    raise AssertionError(f"Tab does not reach {value}")
