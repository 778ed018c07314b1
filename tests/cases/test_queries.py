from datetime import date, timedelta

import pytest

from arraigo.cases import queries, services
from arraigo.cases.models import FollowUp
from arraigo.cases.rules import ActionStatus
from arraigo.cases.services import Found
from arraigo.core.ids import uuid7
from tests.cases.acts import TODAY, add_action, screening_answers, sustainability_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def matrix_of(case):
    return queries.matrix_of(case.plan.actions.all())


class TestMatrixOf:
    def test_has_every_gap_and_no_cancelled_action(self, case_of_reyna, marta):
        add_action(case_of_reyna, marta)
        cancelled = add_action(case_of_reyna, marta, dimension="social")
        services.move_action(cancelled, to=ActionStatus.CANCELLED, by=marta, at=NOW)

        matrix = matrix_of(case_of_reyna)

        assert len(matrix.gaps) == 8 and ("individual", "social") in matrix.gaps


class TestBalanceOf:
    def balance(self, case):
        return queries.balance_of(matrix_of(case), case.needs.all())

    def test_names_first_a_dimension_in_which_something_is_lacking_and_nothing_planned(
        self, case_of_reyna, marta
    ):
        needs = [Found("income", "economic"), Found("emotional_support", "psychosocial")]
        services.set_needs(case_of_reyna, needs, by=marta, at=NOW)
        add_action(case_of_reyna, marta)

        assert self.balance(case_of_reyna) == ("", "psychosocial")

    def test_names_then_what_the_community_does_not_do(self, case_of_reyna, marta):
        services.set_needs(case_of_reyna, [Found("income", "economic")], by=marta, at=NOW)
        add_action(case_of_reyna, marta)

        assert self.balance(case_of_reyna) == ("community", "economic")

    def test_says_nothing_of_a_balanced_plan(self, case_of_reyna, marta):
        services.set_needs(case_of_reyna, [Found("income", "economic")], by=marta, at=NOW)
        for level in ("individual", "community"):
            add_action(case_of_reyna, marta, level=level)

        assert self.balance(case_of_reyna) is None


class TestAlertsOf:
    def alerts(self, case, signed_on=None):
        screening = case.screenings.select_related("response").first()
        actions = case.plan.actions.all() if hasattr(case, "plan") else []
        return [
            alert.code
            for alert in queries.alerts_of(screening, None, actions, signed_on=signed_on, country="GTM")
        ]

    @pytest.fixture
    def screened(self, case_of_reyna, marta):
        answers = screening_answers(identity_document="no", place_to_sleep="no")
        services.record_screening(case_of_reyna, id=uuid7(), answers=answers, by=marta, at=NOW)
        return case_of_reyna

    def test_come_the_most_urgent_first(self, screened):
        assert self.alerts(screened) == ["no_place_to_sleep", "without_document"]

    def test_are_answered_by_an_action(self, screened, marta):
        add_action(screened, marta, alert="no_place_to_sleep")

        assert self.alerts(screened) == ["without_document"]

    def test_are_answered_by_a_plan_that_was_signed_later(self, screened):
        assert self.alerts(screened, signed_on=TODAY + timedelta(days=1)) == []


class TestPunctuality:
    def test_agrees_with_the_indicator_on_what_is_in_time(self, case_of_reyna, marta):
        first, second, third = case_of_reyna.followups.order_by("month")[:3]
        for followup, due, done in (
            (first, date(2026, 10, 1), date(2026, 10, 15)),
            (second, date(2026, 10, 2), date(2026, 10, 17)),
            (third, date(2026, 10, 3), None),
        ):
            FollowUp.objects.filter(pk=followup.pk).update(due_on=due, done_on=done)

        [october] = queries.punctuality(marta, date(2026, 11, 20))

        assert (october.month, october.in_time, october.due) == (date(2026, 10, 1), 1, 3)


class TestAtRisk:
    def test_holds_whoever_could_not_be_reached_twice(self, case_of_reyna, marta):
        later = NOW + timedelta(days=3)
        for _ in range(2):
            services.note_contact(
                case_of_reyna, id=uuid7(), channel="phone", reached="no", by=marta, at=later
            )

        [one] = queries.at_risk(marta, TODAY + timedelta(days=4))

        assert one.row.risks == ("lost_contact",) and one.row.failed_attempts == 2

    def test_forgets_attempts_once_the_person_was_reached(self, case_of_reyna, marta):
        for days, reached in ((3, "no"), (4, "no"), (5, "yes")):
            at = NOW + timedelta(days=days)
            services.note_contact(
                case_of_reyna, id=uuid7(), channel="phone", reached=reached, by=marta, at=at
            )

        assert queries.at_risk(marta, TODAY + timedelta(days=6)) == []

    def test_agrees_with_the_rule_for_scores(self, case_of_reyna, marta):
        first, second = case_of_reyna.followups.order_by("month")[:2]
        for followup, place, days in ((first, 0, 1), (second, -1, 2)):
            services.record_followup(
                followup,
                channel="phone",
                answers=sustainability_answers(place, intends_to_remigrate="no"),
                by=marta,
                at=NOW + timedelta(days=days),
            )

        [one] = queries.at_risk(marta, TODAY + timedelta(days=3))

        assert one.row.risks == ("score_fell", "low_score")
        assert one.latest.pk == second.pk and one.before.pk == first.pk


class TestPersonsVisibleTo:
    def test_leaves_out_whom_a_protected_case_of_somebody_else_protects(
        self, case_of_reyna, reyna, marta, carla, elena
    ):
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert reyna in queries.persons_visible_to(marta) and reyna not in queries.persons_visible_to(carla)
        assert reyna in queries.persons_visible_to(elena)
