"""Which rows are people, and what becomes of the others."""

from arraigo.reception.manifests import Skipped
from tests.reception.manifests.books import BYRON, CATARINA, HEADERS, PEOPLE, REYNA, Rows, read, workbook


def rows_and_skipped(rows: Rows, touch=None) -> tuple[list[int], dict[int, Skipped]]:
    reading = read(workbook(rows, touch=touch))
    return [row.row for row in reading.rows], {each.row: each.why for each in reading.skipped}


class TestSkipped:
    def test_are_titles_totals_and_signatures(self):
        below = [
            [],
            ["TOTAL", None, 3],
            [None, "Total pasajeros: 3"],
            [],
            [None, "Elaboró:", None, None, None, None, "Ana Pérez"],
            [None, "Ana Pérez", "Pedro Juárez"],
            [None, "Cónsul General de Guatemala"],
            [None, "* Los menores viajan con su madre"],
            [None, "Hombres: 2", None, "Mujeres: 1"],
        ]

        people, skipped = rows_and_skipped([["Título"], HEADERS, *PEOPLE, *below])

        assert people == [3, 4, 5]
        assert skipped == {
            1: Skipped.TITLE, 7: Skipped.TOTAL, 8: Skipped.TOTAL, 10: Skipped.TOTAL, 11: Skipped.NOTE,
            12: Skipped.TOTAL, 13: Skipped.NOTE, 14: Skipped.TOTAL,
        }  # fmt: skip

    def test_are_counted_for_the_sentence_on_top(self):
        reading = read(workbook([["A"], [], ["B"], HEADERS, *PEOPLE, ["TOTAL", 3]]))

        assert (reading.skipped_titles, reading.skipped_totals) == (2, 1)

    def test_are_headers_repeated_by_page_breaks_with_their_titles(self):
        people, skipped = rows_and_skipped([["LISTADO"], HEADERS, REYNA, ["LISTADO"], HEADERS, BYRON])

        assert people == [3, 6] and skipped[5] is Skipped.HEADER and skipped[4] is Skipped.NOTE

    def test_are_lines_that_explain_the_headers(self):
        headers = ["APELLIDOS", "NOMBRES", "FECHA DE NACIMIENTO", "SEXO"]
        ana = ["LÓPEZ", "ANA", "1/2/90", "F"]

        for line in (
            ["Last name", "First name", "Date of birth", "Sex"],
            [None, None, "dd/mm/aaaa", "M/F"],
            [1, 2, 3, 4],
        ):
            assert rows_and_skipped([headers, line, ana]) == ([3], {2: Skipped.HEADER})

    def test_are_fillers_and_headings_between_people(self):
        rows = [
            HEADERS,
            ["HOMBRES"],
            BYRON,
            ["xxx"] * 7,
            ["MUJERES"],
            REYNA,
            ["Subtotal", 1],
            ["---"] * 7,
            [None, "***FIN***"],
        ]

        assert rows_and_skipped(rows)[0] == [3, 6]

    def test_are_headings_merged_across(self):
        people, skipped = rows_and_skipped(
            [HEADERS, [None, "FAMILIA LÓPEZ"], BYRON, CATARINA],
            touch=lambda sheet: sheet.merge_cells("B2:G2"),
        )

        assert people == [3, 4] and skipped == {2: Skipped.NOTE}

    def test_are_not_blank_rows_or_numbers_written_beforehand(self):
        assert rows_and_skipped([HEADERS, REYNA, [], BYRON, [3], [4], [5]]) == ([2, 4], {})

    def test_say_what_they_said(self):
        reading = read(workbook([HEADERS, *PEOPLE, ["TOTAL", None, 3]]))

        assert reading.skipped[0].text == "TOTAL · 3"


class TestPeople:
    def test_are_kept_however_little_is_known_of_them(self):
        little = [
            [4, "PÉREZ", None, None, None, None, None],
            [5, None, None, "12/09/94", None, None, None],
            [6, None, None, None, None, "1234567890101", None],
            [7, "XXXX", "N/A", None, "M", None, "Nebaj"],
            [8, None, None, None, "M", None, "Nebaj"],
        ]

        assert rows_and_skipped([HEADERS, *PEOPLE, *little])[0] == [2, 3, 4, 5, 6, 7, 8, 9]

    def test_are_kept_after_a_gap_or_a_subtotal(self):
        rows = [HEADERS, REYNA, ["Subtotal", 1], [], BYRON, [], [None, "PÉREZ", "LUZ"], CATARINA]

        assert rows_and_skipped(rows)[0] == [2, 5, 7, 8]

    def test_are_kept_right_under_the_headers(self):
        assert rows_and_skipped([HEADERS[1:], [None, None, None, "M", None, "Nebaj"], REYNA[1:]])[0] == [2, 3]

    def test_of_a_list_with_names_only_are_kept(self):
        assert rows_and_skipped([["NOMBRE COMPLETO"], ["MARÍA LÓPEZ"], ["JUAN PÉREZ"], ["TOTAL 2"]])[0] == [
            2,
            3,
        ]
