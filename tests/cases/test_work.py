import pytest
from django.db import connection

from arraigo.access.roles import Role
from arraigo.cases import services
from arraigo.cases.models import Case
from arraigo.cases.rules import Stage
from arraigo.cases.services import Found
from arraigo.core.ids import uuid7
from tests.cases.acts import screening_answers, sustainability_answers
from tests.cast import NOW, worker

pytestmark = pytest.mark.django_db


class TestWorkOnACase:
    """What all operations on a case share: who may, and that a closed one stays as it is."""

    operations = {
        "set_own_words": lambda case, by: services.set_own_words(case, words="Mi panadería", by=by, at=NOW),
        "record_screening": lambda case, by: services.record_screening(
            case, id=uuid7(), answers=screening_answers(), by=by, at=NOW
        ),
        "set_needs": lambda case, by: services.set_needs(case, [Found("income", "economic")], by=by, at=NOW),
        "set_capacities": lambda case, by: services.set_capacities(
            case, [Found("trade", "economic")], by=by, at=NOW
        ),
        "add_action": lambda case, by: services.add_action(
            case,
            id=uuid7(),
            level="individual",
            dimension="social",
            title="Inscribir a Kevin",
            institution=case.institution,
            due_on=None,
            by=by,
            at=NOW,
        ),
        "sign_plan": lambda case, by: services.sign_plan(case, by=by, at=NOW),
        "record_followup": lambda case, by: services.record_followup(
            case.followups.first(), channel="phone", answers=sustainability_answers(), by=by, at=NOW
        ),
        "excuse_followup": lambda case, by: services.excuse_followup(
            case.followups.first(), excuse="moved", by=by, at=NOW
        ),
        "note_contact": lambda case, by: services.note_contact(
            case, id=uuid7(), channel="phone", reached="no", by=by, at=NOW
        ),
        "move": lambda case, by: services.move(
            case, to=Stage.SCREENING, because="person_asked", by=by, at=NOW
        ),
        "assign_worker": lambda case, by: services.assign_worker(case, worker=by, by=by, at=NOW),
        "protect": lambda case, by: services.protect(case, careful_contact="De 9 a 12", by=by, at=NOW),
        "close": lambda case, by: services.close(case, reason="withdrew", by=by, at=NOW),
    }

    @pytest.mark.parametrize("operation", operations)
    def test_is_refused_to_everybody_else(
        self, operation, case_of_reyna, unchanged, otto, ines, elena, carla, ada
    ):
        for stranger in (otto, ines, elena, carla, ada):
            with unchanged(), pytest.raises(services.NotYourCase):
                self.operations[operation](case_of_reyna, stranger)

    @pytest.mark.parametrize("operation", operations)
    def test_is_refused_to_a_colleague_when_the_case_is_protected(
        self, operation, case_of_reyna, marta, unchanged
    ):
        colleague = worker("Noé Sam", Role.CASE_WORKER, marta.institution)
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NotYourCase):
            self.operations[operation](case_of_reyna, colleague)

    @pytest.mark.parametrize("operation", [name for name in operations if name != "close"])
    def test_is_refused_in_a_closed_case(self, operation, case_of_reyna, marta, unchanged):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)

        with unchanged(), pytest.raises(services.CaseClosed):
            self.operations[operation](case_of_reyna, marta)


class TestAssignWorker:
    def test_gives_the_case_to_a_colleague(self, case_of_reyna, marta):
        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)

        assert services.assign_worker(case_of_reyna, worker=noe, by=marta, at=NOW).worker == noe

    def test_is_refused_for_somebody_who_works_elsewhere(self, case_of_reyna, marta, otto, unchanged):
        with unchanged(), pytest.raises(services.NotOfInstitution):
            services.assign_worker(case_of_reyna, worker=otto, by=marta, at=NOW)


class TestNoteContact:
    def test_keeps_the_note_encrypted_and_once(self, case_of_reyna, marta):
        key = uuid7()
        for _ in range(2):
            services.note_contact(
                case_of_reyna,
                id=key,
                channel="visit",
                reached="yes",
                note="Vende los jueves",
                by=marta,
                at=NOW,
            )

        with connection.cursor() as cursor:
            cursor.execute("SELECT note FROM cases_contact")
            [(note,)] = cursor.fetchall()
        assert "jueves" not in note and case_of_reyna.contacts.get().note == "Vende los jueves"


class TestProtect:
    def test_hides_the_case_from_colleagues_and_coordination(self, case_of_reyna, marta, carla):
        services.protect(case_of_reyna, careful_contact="De 9 a 12 h", by=marta, at=NOW)

        assert Case.objects.visible_to(marta).exists() and not Case.objects.visible_to(carla).exists()

    def test_is_refused_when_somebody_else_accompanies_the_case(self, case_of_reyna, marta, unchanged):
        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)

        with unchanged(), pytest.raises(services.ProtectedNeedsWorker):
            services.protect(case_of_reyna, careful_contact="", by=noe, at=NOW)

    def test_can_be_ended(self, case_of_reyna, marta, carla):
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        services.unprotect(case_of_reyna, by=marta, at=NOW)

        assert Case.objects.visible_to(carla).exists()
