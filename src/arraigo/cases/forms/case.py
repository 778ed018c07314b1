"""The small forms of a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Worker
from arraigo.cases.forms.days import DayField
from arraigo.cases.rules import NEXT, Stage
from arraigo.core import content
from arraigo.web.codes import CodeField


class OwnWordsForm(forms.Form):
    """What the person wants."""

    words = forms.CharField(
        label=_("What does the person want, in their own words?"),
        help_text=_("As it was said, without correcting it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactForm(forms.Form):
    """A call or a visit that is no follow-up, or an attempt at one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    on = DayField(label=_("Day"))
    channel = CodeField("followup_channel", label=_("How was it done?"))
    reached = CodeField(
        "yes_no_unknown", without=frozenset({"unknown"}), label=_("Did you talk with the person?")
    )
    note = forms.CharField(
        label=_("What is worth remembering"),
        help_text=_("It is encrypted and stays inside the case."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ProtectForm(forms.Form):
    """How to contact somebody without putting them in danger."""

    careful_contact = forms.CharField(
        label=_("How to contact without danger"),
        help_text=_(
            "Hours and neutral words, never the reason. For example: call from 9 to 12, say “from the town hall”."
        ),
        required=False,
        max_length=200,
    )


class AssignForm(forms.Form):
    """Who accompanies the case from now on."""

    worker = forms.ChoiceField(label=_("Who accompanies the case?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, workers: Sequence[Worker], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._workers = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            (pk, f"{worker.name} ({worker.open_cases})")  # type: ignore[attr-defined]
            for pk, worker in self._workers.items()
        ]

    def chosen(self) -> Worker:
        """The worker that was chosen."""
        return self._workers[self.cleaned_data["worker"]]


class StageForm(forms.Form):
    """A step to another stage by decision, with its reason."""

    stage = forms.ChoiceField(label=_("To which stage?"), widget=forms.RadioSelect)
    because = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, now: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [stage for stage in Stage if stage in NEXT[now] and stage is not Stage.CLOSED]
        stages, reasons = content.codelist("case_stage"), content.codelist("stage_reason")
        self.fields["stage"].choices = [(step.value, stages.label(step)) for step in steps]  # type: ignore[attr-defined]
        self.fields["because"].choices = [  # type: ignore[attr-defined]
            (item.code, str(item.label)) for item in reasons if item.flag("chosen")
        ]


class CloseForm(forms.Form):
    """Why and when the case is closed."""

    reason = CodeField("closure_reason", label=_("Why is it closed?"))
    on = DayField(label=_("Day"))
