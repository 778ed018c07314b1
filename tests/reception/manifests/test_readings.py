"""A whole list: its values, its faults and its notes."""

from datetime import date

import pytest

from arraigo.reception.manifests import Fault, NameOrder, Order, Values
from tests.reception.manifests.books import (
    BYRON,
    CATARINA,
    HEADERS,
    PEOPLE,
    REYNA,
    read,
    read_list,
    workbook,
)


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code for fault in faults]


class TestValues:
    def test_are_those_of_the_file(self):
        headers = [*HEADERS, "Depto.", "Nacionalidad", "Tel.", "OBS.", "Vuelo", "Edad"]
        more = ["Huehuetenango", "GUATEMALTECO(A)", "5555-4444", "Intérprete q'anjob'al", "0412-A", 32]

        values = read_list(headers, [*REYNA, *more]).rows[0].values

        assert values == Values(
            given_names="REYNA ISABEL", paternal_surname="LÓPEZ", maternal_surname="CHOC", sex="female",
            birth_date=date(1994, 9, 12), birth_date_precision="day", national_id="1234567890101", nationality="GTM",
            municipality="GT1308", department="GT13", list_number=1, age=32, phone="55554444", language="kjb",
            notes="Intérprete q'anjob'al", transport_ref="0412-A", signals=("interpreter",),
        )  # fmt: skip

    def test_that_are_missing_are_none_and_no_fault(self):
        row = read_list(
            [*HEADERS, "Nacionalidad"], [1, "LÓPEZ", "ANA", "-", "N/A", "no porta", "SIN DATO", "null"]
        ).rows[0]

        assert row.faults == [] and row.status == "expected"
        assert row.values == Values(given_names="ANA", paternal_surname="LÓPEZ", list_number=1)

    def test_keep_letters_and_lose_only_spaces(self):
        row = read_list(HEADERS, [1, "  de la\u00a0Cruz   PÉREZ ", "\u200bmaría  José\u00a0"]).rows[0]

        assert row.values.full_name == "maría José de la Cruz PÉREZ"
        assert row.raw["APELLIDOS"] == "de la Cruz PÉREZ"

    @pytest.mark.parametrize(
        ("said", "read"),
        [
            (["F", "M"], ["female", "male"]),
            (["M", "H"], ["female", "male"]),
            (["Mujer", "Hombre"], ["female", "male"]),
            (["femenino", "MASC."], ["female", "male"]),
            (["Female", "male"], ["female", "male"]),
            (["X", "F"], ["other", "female"]),
            (["2", "1"], ["female", "male"]),
            (["M", "M"], ["male", "male"]),
        ],
    )
    def test_of_sex_depend_on_the_list(self, said, read):
        rows = read_list(["Nombre completo", "Sexo"], *(["ANA LÓPEZ", each] for each in said)).rows

        assert [row.values.sex for row in rows] == read

    @pytest.mark.parametrize("marks", [("F", "M"), ("M", "H"), ("Mujer", "Hombre")])
    def test_of_sex_may_be_marks_in_two_columns(self, marks):
        rows = [
            ["Nombre completo", "Sexo", None, "Edad"],
            [None, *marks, None],
            ["ANA LÓPEZ", "x", None, 20],
            ["LUIS PAZ", None, 1, 21],
        ]

        reading = read(workbook(rows, touch=lambda sheet: sheet.merge_cells("B1:C1")))

        assert [row.values.sex for row in reading.rows] == ["female", "male"]

    def test_of_a_sex_that_can_be_either_are_left_open_with_a_note(self):
        rows = read_list(
            ["Nombre completo", "Sexo"], ["A B", "M"], ["C D", "H"], ["E F", "F"], ["G H", "¿?z"]
        ).rows

        assert [row.values.sex for row in rows] == [None, "male", "female", None]
        assert [codes(row.notes) for row in rows] == [["sex_ambiguous"], [], [], ["sex_unreadable"]]

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ("GTM", "GTM"),
            ("Guatemalteca", "GTM"),
            ("GT", "GTM"),
            ("HONDUREÑO", "HND"),
            ("el salvador", "SLV"),
            ("Marte", None),
        ],
    )
    def test_of_nationality_are_iso_codes(self, said, code):
        row = read_list(["Nombre completo", "Nacionalidad"], ["ANA LÓPEZ", said]).rows[0]

        assert row.values.nationality == code and bool(row.notes) is (code is None)

    def test_of_a_municipality_follow_the_department(self):
        headers = ["Nombre completo", "Municipio", "Depto."]

        rows = read_list(
            headers,
            ["ANA LÓPEZ", "SAN PEDRO SACATEPEQUEZ", "San Marcos"],
            ["EVA LÓPEZ", "San Pedro Sacatepéquez", "Guatemala"],
            ["LUZ LÓPEZ", "San Pedro Sacatepéquez (San Marcos)", None],
            ["INÉS LÓPEZ", "coban", None],
        ).rows

        assert [row.values.municipality for row in rows] == ["GT1202", "GT0109", "GT1202", "GT1601"]
        assert rows[0].values.department == "GT12"

    def test_of_another_country_follow_the_nationality(self):
        row = read_list(
            [*HEADERS, "Nacionalidad"],
            [1, "PAZ", "ANA", "1/2/90", "F", "0801-1990-12345", "Choloma", "Hondureña"],
        ).rows[0]

        assert (row.values.national_id, row.values.municipality, row.faults) == (
            "0801199012345",
            "HN0502",
            [],
        )

    def test_of_passports_among_identity_numbers_are_told_apart(self):
        rows = read_list(
            ["Nombre completo", "DPI o pasaporte"], ["ANA LÓPEZ", "1234567890101"], ["EVA PAZ", "A-123456"]
        ).rows

        assert rows[0].values.national_id == "1234567890101" and rows[1].values.passport == "A123456"
        assert rows[1].faults == []

    def test_of_remarks_carry_signals(self):
        said = [
            "MENOR NO ACOMPAÑADA",
            "embarazada, 6 meses",
            "no habla español; habla mam",
            "viaja con su mamá",
        ]

        rows = read_list(
            ["Nombre completo", "Observaciones"],
            *([f"ANA {n}", text] for n, text in zip("ABCD", said, strict=True)),
        ).rows

        assert [row.values.signals for row in rows] == [
            ("child_alone",),
            ("health_first",),
            ("interpreter",),
            (),
        ]
        assert [row.values.language for row in rows] == [None, None, "mam", None]


class TestOrders:
    def test_of_dates_is_day_first_unless_the_list_shows_otherwise(self):
        day = read_list(["Nombre completo", "F. Nac."], ["ANA LÓPEZ", "03/04/98"])
        month = read_list(
            ["Nombre completo", "F. Nac."], ["ANA LÓPEZ", "03/04/98"], ["EVA PAZ", "12/25/1990"]
        )
        header = read_list(["Nombre completo", "DOB (mm/dd/yyyy)"], ["ANA LÓPEZ", "03/04/98"])

        assert [(each.date_order, each.dates_tell) for each in (day, month, header)] == [
            (Order.DAY_FIRST, False), (Order.MONTH_FIRST, True), (Order.MONTH_FIRST, True),
        ]  # fmt: skip
        assert [each.rows[0].values.birth_date for each in (day, month)] == [
            date(1998, 4, 3),
            date(1998, 3, 4),
        ]

    def test_of_names_is_what_the_header_or_most_names_say(self):
        header = read_list(["APELLIDOS Y NOMBRES", "Edad"], ["CAAL POP LUIS", 3])
        names = read_list(
            ["Nombre completo", "Edad"],
            ["LÓPEZ TZOC MARÍA JOSÉ", 3],
            ["CAAL POP LUIS", 4],
            ["XOL CHUB ANA", 5],
        )

        assert header.name_order is names.name_order is NameOrder.SURNAMES_FIRST
        assert names.rows[1].values == Values(
            given_names="LUIS", paternal_surname="CAAL", maternal_surname="POP", age=4
        )


class TestFaults:
    def test_name_row_column_and_value_and_leave_the_rest(self):
        reading = read(
            workbook(
                [
                    ["Título"],
                    [],
                    HEADERS,
                    *PEOPLE,
                    [4, "LÓPEZ", "ANA", "31/02/1990", "F", "3.02511E+12", "Nebaj"],
                ]
            )
        )
        row = reading.rows[-1]

        assert [(fault.code, fault.row, fault.column, fault.value) for fault in row.faults] == [
            ("date_no_such_day", 7, "F. NAC.", "31/02/1990"),
            ("id_cut_by_spreadsheet", 7, "DPI/CUI", "3.02511E+12"),
        ]
        assert (row.status, row.values.birth_date, row.values.national_id, row.values.sex) == (
            "correction",
            None,
            None,
            "female",
        )

    @pytest.mark.parametrize(
        ("said", "code", "names"),
        [
            ("San Pedro Sacatepéquez", "municipality_ambiguous", 2),
            ("Malacatn", "municipality_close", 1),
            ("Springfield", "municipality_unknown", 0),
        ],
    )
    def test_of_municipalities_offer_those_that_may_be_meant(self, said, code, names):
        fault = read_list(HEADERS, [1, "LÓPEZ", "ANA", "1/2/90", "F", None, said]).faults[0]

        assert fault.code == code and len(fault.candidates) >= names

    def test_of_a_municipality_of_another_department_offer_it(self):
        fault = read_list(
            ["Nombre completo", "Municipio", "Depto."], ["ANA LÓPEZ", "Coatepeque", "San Marcos"]
        ).faults[0]

        assert fault.code == "municipality_elsewhere" and fault.candidates[0].values == {
            "municipality": "GT0920"
        }
        assert fault.reason("es").startswith("Coatepeque, Quetzaltenango: ")

    def test_of_an_empty_name_show_what_stands_there(self):
        fault = read_list(HEADERS, [1, "XXXX", "N/A", "1/2/90", "F", None, "Nebaj"]).faults[0]

        assert (fault.code, fault.column, fault.value) == ("name_missing", "APELLIDOS", "XXXX N/A")

    def test_of_the_same_person_twice_name_the_first_row(self):
        reading = read_list(
            HEADERS, REYNA, BYRON, [3, "Lopez Choc", "Reyna Isabel", "12/09/1994", "F", None, "Soloma"]
        )

        assert [(fault.code, fault.row, fault.params["first_row"]) for fault in reading.faults] == [
            ("row_repeated", 4, 2)
        ]

    def test_are_not_raised_for_namesakes(self):
        twin, younger = (
            [2, *REYNA[1:5], "9876543210101", "Nebaj"],
            [3, *REYNA[1:3], "12/09/2001", "F", None, None],
        )

        assert read_list(HEADERS, REYNA, twin, younger).faults == []

    def test_survive_the_database_and_both_languages(self):
        fault = read_list(
            HEADERS, [1, "LÓPEZ", "ANA", "1/2/90", "F", "123", "San Pedro Sacatepéquez"]
        ).faults[0]

        again = Fault.from_json(fault.to_json())

        assert again == fault
        assert (
            again.message("es")
            == "El CUI tiene 13 cifras y aquí hay 3. Revise el número o pídalo en el registro."
        )
        assert again.title("en") == "CUI too short or too long"


class TestNotes:
    def test_do_not_hold_a_row_back(self):
        reading = read_list(
            [*HEADERS, "Edad"],
            [1, "LÓPEZ", "ANA", "1/2/90", "F", "1234567880101", "Nebaj", 12],
            [*CATARINA, 41],
        )

        assert reading.faults == [] and codes(reading.rows[0].notes) == ["age_differs", "id_check_digit"]

    def test_name_a_number_that_two_people_have(self):
        reading = read_list(HEADERS, REYNA, [2, "PAZ", "EVA", "1/2/90", "F", "1234567890101", "Nebaj"])

        assert (
            codes(reading.rows[1].notes) == ["id_repeated"]
            and reading.rows[1].notes[0].params["first_row"] == 2
        )

    def test_warn_of_dates_that_excel_swapped(self):
        swapped = [[n, "LÓPEZ", f"ANA {n}", date(1980 + n, 5, 1 + n), "F", None, None] for n in range(1, 10)]
        as_text = [20, "PAZ", "EVA", "25/04/1990", "F", None, None]

        rows = read_list(HEADERS, *swapped, as_text).rows

        assert [codes(row.notes) for row in rows] == [["date_perhaps_swapped"]] * 9 + [[]]
