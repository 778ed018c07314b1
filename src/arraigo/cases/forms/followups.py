"""A follow-up: how it was done and the sustainability questionnaire; or why it will not be done."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from arraigo.cases.forms.days import DayField
from arraigo.core.content import Question
from arraigo.instruments.forms import QuestionnaireForm
from arraigo.web.codes import CodeField


class FollowUpForm(QuestionnaireForm):
    """The day and the way of the contact, then the questions, by dimension."""

    on = DayField(label=_("Day"))
    channel = CodeField("followup_channel", label=_("How was it done?"))

    def by_dimension(self) -> Iterator[tuple[str, list[tuple[Question, BoundField]]]]:
        """(dimension or empty, its questions) in the order of the questionnaire."""
        asked = list(self.questions())
        for dimension in (*self.instrument.dimensions, ""):
            own = [pair for pair in asked if (pair[0].dimension or "") == dimension]
            if own:
                yield dimension, own

    def as_recorded(self) -> dict[str, Any]:
        """Arguments of the operation `record_followup`."""
        said = self.cleaned_data
        return {"on": said["on"], "channel": said["channel"], "answers": self.answers()}


class ExcuseForm(forms.Form):
    """Why a follow-up will not be done."""

    excuse = CodeField("followup_excuse", label=_("Why will it not be done?"))
