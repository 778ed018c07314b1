"""Where components put things."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from arraigo.web.components import Clock, GoalTrack, Part, StackBar, StageLine, Stepper, YearLine, YearMark

SENT = datetime(2026, 6, 1, 14, 0, tzinfo=UTC)
VALUES = st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class TestClock:
    @pytest.mark.parametrize(
        ("hours", "words", "tone", "late"),
        [
            (1, "23 h left", "anil", False),
            (19, "5 h left", "maiz", False),
            (24, "0 min left", "maiz", False),
            (26, "2 h late", "maiz", True),
        ],
    )
    def test_says_what_is_left_and_turns_past_three_quarters(self, hours, words, tone, late):
        clock = Clock.between(SENT, SENT + timedelta(hours=24), SENT + timedelta(hours=hours))

        assert (clock.words, clock.tone, clock.late) == (words, tone, late)

    def test_stands_still_when_paused_and_says_why(self):
        clock = Clock.between(SENT, SENT + timedelta(hours=1), SENT + timedelta(hours=9), paused="Paused")

        assert (clock.words, clock.late, clock.limit_at) == ("Paused", False, 100)

    @pytest.mark.parametrize(
        ("day", "words", "late"),
        [(8, "2 days left", False), (10, "Due today", False), (11, "1 day late", True)],
    )
    def test_in_days_is_late_from_the_day_after(self, day, words, late):
        clock = Clock.days(date(2026, 6, 1), date(2026, 6, 10), date(2026, 6, day))

        assert (clock.words, clock.late) == (words, late)

    @given(st.floats(0, 1000))
    def test_never_leaves_its_track(self, elapsed):
        clock = Clock("", elapsed)

        assert 0 <= clock.filled_to <= 100 and 60 <= clock.limit_at <= 100
        assert clock.limit_at + clock.beyond == pytest.approx(100)


class TestYearLine:
    LINE = YearLine(
        date(2026, 4, 14),
        date(2026, 8, 10),
        [
            YearMark(1, date(2026, 5, 14), done=True, score="0.44"),
            YearMark(3, date(2026, 7, 14)),
            YearMark(6, date(2026, 10, 14), excused=True),
            YearMark(12, date(2027, 4, 14)),
        ],
    )

    def test_says_score_delay_excuse_or_date(self):
        said = [(mark.way, mark.text) for mark in self.LINE.drawn]

        assert said == [
            ("done", "0.44"),
            ("late", "27 days late"),
            ("excused", "excused"),
            ("due", "14\N{NO-BREAK SPACE}Apr"),
        ]

    def test_counts_the_days_since_the_return(self):
        assert self.LINE.today_words == "today, day 118"

    def test_ends_at_its_twelfth_month(self):
        assert self.LINE.drawn[-1].at == 100 and self.LINE.ticks[0] == 0 and len(self.LINE.ticks) == 13

    def test_stays_within_itself_long_after(self):
        assert YearLine(date(2026, 4, 14), date(2029, 1, 1), []).today_at == 100


class TestGoalTrack:
    def test_of_a_falling_goal_runs_to_the_left(self):
        at = GoalTrack("behind", 0.40, 0.16, 0.238, 0.0).at

        places = [at[name] or 0 for name in ("goal", "expected", "actual", "baseline")]
        assert places == sorted(places) and len(set(places)) == 4

    def test_says_the_numbers_in_words(self):
        assert (
            GoalTrack("on_track", 0.14, 0.24, None, 0.4).spoken
            == "baseline 14.0%, expected today 24.0%, goal 40.0%"
        )

    @given(VALUES, VALUES, VALUES, VALUES)
    def test_never_leaves_its_axis(self, baseline, expected, actual, goal):
        track = GoalTrack("no_data", baseline, expected, actual, goal, unit="number")

        assert all(place is None or 0 <= place <= 100 for place in track.at.values())


class TestStackBar:
    @given(st.lists(st.integers(0, 500), max_size=6))
    def test_shows_every_part_that_has_anything_and_fits(self, counts):
        bar = StackBar([Part("part", count, "anil") for count in counts])

        assert len(bar.drawn) == sum(count > 0 for count in counts)
        assert all(start >= 0 and start + length <= 100.7 for start, length, _tone in bar.drawn)


class TestSteps:
    def test_are_done_before_the_current_one(self):
        assert [where for *_rest, where in Stepper(["a", "b", "c"], 2).drawn] == ["done", "current", "ahead"]

    def test_of_a_line_are_all_passed_after_the_last(self):
        assert {where for _word, where in StageLine(["a", "b"], 2).drawn} == {"passed"}
