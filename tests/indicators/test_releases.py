"""Figures that may leave: of the register itself, and the file that `arraigo indicators publish` writes."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from arraigo.cli.main import main
from arraigo.core.periods import Period
from arraigo.indicators import queries, releases
from arraigo.indicators.engine import Condition, Definition, OutOf
from arraigo.indicators.published import DisclosurePolicy, PublishedFigure
from arraigo.warehouse.predicates import ROW_SETS

UNDOCUMENTED = "context.undocumented_share"
Y2026 = Period.year(2026)


def published(*codes: str, by: tuple[tuple[str, ...], ...] = releases.USUAL) -> list[PublishedFigure]:
    return releases.publishable(codes or None, Y2026, "GTM", by)


def run(output: Path, *words: str) -> Result:
    asked = ["indicators", "publish", "--country", "GTM", "--output", str(output), *words]
    return CliRunner().invoke(main, asked if "--year" in words else [*asked, "--year", "2026"])


@pytest.mark.usefixtures("country")
class TestPublishable:
    def test_tells_of_the_country_and_hides_the_few(self):
        figures = {tuple(each.by.values()): each for each in published(UNDOCUMENTED, by=(("sex",),))}

        assert (figures[()].numerator, figures[()].denominator, figures[()].unknown) == (1, 6, 1)
        assert figures[("male",)].hidden == {"value", "numerator", "denominator", "unknown"}
        assert figures[("female",)].numerator is figures[("female",)].denominator is None

    def test_gives_each_figure_once(self):
        keys = [
            (each.code, each.period, tuple(sorted(each.by.items())), each.currency) for each in published()
        ]

        assert len(set(keys)) == len(keys)

    def test_gives_what_is_computed_or_nothing(self):
        wanted = ("sex",)
        computed = {
            (each.code, tuple(each.by.items())): each
            for each in queries.compute([UNDOCUMENTED], Y2026, ["GTM"], wanted)
        }

        for each in published(UNDOCUMENTED, by=(wanted,)):
            figure = computed[each.code, tuple(each.by.items())]
            assert each.exact in (None, figure.exact)
            assert each.numerator in (None, figure.numerator)

    def test_leaves_an_indicator_the_breakdowns_that_it_has(self):
        by = {each.code: set() for each in published()}
        for each in published():
            by[each.code] |= set(each.by)

        for code, keys in by.items():
            assert keys <= set(queries.indicator(code, "GTM").computed.by)

    def test_of_offices_and_municipalities_hides_nothing(self):
        about = {
            each.code
            for each in queries.indicators("GTM")
            if each.computed.rows in releases.ABOUT_NOBODY and releases.may_leave(each.computed)
        }

        assert about
        assert not any(each.hidden for each in published() if each.code in about)


class TestMeaning:
    def test_is_the_same_under_two_codes(self):
        tests = (Condition("identity_document", "is", ("no",)),)
        one, other = (
            Definition(code, "returns", "arrived_on", "share", that=tests) for code in ("one", "other")
        )

        assert releases.meaning_of(one) == releases.meaning_of(other)

    def test_is_another_where_rows_are_of_another_day(self):
        one, other = (
            Definition("days", "document_requests", day, "count") for day in ("delivered_on", "requested_on")
        )

        assert releases.meaning_of(one) != releases.meaning_of(other)

    def test_knows_what_a_share_is_out_of(self):
        of = OutOf("persons_served", "delivered_on")
        meaning = releases.meaning_of(Definition("x", "persons_answering", "answered_on", "share", out_of=of))

        assert meaning.out_of is not None and meaning.out_of.rows == "persons_served delivered_on"

    def test_writes_numbers_as_text(self):
        least = (Condition("score", "at_least", (Decimal(60),)),)
        meaning = releases.meaning_of(Definition("x", "latest_score", "done_on", "share", that=least))

        assert meaning.that == {("score", "at_least", ("60",))}

    @pytest.mark.parametrize("aggregate", ["ratio", "growth"])
    def test_ratios_about_people_stay(self, aggregate):
        of_people = Definition("x", "returns", "arrived_on", aggregate, measure="reception_minutes")
        of_offices = Definition("x", "institution_years", "year", aggregate, measure="staff_total")

        assert not releases.may_leave(of_people) and releases.may_leave(of_offices)


class TestRowSets:
    def test_about_nobody_are_those_without_a_sex(self):
        nobody = {name for name, rows in ROW_SETS.items() if "sex" not in rows.attributes}

        # Networks are of families: few of a municipality are known by name there.
        assert (nobody - {"family_networks"}) | {""} == releases.ABOUT_NOBODY

    def test_each_once_are_those_of_a_day_that_are_not_latest(self):
        each_once = {
            name
            for name, rows in ROW_SETS.items()
            if "sex" in rows.attributes
            and rows.next is None
            and all(placed.by == "day" for placed in rows.periods.values())
        }

        assert each_once == releases.EACH_ONCE


class TestPolicy:
    def test_is_the_country_s(self):
        assert releases.policy_of("GTM") == DisclosurePolicy(threshold=5, mode="suppress")

    def test_of_a_country_without_content_is_five(self):
        assert releases.policy_of("XXX") == DisclosurePolicy()


@pytest.mark.usefixtures("country")
class TestPublish:
    @pytest.mark.parametrize("format_", ["csv", "json", "xlsx"])
    def test_writes_a_file_that_says_it_is_public(self, format_, tmp_path):
        file = tmp_path / f"x.{format_}"

        said = json.loads(run(file, "--code", UNDOCUMENTED, "--by", "sex", "--json").stdout)

        assert (said["public"], said["threshold"], said["figures"], said["with_hidden"]) == (True, 5, 3, 2)
        lines = _lines(file)
        assert [line["code"] for line in lines] == [UNDOCUMENTED] * 3
        assert [str(line["numerator"] or "") for line in lines] == ["1", "", ""]
        assert "threshold" in _about(file)

    def test_refuses_another_ending(self, tmp_path):
        result = run(tmp_path / "x.pdf")

        assert result.exit_code == 2 and ".csv, .json, .xlsx" in result.stderr

    def test_says_which_indicator_there_is_not(self, tmp_path):
        result = run(tmp_path / "x.csv", "--code", "no.such")

        assert result.exit_code == 1 and "no.such" in result.stderr
        assert not (tmp_path / "x.csv").exists()


def _lines(file: Path) -> list[dict[str, object]]:
    if file.suffix == ".json":
        return json.loads(file.read_text())["figures"]
    if file.suffix == ".csv":
        return list(csv.DictReader(file.read_text().splitlines()))
    heads, *rows = load_workbook(file)["figures"].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def _about(file: Path) -> str:
    if file.suffix == ".xlsx":
        return str([row[0] for row in load_workbook(file)["publication"].iter_rows(values_only=True)])
    return file.read_text()
