"""
Identity numbers: the check of each country by a worked example, what a number tells, and what stands for none.

All numbers were made up; their check characters were worked out by hand in the docstrings.
"""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arraigo.core import content
from arraigo.people.lexicon import number_rules
from arraigo.people.linkage.numbers import Number, one_slip, read_number

DIGITS = "0123456789"

SOUND = {
    "GTM": "2754 81034 1304",
    "SLV": "04567890-3",
    "MEX": "TZLR940912MGTXPY00",
    "NIC": "001-120994-0003U",
    "DOM": "402-0057193-9",
}
"""One right number of each country whose numbers have a check, as people write it."""


def read(text: str, country: str) -> Number:
    return read_number(text, country, number_rules())


class TestChecks:
    """Each country's rule on one number; a neighbour of it fails."""

    def test_guatemala_weighs_eight_digits_modulo_11(self) -> None:
        """27548103: 2x2 + 7x3 + 5x4 + 4x5 + 8x6 + 1x7 + 0x8 + 3x9 = 147 = 13x11 + 4: not 9, so 2754 81034 is right."""
        assert read("2754 81034 1304", "GTM").sound is True
        assert read("2754 81039 1304", "GTM").sound is False

    def test_guatemala_has_22_departments(self) -> None:
        assert read("2754 81034 2204", "GTM").sound is True
        assert read("2754 81034 2301", "GTM").sound is False

    def test_el_salvador_weighs_eight_digits_modulo_10(self) -> None:
        """04567890: 0x9 + 4x8 + 5x7 + 6x6 + 7x5 + 8x4 + 9x3 + 0x2 = 197; 3 more make 200."""
        assert read("04567890-3", "SLV").sound is True
        assert read("04567890-4", "SLV").sound is False

    def test_mexico_sums_the_values_of_17_characters(self) -> None:
        """The example of the Wikipedia article on the CURP, BOXW310820HNERXN0: the check digit is 9."""
        assert read("BOXW310820HNERXN09", "MEX").sound is True
        assert read("BOXW310820HNERXN08", "MEX").sound is False

    def test_nicaragua_has_a_letter_modulo_23(self) -> None:
        """0011209940003 = 23 x 487388695 + 18, and letter 18 (A is 0; I and O are left out) is U."""
        assert read("001-120994-0003U", "NIC").sound is True

    def test_the_dominican_republic_has_luhn(self) -> None:
        """40200571939: every second digit from the right doubled, 4+0+2+0+0+(1+0)+7+2+9+6+9 = 40."""
        assert read("402-0057193-9", "DOM").sound is True

    def test_a_check_that_not_all_numbers_keep_proves_nothing_when_it_fails(self) -> None:
        assert read("402-0057193-8", "DOM").sound is None
        assert read("001-120994-0003E", "NIC").sound is None

    def test_honduras_costa_rica_and_panama_have_a_form_and_no_check(self) -> None:
        for text, country in (("0801-1990-12345", "HND"), ("1-1234-0567", "CRI"), ("8-123-456", "PAN")):
            assert read(text, country).sound is None
        for text, country in (("1901-1990-12345", "HND"), ("0-1234-0567", "CRI"), ("X-123-456", "PAN")):
            assert read(text, country).sound is False

    @given(st.integers(0, 10**8 - 1), st.integers(0, 8), st.sampled_from(DIGITS))
    def test_in_guatemala_every_single_wrong_digit_shows(self, serial: int, place: int, wrong: str) -> None:
        body = f"{serial:08d}"
        check = sum(int(digit) * weight for digit, weight in zip(body, range(2, 10), strict=True)) % 11
        assume(check < 10)
        number = f"{body}{check}1304"
        assume(number[place] != wrong)

        assert read(number, "GTM").sound is True
        assert read(number[:place] + wrong + number[place + 1 :], "GTM").sound is False

    @given(st.integers(0, 10**10 - 1), st.integers(0, 10), st.sampled_from(DIGITS))
    def test_luhn_sees_every_single_wrong_digit(self, serial: int, place: int, wrong: str) -> None:
        check = content.national_ids()["DOM"].check
        assert check is not None
        number = next(f"{serial:010d}{last}" for last in DIGITS if check.fits(f"{serial:010d}{last}"))
        assume(number[place] != wrong)

        assert not check.fits(number[:place] + wrong + number[place + 1 :])

    @given(st.integers(0, 10**13 - 1), st.integers(0, 12), st.sampled_from(DIGITS))
    def test_the_letter_of_nicaragua_sees_every_single_wrong_digit(
        self, serial: int, place: int, wrong: str
    ) -> None:
        check = content.national_ids()["NIC"].check
        assert check is not None
        body = f"{serial:013d}"
        letter = next(each for each in "ABCDEFGHJKLMNPQRSTUVWXY" if check.fits(body + each))
        assume(body[place] != wrong)

        assert not check.fits(body[:place] + wrong + body[place + 1 :] + letter)


class TestReadNumber:
    @pytest.mark.parametrize(
        "text",
        ["2754810341304", "2754 81034 1304", "2754-81034-1304", "DPI: 2754 81034 1304", "CUI 2754810341304",
         " 2754810341304.0 ", "'2754810341304", "DPI No. 2754810341304", "２７５４810341304"],
    )  # fmt: skip
    def test_sees_through_signs_labels_and_spreadsheets(self, text: str) -> None:
        assert read(text, "GTM").normal == "2754810341304"

    def test_gives_back_lost_zeros_where_the_rule_says_how(self) -> None:
        assert read("801199012345", "HND").normal == "0801199012345"
        assert read("4567890-3", "SLV").normal == "045678903"
        assert read("1-234-567", "CRI").normal == "102340567"
        assert read("754810341304", "GTM").normal == "754810341304"

    def test_leaves_out_the_zeros_of_groups_where_the_rule_says_so(self) -> None:
        assert read("08-0123-00456", "PAN").normal == read("8-123-456", "PAN").normal == "8123456"

    def test_reads_a_number_of_an_unknown_country_without_judging_it(self) -> None:
        number = read("b-123.456", "BLZ")

        assert (number.normal, number.sound, number.placeholder) == ("B123456", None, False)

    @pytest.mark.parametrize(
        "text",
        ["", "N/A", "SIN DATO", "no porta documento", "XXXXXXXXXXXXX", "0000000000000", "-", "EN TRÁMITE", "*****",
         "9999999999999", "1234567890123", "9876543210987", "1234567890101", "2.75481E+12", "2754,81E+10", "123",
         "pasaporte vencido", "😀", "\u200f"],
    )  # fmt: skip
    def test_knows_what_stands_for_no_number(self, text: str) -> None:
        assert read(text, "GTM").placeholder

    def test_knows_a_record_without_a_number(self) -> None:
        assert read("0801-1990-00000", "HND").placeholder
        assert not read("0801-1990-00001", "HND").placeholder

    @pytest.mark.parametrize(("country", "text"), SOUND.items())
    def test_takes_no_right_number_for_a_placeholder(self, country: str, text: str) -> None:
        number = read(text, country)

        assert (number.sound, number.placeholder) == (True, False)

    @given(
        st.text(max_size=60),
        st.sampled_from(["", "GTM", "HND", "SLV", "MEX", "NIC", "CRI", "PAN", "DOM", "USA"]),
    )
    def test_takes_any_text(self, text: str, country: str) -> None:
        number = read(text, country)

        assert read(number.normal, country).normal == number.normal
        assert number.normal == "" or number.normal.isalnum()


class TestSays:
    def test_mexico_tells_birth_date_and_sex(self) -> None:
        says = read("BOXW310820HNERXN09", "MEX").says

        assert (says.birth_date, says.sex) == (date(1931, 8, 20), "male")
        assert says.fits_birth(date(1931, 8, 20)) is True
        assert says.fits_birth(date(1931, 8, 21)) is False

    def test_mexico_tells_the_century_by_a_letter(self) -> None:
        assert read("TZLR040912MGTXPYA6", "MEX").says.birth_date == date(2004, 9, 12)

    def test_nicaragua_tells_the_day_and_only_two_figures_of_the_year(self) -> None:
        says = read("001-120994-0003U", "NIC").says

        assert (says.day, says.month, says.year, says.birth_date, says.municipality) == (
            12,
            9,
            94,
            None,
            "001",
        )
        assert says.fits_birth(date(1994, 9, 12)) is True
        assert says.fits_birth(date(1994, 12, 9)) is False

    def test_honduras_tells_the_year_of_the_record_which_is_not_always_that_of_the_birth(self) -> None:
        says = read("0801-1990-12345", "HND").says

        assert (says.record_year, says.municipality, says.birth_date) == (1990, "0801", None)
        assert says.fits_birth(date(1987, 5, 1)) is True
        assert says.fits_birth(date(1994, 5, 1)) is False

    def test_others_tell_nothing_of_birth(self) -> None:
        assert read("2754 81034 1304", "GTM").says.fits_birth(date(1990, 1, 1)) is None
        assert read("2754 81034 1304", "GTM").says.municipality == "1304"

    def test_tells_no_date_that_no_calendar_has(self) -> None:
        assert read("TZLR940231MGTXPY00", "MEX").says.birth_date is None


class TestOneSlip:
    def test_is_one_digit_or_two_neighbours(self) -> None:
        assert one_slip("2754810341304", "2754810341305")
        assert one_slip("2754810341304", "2745810341304")
        assert not one_slip("2754810341304", "2754810341304")
        assert not one_slip("2754810341304", "2704815341304")
        assert not one_slip("2754810341304", "275481034130")

    @given(st.text(DIGITS, max_size=14), st.text(DIGITS, max_size=14))
    def test_is_symmetric(self, one: str, other: str) -> None:
        assert one_slip(one, other) == one_slip(other, one)

    @given(st.text(DIGITS, min_size=2, max_size=14), st.data())
    def test_sees_every_exchange_of_neighbours(self, number: str, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(number) - 2))
        assume(number[at] != number[at + 1])

        assert one_slip(number, number[:at] + number[at + 1] + number[at] + number[at + 2 :])


class TestContent:
    def test_has_each_country_once(self) -> None:
        """A country that gets a pack has its number there: the file of its own goes."""
        alone = {each.code.upper() for each in content.objects("national_id")}

        assert alone.isdisjoint({pack.code for pack in content.countries()})
        assert set(content.national_ids()) == {"GTM", "HND", "SLV", "MEX", "NIC", "CRI", "PAN", "DOM"}
