"""Where a pace leads, by worked examples."""

import doctest
from fractions import Fraction

from arraigo.indicators.engine import pace as module
from arraigo.indicators.engine.pace import pace


def years(*values, first=2021):
    return [(first + place, None if value is None else Fraction(value)) for place, value in enumerate(values)]


class TestPace:
    def test_goes_on_by_the_mean_of_past_changes(self):
        # 30, 28, 25: two and three less a year, 2.5 on the mean; two years on that is 20.
        found = pace(years(30, 28, 25), 2025, Fraction(10))

        assert found.value == Fraction(20)

    def test_is_as_wide_as_the_changes_differ(self):
        found = pace(years(30, 28, 25), 2025, Fraction(10))

        assert (found.low, found.high) == (Fraction(19), Fraction(21))

    def test_counts_the_years_that_reached_what_is_needed(self):
        # From 30 to 20 in four years takes 2.5 a year; it was reached in two of five.
        found = pace(years(40, 39, 38, 36, 33, 30), 2030, Fraction(20))

        assert (found.needed, found.reached, found.years) == (Fraction(-5, 2), 2, 5)

    def test_looks_upwards_where_the_goal_lies_above(self):
        found = pace(years(10, 11, 15), 2024, Fraction(18))

        assert (found.needed, found.reached, found.years) == (Fraction(3), 1, 2)

    def test_is_not_told_of_two_figures(self):
        assert pace(years(30, 28), 2025, Fraction(10)) is None

    def test_is_not_told_across_a_year_without_figure(self):
        assert pace(years(30, None, 28, 25), 2026, Fraction(10)) is None

    def test_passes_over_years_to_come_without_figure(self):
        assert pace(years(30, 28, 25, None), 2025, Fraction(10)).value == Fraction(20)

    def test_looks_back_on_five_changes_at_most(self):
        assert pace(years(90, 40, 39, 38, 37, 36, 35), 2028, None).years == 5

    def test_of_a_share_stays_between_nothing_and_all(self):
        found = pace(years(30, 20, 5), 2026, Fraction(0), limits=True)

        assert (found.low, found.value) == (0, 0)

    def test_needs_nothing_where_the_goal_is_reached(self):
        assert pace(years(3, 2, 0), 2025, Fraction(0)).needed is None

    def test_needs_nothing_where_the_last_year_is_past_the_goal(self):
        # From 22 up to 29 is wanted; 30 is more, and no year has to go down again.
        found = pace(years(22, 24, 30), 2027, Fraction(29), rising=True)

        assert (found.needed, found.reached) == (None, 0)

    def test_is_not_told_of_a_goal_that_lies_behind(self):
        assert pace(years(30, 28, 25), 2022, Fraction(10)) is None

    def test_is_what_its_example_says(self):
        assert doctest.testmod(module).failed == 0
