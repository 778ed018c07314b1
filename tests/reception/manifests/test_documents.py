"""What is printed of a list, how its rows are known again, and what a clerk corrects in it."""

from datetime import date

from arraigo.core import content
from arraigo.reception.manifests import fingerprint, reread_value
from tests.reception.manifests.books import HEADERS, REYNA, TODAY, read, read_list, text, workbook


class TestAsJson:
    def test_is_the_document_of_the_contract(self):
        maria = [7, "LÓPEZ TZOC", "MARÍA JOSÉ", "03/04/1990", "F", "1234567890101", "COBAN"]
        rows = [
            ["Consulado"],
            ["Lista"],
            [],
            ["Vuelo"],
            [],
            HEADERS,
            maria,
            [8, "CAAL", "LUIS", "31/02/1990", "M", None, None],
            ["TOTAL", 2],
        ]

        assert read(workbook(rows)).as_json(lang="es") == {
            "sheet": "Hoja1",
            "header_row": 6,
            "columns": {
                "APELLIDOS": "surnames", "NOMBRES": "given_names", "F. NAC.": "birth_date", "SEXO": "sex",
                "DPI/CUI": "national_id", "Municipio": "municipality",
            },
            "ignored_columns": ["No."],
            "rows_read": 2,
            "already_imported": 0,
            "kept_for_correction": [
                {
                    "row": 8, "column": "F. NAC.", "value": "31/02/1990",
                    "reason": "Febrero no tiene día 31. Revise el día o escriba sólo el año.",
                }
            ],
            "rows": [
                {
                    "row": 7, "given_names": "MARÍA JOSÉ", "paternal_surname": "LÓPEZ", "maternal_surname": "TZOC",
                    "sex": "female", "birth_date": "1990-04-03", "birth_date_precision": "day",
                    "national_id": "1234567890101", "nationality": None, "municipality": "GT1601", "status": "expected",
                },
                {
                    "row": 8, "given_names": "LUIS", "paternal_surname": "CAAL", "maternal_surname": None,
                    "sex": "male",
                    "birth_date": None, "birth_date_precision": None, "national_id": None, "nationality": None,
                    "municipality": None, "status": "correction",
                },
            ],
        }  # fmt: skip

    def test_has_no_sheet_for_a_text_file_and_follows_the_active_language(self):
        reading = read(text([HEADERS, [1, "LÓPEZ", "ANA", "31/02/1990"]]), "lista.csv")
        content.use_language(lambda: "en")
        try:
            document = reading.as_json()
        finally:
            content.use_language(None)

        assert document["sheet"] is None
        assert document["kept_for_correction"][0]["reason"].startswith("February has no day 31.")

    def test_says_which_rows_came_before(self):
        document = read_list(HEADERS, REYNA, [2, "CAAL", "LUIS", "31/02/1990"]).as_json(
            already_imported={2, 3}
        )

        assert document["already_imported"] == 2 and document["kept_for_correction"] == []
        assert {row["status"] for row in document["rows"]} == {"already_imported"}


class TestFingerprint:
    def test_is_the_same_however_the_list_is_laid_out(self):
        one = read_list(HEADERS, REYNA).rows[0]
        other = read_list(
            ["Nombre completo", "CUI", "DOB"],
            ["Reyna Isabel Lopez Choc", "1234 56789 0101", date(1994, 9, 12)],
        ).rows[0]

        assert (
            one.fingerprint("vuelo 1")
            == other.fingerprint("vuelo 1")
            == fingerprint(one.values, scope="vuelo 1")
        )
        assert one.fingerprint("vuelo 2") != one.fingerprint("vuelo 1")

    def test_tells_rows_with_different_faults_apart(self):
        rows = read_list(HEADERS, [1, "LÓPEZ", "ANA", "31/02/1990"], [2, "LÓPEZ", "ANA", "31/04/1990"]).rows

        assert rows[0].fingerprint() != rows[1].fingerprint()


class TestRereadValue:
    def test_gives_the_values_that_a_correction_sets(self):
        assert reread_value("birth_date", "1990", "GTM", today=TODAY).values == {
            "birth_date": date(1990, 1, 1),
            "birth_date_precision": "year",
        }
        assert reread_value("national_id", " 1234 56789 0101", "GTM").values == {
            "national_id": "1234567890101"
        }
        assert reread_value("surnames", "de León  Pérez", "GTM").values == {
            "paternal_surname": "de León",
            "maternal_surname": "Pérez",
        }
        assert reread_value("full_name", "Pérez, Ana", "GTM").values["given_names"] == "Ana"
        assert reread_value("sex", "mujer", "GTM").values == {"sex": "female"}
        assert reread_value(
            "municipality", "San Pedro Sacatepéquez", "GTM", department="San Marcos"
        ).values == {
            "municipality": "GT1202",
            "department": "GT12",
        }
        assert reread_value("municipality", "GT1202", "GTM").value == "GT1202"

    def test_gives_the_fault_that_is_still_there(self):
        corrected = reread_value("birth_date", "31/02/1990", "GTM", today=TODAY)

        assert (
            corrected.values == {} and corrected.fault is not None and corrected.fault.value == "31/02/1990"
        )

    def test_takes_a_value_away(self):
        assert reread_value("birth_date", " ", "GTM").values == {
            "birth_date": None,
            "birth_date_precision": None,
        }
