"""The short screening, with a note that is kept encrypted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.instruments.forms import QuestionnaireForm


class ScreeningForm(QuestionnaireForm):
    """The questions of the screening, and what else must be known to help."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    protected_note = forms.CharField(
        label=_("Protected note"),
        help_text=_("Only what is needed to help. It is encrypted and stays inside the case."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def as_recorded(self) -> dict[str, Any]:
        """Arguments of the operation `record_screening`."""
        said = self.cleaned_data
        return {"id": said["id"], "answers": self.answers(), "protected_note": said["protected_note"]}
