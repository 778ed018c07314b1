"""Scores of a questionnaire: exact, within bounds, and the same however the questions are ordered."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.core import content
from arraigo.core.content import Instrument
from arraigo.instruments import rules
from arraigo.instruments.rules import DIMENSIONS, Answers, score

YES_NO = [
    {"code": "yes", "label": {"es": "Sí", "en": "Yes"}, "score": "1"},
    {"code": "no", "label": {"es": "No", "en": "No"}, "score": "0"},
]
SCALE = [
    {"code": f"s{step}", "label": {"es": f"{step}", "en": f"{step}"}, "score": f"{step}/4"}
    for step in range(5)
]
NOT_APPLICABLE = {"code": "none", "label": {"es": "No hay", "en": "None"}, "score": "null"}
UNKNOWN = {"code": "unknown", "label": {"es": "No sabe", "en": "Does not know"}}


def question(code, dimension="economic", options=YES_NO, **more):
    return {
        "code": code,
        "dimension": dimension,
        "text": {"es": code, "en": code},
        "options": options,
        **more,
    }


def instrument(questions, least="0.7", dimensions=DIMENSIONS, weights=None, dimension_weights=None):
    return Instrument.model_validate(
        {
            "kind": "instrument",
            "code": "trial",
            "name": {"es": "Prueba", "en": "Trial"},
            "about": {"es": "Prueba", "en": "Trial"},
            "unofficial": "true",
            "source": {"document": "arraigo"},
            "dimensions": list(dimensions),
            "special_answers": [UNKNOWN],
            "missing": {"rule": "renormalise", "min_share_answered": least},
            "default_profile": "own",
            "profiles": {
                "own": {
                    "name": {"es": "Propio", "en": "Own"},
                    "questions": weights or {},
                    "dimensions": dimension_weights or {},
                }
            },
            "questions": questions,
        }
    )


@st.composite
def interviews(draw):
    """A questionnaire of the three dimensions with weights, and somebody's answers to it."""
    counts = [draw(st.integers(1, 5)) for _ in DIMENSIONS]
    codes = [
        (f"{name[0]}{place}", name) for name, n in zip(DIMENSIONS, counts, strict=True) for place in range(n)
    ]
    weights = {code: str(draw(st.fractions(Fraction(1, 20), 3, max_denominator=20))) for code, _ in codes}
    whole = {name: str(draw(st.fractions(Fraction(1, 20), 3, max_denominator=20))) for name in DIMENSIONS}
    options = [*SCALE, NOT_APPLICABLE]
    made = instrument(
        [question(code, name, options) for code, name in codes], weights=weights, dimension_weights=whole
    )
    given_answers = {
        code: draw(st.sampled_from(["s0", "s1", "s2", "s3", "s4", "none", "unknown", ""]))
        for code, _ in codes
    }
    return made, given_answers


class TestScore:
    @given(interviews())
    def test_lies_between_0_and_1(self, interview):
        scores = score(*interview)

        found = [scores.economic, scores.social, scores.psychosocial, scores.composite]
        assert all(value is None or 0 <= value <= 1 for value in found)

    @given(interviews())
    def test_of_the_whole_lies_between_the_dimensions(self, interview):
        scores = score(*interview)

        dimensions = [scores.economic, scores.social, scores.psychosocial]
        if scores.composite is not None:
            assert min(dimensions) <= scores.composite <= max(dimensions)
        else:
            assert None in dimensions and scores.reason == rules.TOO_FEW

    @given(interviews(), st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_questions(self, interview, shuffling: random.Random):
        made, answers = interview
        questions = list(made.questions)
        shuffling.shuffle(questions)

        assert score(made.model_copy(update={"questions": tuple(questions)}), answers) == score(made, answers)

    @given(interviews(), st.data())
    def test_never_falls_when_an_answer_gets_better(self, interview, data):
        made, answers = interview
        graded = [code for code, answer in answers.items() if answer in {"s0", "s1", "s2", "s3"}]
        if not graded:
            return
        code = data.draw(st.sampled_from(graded))
        better = {**answers, code: f"s{int(answers[code][1]) + 1}"}

        before, after = score(made, answers), score(made, better)

        for name in (*DIMENSIONS, "composite"):
            old, new = getattr(before, name), getattr(after, name)
            assert (old is None and new is None) or new >= old

    @given(interviews(), st.sampled_from(["s0", "s1", "s2", "s3", "s4"]))
    def test_is_the_same_under_any_weights_when_all_answers_are_equal(self, interview, answer):
        made, answers = interview

        scores = score(made, dict.fromkeys(answers, answer))

        value = Decimal(answer[1]) / 4
        assert scores.composite == scores.economic == scores.social == scores.psychosocial == value

    def test_is_exact_and_rounded_half_up_to_four_decimals(self):
        thirds = [{**SCALE[0]}, {**SCALE[4], "score": "1/3"}]
        made = instrument(
            [question("a", options=thirds), question("b", options=thirds)], dimensions=["economic"]
        )

        assert score(made, {"a": "s4", "b": "s4"}).composite == Decimal("0.3333")
        assert score(made, {"a": "s4", "b": "s0"}).composite == Decimal("0.1667")

    def test_shares_the_weight_of_what_does_not_concern_the_person(self):
        options = [*YES_NO, NOT_APPLICABLE]
        made = instrument([question("a", options=options), question("b")], dimensions=["economic"])

        assert score(made, {"a": "none", "b": "yes"}).composite == Decimal(1)

    def test_is_missing_with_a_reason_when_too_little_was_answered(self):
        made = instrument([question(code) for code in "abcd"], dimensions=["economic"])

        three = score(made, {"a": "yes", "b": "yes", "c": "no", "d": "unknown"})
        two = score(made, {"a": "yes", "b": "yes", "c": "unknown"})

        assert three.composite == Decimal("0.6667") and three.reason == ""
        assert two.composite is None and two.reason == rules.TOO_FEW

    def test_of_the_whole_is_missing_without_one_of_its_dimensions(self):
        made = instrument([question("a"), question("b", "social"), question("c", "psychosocial")])

        scores = score(made, {"a": "yes", "b": "yes", "c": "unknown"})

        assert (
            scores.economic == scores.social == 1 and scores.psychosocial is None and scores.composite is None
        )

    def test_counts_the_questions_that_were_answered(self):
        made = instrument([question("a"), question("b"), question("c")], dimensions=["economic"])

        scores = score(made, {"a": "yes", "b": "unknown"})

        assert (scores.answered, scores.of) == (2, 3)

    def test_of_our_own_questionnaire_reaches_from_0_to_1(self):
        ours = content.instrument("sustainability_short")

        best = {
            q.code: max(q.options, key=lambda o: (o.score is not None, o.score or 0)).code
            for q in ours.questions
        }
        worst = {
            q.code: min(q.options, key=lambda o: (o.score is None, o.score or 0)).code for q in ours.questions
        }

        assert score(ours, best).composite == 1 and score(ours, worst).composite == 0


class TestAsked:
    @pytest.fixture
    def made(self):
        return instrument(
            [
                question("seeks"),
                question("why", ask_if={"question": "seeks", "among": ["yes"]}),
                question("since", ask_if={"question": "why", "among": ["yes"]}),
            ],
            dimensions=["economic"],
        )

    def test_leaves_out_what_does_not_concern_the_person(self, made):
        assert [q.code for q in rules.asked(made, {"seeks": "no"})] == ["seeks"]
        assert [q.code for q in rules.asked(made, {"seeks": "yes"})] == ["seeks", "why"]

    def test_does_not_count_an_answer_to_a_question_that_is_skipped(self, made):
        answers: Answers = {"seeks": "no", "why": "yes", "since": "yes"}

        assert [q.code for q in rules.asked(made, answers)] == ["seeks"]
        assert rules.kept(made, answers) == {"seeks": "no"}
        assert score(made, answers).composite == 0


class TestMisanswers:
    def test_names_what_the_questionnaire_does_not_offer(self):
        made = instrument([question("a")])

        found = rules.misanswers(made, {"a": "perhaps", "b": "yes"})

        assert {(one.question, one.answer) for one in found} == {("a", "perhaps"), ("b", "yes")}
        assert rules.misanswers(made, {"a": "unknown"}) == []


class TestRaised:
    def test_calls_for_what_single_answers_ask_for(self):
        screening = content.instrument("screening_short")

        alerts = rules.raised(screening, {"safe_now": "no", "health_condition": ["pregnancy", "disability"]})

        assert {alert.code for alert in alerts} == {"not_safe_now", "pregnant", "has_disability"}
