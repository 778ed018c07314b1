"""Figures that are taken away as a file can be read back, and say what the page says."""

import csv
import io
import json
from datetime import date

import pytest

from arraigo.core.periods import Period
from arraigo.indicators import exports, queries
from arraigo.indicators.found import is_yearly
from arraigo.indicators.overview import SETS
from tests.cast import signed_in
from tests.indicators.arrived import TODAY, came

SHARE = "context.undocumented_share"
EXPORT = "/indicators/export/"
SO_FAR = Period(date(2026, 1, 1), TODAY)

pytestmark = pytest.mark.django_db


def numbers(row: dict[str, str]) -> tuple[float | None, int | None, int | None, int]:
    """The figure of a line of CSV."""
    denominator = int(row["denominator"]) if row["denominator"] else None
    value = float(row["value"]) if row["value"] else None
    numerator = round(float(row["numerator"])) if row["numerator"] else None
    return value, numerator, denominator, int(row["unknown"])


class TestCsv:
    def test_of_the_page_has_every_figure_of_both_periods(self, country, pablo):
        response = signed_in(pablo).get(f"{EXPORT}?format=csv")

        lines = list(csv.DictReader(io.StringIO(response.content.decode())))
        before = Period(date(2025, 1, 1), date(2025, 11, 20))
        families = SETS["table_7"]
        shown = [each for each in queries.indicators("GTM") if each.family in families]
        figures = [
            figure
            for yearly, periods in ((False, [SO_FAR, before]), (True, [Period.year(2026), Period.year(2025)]))
            for figure in queries.compute(
                [each.code for each in shown if is_yearly(each) is yearly], periods, ["GTM"]
            )
        ]
        assert {(line["code"], line["period"]): numbers(line)[0] for line in lines} == {
            (figure.code, figure.period): figure.value for figure in figures
        }
        assert response.headers["Content-Disposition"].endswith('filename="indicadores-2026.csv"')

    def test_of_a_breakdown_has_a_column_for_its_key(self, country, pablo):
        response = signed_in(pablo).get(f"{EXPORT}?format=csv&code={SHARE}&by=age_band&year=2025")

        lines = list(csv.DictReader(io.StringIO(response.content.decode())))
        figures = queries.compute([SHARE], Period.year(2025), ["GTM"], by=("age_band",))
        assert {line["age_band"]: numbers(line) for line in lines} == {
            figure.by.get("age_band", ""): (
                figure.value,
                figure.numerator,
                figure.denominator,
                figure.unknown,
            )
            for figure in figures
        }

    def test_of_the_years_has_those_of_the_chart(self, country, pablo):
        response = signed_in(pablo).get(f"{EXPORT}?format=csv&code={SHARE}&series=years")

        lines = list(csv.DictReader(io.StringIO(response.content.decode())))
        assert [line["period"] for line in lines] == ["2024", "2025", SO_FAR.label]


class TestJson:
    def test_is_the_shape_of_the_contract(self, country, pablo):
        response = signed_in(pablo).get(f"{EXPORT}?format=json&code={SHARE}&by=sex&year=2024&people=children")

        figures = queries.compute([SHARE], Period.year(2024), ["GTM"], by=("sex",), where={"child": "yes"})
        assert json.loads(response.content) == [exports.as_row(figure) for figure in figures]

    def test_holds_no_protected_group(self, country, elena, pablo):
        came(elena, date(2026, 3, 3), groups=("indigenous",), protected_groups=("lgbtiq",))

        response = signed_in(pablo).get(f"{EXPORT}?format=json&code={SHARE}&by=group")

        assert {row["by"].get("group") for row in json.loads(response.content)} == {None, "indigenous"}
