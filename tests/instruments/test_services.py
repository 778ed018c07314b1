import pytest
from django.db import connection
from django.utils import translation

from arraigo.access.models import Entry
from arraigo.core import content
from arraigo.instruments import queries, services
from arraigo.instruments.forms import QuestionnaireForm
from arraigo.instruments.models import Response
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def best_answers():
    return {q.code: q.options[0].code for q in content.instrument("sustainability_short").questions}


class TestRecordResponse:
    def test_keeps_answers_scores_version_and_weights(self, marta):
        response = services.record_response("sustainability_short", best_answers(), by=marta, at=NOW)

        kept = Response.objects.get(pk=response.pk)
        assert queries.answers_of(kept) == best_answers()
        assert kept.scores == dict.fromkeys(["economic", "social", "psychosocial", "composite"], "1.0000")
        assert (kept.version, kept.weights_profile) == ("1", "equal_v1")

    def test_encrypts_the_answers(self, marta):
        services.record_response("screening_short", {"threats": "yes"}, by=marta, at=NOW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT answers_json FROM instruments_response")
            assert "threats" not in cursor.fetchone()[0]

    def test_is_refused_with_an_answer_that_is_not_offered(self, marta):
        with pytest.raises(services.NotOffered) as refusal:
            services.record_response("screening_short", {"threats": "perhaps"}, by=marta, at=NOW)

        assert refusal.value.field == "threats" and not Response.objects.exists()

    def test_is_refused_without_any_answer(self, marta):
        with pytest.raises(services.NothingAnswered):
            services.record_response("screening_short", {"threats": ""}, by=marta, at=NOW)

        assert not Response.objects.exists() and not Entry.objects.exists()


class TestInWords:
    def test_reads_the_interview_in_the_reader_s_language(self, marta):
        answers = {"identity_document": "no", "health_condition": ["pregnancy", "disability"]}
        response = services.record_response("screening_short", answers, by=marta, at=NOW)

        with translation.override("es"):
            assert [one.answer for one in queries.in_words(response)] == ["Embarazo, Una discapacidad", "No"]


class TestQuestionnaireForm:
    def form(self, data=None):
        return QuestionnaireForm(data, instrument=content.instrument("screening_short"))

    def test_speaks_the_reader_s_language(self):
        with translation.override("en"):
            assert self.form().fields["q_threats"].label.startswith("Has anybody threatened")
        with translation.override("es"):
            assert self.form().fields["q_threats"].label.startswith("¿Alguien le ha amenazado")

    def test_takes_not_knowing_and_not_saying_as_answers(self):
        questions = content.instrument("screening_short").questions
        data = {f"q_{q.code}": ["prefer_not"] if q.several else "prefer_not" for q in questions}

        form = self.form(data)

        assert form.is_valid() and form.answers()["threats"] == "prefer_not"

    def test_wants_an_answer_to_every_question_that_is_asked(self):
        form = self.form({"q_threats": "no"})

        assert not form.is_valid() and "q_threats" not in form.errors and "q_safe_now" in form.errors
