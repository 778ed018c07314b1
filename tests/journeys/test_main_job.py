"""The main job in a real browser, in Spanish: from an arrivals list to a goal of the policy, as the roles concerned."""

from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from arraigo.cases.models import Case, FollowUp
from arraigo.indicators import queries as indicators
from arraigo.core.periods import Period
from arraigo.people.models import Person
from arraigo.reception.models import Manifest, ManifestRow, Passenger, Return

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = files("arraigo.interop.simulator").joinpath("lists/vuelo_harlingen.xlsx")


class Test:
    def test_it(self, country, page_as, picture):
        elena = page_as(country.worker("elena"))
        elena.goto("/reception/lists/new/")
        picture(elena, "p1")
        print(elena.content()[-6000:])
        elena.locator("[name=file]").set_input_files(str(LIST))
        elena.locator("[name=sender]").fill("Consulado en McAllen")
        elena.locator("[name=arrival]").select_option(country.store.list_arrival)
        elena.locator("[data-main-submit]").click()
        picture(elena, "p2")
        print(elena.url, elena.locator("main").inner_text()[:6000])
        elena.locator("[name=do][value=confirm]").click()
        picture(elena, "p3")
        print(elena.url, elena.locator("main").inner_text()[:3000])
