import pytest
from django.db import connection

from arraigo.cases import services
from arraigo.cases.rules import Stage
from arraigo.core.ids import uuid7
from arraigo.instruments.services import NotOffered
from tests.cases.acts import screening_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


class TestRecordScreening:
    def test_takes_an_open_case_on_to_the_assessment_with_its_reasons(self, case_of_reyna, marta):
        services.record_screening(case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        moves = list(case_of_reyna.stage_moves.values_list("to_stage", "because"))
        assert case_of_reyna.stage == Stage.ASSESSMENT
        assert moves == [("screening", "screening_started"), ("assessment", "screening_done")]

    def test_raises_flags_the_most_urgent_first(self, case_of_reyna, marta):
        answers = screening_answers(threats="yes", urgent_health="yes", identity_document="no")

        screening = services.record_screening(case_of_reyna, id=uuid7(), answers=answers, by=marta, at=NOW)

        assert screening.flags == ["urgent_health", "threats", "no_documents"]

    def test_encrypts_flags_and_note(self, case_of_reyna, marta):
        answers = screening_answers(threats="yes")
        services.record_screening(
            case_of_reyna, id=uuid7(), answers=answers, protected_note="Extorsión", by=marta, at=NOW
        )

        with connection.cursor() as cursor:
            cursor.execute("SELECT flags, protected_note FROM cases_screening")
            flags, note = cursor.fetchone()
        assert "threats" not in flags and "Extorsión" not in note
        assert case_of_reyna.screenings.get().protected_note == "Extorsión"

    def test_twice_with_one_id_records_one(self, case_of_reyna, marta):
        key = uuid7()
        for _ in range(2):
            services.record_screening(case_of_reyna, id=key, answers=screening_answers(), by=marta, at=NOW)

        assert case_of_reyna.screenings.count() == 1

    def test_again_changes_no_stage(self, case_of_reyna, marta):
        for _ in range(2):
            services.record_screening(
                case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW
            )

        assert case_of_reyna.stage_moves.count() == 2

    def test_is_refused_with_an_answer_that_is_not_offered(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(NotOffered):
            services.record_screening(
                case_of_reyna, id=uuid7(), answers={"threats": "often"}, by=marta, at=NOW
            )
