"""A steward at work in a real browser: keys alone, nobody shut out, and a wrong merge undone."""

import pytest
from playwright.sync_api import Page, expect

from arraigo.access.models import Worker
from arraigo.people.models import CandidatePair, Merge, Person
from tests.people.registers import again, join, pair, record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def stays_in_the_window(page: Page) -> None:
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, page.url


def is_open(page: Page, heading: str) -> None:
    """A page that hears its keys: its script comes last."""
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_load_state("load")


class TestByKeys:
    def test_two_are_told_apart_and_the_next_pair_is_joined_and_taken_apart(
        self, page_as, sol: Worker, reyna: Person, reina: Person, rosa: Person
    ):
        pair(reyna, rosa, 0.95), pair(reyna, reina, 0.9)
        page = page_as(sol, language="en")
        page.goto("/register/pairs/")
        page.locator("a.button-main").press("Enter")

        is_open(page, "Is this the same person?")
        page.keyboard.press("o")
        page.keyboard.press("Tab")
        page.keyboard.press("4")
        page.keyboard.press("Control+Enter")

        expect(page.locator("main")).to_contain_text("REINA ISABEL")
        is_open(page, "Is this the same person?")
        assert CandidatePair.objects.get(state="different").reason == "namesakes"

        page.keyboard.press("m")
        page.keyboard.press("Control+Enter")
        is_open(page, "Join these two records?")
        page.locator("[name=reason]").first.focus()
        page.keyboard.press("2")
        page.keyboard.press("Control+Enter")

        expect(page.locator("main")).to_contain_text("No pair waits for you")
        assert again(reina).merged_into == reyna

        page.goto(f"/register/merges/{Merge.objects.get().pk}/")
        page.locator("[name=reason]").first.focus()
        page.keyboard.press("1")
        page.keyboard.press("Control+Enter")

        expect(page.locator("main")).to_contain_text("Undone")
        assert again(reina).merged_into is None


class TestPages:
    def test_shut_nobody_out_on_a_desk_and_on_a_phone(
        self, page_as, axe, sol: Worker, reyna: Person, reina: Person, rosa: Person
    ):
        shown, made = pair(reyna, reina), join(rosa, rosa_again(sol), by=sol)
        addresses = (
            "pairs/",
            "pairs/?state=different",
            f"pairs/{shown.pk}/",
            f"compare/{reyna.pk}/{rosa.pk}/",
            f"merge/{reyna.pk}/{reina.pk}/",
            "merges/",
            f"merges/{made.pk}/",
            "records/",
            f"records/{rosa.pk}/",
            f"records/{rosa.pk}/beside/",
        )
        for width, language in ((1280, "es"), (360, "en")):
            page = page_as(sol, width=width, language=language)
            for address in addresses:
                page.goto(f"/register/{address}")
                axe(page, f"{address} at {width}")
                stays_in_the_window(page)


def rosa_again(sol: Worker) -> Person:
    return record("Rosita", "Méndez", by=sol)
