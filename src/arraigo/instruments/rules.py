"""
What follows from the answers to a questionnaire: which questions are asked, what they score, what they call for.

The official scoring of the Reintegration Sustainability Survey is not published; ours is a profile of weights that is
content, applied with exact arithmetic, and called unofficial wherever it shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from arraigo.core.content import Alert, Condition, Instrument, Option, Question, WeightsProfile

Answer = str | list[str]
Answers = Mapping[str, Answer]
"""Question code -> option code; a list of codes where the question takes several."""

DIMENSIONS = ("economic", "social", "psychosocial")

PLACES = Decimal("0.0001")
"""Scores are stored with four decimals and shown with two."""

SUSTAINED = Decimal("0.5")
"""From here on a reintegration is read as holding (indicator contract, ``sustainability.sustained_share``)."""

COMPLETE, TOO_FEW, NOTHING_SCORED = "", "too_few_answers", "nothing_scored"
"""Why there is no composite score; empty where there is one."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores from 0 to 1 with four decimals; ``None`` where too few questions of the dimension were answered."""

    economic: Decimal | None
    social: Decimal | None
    psychosocial: Decimal | None
    composite: Decimal | None
    answered: int
    of: int
    reason: str = COMPLETE

    def as_stored(self) -> dict[str, str | None]:
        """Dimension or ``composite`` -> the score as text, for a JSON column."""
        named = {name: getattr(self, name) for name in (*DIMENSIONS, "composite")}
        return {name: None if value is None else str(value) for name, value in named.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """A value from 0 to 1 (``None``: not known) and what it weighs in the mean."""

    value: Fraction | None
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Misanswer:
    """An answer that the questionnaire does not offer."""

    question: str
    answer: str


def options_of(instrument: Instrument, question: Question) -> tuple[Option, ...]:
    """What a question offers: its own options, then *does not know* and *prefers not to say*, which are answers."""
    own = {option.code for option in question.options}
    return (
        *question.options,
        *(special for special in instrument.special_answers if special.code not in own),
    )


def asked(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """
    The questions that concern a person who answers so.

    An answer to a question that is skipped counts for nothing, not even for skipping another.
    """
    counted: dict[str, Answer] = {}
    concerned = []
    for question in instrument.questions:
        if question.ask_if is None or holds(question.ask_if, counted):
            concerned.append(question)
            if question.code in answers:
                counted[question.code] = answers[question.code]
    return tuple(concerned)


def kept(instrument: Instrument, answers: Answers) -> dict[str, Answer]:
    """The answers that count: to questions that are asked, and not empty."""
    return {q.code: answers[q.code] for q in asked(instrument, answers) if answers.get(q.code)}


def missing(instrument: Instrument, answers: Answers) -> tuple[Question, ...]:
    """Questions that concern the person and have no answer yet."""
    return tuple(question for question in asked(instrument, answers) if not answers.get(question.code))


def misanswers(instrument: Instrument, answers: Answers) -> list[Misanswer]:
    """Answers to questions or with options that the questionnaire does not have."""
    offered = {q.code: {option.code for option in options_of(instrument, q)} for q in instrument.questions}
    return [
        Misanswer(question, code)
        for question, answer in answers.items()
        for code in codes_of(answer)
        if code not in offered.get(question, set())
    ]


def raised(instrument: Instrument, answers: Answers) -> tuple[Alert, ...]:
    """The alerts that single answers call for: things to do, never part of a score."""
    counted = kept(instrument, answers)
    return tuple(alert for alert in instrument.alerts if holds(alert.when, counted))


def holds(condition: Condition, answers: Answers) -> bool:
    """Whether the answer to the condition's question is, or has among several, one that fulfils it."""
    return any(code in condition.among for code in codes_of(answers.get(condition.question, "")))


def codes_of(answer: Answer) -> list[str]:
    """The option codes of an answer, whether it is one or several."""
    return answer if isinstance(answer, list) else [answer] if answer else []


def score(instrument: Instrument, answers: Answers, profile: str | None = None) -> Scores:
    """
    The scores of one interview.

    A dimension is the mean of its answered questions by the weights of the profile; the whole is the mean of its
    dimensions. Weights of questions without a score are shared among the others. An option of the question itself
    without a score (*no children of school age*) does not concern the person; *does not know* and *prefers not to
    say* concern them and are not known: below the instrument's share of known weight the dimension has no score, and
    the whole has none unless every dimension has one.

    :param profile: code of a weights profile; the instrument's own default where none is named.
    """
    weights = _profile(instrument, profile)
    scored = [q for q in asked(instrument, answers) if q.scored and q.dimension]
    least = instrument.missing.min_share_answered if instrument.missing else Fraction(0)
    found = {
        dimension: _dimension(
            instrument, weights, [q for q in scored if q.dimension == dimension], answers, least
        )
        for dimension in instrument.dimensions
    }
    whole = _whole(found, weights)
    return Scores(
        **{name: stored(found.get(name)) for name in DIMENSIONS},
        composite=stored(whole),
        answered=sum(1 for q in scored if answers.get(q.code)),
        of=len(scored),
        reason=_reason(scored, whole),
    )


def weighted_mean(parts: Iterable[Part], least_share: Fraction = Fraction(0)) -> Fraction | None:
    """The mean of the known values; ``None`` where they weigh nothing, or less than ``least_share`` of all parts."""
    parts = list(parts)
    known = [(part.value, part.weight) for part in parts if part.value is not None]
    weight = sum((w for _, w in known), Fraction(0))
    if not weight or weight < least_share * sum((part.weight for part in parts), Fraction(0)):
        return None
    return sum((value * w for value, w in known), Fraction(0)) / weight


def stored(exact: Fraction | None) -> Decimal | None:
    """An exact value rounded half up to four decimals."""
    if exact is None:
        return None
    ten_thousandths = (exact * 10_000 + Fraction(1, 2)) // 1
    return (Decimal(ten_thousandths) / 10_000).quantize(PLACES, ROUND_HALF_UP)


def _profile(instrument: Instrument, code: str | None) -> WeightsProfile | None:
    return instrument.profiles.get(code or instrument.default_profile or "")


def _dimension(
    instrument: Instrument,
    weights: WeightsProfile | None,
    questions: list[Question],
    answers: Answers,
    least: Fraction,
) -> Fraction | None:
    parts = [
        Part(
            _value(instrument, question, answers),
            weights.questions.get(question.code, Fraction(1)) if weights else Fraction(1),
        )
        for question in questions
        if not _does_not_concern(question, answers)
    ]
    return weighted_mean(parts, least)


def _whole(found: Mapping[str, Fraction | None], weights: WeightsProfile | None) -> Fraction | None:
    """The mean of the dimensions; one that weighs something and has no score leaves the whole without one."""
    by_dimension = weights.dimensions if weights else {}
    parts = [Part(value, by_dimension.get(dimension, Fraction(1))) for dimension, value in found.items()]
    return weighted_mean(parts, least_share=Fraction(1))


def _value(instrument: Instrument, question: Question, answers: Answers) -> Fraction | None:
    codes = codes_of(answers.get(question.code, ""))
    values = [option.score for option in options_of(instrument, question) if option.code in codes]
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def _does_not_concern(question: Question, answers: Answers) -> bool:
    codes = codes_of(answers.get(question.code, ""))
    own = [option for option in question.options if option.code in codes]
    return bool(own) and all(option.score is None for option in own)


def _reason(scored: list[Question], whole: Fraction | None) -> str:
    if not scored:
        return NOTHING_SCORED
    return COMPLETE if whole is not None else TOO_FEW
