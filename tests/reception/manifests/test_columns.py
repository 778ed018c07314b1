"""Which row has the headers, and what each column holds."""

import io

import pytest

from arraigo.reception.manifests import Because, ManifestRefused, guess_columns, open_sheet
from tests.reception.manifests.books import BYRON, HEADERS, PEOPLE, REYNA, TODAY, Rows, read, text, workbook

TOWNS = ("Cobán", "Nebaj", "Joyabaj")


def guess(rows: Rows, country: str = "GTM", remembered: dict[str, str] | None = None, touch=None):
    sheet = open_sheet(io.BytesIO(workbook(rows, touch=touch)), "lista.xlsx")
    return guess_columns(sheet, country, remembered, today=TODAY)


def fields(headers: str, *people: list[object]) -> dict[str, str]:
    """The mapping of a list with these headers, parted by bars."""
    return guess([headers.split("|"), *(people or [["A B", "C", "1", "D"], ["E F", "G", "2", "H"]])]).mapping


class TestHeaderRow:
    def test_stands_under_any_number_of_titles_and_blank_rows(self):
        titles = [
            ["REPÚBLICA DE GUATEMALA"],
            [],
            ["LISTADO DE PASAJEROS", None, "VUELO: 0412"],
            ["Fecha:", "14/04/2026"],
            [],
        ]

        for count in (0, 3, 80):
            found = guess([*titles, *[[f"Nota {n}"] for n in range(count)], [], HEADERS, *PEOPLE])
            assert found.header_row == len(titles) + count + 2

    def test_is_the_first_where_page_breaks_repeat_it(self):
        assert guess([["LISTADO"], HEADERS, REYNA, ["LISTADO"], HEADERS, BYRON]).header_row == 2

    def test_may_have_two_lines(self):
        rows = [
            ["No.", "APELLIDOS", None, "NOMBRES", None, "FECHA DE NACIMIENTO", None, None, "SEXO"],
            [None, "Primero", "Segundo", "Primero", "Segundo", "Día", "Mes", "Año", None],
            [1, "LOPEZ", "TZOC", "MARIA", "JOSE", 3, 4, 1990, "F"],
        ]

        def merge(sheet):
            for area in ("A1:A2", "B1:C1", "D1:E1", "F1:H1", "I1:I2"):
                sheet.merge_cells(area)

        for touch in (None, merge):
            found = guess(rows, touch=touch)
            assert found.header_row == 2
            assert list(found.mapping.values()) == [
                "list_number", "paternal_surname", "maternal_surname", "given_names", "given_names",
                "birth_day", "birth_month", "birth_year", "sex",
            ]  # fmt: skip

    def test_is_the_second_line_under_headings_of_groups(self):
        rows = [
            ["DATOS PERSONALES", None, None, "VIAJE"],
            ["Primer Apellido", "2do apellido", "Nombre(s)", "Vuelo"],
            ["A", "B", "C", "D"],
        ]

        found = guess(rows, touch=lambda sheet: sheet.merge_cells("A1:C1"))

        assert found.header_row == 2 and list(found.mapping) == rows[1]

    @pytest.mark.parametrize(
        "rows",
        [[["hola", "mundo"], ["a", "b"]], [[1, 2, 3], [4, 5, 6]], [["LISTADO DE PASAJEROS"], ["López"]]],
    )
    def test_is_refused_where_there_is_none(self, rows):
        with pytest.raises(ManifestRefused) as refused:
            guess(rows)

        assert refused.value.code == "no_header"

    @pytest.mark.parametrize("content", [text([HEADERS]), workbook([["Título"], HEADERS, []])])
    def test_alone_is_refused(self, content):
        with pytest.raises(ManifestRefused) as refused:
            read(content)

        assert refused.value.code == "no_rows"

    def test_is_found_by_what_a_sender_calls_things(self):
        found = guess(
            [["Zutano", "Mengano"], ["LÓPEZ", "ANA"]],
            remembered={"Zutano": "surnames", "Mengano": "given_names"},
        )

        assert list(found.mapping.values()) == ["surnames", "given_names"]


class TestHeaders:
    @pytest.mark.parametrize(
        ("headers", "expected"),
        [
(
                "Primer Apellido|Segundo Apellido|Primer Nombre|Segundo Nombre",
                "paternal_surname maternal_surname given_names given_names",
            ),
            (
                "1ER. APELLIDO|2DO. APELLIDO|NOMBRES|DNI",
                "paternal_surname maternal_surname given_names national_id",
            ),
            (
                "Ape. Paterno|Apellido Materno|Nombre(s)|No. de DPI",
                "paternal_surname maternal_surname given_names national_id",
            ),
            ("Ap. Pat.|Ap. Mat.|Nombre|F. DE NAC.", "paternal_surname maternal_surname given_names birth_date"),
            (
                "1° Apellido|2º apellido|Nombres|N° de Identidad",
                "paternal_surname maternal_surname given_names national_id",
            ),
            (
                "PrimerApellido|apellido_materno|NOMBRE1|fechaNacimiento",
                "paternal_surname maternal_surname given_names birth_date",
            ),
            ("APELIDOS|NOMBRS|FECHA DE NACIMENTO|NACIONALIDA", "surnames given_names birth_date nationality"),
            ("  Apellidos |NOMBRES\n|FEC.  NAC.|Género", "surnames given_names birth_date sex"),
            ("APELLIDOS Y NOMBRES|EDAD|DPI/CUI/PASAPORTE|OBS.", "full_name age national_id notes"),
            ("Nombre completo|D.O.B.|Municipio de origen|Depto.", "full_name birth_date municipality department"),
            (
                "NOMBRES Y APELLIDOS COMPLETOS|Teléfono|Departamento/Municipio|Vuelo",
                "full_name phone municipality transport_ref",
            ),
            (
                "Surname|Given Names|Date of Birth (MM/DD/YYYY)|Country of citizenship",
                "surnames given_names birth_date nationality",
            ),
            ("Last Name, First Name|Passport #|Phone Number|Remarks", "full_name passport phone notes"),
            ("Correlativo|Nombre del retornado|Cédula|Sexo (M/F)", "list_number full_name national_id sex"),
        ],
    )  # fmt: skip
    def test_are_known_in_many_spellings(self, headers, expected):
        assert " ".join(fields(headers).values()) == expected

    def test_of_other_people_are_not_the_persons(self):
        found = fields("Nombre de la madre|Apellidos|Nombres|Teléfono del contacto")

        assert list(found.values()) == ["", "surnames", "given_names", ""]

    def test_that_no_help_needs_are_left_alone(self):
        found = fields("Apellidos|Nombres|A#|Antecedentes")

        assert list(found.values()) == ["surnames", "given_names", "", ""]

    def test_nombre_alone_is_the_whole_name(self):
        assert fields("Nombre|Edad", ["ANA LÓPEZ", 3])["Nombre"] == "full_name"
        assert fields("Nombre|Apellido", ["ANA", "LÓPEZ"])["Nombre"] == "given_names"

    def test_twice_the_same_are_both_surnames_and_have_names_of_their_own(self):
        assert fields("APELLIDO|APELLIDO|NOMBRE", ["LÓPEZ", "TZOC", "ANA"]) == {
            "APELLIDO": "paternal_surname",
            "APELLIDO (2)": "maternal_surname",
            "NOMBRE": "given_names",
        }

    def test_of_origin_go_before_those_of_destination(self):
        found = fields(
            "Nombre completo|Municipio de destino|Municipio de origen", ["ANA LÓPEZ", "Nebaj", "Cobán"]
        )

        assert found["Municipio de origen"] == "municipality" and found["Municipio de destino"] == ""


class TestContent:
    PEOPLE = [
        [f"LÓPEZ {letter}", "ANA", f"{n:02d}/03/{1960 + n}", 1234567890101 + n * 7, "FM"[n % 2], TOWNS[n % 3], "X1"]
        for n, letter in enumerate("ABCDEFGHIJK", start=1)
    ]  # fmt: skip

    def test_says_what_a_column_without_a_known_header_holds(self):
        found = guess([["APELLIDOS", "NOMBRES", None, "???", "Dato 1", "Dato 2", "Dato 3"], *self.PEOPLE])

        assert [column.field for column in found.columns[2:]] == [
            "birth_date",
            "national_id",
            "sex",
            "municipality",
            None,
        ]
        assert [column.because for column in found.columns[2:]] == [Because.CONTENT] * 4 + [Because.CONSTANT]
        assert found.columns[2].key == "C"

    def test_decides_where_a_header_may_mean_several_things(self):
        places, towns = (["ANA LÓPEZ", place] for place in ("Nebaj", "Laredo, Texas"))

        assert (
            fields("Nombre completo|Lugar de origen", places, ["LUZ PÉREZ", "Cobán"])["Lugar de origen"]
            == "municipality"
        )
        assert (
            fields("Nombre completo|Lugar de origen", towns, ["LUZ PÉREZ", "Houston"])["Lugar de origen"]
            == ""
        )

    def test_confirms_a_header(self):
        column = guess([HEADERS, *PEOPLE]).of("national_id")

        assert column is not None and column.because is Because.HEADER_AND_CONTENT
        assert (column.letter, column.filled, column.total, column.fitting) == ("F", 2, 3, 2)


class TestRemembered:
    def test_headers_go_before_what_they_seem_to_say(self):
        found = guess([HEADERS, *PEOPLE], remembered={"municipio": "department", "SEXO": "", "Otra": "phone"})

        assert found.mapping["Municipio"] == "department" and found.mapping["SEXO"] == ""
        assert {column.because for column in found.columns if column.header in ("Municipio", "SEXO")} == {
            Because.REMEMBERED
        }

    def test_are_what_the_mapping_of_a_guess_gives(self):
        first = guess([HEADERS, *PEOPLE]).with_fields({"Municipio": None})

        assert guess([HEADERS, *PEOPLE], remembered=first.mapping).mapping == first.mapping


class TestWithFields:
    def test_takes_a_correction_by_header_or_letter(self):
        found = guess([[*HEADERS, "Raro"], *PEOPLE]).with_fields({"raro": "notes", "E": "ignored"})

        assert found.mapping["Raro"] == "notes" and found.mapping["SEXO"] == ""

    def test_leaves_a_field_to_one_column(self):
        found = guess([[*HEADERS, "Pueblo"], *[[*person, "Nebaj"] for person in PEOPLE]]).with_fields(
            {"Pueblo": "municipality"}
        )

        assert found.mapping["Pueblo"] == "municipality" and found.mapping["Municipio"] == ""

    @pytest.mark.parametrize(
        ("chosen", "code"), [({"SEXO": "shoe_size"}, "unknown_field"), ({"ZZZ": "sex"}, "unknown_column")]
    )
    def test_refuses_what_there_is_not(self, chosen, code):
        with pytest.raises(ManifestRefused) as refused:
            guess([HEADERS, *PEOPLE]).with_fields(chosen)

        assert refused.value.code == code and refused.value.field == "mapping"
