import pytest
from django.db import connection

from arraigo.cases import services
from arraigo.cases.rules import Stage
from arraigo.cases.services import Found
from arraigo.core.ids import uuid7
from tests.cases.acts import TODAY, screening_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class TestSetNeeds:
    def test_adds_updates_and_takes_away(self, case_of_reyna, marta):
        services.set_needs(
            case_of_reyna, [Found("income", "economic"), Found("school", "social")], by=marta, at=NOW
        )
        services.set_needs(
            case_of_reyna, [Found("income", "economic", "Vender pan", urgent=True)], by=marta, at=NOW
        )

        need = case_of_reyna.needs.get()
        assert (need.code, need.detail, need.urgent) == ("income", "Vender pan", True)

    def test_keeps_those_that_were_met(self, case_of_reyna, marta):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)
        services.mark_need_met(need, by=marta, at=NOW)

        services.set_needs(case_of_reyna, [], by=marta, at=NOW)

        assert case_of_reyna.needs.get().met_on == TODAY

    def test_takes_an_assessed_case_on_to_the_plan(self, case_of_reyna, marta):
        services.record_screening(case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW)

        services.set_needs(case_of_reyna, [Found("income", "economic")], by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.stage == Stage.PLAN

    def test_keeps_a_protected_need_out_of_plain_columns(self, case_of_reyna, marta):
        services.set_needs(case_of_reyna, [Found("safety", "psychosocial", "De su vecino")], by=marta, at=NOW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT need, protected_need, detail FROM cases_need")
            plain, need, detail = cursor.fetchone()
        assert plain == "" and "safety" not in need and "vecino" not in detail
        assert case_of_reyna.needs.get().code == "safety" and case_of_reyna.needs.get().is_protected

    def test_is_refused_for_a_need_that_the_list_does_not_have(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.UnknownCode):
            services.set_needs(case_of_reyna, [Found("luck", "social")], by=marta, at=NOW)


class TestMarkNeedMet:
    def test_is_refused_twice(self, case_of_reyna, marta, unchanged):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)
        services.mark_need_met(need, by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NeedAlreadyMet):
            services.mark_need_met(need, by=marta, at=NOW)

    def test_can_be_taken_back(self, case_of_reyna, marta):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)

        services.mark_need_unmet(services.mark_need_met(need, by=marta, at=NOW), by=marta, at=NOW)

        assert case_of_reyna.needs.get().met_on is None
