"""Inboxes and lists of what was sent: who sees what, in which order, at what cost."""

from datetime import timedelta

import pytest

from arraigo.cases import services as cases
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.referrals import queries, services
from arraigo.referrals.models import Referral
from arraigo.referrals.queries import Show, Tab
from tests.cast import NOW, person, registered_return

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def another(service, by, elena, names=("Ana", "Pérez", "Gómez"), at=NOW, **said):
    """A referral of somebody else's case, sent to the service."""
    somebody = person(*names, by=elena)
    people.record_consent(somebody, scope="share", by=elena, at=NOW - timedelta(days=2))
    returned = registered_return(somebody, by=elena)
    case = cases.open_from(
        returned, id=uuid7(), institution=by.institution, worker=by, because="wants_support", by=by, at=NOW
    )
    return services.send(case, id=uuid7(), service=service, reason="Una consulta.", by=by, at=at, **said)


def opened(referral):
    found = queries.with_what_is_shown(Referral.objects.all()).get(pk=referral.pk)
    return queries.shared_with_receiver(found, TODAY)


class TestInbox:
    def test_puts_first_what_falls_due_first(self, referral, health_care, marta, elena, ines):
        urgent = another(health_care, marta, elena, priority="priority")

        assert list(queries.inbox(ines, Tab.TO_ANSWER, NOW)) == [urgent, referral]

    @pytest.mark.parametrize("who", ["otto", "otilia", "marta", "pablo", "ada", "elena"])
    def test_is_empty_for_everybody_else(self, referral, who, request):
        assert not queries.inbox(request.getfixturevalue(who), Tab.TO_ANSWER, NOW).exists()

    def test_shows_initials_and_age_before_anything_was_answered(self, referral, ines):
        (row,) = queries.rows_of(queries.inbox(ines, Tab.TO_ANSWER, NOW), TODAY)

        assert (row.initials, row.shows_age, row.age) == ("R. I. L.", True, 31)

    def test_shows_neither_of_a_protected_case(self, referral, ines, marta):
        cases.protect(referral.case, careful_contact="", by=marta, at=NOW)

        (row,) = queries.rows_of(queries.inbox(ines, Tab.TO_ANSWER, NOW), TODAY)

        assert (row.initials, row.shows_age) == ("", False)

    def test_counts_each_tab(self, referral, health_care, marta, elena, ines):
        services.accept(referral, appointment_at=NOW + timedelta(days=1), by=ines, at=NOW)
        services.decline(another(health_care, marta, elena), reason="no_capacity", by=ines, at=NOW)

        today, later = queries.tab_counts(ines, NOW), queries.tab_counts(ines, NOW + timedelta(days=2))

        assert (today[Tab.ACCEPTED], today[Tab.TO_FINISH], today[Tab.DECLINED]) == (1, 0, 1)
        assert (later[Tab.ACCEPTED], later[Tab.TO_FINISH]) == (0, 1)

    def test_says_how_it_stands(self, referral, ines):
        before = queries.standing(ines, NOW)
        after = queries.standing(ines, referral.answer_due_at + timedelta(hours=1))

        assert (before.waiting, before.late, before.median_hours) == (1, 0, None)
        assert after.late == 1

    def test_costs_the_same_for_many(
        self, referral, health_care, marta, elena, ines, django_assert_num_queries
    ):
        for number in range(6):
            another(health_care, marta, elena, names=(f"Persona {number}", "Cruz", ""))

        with django_assert_num_queries(1):
            rows = queries.rows_of(queries.inbox(ines, Tab.TO_ANSWER, NOW), TODAY)
            lines = [
                (row.initials, row.referral.service.name, row.referral.from_institution.name) for row in rows
            ]
        assert len(lines) == 7


class TestOpened:
    def test_shows_what_was_shared(self, referral):
        shared = opened(referral)

        assert (shared.name, shared.age, shared.phone) == ("Reyna Isabel López Choc", 31, "50255501234")
        assert shared.kept_back == ()

    def test_keeps_back_what_was_not(self, referral):
        Referral.objects.filter(pk=referral.pk).update(shared_fields=["name"])

        shared = opened(referral)

        assert shared.phone == "" and shared.age is None and "phone" in shared.kept_back

    def test_shows_nothing_once_the_person_says_no(self, referral, reyna, marta):
        people.withdraw_consent(reyna, by=marta, at=NOW)

        assert opened(referral).name == ""

    def test_says_how_to_call_with_care_and_never_why(self, referral, marta):
        cases.protect(referral.case, careful_contact="Sólo de 9 a 12 h.", by=marta, at=NOW)

        assert opened(referral).careful_contact == "Sólo de 9 a 12 h."

    def test_shows_of_needs_only_what_the_part_is_made_of(self, case_of_reyna, health_care, ines, marta):
        found = [
            cases.Found(code="health", dimension="social"),
            cases.Found(code="job", dimension="economic"),
            cases.Found(code="safety", dimension="psychosocial"),
        ]
        cases.set_needs(case_of_reyna, found, by=marta, at=NOW)
        sent = services.send(case_of_reyna, id=uuid7(), service=health_care, reason="Tos.", by=marta, at=NOW)

        ((part, labels),) = opened(sent).noted

        assert part == "health" and len(labels) == 1


class TestSent:
    def test_shows_the_sender_how_it_stands(self, referral, marta, ines):
        services.accept(referral, by=ines, at=NOW)

        assert list(queries.sent(marta, Show.ACCEPTED, only_own=True)) == [referral]
        assert queries.sent_counts(marta, only_own=True)[Show.WAITING] == 0

    @pytest.mark.parametrize("who", ["otto", "otilia", "ines", "pablo", "ada", "elena"])
    def test_is_empty_for_everybody_else(self, referral, who, request):
        assert not queries.sent(request.getfixturevalue(who), Show.ALL, only_own=False).exists()

    def test_hides_a_protected_case_from_colleagues(self, referral, marta, carla):
        before = queries.sent(carla, Show.ALL, only_own=False).exists()
        cases.protect(referral.case, careful_contact="", by=marta, at=NOW)

        assert before and not queries.sent(carla, Show.ALL, only_own=False).exists()
        assert queries.sent(marta, Show.ALL, only_own=True).exists()

    def test_hides_from_colleagues_a_service_that_alone_says_too_much(self, referral, marta, carla):
        referral.service.service_type = "protection_from_violence"
        referral.service.save()

        assert not queries.sent(carla, Show.ALL, only_own=False).exists()
        assert queries.sent(marta, Show.ALL, only_own=True).exists()


class TestOthersOwe:
    def test_lists_what_waits_in_ones_own_cases(self, referral, marta, ines):
        assert queries.waiting_on_others(marta, NOW) == [referral]

        services.accept(referral, by=ines, at=NOW)

        assert queries.waiting_on_others(marta, NOW) == []

    def test_asks_for_another_way_until_one_was_chosen(self, referral, marta, ines, elena):
        services.decline(referral, reason="no_capacity", by=ines, at=NOW)
        before = queries.turned_down(marta, NOW)

        services.send(
            referral.case,
            id=uuid7(),
            service=referral.service,
            reason="Otra vez.",
            by=marta,
            at=NOW + timedelta(hours=1),
        )

        assert before == [referral] and queries.turned_down(marta, NOW) == []
