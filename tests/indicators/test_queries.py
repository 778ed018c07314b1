"""Figures of the register itself: what is recorded at a desk is what the figure says."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators import exports, queries
from arraigo.indicators.engine import BreakdownDoesNotApply, Part
from arraigo.people.models import Person
from arraigo.reception.models import Return
from tests.cast import MONDAY, SOLOMA

Y2026 = Period.year(2026)
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.ARRAIGO_HOME = tmp_path
    return tmp_path


class TestCompute:
    def test_says_what_was_recorded_at_the_desk(self, return_of_reyna: Return):
        (share,) = queries.compute(["context.undocumented_share"], Y2026, ["GTM"])

        assert (share.value, share.numerator, share.denominator, share.unknown) == (100.0, 1, 1, 0)

    def test_changes_when_the_register_does(self, return_of_reyna: Return, elena: Worker):
        queries.compute(["context.undocumented_share"], Y2026, ["GTM"])
        return_of_reyna.identity_document = "yes"
        return_of_reyna.save()
        audit.record("return.changed", return_of_reyna, by=elena, at=MONDAY)

        (as_it_was,) = queries.compute(["context.undocumented_share"], Y2026, ["GTM"], snapshot="latest")
        (as_it_is,) = queries.compute(["context.undocumented_share"], Y2026, ["GTM"])

        assert (as_it_was.value, as_it_is.value) == (100.0, 0.0)

    def test_gives_every_indicator_that_has_the_breakdown_when_none_is_named(self, reyna: Person):
        codes = {figure.code for figure in queries.compute(None, Y2026, ["GTM"], by=("institution",))}

        assert "progress.positive_responses" in codes
        assert "context.persons_returned" not in codes

    def test_gives_the_countries_of_the_data_when_none_is_named(self, reyna: Person):
        figures = queries.compute(["context.persons_returned"], Y2026)

        assert [(figure.country, figure.value) for figure in figures] == [("GTM", 1)]

    def test_limits_to_some_of_the_people(self, reyna: Person):
        (children,) = queries.compute(["context.persons_returned"], Y2026, ["GTM"], where={"child": "yes"})
        (adults,) = queries.compute(["context.persons_returned"], Y2026, ["GTM"], where={"child": "no"})

        assert (children.value, adults.value) == (0, 1)

    @pytest.mark.parametrize(
        ("language", "said"), [("es", "institution"), ("en", "cannot be broken down by")]
    )
    def test_refuses_in_the_readers_language(self, db: None, language: str, said: str):
        from django.utils import translation

        with translation.override(language), pytest.raises(BreakdownDoesNotApply, match=said):
            queries.compute(["context.returns"], Y2026, ["GTM"], by=("institution",))

    def test_refuses_a_code_that_there_is_not(self, db: None):
        with pytest.raises(queries.IndicatorUnknown):
            queries.compute(["context.happiness"], Y2026, ["GTM"])

    def test_refuses_the_latest_snapshot_where_there_is_none(self, db: None):
        with pytest.raises(Refused):
            queries.compute(None, Y2026, ["GTM"], snapshot="latest")


class TestSeries:
    def test_gives_each_period_in_its_order(self, reyna: Person):
        years = [Period.year(2025), Y2026, Period.month(2026, 11)]

        figures = queries.series("context.persons_returned", years, "GTM")

        assert [(figure.period, figure.value) for figure in figures] == [
            ("2025", 0),
            ("2026", 1),
            ("2026-11", 1),
        ]


class TestRecords:
    def test_names_the_rows_and_nothing_of_the_person(self, return_of_reyna: Return):
        found = queries.records(
            "context.undocumented_share", Y2026, "GTM", {"sex": "female"}, part=Part.NUMERATOR
        )

        assert (found.table, found.ids) == ("returns", (str(return_of_reyna.pk),))


class TestGoalStates:
    def test_the_goal_changes_by_what_was_recorded(self, return_of_reyna: Return, elena: Worker):
        return_of_reyna.arrived_on, return_of_reyna.age = date(2024, 5, 1), 9
        return_of_reyna.save()
        Person.objects.filter(pk=return_of_reyna.person_id).update(birth_date=None)
        audit.record("return.changed", return_of_reyna, by=elena, at=MONDAY)

        (before,) = queries.goal_states(TODAY, "GTM", codes=["children_documented_on_return"])
        child = Person.objects.create(given_names="Ana", birth_date=date(2016, 1, 1), created_at=MONDAY)
        came = Return.objects.create(
            person=child,
            institution=elena.institution,
            arrived_on=MONDAY.date(),
            country="GTM",
            return_type="involuntary",
            identity_document="yes",
            destination_municipality=SOLOMA,
        )
        audit.record("return.registered", came, by=elena, at=MONDAY)
        (after,) = queries.goal_states(TODAY, "GTM", codes=["children_documented_on_return"])

        assert (before.judgement.state, before.baseline.value, before.actual.value) == (
            "no_data",
            100.0,
            None,
        )
        assert (after.judgement.state, after.judgement.actual, after.judgement.goal) == ("met", 0, 0)


class TestExports:
    def test_json_has_the_shape_of_the_contract(self, reyna: Person):
        figures = queries.compute(["context.undocumented_share"], Y2026, ["GTM"], by=("sex", "age_band"))

        total, cell = json.loads(exports.as_json(figures))

        assert total["by"] == {}
        assert cell == {
            "code": "context.undocumented_share",
            "period": "2026",
            "country": "GTM",
            "by": {"sex": "female", "age_band": "25-34"},
            "currency": None,
            "value": 100.0,
            "numerator": 1,
            "denominator": 1,
            "unknown": 0,
        }

    def test_csv_has_a_column_for_each_breakdown(self, reyna: Person):
        figures = queries.compute(["sustainability.score", "context.returns"], Y2026, ["GTM"], by=("sex",))

        rows = list(csv.DictReader(io.StringIO(exports.as_csv(figures))))

        assert [(row["code"], row["sex"], row["value"]) for row in rows] == [
            ("sustainability.score", "", ""),
            ("context.returns", "", "1"),
            ("context.returns", "female", "1"),
        ]
