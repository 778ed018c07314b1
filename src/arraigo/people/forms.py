"""What a reviewer fills in: a decision, the fields of a merge, why it is undone and whose the rest is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from arraigo.core import content
from arraigo.people.queries.merges import Since
from arraigo.web import formats
from arraigo.web.codes import CodeField

_CHOOSE = gettext_lazy("Choose one of the answers.")


def _reasons(decision: str) -> Callable[[], list[tuple[str, str]]]:
    """Reasons of the list for one decision."""
    return lambda: [
        (item.code, str(item.label))
        for item in content.codelist("pair_reason")
        if item.get("decision") == decision
    ]


class DecisionForm(forms.Form):
    """Same, different or later; the last two with their reason."""

    decision = forms.ChoiceField(
        choices=[("same", "same"), ("different", "different"), ("later", "later")],
        error_messages={"required": gettext_lazy("Say whether they are the same person.")},
    )
    reason_different = forms.ChoiceField(
        label=gettext_lazy("How do you know that they are two?"),
        choices=_reasons("different"),
        widget=forms.RadioSelect,
        required=False,
    )
    reason_later = forms.ChoiceField(
        label=gettext_lazy("What is missing?"),
        choices=_reasons("later"),
        widget=forms.RadioSelect,
        required=False,
    )
    one = forms.UUIDField(widget=forms.HiddenInput)
    other = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        field = f"reason_{said.get('decision')}"
        if field in self.fields and not said.get(field) and field not in self.errors:
            self.add_error(field, str(_CHOOSE))
        return said

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get(f"reason_{self.cleaned_data['decision']}", ""))


class ReopenForm(forms.Form):
    """Why a decision is asked for again."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why is it decided again?"), choices=_reasons("waiting"), widget=forms.RadioSelect
    )


class MergeForm(forms.Form):
    """Whose value holds in each field that differs, and why the two are one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    reason = CodeField("merge_reason", label=gettext_lazy("How do you know that they are one?"))

    def __init__(self, *args: Any, differing: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = list(differing)
        for field, proposed in differing.items():
            self.fields[field] = forms.ChoiceField(
                choices=[("kept", "kept"), ("merged", "merged")], initial=proposed, widget=forms.RadioSelect
            )

    @property
    def chosen(self) -> dict[str, str]:
        return {field: self.cleaned_data[field] for field in self.differing}


class UnmergeForm(forms.Form):
    """Why a merge is undone, and of each row that came since and hangs from nothing, whose it is."""

    reason = CodeField("unmerge_reason", label=gettext_lazy("Why are they taken apart?"))

    def __init__(self, *args: Any, unknown: Iterable[Since], names: tuple[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"owner-{row.key}": row for row in unknown}
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=since_words(row),
                choices=[("kept", names[0]), ("merged", names[1])],
                widget=forms.RadioSelect,
                error_messages={"required": _CHOOSE},
            )

    @property
    def owners(self) -> dict[str, str]:
        return {
            row.key: self.cleaned_data[name] for name, row in self.rows.items() if name in self.cleaned_data
        }

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.rows]


def since_words(row: Since) -> str:
    """``Return, 16 Nov 2026, Centro La Aurora``: enough to ask the institution whose it is."""
    kind = content.label("person_record", row.reference.table.replace(".", "_"))
    parts = [kind, formats.day(row.on) if row.on else "", row.institution.name if row.institution else ""]
    return ", ".join(part for part in parts if part)


def whose(row: Since, names: tuple[str, str]) -> str:
    """With whom a row goes that needs no answer."""
    if row.owner is None:
        return _("goes with what its institution did")
    return _("goes with %(name)s") % {"name": names[0] if row.owner == "kept" else names[1]}
