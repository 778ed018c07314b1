"""The states of a referral, its clock, and what its receiver may see."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from arraigo.core import content
from arraigo.referrals.rules import (
    GOING_ON,
    NEXT,
    Status,
    answer_due,
    may_become,
    median_hours,
    receiver_sees,
)

SHARED = ["name", "phone"]


class TestStates:
    def test_are_those_of_the_list(self):
        assert set(content.codelist("referral_status").codes) == {status.value for status in Status}
        assert set(NEXT) == set(Status)

    def test_nothing_follows_on_an_end(self):
        ends = {Status.DECLINED, Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN}

        assert set(Status) - GOING_ON == ends

    def test_a_service_is_never_completed_without_having_been_accepted(self):
        assert [now for now in Status if may_become(now, Status.COMPLETED)] == [Status.ACCEPTED]


class Walk(RuleBasedStateMachine):
    """Any walk through the states: it ends, and an end stays."""

    def __init__(self) -> None:
        super().__init__()
        self.now, self.steps = Status.SENT, 0

    @rule(wanted=st.sampled_from(list(Status)))
    def step(self, wanted):
        if may_become(self.now, wanted):
            self.now, self.steps = wanted, self.steps + 1

    @invariant()
    def is_short(self):
        assert self.steps <= 2


TestWalk = Walk.TestCase


class TestClock:
    def test_runs_by_the_clock(self):
        friday = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

        assert answer_due(friday, 72) == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)

    def test_has_no_median_of_nothing(self):
        assert median_hours([]) is None

    @given(st.lists(st.integers(0, 10_000), min_size=1))
    def test_has_as_many_answers_below_its_median_as_above(self, hours):
        median = median_hours([timedelta(hours=hour) for hour in hours])

        assert sum(hour < median for hour in hours) <= len(hours) / 2
        assert sum(hour > median for hour in hours) <= len(hours) / 2


class TestReceiverSees:
    @pytest.mark.parametrize("status", [Status.DECLINED, Status.WITHDRAWN])
    def test_nothing_of_what_is_over_without_a_service(self, status):
        assert receiver_sees(status, SHARED, may_share=True) == ()

    def test_nothing_that_waits_without_permission(self):
        assert receiver_sees(Status.SENT, SHARED, may_share=False) == ()

    @pytest.mark.parametrize("status", [Status.ACCEPTED, Status.COMPLETED])
    def test_what_was_shared_before_the_permission_ended(self, status):
        assert receiver_sees(status, SHARED, may_share=False) == ("name", "phone")

    @pytest.mark.parametrize("status", list(Status))
    def test_never_what_was_not_shared(self, status):
        assert set(receiver_sees(status, SHARED, may_share=True)) <= set(SHARED)
