"""Asking another institution for a service, and taking the request back."""

from datetime import timedelta

import pytest

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.directory import services as directory
from arraigo.directory.models import Service
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.referrals import services
from arraigo.referrals.models import Referral
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(case_of_reyna: Case, health_care: Service, ines: Worker, marta: Worker) -> dict[str, object]:
    """What Marta says when she asks Inés's clinic for a consultation."""
    return {
        "id": uuid7(),
        "service": health_care,
        "priority": "ordinary",
        "reason": "Tos desde hace tres semanas.",
        "by": marta,
        "at": NOW,
    }


class TestSend:
    def test_reaches_the_institution_of_the_service(self, case_of_reyna, asked, clinic, window):
        referral = services.send(case_of_reyna, **asked)

        assert (referral.from_institution, referral.to_institution) == (window, clinic)
        assert referral.status == "sent" and referral.sent_at == NOW

    def test_promises_an_answer_within_the_hours_of_the_service(self, case_of_reyna, asked, health_care):
        ordinary = services.send(case_of_reyna, **asked)
        services.withdraw(ordinary, by=asked["by"], at=NOW)
        urgent = services.send(case_of_reyna, **asked | {"id": uuid7(), "priority": "priority"})

        assert ordinary.answer_due_at - NOW == timedelta(hours=health_care.answer_hours)
        assert urgent.answer_due_at - NOW == timedelta(hours=health_care.priority_answer_hours)

    def test_shares_what_a_service_of_the_type_needs_and_no_more(self, case_of_reyna, asked):
        referral = services.send(case_of_reyna, **asked)

        assert referral.shared_fields == ["name", "age", "municipality", "phone", "health"]

    def test_shares_less_where_the_person_wants_less(self, case_of_reyna, asked):
        referral = services.send(case_of_reyna, **asked, shared_fields=["phone", "name"])

        assert referral.shared_fields == ["name", "phone"]

    def test_never_shares_more_than_the_service_needs(self, case_of_reyna, asked):
        with pytest.raises(services.MoreThanNeeded):
            services.send(case_of_reyna, **asked, shared_fields=["name", "identifiers"])

        assert not Referral.objects.exists()

    def test_sends_nothing_twice(self, case_of_reyna, asked):
        first = services.send(case_of_reyna, **asked)
        second = services.send(case_of_reyna, **asked)

        assert first == second and Referral.objects.count() == 1
        assert Entry.objects.filter(event="referral.sent").count() == 1

    def test_numbers_them_one_after_the_other(self, case_of_reyna, asked, psychosocial_support):
        first = services.send(case_of_reyna, **asked)
        second = services.send(case_of_reyna, **asked | {"id": uuid7(), "service": psychosocial_support})

        assert [first.shown_number, second.shown_number] == ["R-0001", "R-0002"]

    def test_gives_nobody_a_ground_before_the_answer(self, case_of_reyna, asked, ines, reyna):
        services.send(case_of_reyna, **asked)

        assert not Person.objects.visible_to(ines).exists()

    @pytest.mark.parametrize("scope", ["store_only", "refused"])
    def test_is_refused_without_permission_to_share(self, case_of_reyna, asked, reyna, marta, scope):
        people.record_consent(reyna, scope=scope, by=marta, at=NOW)

        with pytest.raises(services.NotPermitted):
            services.send(case_of_reyna, **asked)

        assert not Referral.objects.exists()

    def test_is_refused_once_the_permission_was_taken_back(self, case_of_reyna, asked, reyna, marta):
        people.withdraw_consent(reyna, by=marta, at=NOW)

        with pytest.raises(services.NotPermitted):
            services.send(case_of_reyna, **asked)

    @pytest.mark.parametrize("who", ["otto", "ines", "carla", "elena"])
    def test_is_refused_to_all_who_do_not_work_on_the_case(self, case_of_reyna, asked, who, request):
        with pytest.raises(cases.NotYourCase):
            services.send(case_of_reyna, **asked | {"by": request.getfixturevalue(who)})

        assert not Referral.objects.exists()

    def test_is_refused_for_a_closed_case(self, case_of_reyna, asked, marta):
        Case.objects.filter(pk=case_of_reyna.pk).update(closed_on=NOW.date(), closure_reason="left_country")

        with pytest.raises(cases.CaseClosed):
            services.send(case_of_reyna, **asked)

    def test_is_refused_for_what_is_no_longer_offered(self, case_of_reyna, asked, health_care):
        directory.withdraw_service(health_care, by=None, at=NOW)

        with pytest.raises(services.NotOffered):
            services.send(case_of_reyna, **asked)

    def test_is_refused_for_a_service_of_ones_own(self, case_of_reyna, asked, health_care, window):
        Service.objects.filter(pk=health_care.pk).update(institution=window)
        health_care.refresh_from_db()

        with pytest.raises(services.OwnService):
            services.send(case_of_reyna, **asked)

    def test_is_refused_where_nobody_would_answer(self, case_of_reyna, asked, ines):
        Worker.objects.filter(pk=ines.pk).update(ended_at=NOW)

        with pytest.raises(services.NobodyAnswers):
            services.send(case_of_reyna, **asked)

    def test_is_refused_while_the_same_was_asked_for(self, case_of_reyna, asked):
        services.send(case_of_reyna, **asked)

        with pytest.raises(services.AlreadyAsked, match="R-0001"):
            services.send(case_of_reyna, **asked | {"id": uuid7()})

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [({"priority": "yesterday"}, services.UnknownPriority), ({"reason": "  "}, services.PurposeMissing)],
    )
    def test_is_refused_when_it_cannot_be_understood(self, case_of_reyna, asked, wrong, refusal):
        with pytest.raises(refusal) as refused:
            services.send(case_of_reyna, **asked | wrong)

        assert refused.value.field == next(iter(wrong))


class TestWithdraw:
    def test_ends_what_the_receiver_could_see(self, referral, marta, ines, reyna):
        services.accept(referral, by=ines, at=NOW)

        services.withdraw(referral, by=marta, at=NOW + timedelta(hours=1))

        referral.refresh_from_db()
        assert referral.status == "withdrawn" and referral.withdrawn_at == NOW + timedelta(hours=1)
        assert not Person.objects.visible_to(ines).exists()

    @pytest.mark.parametrize("who", ["otto", "ines", "carla"])
    def test_is_refused_to_all_who_did_not_ask(self, referral, who, request):
        with pytest.raises(cases.NotYourCase):
            services.withdraw(referral, by=request.getfixturevalue(who), at=NOW)

        referral.refresh_from_db()
        assert referral.status == "sent"

    def test_is_refused_once_it_has_ended(self, referral, marta, ines):
        services.decline(referral, reason="no_capacity", by=ines, at=NOW)

        with pytest.raises(services.NotWaiting):
            services.withdraw(referral, by=marta, at=NOW)
