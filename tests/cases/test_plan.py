from datetime import timedelta

import pytest

from arraigo.cases import services
from arraigo.cases.rules import ActionStatus, Stage
from arraigo.cases.services import Found
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from tests.cases.acts import TODAY, add_action, open_case
from tests.cast import MONDAY, NOW, person, registered_return

pytestmark = pytest.mark.django_db


class TestPlan:
    def test_starts_with_its_first_action(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)

        assert action.plan.version == 1 and action.plan.started_on == TODAY and action.status == "planned"

    def test_twice_with_one_id_adds_one_action(self, case_of_reyna, marta):
        key = uuid7()
        first, again = (add_action(case_of_reyna, marta, id=key) for _ in range(2))

        assert first == again and case_of_reyna.plan.actions.count() == 1

    def test_signed_takes_the_case_through_to_implementation(self, case_of_reyna, marta):
        add_action(case_of_reyna, marta)

        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.stage == Stage.IMPLEMENTATION and case_of_reyna.plan.signed_on == TODAY
        assert [move.to_stage for move in case_of_reyna.stage_moves.all()] == [
            "screening",
            "assessment",
            "plan",
            "implementation",
        ]

    def test_changed_after_the_signature_is_a_new_version_to_sign(self, case_of_reyna, marta):
        add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        add_action(case_of_reyna, marta, title="Microcrédito")
        add_action(case_of_reyna, marta, title="Puesto en el mercado")

        case_of_reyna.plan.refresh_from_db()
        assert case_of_reyna.plan.version == 2 and case_of_reyna.plan.signed_on is None

    def test_changes_no_version_when_an_action_is_saved_as_it_was(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        services.change_action(
            action,
            level=action.level,
            dimension=action.dimension,
            title=action.title,
            institution=action.institution,
            due_on=action.due_on,
            by=marta,
            at=NOW,
        )

        case_of_reyna.plan.refresh_from_db()
        assert case_of_reyna.plan.version == 1 and case_of_reyna.plan.signed_on == TODAY

    def test_is_not_signed_without_actions_nor_twice(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NothingToSign):
            services.sign_plan(case_of_reyna, by=marta, at=NOW)
        add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)
        with unchanged(), pytest.raises(services.NothingToSign):
            services.sign_plan(case_of_reyna, by=marta, at=NOW)

    def test_is_not_signed_on_a_day_to_come_nor_before_the_case(self, case_of_reyna, marta, unchanged):
        add_action(case_of_reyna, marta)

        with unchanged(), pytest.raises(services.InTheFuture):
            services.sign_plan(case_of_reyna, on=TODAY + timedelta(days=1), by=marta, at=NOW)
        with unchanged(), pytest.raises(services.TooEarly):
            services.sign_plan(case_of_reyna, on=TODAY - timedelta(days=9), by=marta, at=NOW)

    @pytest.mark.parametrize(
        "wrong",
        [{"level": "cosmic"}, {"dimension": "magic"}, {"title": "  "}, {"due_on": TODAY - timedelta(days=1)}],
        ids=str,
    )
    def test_refuses_an_action_that_makes_no_sense(self, wrong, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(Refused):
            add_action(case_of_reyna, marta, **wrong)

    def test_refuses_the_need_of_another_case(self, case_of_reyna, marta, elena, unchanged):
        brenda = person("Brenda", "Cardona", by=elena)
        people.record_consent(brenda, scope="share", by=elena, at=MONDAY)
        other = open_case(registered_return(brenda, by=elena), marta)
        [need] = services.set_needs(other, [Found("income", "economic")], by=marta, at=NOW)

        with unchanged(), pytest.raises(services.UnknownCode):
            add_action(case_of_reyna, marta, need=need)


class TestMoveAction:
    def test_done_is_on_a_day_and_the_last_one_ends_the_implementation(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        done = services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert done.done_on == TODAY and case_of_reyna.stage == Stage.MONITORING

    def test_taken_back_is_to_do_again_and_so_is_the_case(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)
        services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        undone = services.move_action(action, to=ActionStatus.PLANNED, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert undone.done_on is None and case_of_reyna.stage == Stage.IMPLEMENTATION

    def test_twice_is_refused(self, case_of_reyna, marta, unchanged):
        action = add_action(case_of_reyna, marta)
        services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NotFromHere):
            services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)
        with unchanged(), pytest.raises(services.NotFromHere):
            services.move_action(action, to=ActionStatus.CANCELLED, by=marta, at=NOW)

    def test_is_refused_to_strangers_and_on_a_day_to_come(self, case_of_reyna, marta, otto, unchanged):
        action = add_action(case_of_reyna, marta)

        with unchanged(), pytest.raises(services.NotYourCase):
            services.move_action(action, to=ActionStatus.DONE, by=otto, at=NOW)
        with unchanged(), pytest.raises(services.InTheFuture):
            services.move_action(action, to=ActionStatus.DONE, on=TODAY + timedelta(1), by=marta, at=NOW)
