"""The search in a real browser: what is found appears as one types, and the name stands in no address."""

import pytest
from playwright.sync_api import expect

from tests.cast import person, registered_return

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_finds_as_one_types_and_leaves_no_name_behind(page_as, axe, elena):
    registered_return(person("Reyna Isabel", "López", "Choc", by=elena), by=elena)
    page = page_as(elena)
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))

    page.goto("/people/")
    page.keyboard.press("/")
    page.keyboard.type("reina lop")

    expect(page.locator("#found")).to_contain_text("Reyna Isabel López Choc")
    axe(page, "with somebody found")
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_contain_text("Reyna Isabel López Choc")
    assert not [address for address in addresses if "reina" in address.lower()]


def test_from_the_header_leads_to_the_same_answer(page_as, elena):
    registered_return(person("Reyna Isabel", "López", "Choc", by=elena), by=elena)
    page = page_as(elena)

    page.goto("/reception/lists/")
    page.locator(".header [data-search]").fill("lopez")
    page.locator(".header [data-search]").press("Enter")

    expect(page.locator("#found")).to_contain_text("Reyna Isabel López Choc")
    assert page.url.endswith("/people/")
