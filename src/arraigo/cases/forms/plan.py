"""An action of the plan, and the signature."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Institution
from arraigo.cases.forms.days import DayField
from arraigo.cases.models import Need, PlanAction
from arraigo.core import content
from arraigo.web.codes import CodeField


def level_choices() -> list[tuple[str, str]]:
    """Levels in the words of a plan: «Persona y familia»."""
    return [(item.code, str(item.get("in_plan") or item.label)) for item in content.codelist("level")]


class ActionForm(forms.Form):
    """What will be done, who does it, until when, and which need it answers."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    alert = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What will be done"),
        help_text=_("A few words that the person understands"),
        max_length=160,
        error_messages={
            "required": _("Write what will be done, in a few words that the person understands.")
        },
    )
    dimension = CodeField("dimension", label=_("Dimension"))
    level = forms.ChoiceField(
        label=_("Level"),
        choices=level_choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    institution = forms.ModelChoiceField(
        label=_("Who does it"),
        queryset=Institution.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the institution that does it.")},
    )
    due_on = DayField(label=_("Until when"), required=False)
    need = forms.ChoiceField(label=_("Need that it answers"), required=False)

    def __init__(self, *args: Any, institutions: Any, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        self.fields["institution"].queryset = institutions  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", "—"), *_need_choices(needs)]  # type: ignore[attr-defined]

    def as_action(self) -> dict[str, Any]:
        """Arguments of `add_action` and, without ``id`` and ``alert``, of `change_action`."""
        said = self.cleaned_data
        names = ("id", "alert", "title", "dimension", "level", "institution", "due_on")
        return {name: said[name] for name in names} | {"need": self._needs.get(said["need"])}


def initial_of(action: PlanAction) -> dict[str, Any]:
    """What the page shows of an action that exists."""
    names = ("title", "dimension", "level", "due_on", "alert")
    told: dict[str, Any] = {name: getattr(action, name) for name in names}
    need: UUID | None = action.need_id
    return told | {"id": action.pk, "institution": action.institution_id, "need": str(need or "")}


class SignForm(forms.Form):
    """The day on which the person agreed to the plan."""

    on = DayField(label=_("Day of the signature"))


def _need_choices(needs: Iterable[Need]) -> list[tuple[str, str]]:
    return [(str(need.pk), content.label("need", need.code)) for need in needs]
