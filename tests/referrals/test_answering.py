"""The receiver's answers: who may give them, from which state, and what they change."""

from datetime import timedelta

import pytest

from arraigo.access.models import Entry
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import Ground, Person
from arraigo.referrals import services
from tests.cast import NOW, worker

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=5)
STRANGERS = ["otto", "otilia", "marta", "carla", "pablo", "ada"]


def unchanged(referral):
    referral.refresh_from_db()
    return referral.status == "sent" and referral.answered_at is None


class TestAccept:
    def test_notes_who_answered_when_and_the_first_appointment(self, referral, ines):
        accepted = services.accept(referral, appointment_at=LATER + timedelta(days=2), by=ines, at=LATER)

        assert (accepted.status, accepted.answered_by, accepted.answered_at) == ("accepted", ines, LATER)
        assert accepted.appointment_at == LATER + timedelta(days=2)

    def test_lets_the_institution_see_the_person_and_nobody_else(self, referral, ines, otilia, reyna):
        services.accept(referral, by=ines, at=LATER)

        assert list(Person.objects.visible_to(ines)) == [reyna]
        assert not Person.objects.visible_to(otilia).exists()

    def test_leaves_a_line_in_the_audit(self, referral, ines):
        services.accept(referral, by=ines, at=LATER)

        line = Entry.objects.get(event="referral.accepted")
        assert line.worker == ines and line.subject_id == str(referral.pk)

    @pytest.mark.parametrize("who", STRANGERS)
    def test_is_refused_to_everybody_else(self, referral, who, request):
        with pytest.raises(services.NotYours):
            services.accept(referral, by=request.getfixturevalue(who), at=LATER)

        assert unchanged(referral)

    def test_is_refused_when_a_colleague_has_answered(self, referral, ines):
        services.accept(referral, by=ines, at=LATER)

        with pytest.raises(services.NotWaiting):
            services.accept(referral, by=ines, at=LATER)

        assert Ground.objects.filter(because="referral").count() == 1

    def test_is_refused_when_it_was_taken_back(self, referral, ines, marta):
        services.withdraw(referral, by=marta, at=NOW)

        with pytest.raises(services.NotWaiting):
            services.accept(referral, by=ines, at=LATER)

        assert not Person.objects.visible_to(ines).exists()

    def test_is_refused_once_the_permission_was_taken_back(self, referral, ines, reyna, marta):
        people.withdraw_consent(reyna, by=marta, at=NOW)

        with pytest.raises(services.PermissionEnded):
            services.accept(referral, by=ines, at=LATER)

        assert unchanged(referral)

    def test_is_refused_for_an_appointment_that_has_passed(self, referral, ines):
        with pytest.raises(services.AppointmentPast):
            services.accept(referral, appointment_at=NOW, by=ines, at=LATER)

        assert unchanged(referral)


class TestDecline:
    def test_tells_the_sender_why(self, referral, ines):
        declined = services.decline(referral, reason="no_capacity", note="Hasta enero.", by=ines, at=LATER)

        assert (declined.status, declined.decline_reason) == ("declined", "no_capacity")
        declined.refresh_from_db()
        assert declined.decline_note == "Hasta enero."

    def test_gives_no_ground(self, referral, ines):
        services.decline(referral, reason="no_capacity", by=ines, at=LATER)

        assert not Ground.objects.filter(because="referral").exists()

    @pytest.mark.parametrize("who", STRANGERS)
    def test_is_refused_to_everybody_else(self, referral, who, request):
        with pytest.raises(services.NotYours):
            services.decline(referral, reason="no_capacity", by=request.getfixturevalue(who), at=LATER)

        assert unchanged(referral)

    @pytest.mark.parametrize("reason", ["", "because"])
    def test_is_refused_without_a_reason_of_the_list(self, referral, ines, reason):
        with pytest.raises(services.ReasonMissing):
            services.decline(referral, reason=reason, by=ines, at=LATER)

        assert unchanged(referral)

    def test_wants_words_where_the_list_has_none(self, referral, ines):
        with pytest.raises(services.NoteMissing):
            services.decline(referral, reason="other", note=" ", by=ines, at=LATER)

        assert unchanged(referral)


class TestEnding:
    def test_completing_ends_the_ground_to_see_the_person(self, referral, ines):
        services.accept(referral, by=ines, at=LATER)

        services.complete(referral, note="Ocho sesiones.", by=ines, at=LATER + timedelta(days=40))

        referral.refresh_from_db()
        assert (referral.status, referral.outcome_note) == ("completed", "Ocho sesiones.")
        assert not Person.objects.visible_to(ines).exists()

    def test_keeps_the_ground_while_another_referral_goes_on(self, referral, ines, marta, health_care):
        other = services.send(
            referral.case, id=uuid7(), service=health_care, reason="Una consulta.", by=marta, at=NOW
        )
        for one in (referral, other):
            services.accept(one, by=ines, at=LATER)

        services.complete(referral, by=ines, at=LATER)
        seen_between = Person.objects.visible_to(ines).exists()
        services.complete(other, by=ines, at=LATER)

        assert seen_between and not Person.objects.visible_to(ines).exists()

    def test_failing_wants_to_know_why(self, referral, ines):
        services.accept(referral, by=ines, at=LATER)

        with pytest.raises(services.NoteMissing):
            services.fail_to_complete(referral, note="", by=ines, at=LATER)

        failed = services.fail_to_complete(referral, note="Se mudó.", by=ines, at=LATER)
        assert failed.status == "not_completed" and failed.completed_at == LATER

    @pytest.mark.parametrize("end", [services.complete, services.fail_to_complete])
    def test_is_refused_before_it_was_accepted(self, referral, ines, end):
        with pytest.raises(services.NotWaiting):
            end(referral, note="x", by=ines, at=LATER)

        assert unchanged(referral)

    @pytest.mark.parametrize("who", STRANGERS)
    def test_is_refused_to_everybody_else(self, referral, ines, who, request):
        services.accept(referral, by=ines, at=LATER)

        with pytest.raises(services.NotYours):
            services.complete(referral, by=request.getfixturevalue(who), at=LATER)

        referral.refresh_from_db()
        assert referral.status == "accepted"

    def test_may_be_done_by_a_colleague_of_who_accepted(self, referral, ines, clinic):
        from arraigo.access.roles import Role

        rita = worker("Rita Colega", Role.FOCAL_POINT, clinic)
        services.accept(referral, by=ines, at=LATER)

        assert services.complete(referral, by=rita, at=LATER).status == "completed"
