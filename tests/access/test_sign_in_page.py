"""The sign-in page, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", ["es", "en"])
def test_nothing_on_it_shuts_anybody_out(page_as, axe, width, language):
    page = page_as(None, width=width, language=language)

    page.goto("/access/sign-in/")
    axe(page)
    page.get_by_role("button").last.click()
    axe(page, "after sending it empty")

    assert page.locator("html").get_attribute("lang") == language


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(page_as, axe, elena):
    page = page_as(None)

    page.goto("/access/sign-in/")
    page.locator("[name=username]").fill("elena")
    page.locator("[name=password]").fill("no es esta")
    page.keyboard.press("Enter")

    expect(page.locator("[name=username]")).to_have_value("elena")
    axe(page, "after a wrong password")


def test_the_right_one_opens_the_day(page_as, elena):
    page = page_as(None)

    page.goto("/access/sign-in/")
    page.locator("[name=username]").fill("elena")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).not_to_have_url("**/access/sign-in/**")
