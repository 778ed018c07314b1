"""A form made from a questionnaire: one row of answers for each question."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from arraigo.core.content import Instrument, Question
from arraigo.instruments import rules

PREFIX = "q_"
"""Names of the fields: this, then the code of the question."""


class QuestionnaireForm(forms.Form):
    """
    The questions of an instrument in the active language.

    «Does not know» and «Prefers not to say» are answers. Every question that concerns the person wants one; those
    that the answers before leave out do not.
    """

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for question in instrument.questions:
            self.fields[PREFIX + question.code] = _field(instrument, question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in rules.missing(self.instrument, self._given(cleaned)):
            name = PREFIX + question.code
            if name not in self.errors:
                self.add_error(
                    name, _("Choose an answer. “Does not know” and “Prefers not to say” count too.")
                )
        return cleaned

    def answers(self) -> dict[str, rules.Answer]:
        """Question code -> option code or codes, of the questions that concern the person."""
        return rules.kept(self.instrument, self._given(self.cleaned_data))

    def questions(self) -> Iterator[tuple[Question, BoundField]]:
        """Each question with its field, in order."""
        for question in self.instrument.questions:
            yield question, self[PREFIX + question.code]

    def _given(self, cleaned: dict[str, Any]) -> dict[str, rules.Answer]:
        return {
            name.removeprefix(PREFIX): value
            for name, value in cleaned.items()
            if name.startswith(PREFIX) and value
        }


def _field(instrument: Instrument, question: Question) -> forms.ChoiceField | forms.MultipleChoiceField:
    choices = [(option.code, str(option.label)) for option in rules.options_of(instrument, question)]
    kind, widget = (
        (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        if question.several
        else (forms.ChoiceField, forms.RadioSelect)
    )
    return kind(
        label=str(question.text),
        help_text=str(question.hint or ""),
        choices=choices,
        widget=widget,
        required=False,
        error_messages={"invalid_choice": _("Choose one of the answers that the question offers.")},
    )
