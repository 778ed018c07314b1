from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arraigo.cases import rules
from arraigo.cases.rules import ActionStatus, Risk, Stage
from arraigo.core import content
from arraigo.core.periods import add_months

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


class TestStages:
    def test_every_stage_has_a_way_on_and_a_label(self):
        assert set(rules.NEXT) == set(Stage) == set(content.codelist("case_stage").codes)

    def test_every_stage_can_be_reached_from_the_first(self):
        reached, edge = {Stage.OPEN}, [Stage.OPEN]
        while edge:
            ahead = rules.NEXT[edge.pop()] - reached
            reached |= ahead
            edge += ahead

        assert reached == set(Stage)

    @given(st.lists(st.sampled_from(Stage), max_size=30))
    def test_no_walk_implements_or_monitors_what_was_never_planned_or_closed(self, wanted):
        now, passed = Stage.OPEN, [Stage.OPEN]
        for stage in wanted:
            if rules.may_become(now, stage):
                now = stage
                passed.append(stage)

        if Stage.IMPLEMENTATION in passed:
            first = passed.index(Stage.IMPLEMENTATION)
            assert {Stage.PLAN, Stage.CLOSED} & set(passed[:first])
        for before, after in pairwise(passed):
            assert before is not after
            if before is Stage.CLOSED:
                assert after is Stage.MONITORING

    @given(st.sampled_from(Stage))
    def test_a_case_can_always_be_closed_and_never_stays_where_it_is(self, stage):
        assert stage is Stage.CLOSED or rules.may_become(stage, Stage.CLOSED)
        assert not rules.may_become(stage, stage)


class TestActions:
    def test_every_state_has_a_way_on_and_a_label(self):
        assert set(rules.NEXT_OF_ACTION) == set(ActionStatus) == set(content.codelist("action_status").codes)

    @given(st.sampled_from(ActionStatus), st.sampled_from(ActionStatus))
    def test_whatever_was_done_by_mistake_can_be_taken_back(self, now, wanted):
        if rules.action_may_become(now, wanted) and wanted in {ActionStatus.DONE, ActionStatus.CANCELLED}:
            assert rules.action_may_become(wanted, now)


class TestCalendarOfFollowups:
    @given(days, st.integers(0, 500), st.lists(st.integers(1, 24), unique=True))
    def test_has_each_month_once_on_its_day_and_none_before_the_opening(self, arrived_on, later, months):
        opened_on = arrived_on + timedelta(days=later)

        found = rules.calendar_of_followups(arrived_on, opened_on, months)

        assert all(due.due_on == add_months(arrived_on, due.month) >= opened_on for due in found)
        left_out = set(months) - {due.month for due in found}
        assert all(add_months(arrived_on, month) < opened_on for month in left_out)


class TestPlanDueOn:
    @given(days, st.integers(0, 400))
    def test_is_never_before_the_case_was_opened(self, arrived_on, later):
        opened_on = arrived_on + timedelta(days=later)

        due_on = rules.plan_due_on(arrived_on, opened_on)

        assert opened_on <= due_on <= opened_on + timedelta(days=30)
        assert later > 30 or due_on == arrived_on + timedelta(days=30)


class TestRisks:
    def risks(self, **changed):
        calm = {
            "score": Decimal("0.7"),
            "score_before": Decimal("0.6"),
            "intends_to_remigrate": "no",
            "failed_attempts": 0,
        }
        return rules.risks(**{**calm, **changed})

    def test_of_most_people_are_none(self):
        assert self.risks() == () and self.risks(score=None, score_before=None) == ()

    def test_come_the_gravest_first(self):
        found = self.risks(
            score=Decimal("0.31"), score_before=Decimal("0.58"), intends_to_remigrate="yes", failed_attempts=2
        )

        assert found == (Risk.INTENDS_TO_REMIGRATE, Risk.SCORE_FELL, Risk.LOW_SCORE, Risk.LOST_CONTACT)

    def test_begin_at_the_limits(self):
        assert self.risks(score=Decimal("0.5"), score_before=Decimal("0.5999")) == ()
        assert self.risks(score=Decimal("0.5"), score_before=Decimal("0.6")) == (Risk.SCORE_FELL,)
        assert self.risks(failed_attempts=1) == ()
