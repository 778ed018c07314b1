from datetime import timedelta
from decimal import Decimal

import pytest

from arraigo.cases import services
from arraigo.instruments.services import NothingAnswered, NotOffered
from tests.cases.acts import TODAY, sustainability_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class TestRecordFollowup:
    def followup(self, case):
        return case.followups.order_by("month").first()

    def record(self, followup, marta, **changed):
        values = {"channel": "phone", "answers": sustainability_answers(), "by": marta, "at": NOW}
        return services.record_followup(followup, **{**values, **changed})

    def test_keeps_the_scores_and_the_intention(self, case_of_reyna, marta):
        answers = sustainability_answers(economic_situation="fair", intends_to_remigrate="yes")

        done = self.record(self.followup(case_of_reyna), marta, answers=answers)

        done.refresh_from_db()
        assert (done.done_on, done.channel, done.intends_to_remigrate) == (TODAY, "phone", "yes")
        assert done.score_economic == Decimal("0.8750") and done.score_social == 1
        assert done.score == Decimal("0.9583")

    def test_has_no_score_and_stays_done_when_too_little_was_answered(self, case_of_reyna, marta):
        answers = dict.fromkeys(sustainability_answers(), "prefer_not")

        done = self.record(self.followup(case_of_reyna), marta, answers=answers)

        assert done.score is None and done.done_on == TODAY and done.intends_to_remigrate == "unknown"

    def test_is_refused_twice_and_after_an_excuse(self, case_of_reyna, marta, unchanged):
        first, second = case_of_reyna.followups.order_by("month")[:2]
        self.record(first, marta)
        services.excuse_followup(second, excuse="moved", by=marta, at=NOW)

        for settled in (first, second):
            with unchanged(), pytest.raises(services.AlreadySettled):
                self.record(settled, marta)
            with unchanged(), pytest.raises(services.AlreadySettled):
                services.excuse_followup(settled, excuse="moved", by=marta, at=NOW)

    def test_is_refused_on_a_day_to_come_or_before_the_case(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.InTheFuture):
            self.record(self.followup(case_of_reyna), marta, on=TODAY + timedelta(days=1))
        with unchanged(), pytest.raises(services.TooEarly):
            self.record(self.followup(case_of_reyna), marta, on=TODAY - timedelta(days=30))

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"channel": "pigeon"}, services.UnknownCode),
            ({"answers": {}}, NothingAnswered),
            ({"answers": {"debt": "a lot"}}, NotOffered),
        ],
        ids=["channel", "nothing", "answer"],
    )
    def test_is_refused_with_what_the_lists_do_not_have(
        self, wrong, refusal, case_of_reyna, marta, unchanged
    ):
        with unchanged(), pytest.raises(refusal):
            self.record(self.followup(case_of_reyna), marta, **wrong)
