"""The arrivals board: who needs a person first comes first, names stay out of addresses, pages stay cheap."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from arraigo.access.models import Entry, Worker
from arraigo.core.ids import uuid7
from arraigo.reception import queries
from arraigo.reception.models import Arrival, Passenger
from arraigo.reception.services import arrivals, manifests
from tests.browser import PageAs
from tests.reception.test_manifests import receive

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Worker], Client]


def noon() -> datetime:
    return timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))


def announce(by: Worker, origin: str, at: datetime) -> Arrival:
    return arrivals.announce(
        id=uuid7(), institution=by.institution, route="air", origin=origin, scheduled_at=at, by=by, at=at
    )


def people(flight: Arrival, by: Worker, number: int) -> list[Passenger]:
    return [
        arrivals.walk_in(
            flight,
            id=uuid7(),
            given_names=f"Byron {place}",
            paternal_surname="Méndez",
            age=27,
            by=by,
            at=noon(),
        )
        for place in range(number)
    ]


@pytest.fixture
def flight(elena: Worker) -> Arrival:
    return announce(elena, "Harlingen, Texas", noon())


def board_of(client: Client, url: str = "/reception/") -> str:
    return client.get(url).content.decode()


class TestBoard:
    def test_puts_a_child_alone_before_everybody(self, flight: Arrival, elena: Worker) -> None:
        people(flight, elena, 2)
        ana = arrivals.walk_in(
            flight, id=uuid7(), given_names="Ana", age=15, sex="female", alone="yes", by=elena, at=noon()
        )

        rows = queries.passengers([flight], at=noon())

        assert rows[0].passenger == ana and rows[0].first and not rows[1].first
        assert [one.code for one in rows[0].warnings] == ["alone_child"]

    def test_takes_as_many_queries_for_many_people_as_for_few(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        client, url = client_of(elena), reverse("reception:arrival", args=[flight.pk])
        people(flight, elena, 2)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(url)
        people(flight, elena, 22)
        announce(elena, "Mesa, Arizona", noon() + timedelta(hours=1))

        with CaptureQueriesContext(connection) as many:
            client.get(url)

        assert len(many) == len(few)

    def test_shows_a_state_page_by_page(self, flight: Arrival, elena: Worker, client_of: ClientOf) -> None:
        people(flight, elena, 30)

        page = board_of(client_of(elena), f"{reverse('reception:arrival', args=[flight.pk])}?state=arrived")

        assert "?state=arrived&amp;page=2" in page and page.count("data-row>") == 25

    def test_shows_everybody_of_the_day_that_a_figure_counts(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        people(flight, elena, 1)
        people(announce(elena, "Mesa, Arizona", noon()), elena, 1)

        page = board_of(client_of(elena), f"/reception/?day={timezone.localdate()}&state=arrived")

        assert page.count("data-row>") == 2 and "Mesa, Arizona" in page

    def test_leads_from_an_empty_day_to_the_days_beside_it(self, elena: Worker, client_of: ClientOf) -> None:
        before, after = noon() - timedelta(days=3), noon() + timedelta(days=2)
        announce(elena, "Mesa, Arizona", before)
        announce(elena, "Mesa, Arizona", after)

        page = board_of(client_of(elena))

        assert f"?day={before:%Y-%m-%d}" in page and f"?day={after:%Y-%m-%d}" in page

    def test_is_empty_for_another_centre(
        self, flight: Arrival, elena: Worker, otto: Worker, client_of: ClientOf
    ) -> None:
        people(flight, elena, 1)

        assert client_of(otto).get(reverse("reception:arrival", args=[flight.pk])).status_code in {403, 404}
        assert not queries.board(otto, timezone.localdate()).cards


class TestSearch:
    @pytest.mark.parametrize("text", ["mendez", "  MÉNDEZ byr", "bairon mendes"])
    def test_sees_through_accents_case_and_spelling(self, flight: Arrival, elena: Worker, text: str) -> None:
        people(flight, elena, 1)
        arrivals.walk_in(flight, id=uuid7(), given_names="Irma", paternal_surname="Tzul", by=elena, at=noon())

        found = queries.passengers([flight], text=text, at=noon())

        assert [row.passenger.given_names for row in found] == ["Byron 0"]

    def test_travels_in_the_body_and_is_noted(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        people(flight, elena, 1)
        client, url = client_of(elena), reverse("reception:rows", args=[flight.pk])

        fragment = client.post(url, {"q": "mendez"}, headers={"X-Requested-With": "fetch"}).content.decode()
        whole = client.post(url, {"q": "mendez"}).content.decode()

        assert "<html" not in fragment and "Byron 0" in fragment
        assert "<html" in whole and "Byron 0" in whole
        assert Entry.objects.filter(event="arrival.searched").count() == 2
        assert client.get(url).status_code == 302

    def test_finds_those_whose_row_waits_for_a_correction(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        listed = receive(flight, elena).manifest
        manifests.confirm(listed, by=elena, at=noon())

        page = (
            client_of(elena)
            .post(reverse("reception:rows", args=[flight.pk]), {"q": "pacay"})
            .content.decode()
        )

        assert reverse("reception:take_as_is", args=[listed.pk, 5]) in page


class TestPages:
    def test_undo_a_landing_from_the_toast(self, flight: Arrival, elena: Worker, client_of: ClientOf) -> None:
        people(flight, elena, 1)
        client = client_of(elena)

        page = client.post(reverse("reception:land", args=[flight.pk]), follow=True).content.decode()
        undo = reverse("reception:undo_landing", args=[flight.pk])
        assert undo in page
        client.post(undo)

        flight.refresh_from_db()
        assert flight.arrived_at is None

    def test_print_everybody_on_one_sheet(self, flight: Arrival, elena: Worker, client_of: ClientOf) -> None:
        people(flight, elena, 30)

        page = board_of(client_of(elena), reverse("reception:sheet", args=[flight.pk]))

        assert page.count("Byron") == 30 and Entry.objects.filter(event="arrival.printed").exists()

    def test_note_and_undo_that_somebody_did_not_arrive(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        [byron] = people(flight, elena, 1)
        client, url = client_of(elena), reverse("reception:passenger_state", args=[byron.pk])

        assert "error-summary" in client.post(url, {"state": "no_show"}).content.decode()
        client.post(url, {"state": "no_show", "no_show_reason": "hospital"})
        assert "hospital" in client.get(url).content.decode()
        client.post(url, {"state": "expected"})

        byron.refresh_from_db()
        assert (byron.state, byron.no_show_reason) == ("expected", "")

    def test_say_when_an_arrival_has_no_list(
        self, flight: Arrival, elena: Worker, client_of: ClientOf
    ) -> None:
        page = board_of(client_of(elena), reverse("reception:arrival", args=[flight.pk]))

        assert f"{reverse('reception:manifest_new')}?arrival={flight.pk}" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_searches_as_one_types_and_registers_with_a_letter(
        self, flight: Arrival, elena: Worker, page_as: PageAs
    ) -> None:
        people(flight, elena, 3)
        arrivals.walk_in(flight, id=uuid7(), given_names="Irma", paternal_surname="Tzul", by=elena, at=noon())
        page = page_as(elena)
        page.goto(reverse("reception:arrival", args=[flight.pk]))

        page.keyboard.press("/")
        page.keyboard.type("tsul")
        expect(page.locator("#rows [data-row]")).to_have_count(1)
        assert "tsul" not in page.url
        page.locator("#rows a.name").focus()
        page.keyboard.press("r")
        page.wait_for_url("**/register/")

        assert "Irma Tzul" in page.inner_text("h1")

    @pytest.mark.parametrize(("width", "language"), [(1280, "es"), (360, "en")])
    def test_is_within_reach_of_everybody(
        self,
        flight: Arrival,
        elena: Worker,
        page_as: PageAs,
        axe: Callable[..., None],
        width: int,
        language: str,
    ) -> None:
        people(flight, elena, 2)
        arrivals.walk_in(
            flight, id=uuid7(), given_names="Ana", age=15, sex="female", alone="yes", by=elena, at=noon()
        )
        announce(elena, "Mesa, Arizona", noon() + timedelta(hours=2))
        listed = receive(flight, elena).manifest
        page = page_as(elena, width, language)
        empty = f"/reception/?day={timezone.localdate() - timedelta(days=40)}"
        walked_in = reverse("reception:walk_in", args=[flight.pk])
        for url in ("/reception/", empty, "/reception/?state=all", reverse("reception:manifests"),
                    reverse("reception:manifest", args=[listed.pk]), reverse("reception:manifest_new"),
                    reverse("reception:announce"), walked_in, reverse("reception:sheet", args=[flight.pk])):  # fmt: skip
            page.goto(url)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
