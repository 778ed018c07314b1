"""The pages of goals: each says how it stands today, where it comes from and where it weighs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.access.roles import Role
from arraigo.core.ids import uuid7
from arraigo.indicators import queries as figures
from arraigo.indicators.services import report_value
from arraigo.policy import queries
from tests.cast import NOW, signed_in, worker
from tests.indicators.arrived import TODAY, came

CODE = "children_documented_on_return"
GOALS = "/policy/goals/"
GOAL = f"{GOALS}{CODE}/"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "friday")]


@pytest.fixture
def behind(country, elena) -> None:
    """Of six children of 2026 three have no document: less than all of 2024, more than is expected by now."""
    for day in range(1, 4):
        came(elena, date(2026, 3, day), born=date(2016, 1, 1), sex="male")
    for day in range(1, 3):
        came(elena, date(2026, 4, day), born=date(2016, 1, 1), document="yes")


def _row(response: HttpResponse) -> dict[str, Any]:
    """The line of the goal for children's documents."""
    (row,) = (each for each in response.context["rows"] if each["standing"].goal.code == CODE)
    return row


class TestGoals:
    def test_are_open_to_every_role_in_both_languages(self, behind, secretariat):
        names = {
            "es": "Que ninguna niña, niño o adolescente retorne sin documento",
            "en": "No child or adolescent returns without an identity document",
        }
        for role in Role:
            anybody = worker(f"{role} Cualquiera", role, secretariat)
            for language, name in names.items():
                response = signed_in(anybody, language).get(GOALS)

                assert response.status_code == 200 and name in response.content.decode(), (role, language)

    def test_stand_as_the_engine_judges_them(self, behind, pablo):
        (standing,) = figures.goal_states(TODAY, "GTM", codes=[CODE])

        row = _row(signed_in(pablo).get(GOALS))

        assert row["standing"].judgement == standing.judgement
        assert (standing.judgement.state, float(standing.judgement.actual)) == ("behind", 50.0)

    def test_ask_the_store_as_often_for_many_returns_as_for_few(self, behind, elena, pablo):
        client = signed_in(pablo)
        client.get(GOALS)
        came(elena, date(2026, 2, 20))
        figures.snapshot_in_use()
        with CaptureQueriesContext(connection) as few:
            client.get(GOALS)
        for day in range(1, 10):
            came(elena, date(2026, 2, day))
        figures.snapshot_in_use()

        with CaptureQueriesContext(connection) as many:
            client.get(GOALS)

        assert len(many) == len(few)

    def test_say_that_there_are_no_data(self, pablo):
        assert _row(signed_in(pablo).get(GOALS))["standing"].judgement.state == "no_data"


class TestGoal:
    def test_says_in_sentences_where_it_stands(self, behind, pablo):
        said = signed_in(pablo, "en").get(GOAL).content.decode()

        assert "The aim is to go from 100.0% in 2024 to 0% by Dec" in said.replace("\N{NO-BREAK SPACE}", " ")
        assert "Today it is at <strong>50.0%</strong>." in said
        assert "The goal is <strong>behind</strong>: 37.1% was expected by now." in said
        assert "50% of the way is done." in said

    def test_leads_to_the_figure_of_its_people(self, behind, pablo):
        said = signed_in(pablo).get(GOAL).content.decode()

        address = reverse("indicators:indicator", args=["context.undocumented_share"])
        assert f"{address}?period=2026&amp;people=children" in said

    def test_points_at_the_departments_where_it_weighs(self, behind, pablo):
        items = signed_in(pablo).get(GOAL).context["weights"].items

        assert [(item.label, item.value) for item in items] == [("Huehuetenango", 3)]

    def test_of_no_such_code_is_not_there(self, behind, pablo):
        assert signed_in(pablo).get(f"{GOALS}happiness/").status_code == 404


class TestQuarters:
    def test_are_the_last_whole_ones_that_the_data_cover(self):
        quarters = queries.last_quarters(date(2026, 11, 20), date(2026, 1, 3))

        assert [each.label for each in quarters] == ["2026-Q1", "2026-Q2", "2026-Q3"]

    def test_count_one_that_ends_today(self):
        assert queries.last_quarters(date(2026, 3, 31), date(2020, 1, 1))[-1].label == "2026-Q1"

    def test_are_none_without_data(self):
        assert queries.last_quarters(TODAY, None) == []


class TestPace:
    def test_is_told_in_a_sentence(self, country, elena, pablo):
        for year, documents in ((2022, ["no"] * 4), (2023, ["no"] * 3 + ["yes"])):
            for document in documents:
                came(elena, date(year, 1, 3), born=date(2016, 1, 1), document=document)
        # Of 2026 one of two has none: the goal is not met, and takes 25 points a year.
        came(elena, date(2026, 3, 3), born=date(2016, 1, 1))

        said = signed_in(pablo, "en").get(GOAL).context["pace"].replace("\N{NO-BREAK SPACE}", " ")

        # 100, 75, 100 and 50 percent: on the mean 16.7 points less a year, two years on 16.7.
        assert "At the pace of the past years it would be at 16.7%" in said
        assert "was reached in 2 of the last 3 years." in said

    def test_is_not_told_of_two_years(self, country, pablo):
        assert signed_in(pablo).get(GOAL).context["pace"] == ""

    def test_is_told_of_what_institutions_report(self, country, pablo):
        for year, value in ((2023, 22), (2024, 24), (2025, 26), (2026, 27)):
            report_value(
                id=uuid7(),
                indicator="children.competences",
                period=str(year),
                value=Decimal(value),
                source="Informe anual",
                source_on=date(2026, 1, 15),
                by=pablo,
                at=NOW,
            )

        page = signed_in(pablo, "en").get(f"{GOALS}actions_based_on_competences/")

        # Two more a year; from 26 to 28.8, a fifth more than in 2024, takes 1.4 a year.
        assert page.context["pace"] == (
            "At the pace of the past years it would be at 30 in 2027. "
            "The pace that the goal still takes was reached in 2 of the last 2 years."
        )
        assert list(page.context["trend"].values)[-4:] == [22, 24, 26, 27]
