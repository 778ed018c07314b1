"""
Questionnaires as data: questions, options with scores, weights, what is skipped and what raises an alert.

Only the shape and its consistency are here. What scores, skips and alerts mean is computed by the room
``instruments``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from arraigo.core.content.schemas.base import Code, ContentObject, Lists, Misfit
from arraigo.core.content.texts import Flag, Strict, Text


def _fraction(value: Any) -> Any:
    try:
        return Fraction(value) if isinstance(value, str) else value
    except (ValueError, ZeroDivisionError):
        raise ValueError(f"'{value}' is no number; write 1, 0.75 or 2/3") from None


def _score(value: Any) -> Any:
    return None if value == "null" else _fraction(value)


Weight = Annotated[Fraction, BeforeValidator(_fraction), Field(ge=0)]
Score = Annotated[Fraction | None, BeforeValidator(_score)]


class Condition(Strict):
    """One test of one answer: the question, and the option codes that fulfil it."""

    question: Code
    among: tuple[Code, ...] = Field(min_length=1)

    def holds(self, answers: dict[str, str]) -> bool:
        """Whether the answers given so far fulfil it; an unanswered question does not."""
        return answers.get(self.question) in self.among


class Option(Strict):
    """An answer. ``score`` runs from 0 to 1; null where the answer says nothing of the dimension."""

    code: Code
    label: Text
    score: Score = None


class Question(Strict):
    """One question, asked with ``text``; ``ask_if`` leaves it out for those whom it does not concern."""

    code: Code
    dimension: Code | None = None
    text: Text
    hint: Text | None = None
    options: tuple[Option, ...] = Field(min_length=2)
    several: Flag = False
    scored: Flag = True
    sensitive: Flag = False
    ask_if: Condition | None = None

    def option(self, code: str) -> Option:
        """The option of a code. :raises KeyError: for a code that the question does not offer."""
        for option in self.options:
            if option.code == code:
                return option
        raise KeyError(code)


class WeightsProfile(Strict):
    """
    How answers become scores: weights of questions inside their dimension, and of dimensions in the whole.

    What has no weight written weighs 1: a profile without any is one of equal weights.
    """

    name: Text
    dimensions: dict[Code, Weight] = Field(default_factory=dict)
    questions: dict[Code, Weight] = Field(default_factory=dict)
    official: Flag = False


class Missing(Strict):
    """
    Missing answers: weights are shared among the answered; below this share of weight there is no score.
    """

    rule: Literal["renormalise"]
    min_share_answered: Weight


class Alert(Strict):
    """An answer that calls for something to be done: a task with its reason, never a score."""

    code: Code
    when: Condition
    task: Text
    urgency: Literal["now", "within_24_hours", "within_a_week"]
    flag: Code | None = None


class Instrument(ContentObject):
    """
    A versioned questionnaire. An interview keeps code, version, profile and raw answers, so scores can be
    recomputed.
    """

    unofficial: Flag
    about: Text
    minimum_age: int | None = None
    dimensions: tuple[Code, ...] = ()
    special_answers: tuple[Option, ...] = ()
    questions: tuple[Question, ...] = Field(min_length=1)
    default_profile: Code | None = None
    profiles: dict[Code, WeightsProfile] = Field(default_factory=dict)
    missing: Missing | None = None
    alerts: tuple[Alert, ...] = ()

    @property
    def title(self) -> Text:
        """What people call it."""
        return self.name

    def question(self, code: str) -> Question:
        """The question of a code. :raises KeyError: for a code that the instrument does not have."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)

    @model_validator(mode="after")
    def _scores_are_shares(self) -> Instrument:
        for question in self.questions:
            for option in question.options:
                if option.score is not None and not 0 <= option.score <= 1:
                    raise ValueError(f"{question.code}.{option.code}: a score lies between 0 and 1")
        return self

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """Conditions on answers that do not exist, unknown dimensions, weights of unknown questions."""
        dimensions = lists("dimension")
        known = dimensions.codes if dimensions else ()
        earlier: dict[str, tuple[str, ...]] = {}
        for number, question in enumerate(self.questions):
            place = ("questions", number)
            if question.code in earlier:
                yield Misfit(
                    (*place, "code"), f"the question '{question.code}' is there twice", "each code once"
                )
            if question.dimension is not None and question.dimension not in known:
                yield Misfit((*place, "dimension"), f"no dimension '{question.dimension}'", ", ".join(known))
            if question.ask_if:
                yield from _unmet((*place, "ask_if"), question.ask_if, earlier)
            earlier[question.code] = tuple(option.code for option in question.options)
        flags = lists("screening_flag")
        for number, alert in enumerate(self.alerts):
            yield from _unmet(("alerts", number, "when"), alert.when, earlier)
            if alert.flag and flags and alert.flag not in flags.codes:
                yield Misfit(
                    ("alerts", number, "flag"), f"no screening flag '{alert.flag}'", ", ".join(flags.codes)
                )
        yield from self._misfits_of_profiles(tuple(earlier))

    def _misfits_of_profiles(self, questions: tuple[str, ...]) -> Iterator[Misfit]:
        if self.default_profile and self.default_profile not in self.profiles:
            yield Misfit(
                ("default_profile",), f"no profile '{self.default_profile}'", ", ".join(self.profiles)
            )
        for code, profile in self.profiles.items():
            for question in profile.questions:
                if question not in questions:
                    place = ("profiles", code, "questions", question)
                    yield Misfit(place, f"no question '{question}'", ", ".join(questions))


def _unmet(
    place: tuple[str | int, ...], condition: Condition, asked: dict[str, tuple[str, ...]]
) -> Iterator[Misfit]:
    options = asked.get(condition.question)
    if options is None:
        yield Misfit((*place, "question"), f"no question '{condition.question}' before it", ", ".join(asked))
        return
    for code in condition.among:
        if code not in options:
            yield Misfit(
                (*place, "among"), f"'{code}' is no answer of '{condition.question}'", ", ".join(options)
            )
