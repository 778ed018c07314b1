"""What can be asked about answers to questionnaires."""

import json
from dataclasses import dataclass
from decimal import Decimal

from arraigo.core import content
from arraigo.core.content import Instrument
from arraigo.instruments import rules
from arraigo.instruments.models import Response


def answers_of(response: Response) -> dict[str, rules.Answer]:
    """The raw answers: question code -> option code or codes."""
    return dict(json.loads(response.answers_json or "{}"))


def scores_of(response: Response) -> dict[str, Decimal | None]:
    """Dimension or ``composite`` -> score from 0 to 1."""
    return {name: None if value is None else Decimal(value) for name, value in response.scores.items()}


@dataclass(frozen=True, slots=True)
class Answered:
    """One question with the answer in words."""

    question: str
    answer: str
    sensitive: bool


def in_words(response: Response, country: str | None = None) -> list[Answered]:
    """The interview as it would be read aloud, in the active language and the questionnaire's order."""
    instrument = content.instrument(response.instrument, country)
    answers = answers_of(response)
    return [
        Answered(
            str(question.text), _words(instrument, question.code, answers[question.code]), question.sensitive
        )
        for question in instrument.questions
        if question.code in answers
    ]


def _words(instrument: Instrument, question: str, answer: rules.Answer) -> str:
    labels = {o.code: str(o.label) for o in rules.options_of(instrument, instrument.question(question))}
    return ", ".join(labels.get(code, "") for code in rules.codes_of(answer))
