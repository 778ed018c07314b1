"""Every kind of fault is found, with its row, and said with its remedy; what is in order is not."""

import pytest
from django.utils import translation

from arraigo.exchange.models import MODELS
from arraigo.interop.package import csv_reading
from arraigo.interop.package.sentences import SENTENCES
from tests.interop.package.packages import REYNA, TOMAS, WINDOW, a_return, a_year, history, loaded, written

pytestmark = pytest.mark.django_db

CELLS = [
    ("returns", "arrived_on", "", "required"),
    ("returns", "arrived_on", "2023-02-30", "date"),
    ("returns", "arrived_on", "2023-02-29", "date"),
    ("returns", "arrived_on", "30/01/2023", "date"),
    ("returns", "arrived_on", "23-01-30", "date"),
    ("returns", "arrived_on", "0000-01-30", "date"),
    ("returns", "registered_at", "2023-01-05", "datetime"),
    ("returns", "registered_at", "2023-01-05T24:00", "datetime"),
    ("returns", "registered_at", "2023-02-30T10:00:00Z", "datetime"),
    ("returns", "registered_at", "9999-12-31T23:00:00-06:00", "datetime"),
    ("returns", "months_abroad", "12.5", "integer"),
    ("returns", "months_abroad", "doce", "integer"),
    ("returns", "months_abroad", "99999999999999999999", "integer"),
    ("returns", "months_abroad", "-1", "minimum"),
    ("returns", "age", "121", "maximum"),
    ("returns", "return_type", "expelled", "enum"),
    ("returns", "unaccompanied", "Yes", "enum"),
    ("returns", "country", "GT", "three_letters"),
    ("returns", "country", "GTM ", "three_letters"),
    ("returns", "groups", "woman;martian", "codes"),
    ("returns", "groups", "woman;", "codes"),
    ("returns", "migration_causes", "economic,violence_threats", "codes"),
    ("returns", "return_id", "r" * 201, "long"),
    ("returns", "port_of_entry", "a" * 10_001, "long"),
    ("returns", "port_of_entry", "a\0b", "nul"),
    ("institution_years", "year", "23", "year"),
    ("institution_years", "year", "0000", "year"),
    ("institution_years", "budget_total", "1.250,50", "number"),
    ("institution_years", "budget_total", "nan", "number"),
    ("institution_years", "budget_total", "inf", "number"),
    ("institution_years", "budget_total", "1e40", "digits"),
    ("institution_years", "budget_total", "-0.01", "minimum"),
    ("followups", "score", "1.00000000000000000001", "maximum"),
]
"""Table, column, value, and the fault that it is."""

GOOD = [
    ("returns", "arrived_on", "2024-02-29"),
    ("returns", "registered_at", "2024-02-29T17:05:00.123456+05:30"),
    ("returns", "registered_at", "2024-02-29 17:05"),
    ("returns", "groups", "child;unaccompanied_child"),
    ("returns", "age", "0"),
    ("returns", "age", "120"),
    ("returns", "transport_ref", "=1+1"),
    ("institution_years", "budget_total", "123456789012345678.123456789012345678"),
    ("institution_years", "budget_total", "-0"),
    ("followups", "score", "1.000"),
    ("followups", "score", "1.2345678901234567e-05"),
]


KEYS = {
    "returns": ["return_id"],
    "institution_years": ["institution_id", "year"],
    "followups": ["followup_id"],
}


def with_cells(cells):
    """The little history, with a further row for each cell, in which that cell is as given; and where each row stands."""
    tables, places = history(), []
    columns = {name: {column: "" for row in rows for column in row} for name, rows in tables.items()}
    for table, column, _ in cells:
        columns[table][column] = ""
    for number, (table, column, value) in enumerate(cells, start=10):
        like = {**tables[table][0], "institution_id": "i-1", "year": str(2000 + number)}
        key = {name: f"{like[name]}-{number}" for name in KEYS[table] if len(KEYS[table]) == 1}
        row = {name: like.get(name, "") for name in columns[table]}
        tables[table].append({**row, **key, column: value})
        places.append((table, len(tables[table]) + 1, column))
    return {name: [{**columns[name], **row} for row in rows] for name, rows in tables.items()}, places


class TestCell:
    def test_that_is_wrong_is_one_fault_with_its_place(self, tmp_path):
        tables, places = with_cells([(table, column, value) for table, column, value, _ in CELLS])

        _, faults = loaded(written(tmp_path, tables))

        expected = {(*place, code) for place, (*_, code) in zip(places, CELLS, strict=True)}
        assert {(f.table, f.row, f.column, f.code) for f in faults} == expected
        assert len(faults) == len(CELLS)
        assert not MODELS["people"].objects.exists()

    def test_that_is_right_is_none(self, tmp_path):
        tables, _ = with_cells(GOOD)

        _, faults = loaded(written(tmp_path, tables))

        assert faults == []

    def test_is_shown_as_it_stands_but_never_a_name_or_a_number(self, tmp_path):
        people = [{**REYNA, "given_names": "R" * 10_001, "birth_date": "1995-13-03"}]
        numbers = [{"person_id": "p-1", "kind": "national_id", "number": "2417\0" + "5512"}]

        _, faults = loaded(written(tmp_path, {"people": people, "identifiers": numbers}))

        assert [(fault.column, fault.value) for fault in faults] == [
            ("given_names", None),
            ("birth_date", "1995-13-03"),
            ("number", None),
        ]

    def test_that_is_long_is_shown_by_its_beginning(self, tmp_path):
        tables, _ = with_cells([("returns", "port_of_entry", "a" * 10_000_000)])

        _, faults = loaded(written(tmp_path, tables))

        assert [(fault.code, len(fault.value or "")) for fault in faults] == [("long", 200)]


class TestRow:
    def test_that_repeats_a_key_names_the_first(self, tmp_path):
        returns = [a_return(1), a_return(2), a_return(1), a_return(1, route="air")]

        _, faults = loaded(
            written(tmp_path, {"people": [REYNA], "returns": [{"route": "", **row} for row in returns]})
        )

        assert [(f.row, f.column, f.code, f.detail) for f in faults] == [
            (4, "return_id", "repeated", "2"),
            (5, "return_id", "repeated", "2"),
        ]

    def test_that_repeats_a_key_of_several_columns_is_found_however_it_is_written(self, tmp_path):
        tables = {
            "initiatives": [{"initiative_id": "v-1", "started_on": "2023-01-05"}],
            "initiative_years": [
                {"initiative_id": "v-1", "year_of_life": "1", "observed_on": "2024-01-05"},
                {"initiative_id": "v-1", "year_of_life": "01", "observed_on": "2024-01-05"},
            ],
        }

        _, faults = loaded(written(tmp_path, tables))

        assert [(f.table, f.row, f.code, f.detail) for f in faults] == [
            ("initiative_years", 3, "repeated", "2")
        ]

    def test_that_refers_to_nothing_is_found_in_each_table(self, tmp_path):
        tables = {
            "returns": [a_return(1, "nobody")],
            "cases": [{"case_id": "c-1", "person_id": "nobody", "return_id": "r-9", "institution_id": "i-9", "opened_on": "2023-02-01"}],
            "institution_years": [a_year()],
        }  # fmt: skip

        _, faults = loaded(written(tmp_path, tables))

        assert [(f.table, f.row, f.column, f.value, f.detail) for f in faults] == [
            ("institution_years", 2, "institution_id", "i-1", "institutions"),
            ("returns", 2, "person_id", "nobody", "people"),
            ("cases", 2, "person_id", "nobody", "people"),
            ("cases", 2, "return_id", "r-9", "returns"),
            ("cases", 2, "institution_id", "i-9", "institutions"),
        ]

    def test_may_leave_open_what_it_refers_to_where_the_contract_does(self, tmp_path):
        case = {
            "case_id": "c-1",
            "person_id": "p-1",
            "return_id": "",
            "institution_id": "i-1",
            "opened_on": "2023-02-01",
        }

        _, faults = loaded(written(tmp_path, {"people": [REYNA], "institutions": [WINDOW], "cases": [case]}))

        assert faults == []

    def test_with_too_few_or_too_many_cells_is_one_fault(self, tmp_path):
        (tmp_path / "people.csv").write_text(
            "person_id,given_names,sex,birth_date\np-1,REYNA,female,1995-04-03\np-2,TOMÁS\np-3,ANA,DE LEÓN,female,x\n"
        )

        counts, faults = loaded(tmp_path)

        assert [(f.row, f.code, f.detail) for f in faults] == [(3, "ragged", "2 ≠ 4"), (4, "ragged", "5 ≠ 4")]
        assert counts["people"] == {"rows": 3, "new": 1, "updated": 0, "unchanged": 0}

    def test_with_wrong_quotation_marks_is_said_and_the_rest_is_read(self, tmp_path):
        (tmp_path / "people.csv").write_text(
            'person_id,given_names,sex\np-1,"REYNA"X,female\np-2,TOMÁS,male\np-3,ANA,f\n'
        )

        _, faults = loaded(tmp_path)

        assert [(f.row, f.code) for f in faults] == [(2, "quotes"), (4, "enum")]

    def test_is_counted_as_in_a_sheet(self, tmp_path):
        """Line breaks inside a text make no row of their own; an empty row is one, and says nothing."""
        (tmp_path / "people.csv").write_text(
            'person_id,given_names,sex\r\np-1,"REYNA\r\nMARÍA",female\r\n\r\n,,\r\np-2,TOMÁS,m\r\n'
        )

        counts, faults = loaded(tmp_path)

        assert [(f.row, f.code) for f in faults] == [(5, "enum")]
        assert counts["people"]["rows"] == 2


class TestRowsReadBlockByBlock:
    @pytest.mark.parametrize(
        "odd", ["", '"QUOTED, NAME"', "\n", ",,\n"], ids=["plain", "quoted", "empty line", "empty row"]
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_keep_their_numbers(self, tmp_path, monkeypatch, odd, end):
        monkeypatch.setattr(csv_reading, "BLOCK", 64)
        lines = [f"p-{number},NAME,{'x' if number % 50 == 48 else 'female'}" for number in range(200)]
        if odd.endswith("\n"):
            lines[100] = odd.removesuffix("\n")
        elif odd:
            lines[100] = f"p-100,{odd},female"
        (tmp_path / "people.csv").write_text(end.join(["person_id,given_names,sex", *lines]), newline="")

        counts, faults = loaded(tmp_path)

        assert [(f.row, f.code) for f in faults] == [
            (50, "enum"),
            (100, "enum"),
            (150, "enum"),
            (200, "enum"),
        ]
        assert counts["people"]["rows"] == (199 if odd.endswith("\n") else 200)


class TestColumn:
    @pytest.mark.parametrize(
        ("header", "column", "code"),
        [
            ("person_id,sex,nombre", "nombre", "no_such_column"),
            ("person_id,sex,sex", "sex", "column_twice"),
            ("person_id,Sex,given_names", "Sex", "no_such_column"),
        ],
    )
    def test_that_does_not_belong_is_a_fault_of_the_header(self, tmp_path, header, column, code):
        (tmp_path / "people.csv").write_text(f"{header}\np-1,female,female\n")

        _, faults = loaded(tmp_path)

        assert (1, column, code) in [(f.row, f.column, f.code) for f in faults]

    def test_that_is_needed_is_missed_once_and_not_in_each_row(self, tmp_path):
        (tmp_path / "people.csv").write_text("person_id,given_names\np-1,REYNA\np-2,TOMÁS\n")

        counts, faults = loaded(tmp_path)

        assert [(f.row, f.column, f.code) for f in faults] == [(1, "sex", "column_missing")]
        assert counts["people"]["rows"] == 2

    def test_of_the_key_may_be_the_one_that_is_missing(self, tmp_path):
        (tmp_path / "people.csv").write_text("sex\nfemale\n")
        written(tmp_path, {"returns": [a_return(1)]})

        _, faults = loaded(tmp_path)

        assert [(f.table, f.row, f.column) for f in faults] == [
            ("people", 1, "person_id"),
            ("returns", 2, "person_id"),
        ]


class TestAll:
    def test_are_listed_however_many_there_are(self, tmp_path):
        wrong = [
            {**TOMAS, "person_id": f"p-{number}", "sex": "m", "birth_date": "x"} for number in range(30_000)
        ]

        _, faults = loaded(written(tmp_path, {"people": wrong}))

        assert len(faults) == 60_000
        assert [(f.row, f.column) for f in faults[-2:]] == [(30_001, "sex"), (30_001, "birth_date")]

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_are_said_in_sentences_without_a_gap(self, tmp_path, language):
        tables, _ = with_cells([(table, column, value) for table, column, value, _ in CELLS])

        _, faults = loaded(written(tmp_path, tables))

        with translation.override(language):
            for fault in faults:
                assert "%(" not in fault.message and fault.message.endswith(".")

    def test_have_a_sentence_that_can_be_filled_in(self):
        from arraigo.interop.package.faults import Fault

        for code in SENTENCES:
            assert Fault("returns", 2, "age", "x", code, "people").message
