"""Which files are read, which are refused and why, and which sheet is taken for the list."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from arraigo.reception.manifests import Limits, ManifestRefused, open_sheet
from tests.reception.manifests.books import (
    BYRON,
    HEADERS,
    PEOPLE,
    REYNA,
    books,
    raw_workbook,
    read,
    text,
    with_part,
    workbook,
)

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
WORKBOOK = workbook([HEADERS, *PEOPLE])
SHEET = "xl/worksheets/sheet1.xml"
DECLARATIONS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData/></worksheet>'


def stream(name: str) -> bytes:
    return OLE2 + name.encode("utf-16-le") + bytes(100)


def archive(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name.replace("__", "/"), part)
    return written.getvalue()


def refusal(content: bytes, name: str = "lista.xlsx", limits: Limits | None = None) -> ManifestRefused:
    with pytest.raises(ManifestRefused) as refused:
        open_sheet(io.BytesIO(content), name, limits=limits)
    return refused.value


class TestRefusal:
    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "empty_file"),
            (b" \r\n\t\r\n", "empty_file"),
            (bytes(500), "empty_file"),
            (workbook([]), "empty_file"),
            (workbook([["", " "], [None]]), "empty_file"),
            (b"%PDF-1.7 ...", "not_a_spreadsheet"),
            (b"\xff\xd8\xff\xe0 a picture", "not_a_spreadsheet"),
            (b"\x89PNG\r\n\x1a\n", "not_a_spreadsheet"),
            (bytes(range(256)) * 20, "not_a_spreadsheet"),
            (archive(word__document=b"<w/>"), "not_a_spreadsheet"),
            (OLE2, "not_a_spreadsheet"),
            (stream("Workbook"), "old_excel"),
            (stream("Book"), "old_excel"),
            (stream("EncryptedPackage"), "password_protected"),
            (archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "other_format"),
            (archive(**{"xl__workbook.bin": b"x"}), "other_format"),
            (b"<html><body><table><tr><td>APELLIDOS</td></tr></table></body></html>", "other_format"),
            (b"<?xml version='1.0'?><note/>", "not_a_spreadsheet"),
            (WORKBOOK[: len(WORKBOOK) // 2], "damaged"),
            (b"PK\x05\x06" + bytes(18), "damaged"),
            (with_part(WORKBOOK, SHEET, lambda part: part[:-30]), "damaged"),
            (with_part(WORKBOOK, SHEET, lambda _: DECLARATIONS), "damaged"),
            (with_part(WORKBOOK, "xl/workbook.xml", lambda _: DECLARATIONS), "damaged"),
            (raw_workbook("", extra={"xl/sharedStrings.xml": DECLARATIONS}), "damaged"),
            (with_part(WORKBOOK, "xl/workbook.xml", lambda _: b"<workbook/>"), "damaged"),
        ],
    )
    def test_names_what_the_file_is(self, content, code):
        refused = refusal(content)

        assert refused.code == code
        assert "lista.xlsx" in refused.message("es") and "lista.xlsx" in refused.message("en")

    def test_comes_before_a_large_file_is_read(self, tmp_path: Path):
        large = tmp_path / "grande.csv"
        with large.open("wb") as file:
            file.truncate(200_000_000)
        started = time.perf_counter()

        with pytest.raises(ManifestRefused) as refused:
            open_sheet(large)

        assert refused.value.code == "too_large" and time.perf_counter() - started < 1
        assert refused.value.message("es").startswith("grande.csv pesa 200 MB y el límite es 20 MB.")

    def test_of_a_large_stream(self):
        assert refusal(b"a,b\n" * 300_000, limits=Limits(megabytes=1)).code == "too_large"

    def test_of_an_encrypted_part(self):
        content = bytearray(archive(**{"xl__workbook.xml": b"<workbook/>"}))
        content[6] |= 1  # the flag in the entry itself
        content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory

        assert refusal(bytes(content)).code == "password_protected"

    @pytest.mark.parametrize("limit", ["rows", "columns"])
    def test_of_more_than_a_list_has(self, limit):
        rows = [["a"] * 12] * 12

        for content in (workbook(rows), text(rows)):
            assert refusal(content, limits=Limits(**{limit: 10})).code == f"too_many_{limit}"

    def test_can_be_read_in_both_languages(self):
        refused = refusal(stream("Workbook"), "Vuelo 14 abril.xls")

        assert str(refused).startswith("Vuelo 14 abril.xls está en el formato antiguo de Excel (.xls).")
        assert refused.message("en").endswith("choose Save as, Excel Workbook (.xlsx), and load that file.")


class TestBombs:
    """Files that are small and unpack to gigabytes. They are made of what zips best: one byte, many times."""

    @pytest.mark.parametrize(
        "part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
    )
    def test_are_refused_by_what_they_declare(self, part):
        bomb = with_part(WORKBOOK, part, lambda _: b" " * 120_000_000)

        assert len(bomb) < 200_000
        assert refusal(bomb).code == "expands_too_much"

    def test_are_refused_by_what_comes_out(self):
        bomb = with_part(WORKBOOK, SHEET, lambda part: part + b" " * 3_000_000)

        assert refusal(bomb, limits=Limits(inflated_bytes=1_000_000)).code == "expands_too_much"

    def test_are_refused_when_they_have_too_many_parts(self):
        many = archive(**{f"xl__part{number}": b"" for number in range(60)})

        assert refusal(many, limits=Limits(entries=50)).code == "expands_too_much"

    def test_of_one_endless_tag_are_refused(self):
        bomb = with_part(WORKBOOK, SHEET, lambda _: b"<worksheet><!--" + b">" * 30_000_000)

        assert refusal(bomb).code == "damaged"

    def test_of_rows_without_numbers_are_refused(self):
        bomb = with_part(
            WORKBOOK, SHEET, lambda _: b"<worksheet><sheetData>" + b"<row><c><v>1</v></c></row>" * 30_000
        )

        assert refusal(bomb).code == "too_many_rows"

    def test_a_sheet_formatted_to_its_last_row_is_no_bomb(self):
        rows = (
            b'<row r="%d" spans="1:3">%s</row>'
            % (row, b"".join(b'<c r="%s%d" s="1"/>' % (c, row) for c in (b"A", b"B", b"C")))
            for row in range(5, 1_048_577, 8)
        )
        formatted = with_part(
            WORKBOOK, SHEET, lambda part: part.replace(b"</sheetData>", b"".join(rows) + b"</sheetData>")
        )

        started = time.perf_counter()
        reading = read(formatted)

        assert len(reading.rows) == 3 and time.perf_counter() - started < 5


class TestTextFiles:
    @pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "cp850"]
    )
    def test_are_read_in_any_separator_and_encoding(self, separator, encoding):
        people = [
            [1, "LÓPEZ MUÑOZ", "José", "12/09/94", "M", "", "Cobán"],
            [2, "Ñáñez", "Óscar", "13/09/94", "M", "", "Chisec"],
        ]

        reading = read(text([["Listado"], [], HEADERS, *people], separator, encoding), "lista.csv")

        assert [row.values.paternal_surname for row in reading.rows] == ["LÓPEZ", "Ñáñez"]
        assert reading.sheet.name is None and reading.guess.header_row == 3 and reading.rows[0].row == 4

    def test_do_not_count_the_line_that_names_the_separator(self):
        reading = read(b"sep=;\r\n" + text([HEADERS, *PEOPLE], ";"), "lista.csv")

        assert reading.guess.header_row == 1

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_end_their_lines_as_they_like(self, end):
        assert len(read(text([HEADERS, *PEOPLE], end=end), "lista.csv").rows) == 3

    def test_count_rows_as_a_spreadsheet_does(self):
        content = (
            'No.,"APELLIDOS\nY NOMBRES",DPI,OBS.\n1,"LOPEZ, ANA","=""1234567890101""","dice ""hola""\nsí"\n'
            '\n2,"PEREZ, LUZ",,\n'
        )

        reading = read(content.encode(), "lista.csv")

        assert [row.row for row in reading.rows] == [2, 4]
        assert reading.rows[0].values.national_id == "1234567890101"
        assert reading.rows[0].values.notes == 'dice "hola" sí'

    def test_survive_a_quote_that_nobody_closed(self):
        people = "".join(f"PEREZ,LUIS {letter},x\n" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

        reading = read(f'APELLIDOS,NOMBRES,OBS.\nLOPEZ,ANA,"sin cerrar\n{people}'.encode(), "lista.csv")

        assert len(reading.rows) == 27

    def test_survive_padding_and_double_encoding(self):
        content = text([HEADERS, *PEOPLE]).decode("cp1252").encode("utf-8").replace(b"REYNA", b"REYNA\0\0")

        reading = read(content, "lista.csv")

        assert reading.rows[0].values.full_name == "REYNA ISABEL LÓPEZ CHOC"


class TestSheets:
    def test_the_one_that_looks_like_a_list_is_taken(self):
        content = books(
            {
                "Resumen": [["Total", 3]],
                "Pasajeros": [["Vuelo"], HEADERS, *PEOPLE],
                "Lugares": [["Municipio"], ["Nebaj"]],
            }
        )

        sheet = open_sheet(io.BytesIO(content), "lista.xlsx")

        assert sheet.name == "Pasajeros" and sheet.other_lists == ()

    def test_a_hidden_one_only_where_no_other_is_a_list(self):
        def hide(sheet):
            if sheet.title == "Oculta":
                sheet.sheet_state = "hidden"

        both = books({"Oculta": [HEADERS, *PEOPLE], "Vista": [HEADERS[1:4], REYNA[1:4]]}, touch=hide)
        only = books({"Oculta": [HEADERS, *PEOPLE], "Vista": [["nada"]]}, touch=hide)

        assert open_sheet(io.BytesIO(both), "x").name == "Vista"
        assert open_sheet(io.BytesIO(only), "x").name == "Oculta"

    def test_other_lists_are_named(self):
        content = books({"Hombres": [HEADERS, BYRON, BYRON], "Mujeres": [HEADERS, REYNA]})

        sheet = open_sheet(io.BytesIO(content), "x")

        assert sheet.name == "Hombres" and sheet.other_lists == ("Mujeres",)

    def test_one_can_be_asked_for(self):
        content = io.BytesIO(books({"A": [HEADERS, BYRON], "B": [HEADERS, REYNA]}))

        assert open_sheet(content, "x", sheet_name="B").name == "B"
        content.seek(0)
        with pytest.raises(ManifestRefused) as refused:
            open_sheet(content, "x", sheet_name="C")
        assert refused.value.code == "no_such_sheet"
