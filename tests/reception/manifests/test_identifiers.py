"""Identity numbers and what spreadsheets do to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.reception.manifests.faults import Fault
from arraigo.reception.manifests.identifiers import Number, read_national_id, read_passport, read_phone, shown
from arraigo.reception.manifests.sheets import Cell, text_cell
from arraigo.reception.manifests.xlsx import number_cell

NUMBERS = st.from_regex(r"[1-9][0-9]{11}[1-9]", fullmatch=True)
STYLES = (
    "{0}{1}{2}",
    "{0} {1} {2}",
    "{0}-{1}-{2}",
    "  {0} {1}-{2} ",
    "'{0}{1}{2}",
    "DPI {0} {1} {2}",
    "CUI: {0}{1}{2}",
    "{0}{1}{2}.0",
)


def read(value: str, country: str = "GTM") -> Number | Fault:
    return read_national_id(text_cell(value), country)


def code_of(found: Number | Fault) -> str:
    assert isinstance(found, Fault)
    return found.code


class TestReadNationalId:
    @given(NUMBERS, st.sampled_from(STYLES))
    def test_gives_the_digits_of_any_style(self, digits, style):
        found = read(style.format(digits[:4], digits[4:9], digits[9:]))

        assert isinstance(found, Number) and found.text == digits

    @given(NUMBERS)
    def test_gives_the_digits_of_a_number(self, digits):
        cells = (
            number_cell(digits, ""),
            number_cell(f"{digits}.0", ""),
            number_cell(f"{float(digits):.12E}", ""),
        )

        assert [
            found.text for cell in cells if isinstance(found := read_national_id(cell, "GTM"), Number)
        ] == [digits] * 3

    @pytest.mark.parametrize(
        "cut", ["3.02511E+12", "3,02511E+12", "3.02511e+12", "3E+12", "3.02511 E+12", "3025110000000"]
    )
    def test_refuses_to_guess_what_excel_cut(self, cut):
        assert code_of(read(cut)) == "id_cut_by_spreadsheet"

    def test_refuses_to_guess_what_excel_cut_in_a_number(self):
        cell = number_cell("3025110000000", "")

        assert code_of(read_national_id(cell, "GTM")) == "id_cut_by_spreadsheet"
        assert shown(cell) == "3.02511E+12"

    def test_reads_scientific_notation_that_lost_nothing(self):
        found = read("3.025118731301E+12")

        assert isinstance(found, Number) and found.text == "3025118731301"

    def test_names_a_wrong_length_with_both_counts(self):
        fault = read("123456789012")

        assert code_of(fault) == "id_wrong_length"
        assert isinstance(fault, Fault) and fault.reason("es") == "El CUI tiene 13 cifras y aquí hay 12."

    def test_names_letters(self):
        assert code_of(read("1234A67890101")) == "id_not_digits"

    def test_only_notes_a_check_digit_that_does_not_fit(self):
        found = read("1234567880101")

        assert isinstance(found, Number) and found.text == "1234567880101"
        assert [note.code for note in found.notes] == ["id_check_digit"] and not found.notes[0].holds

    def test_puts_back_a_zero_that_was_lost_before_a_municipality(self):
        found = read_national_id(number_cell("801199012345", ""), "HND")

        assert isinstance(found, Number) and found.text == "0801199012345"
        assert code_of(read("199012345678", "HND")) == "id_wrong_length"

    def test_takes_any_number_of_a_country_without_a_pack(self):
        found = read("LOMR900403MCSPRN05", "MEX")

        assert isinstance(found, Number) and found.text == "LOMR900403MCSPRN05"
        assert code_of(read("3.02511E+12", "MEX")) == "number_cut_by_spreadsheet"

    @given(st.text(max_size=40))
    def test_never_breaks(self, value):
        found = read(value or "x")

        assert isinstance(found, Fault) or found.text


class TestOtherNumbers:
    def test_passports_are_letters_and_digits(self):
        assert read_passport(text_cell(" a-123 456 ")) == "A123456"

    @pytest.mark.parametrize(
        ("written", "read"),
        [
            ("5555 4444", "55554444"),
            ("+502 5555-4444", "+50255554444"),
            ("123", None),
            ("55554444/33332222", "55554444"),
        ],
    )
    def test_telephones_are_digits_with_their_plus(self, written: str, read: str | None):
        cell: Cell = text_cell(written)

        assert read_phone(cell) == read
