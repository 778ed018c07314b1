"""The arithmetic of goals: every form of the grammar, every state, and what must hold for any numbers."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arraigo.core.periods import Period
from arraigo.indicators.engine.goals import Aim, Judgement, State, judge

F = Fraction
HALF_WAY = date(2025, 7, 2)
"""Half of the 366 days from 31 December 2024 to 1 January 2026."""

UNTIL = date(2026, 1, 1)


def until(change: str, amount: int | str, **more: object) -> Aim:
    return Aim(change, F(amount), until=UNTIL, baseline_year=2024, **more)  # type: ignore[arg-type]


class TestTheGoal:
    @pytest.mark.parametrize(
        ("aim", "goal"),
        [
            (until("increase", 30, in_percent=True), F(52)),
            (until("decrease", 100, in_percent=True), F(0)),
            (until("decrease", 10, in_percent=True), F(36)),
            (until("increase", 5), F(45)),
            (until("decrease", "2.5"), F("37.5")),
            (until("reach", 90), F(90)),
        ],
    )
    def test_follows_from_the_baseline(self, aim: Aim, goal: Fraction):
        judged = judge(aim, F(40), F(40), HALF_WAY)

        assert judged.goal == goal
        assert judged.expected == (40 + goal) / 2
        assert (judged.start, judged.until) == (date(2024, 12, 31), UNTIL)

    def test_of_every_year_grows_by_the_same_part_of_the_baseline_year(self):
        aim = Aim("increase", F(30), in_percent=True, baseline_year=2023)

        goals = [judge(aim, F(100), F(0), date(year, 12, 31)).goal for year in (2023, 2024, 2025, 2026)]

        assert goals == [130, 130, 160, 190]

    def test_of_every_year_expects_the_years_own_part_of_the_way(self):
        aim = Aim("increase", F(30), in_percent=True, baseline_year=2023)

        assert judge(aim, F(100), F(0), date(2025, 12, 31)).expected == 160
        assert judge(aim, F(100), F(0), date(2025, 3, 14)).expected == 130 + 30 * F(73, 365)

    def test_of_every_year_against_the_previous_one_starts_anew(self):
        aim = Aim("increase", F(5))

        judged = judge(aim, F(12), F(14), date(2026, 12, 31))

        assert aim.baseline_period(date(2026, 11, 22)) == Period.year(2025)
        assert aim.actual_period(date(2026, 11, 22)) == Period.year(2026)
        assert (judged.goal, judged.expected, judged.state) == (17, 17, State.BEHIND)

    def test_to_reach_a_value_every_year_expects_it_from_the_second_year_on(self):
        aim = Aim("reach", F(80), baseline_year=2024)

        assert judge(aim, F(60), F(60), date(2025, 1, 1)).expected == 60 + F(20, 365)
        assert judge(aim, F(60), F(60), date(2026, 1, 1)).expected == 80

    def test_is_judged_by_the_year_of_its_day_once_that_has_passed(self):
        aim = until("increase", 5)

        assert aim.actual_period(date(2025, 3, 1)) == Period.year(2025)
        assert aim.actual_period(date(2030, 3, 1)) == Period.year(2026)
        assert aim.baseline_period(date(2030, 3, 1)) == Period.year(2024)
        assert judge(aim, F(10), F(14), date(2030, 3, 1)).expected == 15

    def test_before_it_starts_expects_the_baseline(self):
        assert judge(until("increase", 5), F(10), F(10), date(2024, 6, 1)).expected == 10

    def test_in_percent_of_a_baseline_below_zero_is_still_upwards(self):
        assert judge(until("increase", 50, in_percent=True), F(-10), F(0), UNTIL).goal == -5

    @pytest.mark.parametrize(
        "wrong",
        [
            {"change": "increase", "amount": F(-1)},
            {"change": "reach", "amount": F(1), "in_percent": True},
            {"change": "increase", "amount": F(1), "until": date(2024, 12, 31), "baseline_year": 2024},
        ],
    )
    def test_refuses_what_has_no_meaning(self, wrong: dict[str, object]):
        with pytest.raises(ValueError, match=r"not|after"):
            Aim(**wrong)  # type: ignore[arg-type]


class TestTheState:
    @pytest.mark.parametrize(
        ("actual", "state", "share"),
        [
            ("20", State.MET, F(1)),
            ("25", State.MET, F(3, 2)),
            ("19.9", State.ON_TRACK, F("0.99")),
            ("15", State.ON_TRACK, F(1, 2)),
            ("14.999999999", State.BEHIND, None),
            ("10", State.BEHIND, F(0)),
            ("9.999999999", State.REVERSED, None),
            ("0", State.REVERSED, F(-1)),
        ],
    )
    def test_has_no_tolerance(self, actual: str, state: State, share: Fraction | None):
        judged = judge(until("increase", 10), F(10), F(actual), HALF_WAY)

        assert judged.state == state
        assert share is None or judged.share_of_way == share

    def test_says_what_is_missing(self):
        aim = until("increase", 10, in_percent=True)

        assert judge(aim, F(10), None, HALF_WAY) == Judgement(
            State.NO_DATA, F(10), F(11), F("10.5"), None, None, date(2024, 12, 31), UNTIL
        )
        assert judge(aim, None, F(10), HALF_WAY).state == State.NO_BASELINE
        assert judge(aim, None, None, HALF_WAY).state == State.NO_DATA
        assert judge(until("reach", 7), None, F(10), HALF_WAY).goal == 7

    @pytest.mark.parametrize(
        ("better", "actual", "state"),
        [
            ("higher", 82, State.MET),
            ("higher", 79, State.REVERSED),
            ("lower", 82, State.ON_TRACK),
            ("neutral", 82, State.ON_TRACK),
        ],
    )
    def test_to_reach_a_value_follows_the_direction_of_the_indicator(self, better, actual, state):
        assert judge(until("reach", 80), F(85), F(actual), HALF_WAY, better).state == state

    def test_shares_no_way_where_there_is_none_to_go(self):
        judged = judge(until("decrease", 100, in_percent=True), F(0), F(0), HALF_WAY)

        assert (judged.state, judged.share_of_way) == (State.MET, None)


values = st.fractions(min_value=-1000, max_value=1000, max_denominator=1000)
amounts = st.fractions(min_value=0, max_value=200, max_denominator=100)
days = st.dates(date(2023, 1, 1), date(2032, 12, 31))
aims = st.builds(
    Aim,
    st.sampled_from(["increase", "decrease"]),
    amounts,
    st.booleans(),
    st.none() | st.dates(date(2025, 1, 1), date(2030, 12, 31)),
    st.none() | st.just(2024),
)
RANK = {State.REVERSED: 0, State.BEHIND: 1, State.ON_TRACK: 2, State.MET: 3}


class TestForAnyNumbers:
    @given(aims, values, values, values, days)
    def test_a_better_figure_never_stands_worse(self, aim: Aim, baseline, one, other, today: date):
        better, worse = max(one, other), min(one, other)
        if aim.change == "decrease":
            better, worse = worse, better

        assert (
            RANK[judge(aim, baseline, better, today).state] >= RANK[judge(aim, baseline, worse, today).state]
        )

    @given(aims, values, values, days)
    def test_an_increase_and_a_decrease_are_mirror_images(self, aim: Aim, baseline, actual, today: date):
        mirrored = Aim(
            "decrease" if aim.change == "increase" else "increase",
            aim.amount,
            aim.in_percent,
            aim.until,
            aim.baseline_year,
        )

        one, other = judge(aim, baseline, actual, today), judge(mirrored, -baseline, -actual, today)

        assert (one.state, one.share_of_way) == (other.state, other.share_of_way)
        assert one.goal is not None and other.goal is not None and one.goal == -other.goal
        assert one.expected is not None and other.expected is not None and one.expected == -other.expected

    @given(aims, values, values, days)
    def test_met_is_all_of_the_way_and_reversed_is_less_than_none(
        self, aim: Aim, baseline, actual, today: date
    ):
        judged = judge(aim, baseline, actual, today)
        assume(judged.share_of_way is not None)
        assert judged.share_of_way is not None

        assert (judged.state == State.MET) == (judged.share_of_way >= 1)
        assert (judged.state == State.REVERSED) == (judged.share_of_way < 0)

    @given(aims, values, days)
    def test_the_expected_value_is_on_track_and_the_goal_itself_is_met(self, aim: Aim, baseline, today: date):
        first = judge(aim, baseline, baseline, today)

        assert judge(aim, baseline, first.expected, today).state in (State.ON_TRACK, State.MET)
        assert judge(aim, baseline, first.goal, today).state == State.MET

    @given(aims, values, days, days)
    def test_more_is_expected_as_time_goes_by(self, aim: Aim, baseline, one: date, other: date):
        # Against the previous year, each year has a baseline of its own: only days of one year compare.
        assume(aim.baseline_year is not None or one.year == other.year)
        sign = 1 if aim.change == "increase" else -1
        earlier, later = (judge(aim, baseline, None, day).expected for day in sorted((one, other)))
        assert earlier is not None and later is not None

        assert sign * later >= sign * earlier
