"""What the engine does beside being right: one scan for many, totals always, plain refusals, a way back to the rows."""

from fractions import Fraction
from typing import Any

import pytest

from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators.engine import (
    BreakdownDoesNotApply,
    Condition,
    Definition,
    FilterDoesNotApply,
    Part,
    PeriodNotUnderstood,
    compile_plan,
    read_period,
    records,
    run,
)
from arraigo.warehouse import memory

Y2024 = Period.year(2024)
BY = ("sex", "age_band", "group", "department", "month")

PERSONS = Definition("persons", "returnees", "arrived_on", "count", by=BY)
UNDOCUMENTED = Definition(
    "undocumented",
    "returnees",
    "arrived_on",
    "share",
    that=(Condition("identity_document", "is", ("no",)),),
    by=BY,
)
RETURNS = Definition("returns", "returns", "arrived_on", "count", by=BY)
SCORE = Definition("score", "latest_score", "done_on", "mean", measure="score", by=("sex", "institution"))


def returned(return_id: str, person: str, day: str, **more: Any) -> dict[str, Any]:
    row = {"return_id": return_id, "person_id": person, "arrived_on": day, "country": "GTM"}
    return {**row, "identity_document": "no", **more}


WORLD = {
    "people": [{"person_id": "reyna", "sex": "female"}, {"person_id": "tomas", "sex": "male"}],
    "returns": [
        returned("a", "reyna", "2024-03-01", groups="woman;youth"),
        returned("b", "reyna", "2024-05-01", groups="woman", identity_document="yes"),
        returned("c", "tomas", "2024-05-01", identity_document=None),
        returned("d", "tomas", "2023-05-01"),
        returned("e", "juana", "2024-05-01", country="HND"),
    ],
}


class TestCompile:
    def test_answers_definitions_of_the_same_rows_in_one_scan(self):
        plan = compile_plan([PERSONS, UNDOCUMENTED, RETURNS, SCORE], Y2024, ["GTM"], by=("sex",))

        scanned = [tuple(part.code for part in scan.parts) for scan in plan.scans]

        assert scanned == [("persons", "undocumented", "returns"), ("score",)]
        assert plan.sql()[0].count("FROM fact_returns AS") == 1

    def test_answers_totals_and_several_breakdowns_in_one_scan_but_groups_apart(self):
        plan = compile_plan([PERSONS], Y2024, ["GTM"], by=(("sex",), ("sex", "age_band"), ("group",)))

        assert [scan.keys for scan in plan.scans] == [("sex", "age_band"), ("group",)]

    @pytest.mark.parametrize("key", ["institution", "shoe_size", "age_band"])
    def test_refuses_a_breakdown_that_does_not_apply(self, key: str):
        with pytest.raises(BreakdownDoesNotApply, match=f"score has no breakdown by {key}") as refused:
            compile_plan(
                [SCORE if key == "age_band" else Definition("score", "returnees", "arrived_on", "count")],
                Y2024,
                by=(key,),
            )

        assert isinstance(refused.value, Refused)

    def test_refuses_a_filter_that_the_rows_do_not_have(self):
        with pytest.raises(FilterDoesNotApply, match="persons cannot be limited by institution"):
            compile_plan([PERSONS], Y2024, where={"institution": "clinic"})

    def test_takes_values_as_values_whatever_is_in_them(self):
        connection = memory.connect(WORLD)
        evil = "x'); DROP TABLE returns; --"

        figures = run(compile_plan([PERSONS], Y2024, [evil], where={"sex": evil}), connection)

        assert [(figure.country, figure.value) for figure in figures] == [(evil, 0)]
        assert connection.execute("SELECT COUNT(*) FROM returns").fetchone() == (5,)


class TestRun:
    def test_gives_totals_before_cells_and_leaves_empty_cells_out(self):
        figures = run(
            compile_plan([PERSONS, UNDOCUMENTED], Y2024, ["GTM"], by=("sex",)), memory.connect(WORLD)
        )

        assert [(f.code, f.by, f.value, f.numerator, f.denominator, f.unknown) for f in figures] == [
            ("persons", {}, 2, 2, None, 0),
            ("persons", {"sex": "female"}, 1, 1, None, 0),
            ("persons", {"sex": "male"}, 1, 1, None, 0),
            ("undocumented", {}, 0.0, 0, 2, 1),
            ("undocumented", {"sex": "female"}, 0.0, 0, 1, 0),
            ("undocumented", {"sex": "male"}, 0.0, 0, 1, 1),
        ]

    def test_has_no_value_where_nothing_can_be_divided_and_zero_where_nothing_was_counted(self):
        figures = run(compile_plan([PERSONS, UNDOCUMENTED, SCORE], Y2024, ["SLV"]), memory.connect({}))

        assert [(f.code, f.value, f.numerator, f.denominator) for f in figures] == [
            ("persons", 0, 0, None),
            ("undocumented", None, 0, 0),
            ("score", None, 0, 0),
        ]

    def test_gives_each_country_that_has_rows_when_none_is_named(self):
        figures = run(compile_plan([PERSONS], Y2024), memory.connect(WORLD))

        assert [(figure.country, figure.value) for figure in figures] == [("GTM", 2), ("HND", 1)]

    def test_counts_somebody_in_each_of_their_groups_and_in_no_other(self):
        figures = run(compile_plan([PERSONS, RETURNS], Y2024, ["GTM"], by=("group",)), memory.connect(WORLD))

        assert [(f.code, f.by.get("group"), f.value) for f in figures] == [
            ("persons", None, 2),
            ("persons", "woman", 1),
            ("returns", None, 3),
            ("returns", "woman", 2),
            ("returns", "youth", 1),
        ]

    def test_answers_many_months_in_one_scan_each_as_if_alone(self):
        months = [Period.month(2024, month) for month in (3, 4, 5)]
        plan = compile_plan([UNDOCUMENTED], [*months, Y2024], ["GTM"])

        figures = run(plan, memory.connect(WORLD))

        assert len(plan.scans) == 2  # one of the months, one of the year
        assert [(figure.period, figure.numerator, figure.denominator) for figure in figures] == [
            ("2024-03", 1, 1),
            ("2024-04", 0, 0),
            ("2024-05", 0, 2),
            ("2024", 0, 2),
        ]

    def test_gives_the_same_totals_whatever_they_are_broken_down_by(self):
        connection = memory.connect(WORLD)
        alone = run(compile_plan([PERSONS, UNDOCUMENTED], Y2024, ["GTM"]), connection)
        by = (("sex",), ("age_band",), ("sex", "age_band"), ("month",), ("group",))

        figures = run(compile_plan([PERSONS, UNDOCUMENTED], Y2024, ["GTM"], by), connection)

        assert [figure for figure in figures if not figure.by] == alone

    def test_adds_decimals_exactly(self):
        tables = {
            "cases": [{"case_id": str(number), "person_id": "reyna"} for number in range(3)],
            "followups": [
                {"followup_id": str(number), "case_id": str(number), "done_on": "2024-01-01", "score": score}
                for number, score in enumerate([0.1, "0.2", 0.3])
            ],
        }

        (figure,) = run(compile_plan([SCORE], Y2024, ["unknown"]), memory.connect(tables))

        assert (figure.exact, figure.value) == (Fraction(1, 5), 0.2)

    def test_decides_a_row_against_which_one_of_two_columns_speaks(self):
        both = Definition(
            "both",
            "returnees",
            "arrived_on",
            "share",
            that=(Condition("identity_document", "not", ("no",)), Condition("child", "is", ("no",))),
        )
        tables = {
            "returns": [
                returned("a", "a", "2024-01-01", identity_document="no"),
                returned("b", "b", "2024-01-01", identity_document="yes"),
                returned("c", "c", "2024-01-01", identity_document="unknown", age=40),
                returned("d", "d", "2024-01-01", identity_document="unknown", age=4),
                returned("e", "e", "2024-01-01", identity_document="yes", age=40),
            ]
        }

        (figure,) = run(compile_plan([both], Y2024, ["GTM"]), memory.connect(tables))

        assert (figure.numerator, figure.denominator, figure.unknown) == (1, 5, 2)


class TestRecords:
    @pytest.mark.parametrize(
        ("part", "by", "ids"),
        [
            (Part.DENOMINATOR, {}, ["b", "c"]),
            (Part.NUMERATOR, {}, []),
            (Part.UNKNOWN, {}, ["c"]),
            (Part.EXCLUDED, {}, ["a"]),
            (Part.DENOMINATOR, {"sex": "female"}, ["b"]),
            (Part.EXCLUDED, {"group": "youth"}, ["a"]),
            (Part.EXCLUDED, {"sex": "male"}, []),
        ],
    )
    def test_are_the_rows_of_each_part(self, part: Part, by: dict[str, str], ids: list[str]):
        assert records(memory.connect(WORLD), UNDOCUMENTED, Y2024, "GTM", by, part=part) == ids

    def test_excluded_are_also_those_that_the_denominator_does_not_mean(self):
        support = Definition(
            "support",
            "applications",
            "submitted_on",
            "count",
            of=(Condition("kind", "is", ("certification",)),),
        )
        rows = [
            {"application_id": kind, "submitted_on": "2024-01-01", "kind": kind}
            for kind in ("certification", "scholarship")
        ]

        found = records(memory.connect({"applications": rows}), support, Y2024, "unknown", part=Part.EXCLUDED)

        assert found == ["scholarship"]


class TestReadPeriod:
    @pytest.mark.parametrize("text", ["2024", "2024-03", "2024-Q1", "2024-02-29..2025-01-01"])
    def test_reads_what_a_period_writes(self, text: str):
        assert read_period(text).label == text

    @pytest.mark.parametrize(
        "text", ["", "24", "2024-13", "2024-Q5", "2024-02-30..2024-03-01", "2025-01-01..2024-01-01", "0000"]
    )
    def test_refuses_what_is_no_period(self, text: str):
        with pytest.raises(PeriodNotUnderstood):
            read_period(text)
