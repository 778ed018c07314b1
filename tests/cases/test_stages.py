from datetime import timedelta

import pytest

from arraigo.cases import services
from arraigo.cases.models import Case, FollowUp, StageMove
from arraigo.cases.rules import Stage
from arraigo.reception.models import Return
from tests.cases.acts import TODAY, open_case
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class TestMove:
    def test_keeps_the_reason(self, case_of_reyna, marta):
        services.move(case_of_reyna, to=Stage.SCREENING, because="person_asked", by=marta, at=NOW)

        move = StageMove.objects.get()
        assert (move.from_stage, move.to_stage, move.because, move.moved_by) == (
            "open",
            "screening",
            "person_asked",
            marta,
        )

    @pytest.mark.parametrize("to", [Stage.OPEN, Stage.PLAN, Stage.MONITORING, Stage.CLOSED])
    def test_is_refused_where_the_machine_has_no_step(self, to, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NotNext):
            services.move(case_of_reyna, to=to, because="person_asked", by=marta, at=NOW)


class TestClose:
    def test_keeps_reason_and_day(self, case_of_reyna, marta):
        case = services.close(case_of_reyna, reason="moved", by=marta, at=NOW)

        assert (case.stage, case.closure_reason, case.closed_on) == (Stage.CLOSED, "moved", TODAY)
        assert not FollowUp.objects.to_do().exists()

    def test_is_refused_for_success_while_follow_ups_are_late(self, case_of_reyna, marta):
        later = NOW + timedelta(days=60)

        with pytest.raises(services.FollowUpsAhead):
            services.close(case_of_reyna, reason="goals_achieved", by=marta, at=later)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.closed_on is None
        assert services.close(case_of_reyna, reason="deceased", by=marta, at=later).closed_on

    def test_is_refused_without_a_reason_or_on_a_day_to_come(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.UnknownCode):
            services.close(case_of_reyna, reason="", by=marta, at=NOW)
        with unchanged(), pytest.raises(services.InTheFuture):
            services.close(case_of_reyna, reason="moved", on=TODAY + timedelta(days=3), by=marta, at=NOW)


class TestReopen:
    def test_takes_the_case_up_again_in_monitoring(self, case_of_reyna, marta):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)

        case = services.reopen(case_of_reyna, by=marta, at=NOW)

        assert (case.stage, case.closed_on, case.closure_reason) == (Stage.MONITORING, None, "")

    def test_is_refused_for_an_open_case(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NotClosed):
            services.reopen(case_of_reyna, by=marta, at=NOW)

    def test_is_refused_when_another_case_was_opened_meanwhile(self, case_of_reyna, marta):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)
        other = open_case(Return.objects.get(), marta)

        with pytest.raises(services.AlreadyOpen) as refusal:
            services.reopen(case_of_reyna, by=marta, at=NOW)

        assert refusal.value.case == other and Case.objects.open().get() == other
