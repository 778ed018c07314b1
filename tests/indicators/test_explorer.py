"""The explorer, the comparison, kept views: the address holds the choice, and nothing in it breaks a page."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from arraigo.core.ids import uuid7
from arraigo.core.periods import Period
from arraigo.indicators import queries
from arraigo.indicators.models import SavedView
from tests.cast import signed_in
from tests.indicators.arrived import HUEHUETENANGO_DEPARTMENT, came

EXPLORE = "/indicators/explore/"
SHARE = "context.undocumented_share"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "friday")]


def chart_of(code: str, query: str = "") -> str:
    return reverse("indicators:chart", args=[code]) + query


class TestExplore:
    def test_crosses_two_breakdowns_with_the_totals_of_the_engine(self, country, pablo):
        address = f"{EXPLORE}?i={SHARE}&by1=sex&by2=age_band&period=2024"

        (section,) = signed_in(pablo, "en").get(address).context["sections"]

        assert list(section.heads) == ["Woman", "Man", "Total"] and section.first_head == "Age"
        assert section.total.cells[-1] == "66.7"
        assert {line.label: line.cells[-1] for line in section.page}["5 to 11 years"] == "100.0"

    def test_shows_years_and_months_as_columns(self, country, pablo):
        client = signed_in(pablo, "en")

        (years,) = client.get(f"{EXPLORE}?i={SHARE}&over=years").context["sections"]
        (months,) = client.get(f"{EXPLORE}?i={SHARE}&over=months").context["sections"]

        assert list(years.heads) == ["2024", "2025", "2026"] and years.chart.enough
        assert years.total.cells == ["66.7", "33.3", "16.7"] and len(months.heads) == 11

    def test_says_what_does_not_apply_and_shows_the_rest(self, country, pablo):
        address = f"{EXPLORE}?i={SHARE}&i=outset.staff_share&by1=sex"

        first, second = signed_in(pablo, "en").get(address).context["sections"]

        assert not first.note and "not broken down by Sex" in second.note and second.total is not None

    def test_says_which_part_of_an_address_it_left_out(self, country, pablo):
        client = signed_in(pablo)
        for query in (
            "i=context.happiness",
            "by1=colour",
            "over=centuries",
            "by=sex,colour",
            "period=2024-13",
        ):
            response = client.get(f"{EXPLORE}?{query}")

            assert response.status_code == 200 and response.context["remarks"], query

    def test_asks_the_store_as_often_for_many_cells_as_for_few(self, country, elena, pablo):
        client = signed_in(pablo)
        address = f"{EXPLORE}?i={SHARE}&by1=municipality&by2=sex"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for place in ("GT1301", "GT1302", "GT1303", "GT0101", "GT0102"):
            came(elena, date(2026, 2, 2), to=place)
        queries.snapshot_in_use()
        with CaptureQueriesContext(connection) as many:
            client.get(address)

        assert len(many) == len(few)

    def test_gives_all_cells_as_a_file(self, country, pablo):
        address = f"/indicators/export/?i={SHARE}&by=sex,age_band&period=2024"

        lines = list(csv.DictReader(io.StringIO(signed_in(pablo).get(address).content.decode())))

        cells = queries.compute(
            [SHARE], Period.year(2024), ["GTM"], by=(("sex", "age_band"), ("sex",), ("age_band",))
        )
        assert len(lines) == len(cells)

    def test_gives_a_workbook_that_says_what_it_is(self, country, pablo):
        address = f"/indicators/export/?i={SHARE}&period=2024&format=xlsx"

        book = load_workbook(io.BytesIO(signed_in(pablo, "en").get(address).content))

        assert [cell.value for cell in book["figures"][2]][:2] == [SHARE, "2024"]
        assert book["about"]["B2"].value == "2024"


class TestCompare:
    def test_puts_two_periods_of_each_place_side_by_side(self, country, pablo):
        address = reverse("indicators:compare", args=[SHARE])

        response = signed_in(pablo, "en").get(
            f"{address}?period=2025&against=2024&with={HUEHUETENANGO_DEPARTMENT}"
        )

        place, total = response.context["compared"].lines
        assert (place.label, place.before, place.value) == ("Huehuetenango", "50.0", "25.0")
        assert (total.before, total.value, total.change.verdict) == ("66.7", "33.3", "better")

    def test_of_what_knows_no_place_compares_periods(self, country, pablo):
        address = reverse("indicators:compare", args=["children.rights_protocol_programmes"])

        assert signed_in(pablo).get(address).status_code == 200


class TestChartAlone:
    def test_is_a_drawing_that_says_what_it_is(self, country, pablo):
        drawn = signed_in(pablo, "en").get(chart_of(SHARE, "?format=svg"))

        said = drawn.content.decode()
        assert drawn.headers["Content-Type"] == "image/svg+xml" and said.startswith("<svg xmlns=")
        assert "Arrived without an identity document" in said and "version 1" in said
        assert "<a " not in said and "style=" not in said

    def test_is_not_there_where_too_little_can_be_drawn(self, country, pablo):
        assert signed_in(pablo).get(chart_of("outset.staff_share", "?format=svg")).status_code == 404


class TestMyViews:
    def test_keeps_a_choice_once_and_shows_it_again(self, country, pablo):
        client, kept = signed_in(pablo), {"id": str(uuid7()), "query": f"i={SHARE}&by1=sex", "name": "By sex"}

        for _again in range(2):
            assert client.post("/indicators/views/", kept).url == "/indicators/views/"

        view = SavedView.objects.get()
        assert (view.worker, view.query) == (pablo, kept["query"])
        assert (
            f"{EXPLORE}?{kept['query']}".replace("&", "&amp;")
            in client.get("/indicators/views/").content.decode()
        )

    def test_says_that_a_name_is_taken_and_keeps_what_was_typed(self, country, pablo):
        client = signed_in(pablo)
        for _twice in range(2):
            response = client.post(
                "/indicators/views/", {"id": str(uuid7()), "query": "i=x", "name": "By sex"}
            )

        assert response.status_code == 200 and response.context["saving"].errors["name"]
        assert SavedView.objects.count() == 1

    def test_is_removed_by_its_worker_only(self, country, pablo, otto):
        signed_in(pablo).post("/indicators/views/", {"id": str(uuid7()), "query": "i=x", "name": "Mine"})
        address = reverse("indicators:view_delete", args=[SavedView.objects.get().pk])

        assert signed_in(otto).post(address).status_code == 404 and SavedView.objects.exists()
        assert signed_in(pablo).post(address).status_code == 302 and not SavedView.objects.exists()
