"""Numbers and dates as the reader's country writes them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation

from arraigo.web import formats

NBSP = "\N{NO-BREAK SPACE}"
ARRIVED = datetime(2026, 4, 14, 16, 15, tzinfo=UTC)
"""A quarter past ten in Guatemala."""


@pytest.fixture(params=["es", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def spanish():
    with translation.override("es"):
        yield


@pytest.fixture
def english():
    with translation.override("en"):
        yield


class TestNumbers:
    @pytest.mark.parametrize(
        ("country", "written"),
        [("GTM", "19,346.5"), ("HND", "19,346.5"), ("CRI", f"19{NBSP}346,5"), ("??", "19.346,5")],
    )
    def test_are_written_as_in_the_country(self, spanish, settings, country, written):
        settings.ARRAIGO_COUNTRY = country

        assert formats.number(19346.5) == written

    def test_are_the_same_in_english_everywhere(self, english, settings):
        settings.ARRAIGO_COUNTRY = "CRI"

        assert formats.number(19346.5, 1) == "19,346.5"

    def test_keep_the_decimals_that_are_asked_for(self, language):
        assert [formats.number(11.2, 0), formats.number(38, 1), formats.number(0.444, 2)] == [
            "11",
            "38.0",
            "0.44",
        ]

    def test_carry_the_true_minus_sign(self, language):
        assert formats.number(-9.6, 1) == "−9.6"

    @pytest.mark.parametrize(("value", "written"), [(1.2, "+1.2"), (-3.1, "−3.1"), (0, "0.0"), (0.04, "0.0")])
    def test_show_the_sign_of_a_difference_unless_it_rounds_to_none(self, language, value, written):
        assert formats.signed(value, 1) == written


class TestPercent:
    def test_has_a_space_that_does_not_break_in_spanish(self, spanish):
        assert formats.percent(0.2487) == f"24.9{NBSP}%"

    def test_has_none_in_english(self, english):
        assert formats.percent(0.2487) == "24.9%"

    def test_says_the_unit_of_a_value(self, spanish):
        assert formats.written(0.5, "share") == f"50.0{NBSP}%"
        assert formats.written(0.587, "score") == "0.59"


class TestDays:
    def test_have_a_month_of_three_letters_without_full_stop(self, spanish):
        months = [formats.day_short(date(2026, month, 1)).split(NBSP)[1] for month in range(1, 13)]

        assert months == ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]

    def test_have_the_same_shape_in_english(self, english):
        assert formats.day(date(2026, 9, 14)) == f"14{NBSP}Sep{NBSP}2026"

    def test_of_a_moment_are_those_of_the_place(self, spanish):
        after_midnight_in_greenwich = datetime(2026, 4, 15, 3, 0, tzinfo=UTC)

        assert formats.day(after_midnight_in_greenwich) == f"14{NBSP}abr{NBSP}2026"

    def test_in_letters_name_the_day_of_the_week(self, english):
        assert formats.day_long(date(2026, 4, 14)) == "Tuesday 14 April 2026"

    def test_short_name_the_day_of_the_week(self, spanish):
        assert formats.weekday_short(date(2026, 4, 15)) == f"mié{NBSP}15"


class TestHours:
    def test_are_of_24_and_of_the_place(self, language):
        assert formats.clock(ARRIVED) == "10:15"
        assert formats.clock(time(16, 0)) == "16:00"

    def test_stand_after_the_day(self, spanish):
        assert formats.moment(ARRIVED) == f"14{NBSP}abr{NBSP}2026, 10:15"


class TestLengths:
    @pytest.mark.parametrize(
        ("minutes", "written"),
        [(0, "0 min"), (47, "47 min"), (72, "1 h 12 min"), (120, "2 h"), (47 * 60, "47 h"), (-30, "−30 min")],
    )
    def test_of_minutes_are_short(self, language, minutes, written):
        assert formats.minutes(minutes).replace(NBSP, " ") == written

    def test_of_two_days_and_more_are_days(self, english):
        assert formats.minutes(timedelta(days=3, hours=5)) == "3 days"

    @pytest.mark.parametrize(
        ("left", "written"),
        [
            (timedelta(days=3, hours=2), "3 days left"),
            (timedelta(hours=30), "1 day left"),
            (timedelta(hours=5, minutes=40), "5 h left"),
            (timedelta(minutes=20), "20 min left"),
            (timedelta(seconds=5), "0 min left"),
        ],
    )
    def test_left_never_promise_more_than_there_is(self, english, left, written):
        assert formats.left(left) == written

    @pytest.mark.parametrize(
        ("by", "written"),
        [
            (timedelta(days=9, hours=3), "9 days late"),
            (timedelta(hours=2), "2 h late"),
            (timedelta(minutes=7), "7 min late"),
        ],
    )
    def test_past_say_by_how_much(self, english, by, written):
        assert formats.late(by) == written

    def test_of_nothing_late_are_silent(self, language):
        assert formats.days_late(0) == ""


class TestAges:
    @pytest.mark.parametrize(
        ("years", "words"),
        [(31, "31 years old"), (1, "1 year old"), (0, "under one year"), (None, "age not known")],
    )
    def test_are_said_in_words(self, english, years, words):
        assert formats.age_words(years) == words
