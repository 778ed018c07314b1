"""Every page in its important states: nothing shuts anybody out, nothing scrolls sideways, nothing needs a script."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arraigo.cases.models import FollowUp
from arraigo.cli.demo.check import import_list
from arraigo.core import content
from arraigo.reception.models import Return
from arraigo.referrals.models import Referral
from tests.journeys import pages, steps
from tests.journeys.pages import Shown

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
FIRST_VISIT = 100_000
"""Bytes of a first visit without pictures (design, section 2)."""


class TestEveryPage:
    @pytest.mark.parametrize("part", pages.OF)
    def test_shuts_nobody_out_on_a_desk_and_on_a_phone(self, country, page_as, axe, part):
        username, found = pages.OF[part]
        page = page_as(country.worker(username))
        for shown in found(country):
            page.set_viewport_size(DESKTOP)
            opens(page, shown)
            axe(page, shown.state)
            page.set_viewport_size(PHONE)
            axe(page, f"{shown.state} on a phone")
            stays_in_the_window(page, shown)

    @pytest.mark.parametrize("part", pages.OF)
    def test_has_room_for_english_too(self, country, page_as, axe, part):
        username, found = pages.OF[part]
        page = page_as(country.worker(username), width=360, language="en")
        for shown in found(country):
            opens(page, shown)
            assert page.locator("html").get_attribute("lang") == "en"
            stays_in_the_window(page, shown)


class TestFirstVisit:
    @pytest.mark.parametrize(
        ("username", "url"),
        [
            ("elena", "/reception/"),
            ("marta", "/my-day/"),
            ("marta", "/cases/"),
            ("ines", "/referrals/inbox/"),
            ("pablo", "/indicators/"),
            ("carla", "/team/"),
            ("ada", "/access/audit/"),
        ],
    )
    def test_weighs_little(self, country, page_as, username, url):
        import_list(country.store)
        page, answers = page_as(country.worker(username)), []
        page.on("response", lambda answer: answers.append(answer))

        page.goto(url, wait_until="networkidle")

        weights = {one.url: len(one.body()) for one in answers if one.status == 200}
        assert sum(weights.values()) < FIRST_VISIT, weights


class TestWithoutScript:
    def test_somebody_is_registered(self, country, page_as):
        import_list(country.store)
        page = page_as(country.worker("elena"), script=False)
        page.goto(f"/reception/arrivals/{country.flight.pk}/")
        page.locator("main [name=q]").fill("reyna lopez")
        page.locator("main [name=q]").press("Enter")
        page.locator("#rows [data-row] a.name").click()
        page.locator('[name=same_person]:not([value=""])').first.check(force=True)
        for name, code in {
            "return_type": "involuntary",
            "identity_document": "no",
            "destination_safe": "yes",
            "consent": "share",
        }.items():
            steps.choose(page, name, code)

        steps.send(page)
        page.locator("[name=do][value=give]").first.click()
        page.locator("[name=do][value=leave]").click()

        registered = Return.objects.get(passenger__arrival=country.flight)
        assert registered.reception_completed_at and registered.reception_services.count() == 1

    def test_a_referral_is_answered(self, country, page_as):
        ines = country.worker("ines")
        waiting = Referral.objects.filter(to_institution=ines.institution, status="sent").first()
        page = page_as(ines, script=False)
        page.goto(f"/referrals/inbox/{waiting.pk}/")

        page.locator(f'a[href^="/referrals/inbox/{waiting.pk}/decline/"]').click()
        steps.choose(page, "reason", "no_capacity")
        steps.send(page)

        waiting.refresh_from_db()
        assert waiting.status == "declined"

    def test_a_follow_up_is_recorded(self, country, page_as):
        marta = country.worker("marta")
        due = FollowUp.objects.filter(
            case__worker=marta,
            case__closed_on=None,
            done_on=None,
            due_on__lte=timezone.localdate(),
            excused_on=None,
        ).first()
        page = page_as(marta, script=False)
        page.goto(f"/cases/followup/{due.pk}/")

        steps.send(page)
        expect(page.locator("[data-error-summary]")).to_be_visible()
        steps.choose(page, "channel", "phone")
        steps.answer(page, content.instrument("sustainability_short"))
        steps.send(page)

        due.refresh_from_db()
        assert due.score is not None


def opens(page: Page, shown: Shown) -> None:
    """The page is there, in its state."""
    answer = page.goto(shown.url)
    assert answer and answer.status == 200, f"{shown.url} answers {answer and answer.status}"
    shown.act(page)


def stays_in_the_window(page: Page, shown: Shown) -> None:
    """Nothing scrolls sideways but wide tables inside their own regions."""
    width, window = page.evaluate("[document.scrollingElement.scrollWidth, window.innerWidth]")
    assert width <= window, f"{shown.url} ({shown.state}) is {width} px wide in a window of {window}"
