"""Birth dates in every style that lists use."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.reception.manifests.dates import (
    BirthDate,
    DateReader,
    Order,
    order_in_header,
    order_of,
    read_parts,
)
from arraigo.reception.manifests.faults import Fault
from arraigo.reception.manifests.messages import MONTHS
from arraigo.reception.manifests.sheets import Cell, CellKind
from arraigo.reception.manifests.xlsx import date_cell, date_of_serial, number_cell
from tests.reception.manifests.books import TODAY

READER = DateReader(TODAY)
STYLES = (
    "{d:02}/{m:02}/{y}", "{d}/{m}/{y}", "{d}-{m}-{y}", "{d:02}.{m:02}.{y}", "{d:02} {m:02} {y}", "{y}-{m:02}-{d:02}",
    "{y}/{m:02}/{d:02}", "{y}-{m:02}-{d:02} 00:00:00", "{y}-{m:02}-{d:02}T00:00:00", "{d:02}/{m:02}/{y} 12:00:00 a. m.",
    "{d} de {es} de {y}", "{d} de {es} del {y}", "{D} DE {ES} DE {y}", "{d} {es} {y}", "{d}-{es3}-{y}", "{d}/{ES3}/{y}",
    "{d}. {es3}. {y}", "{en} {d}, {y}", "{en3} {d} {y}", "{d} {en} {y}", "{d:02}{m:02}{y}", "{y}{m:02}{d:02}",
    "'{d:02}/{m:02}/{y}", " {d:02} / {m:02} / {y} ",
)  # fmt: skip
"""Each with a year of four digits; those that have one with two are below."""


def text(value: str) -> Cell:
    return Cell(CellKind.TEXT, value, value)


def read(value: str, age: int | None = None) -> BirthDate | Fault:
    return READER.read(text(value), age)


def written(style: str, day: date, year: str) -> str:
    es, en = MONTHS["es"][day.month - 1], MONTHS["en"][day.month - 1]
    return style.format(
        d=day.day,
        D=day.day,
        m=day.month,
        y=year,
        es=es,
        ES=es.upper(),
        es3=es[:3],
        ES3=es[:3].upper(),
        en=en,
        en3=en[:3],
    )


class TestRead:
    @given(st.dates(date(1917, 1, 1), TODAY), st.sampled_from(STYLES))
    def test_gives_back_what_was_written_in_any_style(self, day, style):
        assert read(written(style, day, f"{day.year}")) == BirthDate(day, "day")

    @given(st.dates(date(1927, 1, 1), TODAY), st.sampled_from([s for s in STYLES if not s.startswith("{y}")]))
    def test_takes_two_digits_of_a_year_for_the_latest_that_is_not_ahead(self, day, style):
        assert read(written(style, day, f"{day:%y}")) == BirthDate(day, "day")

    @given(st.dates(date(1917, 1, 1), TODAY))
    def test_gives_back_dates_of_cells_and_serial_numbers_as_number_and_as_text(self, day):
        serial = (day - date(1899, 12, 30)).days

        cells = [
            date_cell(day),
            number_cell(f"{serial}", ""),
            number_cell(f"{serial}.5", ""),
            text(f"{serial}"),
        ]

        assert [READER.read(cell) for cell in cells] == [BirthDate(day, "day")] * 4

    def test_takes_the_day_of_a_moment(self):
        moment = datetime(1990, 5, 6, 12, 30)  # noqa: DTZ001 (spreadsheets know no zone)

        assert READER.read(Cell(CellKind.DATE, moment, "")) == BirthDate(date(1990, 5, 6), "day")

    @pytest.mark.parametrize("value", ["1994", "1994.0", "00/00/1994", "XX/XX/1994", "--/--/1994"])
    def test_knows_when_there_is_only_the_year(self, value):
        assert read(value) == BirthDate(date(1994, 1, 1), "year")

    @pytest.mark.parametrize(
        "value",
        ["09/1994", "1994-09", "sep-94", "Sept. 1994", "septiembre de 1994", "00/09/1994", "XX/09/94"],
    )
    def test_knows_when_there_are_only_month_and_year(self, value):
        assert read(value) == BirthDate(date(1994, 9, 1), "month")

    def test_knows_an_estimated_date_and_an_age(self):
        assert read("aprox. 1980") == BirthDate(date(1980, 1, 1), "estimated")
        assert read("32 años") == BirthDate(None, None, 32)
        assert read("8 meses") == BirthDate(None, None, 0)

    @pytest.mark.parametrize(
        "value", ["12-sept-94", "12/IX/1994", "1ro de mayo de 1990", "lunes, 12 de septiembre de 1994"]
    )
    def test_reads_what_old_clerks_write(self, value):
        assert isinstance(read(value), BirthDate)

    def test_finds_the_one_date_among_words(self):
        assert read("Cobán, 12/09/94") == BirthDate(date(1994, 9, 12), "day")
        assert isinstance(read("12/09/94 o 13/09/94"), Fault)

    def test_lets_the_age_settle_two_digits(self):
        assert read("01/02/20", age=106) == BirthDate(date(1920, 2, 1), "day")
        assert read("01/02/20", age=6) == BirthDate(date(2020, 2, 1), "day")

    def test_of_a_list_with_the_month_first(self):
        reader = DateReader(TODAY, Order.MONTH_FIRST)

        assert reader.read(text("03/04/98")) == BirthDate(date(1998, 3, 4), "day")

    @pytest.mark.parametrize(
        ("value", "code"),
        [
            ("31/02/1990", "date_no_such_day"),
            ("31/04/90", "date_no_such_day"),
            ("29/02/1993", "date_no_leap_day"),
            ("25/25/1990", "date_no_such_month"),
            ("04/25/1990", "date_no_such_month"),
            ("30/11/2030", "date_in_future"),
            ("01/01/1850", "date_too_long_ago"),
            ("01/01/1900", "date_too_long_ago"),
            ("12/09/194", "date_unreadable"),
            ("1850", "date_too_long_ago"),
            ("2999", "date_in_future"),
            ("85000", "date_no_such_month"),
            ("123", "date_unreadable"),
            ("ayer", "date_unreadable"),
            ("12 de foo de 1990", "date_unreadable"),
        ],
    )
    def test_names_what_cannot_be(self, value, code):
        fault = read(value)

        assert isinstance(fault, Fault) and fault.code == code

    def test_offers_the_year_alone_and_the_date_the_other_way_round(self):
        never, swapped = read("31/02/1990"), read("04/25/1990")

        assert isinstance(never, Fault) and isinstance(swapped, Fault)
        assert never.candidates[0].values == {"birth_date": "1990-01-01", "birth_date_precision": "year"}
        assert swapped.candidates[0].values == {"birth_date": "1990-04-25", "birth_date_precision": "day"}

    def test_says_it_as_people_do(self):
        fault = read("31/02/1990")

        assert isinstance(fault, Fault)
        assert fault.message("es") == "Febrero no tiene día 31. Revise el día o escriba sólo el año."
        assert fault.message("en") == "February has no day 31. Check the day or write only the year."

    @given(st.text(max_size=30))
    def test_never_breaks_and_never_gives_a_day_that_is_ahead(self, value):
        found = read(value)

        assert isinstance(found, Fault) or found.on is None or found.on <= TODAY

    @given(st.one_of(st.integers(-10, 10**9), st.floats(-10, 1e9)))
    def test_never_breaks_on_a_number(self, value):
        for cell in (number_cell(f"{value}", ""), text(f"{value}")):
            found = READER.read(cell)
            assert isinstance(found, Fault) or found.on is None or found.on <= TODAY


class TestReadParts:
    def test_puts_three_columns_together(self):
        assert read_parts(READER, "3", "4", "90") == BirthDate(date(1990, 4, 3), "day")
        assert read_parts(READER, "3", "abril", "1990") == BirthDate(date(1990, 4, 3), "day")
        assert read_parts(READER, "", "4", "1990") == BirthDate(date(1990, 4, 1), "month")
        assert read_parts(READER, "", "", "1990") == BirthDate(date(1990, 1, 1), "year")

    def test_names_a_day_that_is_not(self):
        fault = read_parts(READER, "31", "2", "1990")

        assert isinstance(fault, Fault) and fault.code == "date_no_such_day"


class TestOrderOf:
    def test_follows_what_can_be_read_only_one_way(self):
        assert order_of(["03/04/98", "25/04/98", "12 de mayo de 1990"]) is Order.DAY_FIRST
        assert order_of(["03/04/98", "04/25/98", "12-13-01"]) is Order.MONTH_FIRST
        assert order_of(["03/04/98", "40037", "1990-04-03"]) is None

    def test_is_not_led_astray_by_one_wrong_date_among_many(self):
        assert order_of(["25/04/98", "26/04/98", "04/27/98"]) is Order.DAY_FIRST

    def test_reads_the_header(self):
        assert order_in_header("DOB (MM/DD/YYYY)") is Order.MONTH_FIRST
        assert order_in_header("Fecha de nacimiento (dd/mm/aaaa)") is Order.DAY_FIRST
        assert order_in_header("F. NAC.") is None


class TestSerials:
    def test_follow_excels_first_two_months(self):
        assert date_of_serial(1) == date(1900, 1, 1)
        assert date_of_serial(59) == date(1900, 2, 28)
        assert date_of_serial(61) == date(1900, 3, 1)
