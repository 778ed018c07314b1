"""What programs write into the cells of a workbook: shared texts, serial numbers, merges, formulas and errors."""

from datetime import date

import pytest

from arraigo.reception.manifests.sheets import CellKind, column_index, letter
from arraigo.reception.manifests.xlsx import kind_of_format, number_cell
from tests.reception.manifests.books import (
    BYRON,
    CATARINA,
    HEADERS,
    PEOPLE,
    REYNA,
    raw_workbook,
    read,
    with_part,
    workbook,
)

HEAD = "".join(
    f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>'
    for c, t in zip("ABC", ("APELLIDOS", "NOMBRES", "F. NAC."), strict=True)
)
STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="[$-100A]d&quot; de &quot;mmmm yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
)


def sheet(*rows: str) -> str:
    return f'<row r="1">{HEAD}</row>' + "".join(
        f'<row r="{i}">{row}</row>' for i, row in enumerate(rows, start=2)
    )


class TestSharedTexts:
    def test_are_joined_from_their_runs_without_the_pronunciation(self):
        strings = (
            "<si><r><t>LÓPEZ</t></r><r><t xml:space='preserve'> CHOC</t></r><rPh><t>no</t></rPh></si>"
            "<si><t>REYNA\u00a0 ISABEL\u200b</t></si>"
        )
        cells = '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>99</v></c>'

        reading = read(raw_workbook(sheet(cells), strings=strings))

        assert reading.sheet.name == "A mano"
        assert reading.rows[0].values.full_name == "REYNA ISABEL LÓPEZ CHOC"


class TestDates:
    def rows(self, serial: float, style: int) -> str:
        return sheet(
            '<c r="A2" t="str"><v>LÓPEZ</v></c><c r="B2" t="str"><v>ANA</v></c>'
            f'<c r="C2" s="{style}"><v>{serial}</v></c>'
        )

    @pytest.mark.parametrize("style", [0, 1, 2])
    def test_are_known_with_and_without_a_style(self, style):
        reading = read(raw_workbook(self.rows(34589, style), styles=STYLES))

        assert reading.rows[0].values.birth_date == date(1994, 9, 12)

    def test_of_the_1904_system_are_four_years_later(self):
        content = raw_workbook(
            self.rows(34589 - 1462, 1), styles=STYLES, properties='<workbookPr date1904="1"/>'
        )

        assert read(content).rows[0].values.birth_date == date(1994, 9, 12)

    def test_in_iso_cells(self):
        content = raw_workbook(
            sheet('<c r="A2" t="str"><v>LÓPEZ</v></c><c r="C2" t="d"><v>1994-09-12T00:00:00</v></c>')
        )

        assert read(content).rows[0].values.birth_date == date(1994, 9, 12)

    @pytest.mark.parametrize(
        ("code", "kind"),
        [
            ("General", ""), ("0.00", ""), ("#,##0", ""), ("@", ""), ("dd/mm/yyyy", "date"), ("mmm-yy", "date"),
            ("h:mm", "time"),
            ('[$-409]d"-"mmm', "date"), ("[Red]0", ""), ('0 "dias"', ""), ("[h]:mm:ss", "time"), ("yyyy", "date"),
        ],
    )  # fmt: skip
    def test_are_told_from_numbers_by_their_format(self, code, kind):
        assert kind_of_format(code) == kind

    def test_out_of_the_calendar_stay_numbers(self):
        assert number_cell("9999999999", "date").kind is CellKind.NUMBER


class TestCells:
    def test_are_read_without_references_and_with_prefixes(self):
        cell = '<x:c t="inlineStr"><x:is><x:t>{}</x:t></x:is></x:c>'
        content = raw_workbook(
            f"<x:row>{cell.format('APELLIDOS')}{cell.format('EDAD')}</x:row>"
            f"<x:row>{cell.format('LÓPEZ')}<x:c><x:v>31</x:v></x:c></x:row>"
        )
        content = with_part(
            content,
            "xl/worksheets/sheet1.xml",
            lambda part: part.replace(b"<worksheet>", b"<worksheet xmlns:x='y'>"),
        )

        reading = read(content)

        assert (reading.rows[0].row, reading.rows[0].values.age) == (2, 31)

    def test_without_the_result_of_their_formula_are_faults(self):
        reading = read(workbook([HEADERS, [1, "LÓPEZ", "ANA", "=DATE(1990,1,2)", "F", "=A1", "Nebaj"]]))

        assert [(fault.code, fault.column) for fault in reading.faults] == [
            ("formula_without_value", "F. NAC."),
            ("formula_without_value", "DPI/CUI"),
        ]

    def test_with_the_result_of_their_formula_are_what_they_show(self):
        cells = (
            '<c r="A2" t="str"><f>B2</f><v>LÓPEZ</v></c><c r="B2" t="str"><f>x</f><v></v></c>'
            '<c r="C2"><f>x</f><v>34589</v></c>'
        )

        values = read(raw_workbook(sheet(cells))).rows[0].values

        assert (values.paternal_surname, values.birth_date) == ("LÓPEZ", date(1994, 9, 12))

    def test_that_excel_could_not_compute_are_faults_but_not_available_is_only_missing(self):
        reading = read(workbook([HEADERS, [1, "LÓPEZ", "ANA", "#REF!", "F", "#N/A", "#VALUE!"]]))

        assert [(fault.column, fault.value) for fault in reading.faults] == [
            ("F. NAC.", "#REF!"),
            ("Municipio", "#VALUE!"),
        ]
        assert reading.faults[0].reason("es") == "Excel no pudo calcular esta celda: dice #REF!."


class TestMerges:
    def test_down_give_their_value_to_every_row(self):
        reading = read(
            workbook(
                [HEADERS, REYNA, [*BYRON[:6], None], [*CATARINA[:6], None]],
                touch=lambda s: s.merge_cells("G2:G4"),
            )
        )

        assert [row.values.municipality for row in reading.rows] == ["GT1308"] * 3

    def test_across_keep_their_value_in_the_first_column(self):
        headers = ["APELLIDOS", None, "NOMBRES", "EDAD"]

        used = read(workbook([headers, ["LÓPEZ", "TZOC", "ANA", 31]], touch=lambda s: s.merge_cells("A1:B1")))
        unused = read(
            workbook([headers, ["LÓPEZ TZOC", None, "ANA", 31]], touch=lambda s: s.merge_cells("A1:B1"))
        )

        assert [each.rows[0].values.maternal_surname for each in (used, unused)] == ["TZOC", "TZOC"]

    def test_of_a_person_over_two_lines_make_one_person(self):
        def merge(sheet):
            for column in "ABC":
                sheet.merge_cells(f"{column}2:{column}3")

        rows = [
            ["No.", "APELLIDOS", "NOMBRES", "OBS."],
            [1, "LÓPEZ", "ANA", "a"],
            [None, None, None, "b"],
            [2, "PÉREZ", "LUZ", ""],
        ]

        assert [row.row for row in read(workbook(rows, touch=merge)).rows] == [2, 4]

    def test_hidden_rows_are_read_too(self):
        def hide(sheet):
            sheet.row_dimensions[3].hidden = True

        assert len(read(workbook([HEADERS, *PEOPLE], touch=hide)).rows) == 3


class TestLetters:
    @pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
    def test_name_columns_as_spreadsheets_do(self, index, name):
        assert letter(index) == name and column_index(f"{name}12") == index
