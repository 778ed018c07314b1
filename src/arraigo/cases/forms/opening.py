"""Opening a case: where, who accompanies it, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from arraigo.access.models import Institution, Worker
from arraigo.cases.queries import Suggestion
from arraigo.web.codes import CodeField

_NEAREST = 5
_OTHER = "other"


class OpenForm(forms.Form):
    """The nearest institutions are offered as choices, the rest in a list; the worker must be of the chosen one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    institution = forms.ChoiceField(
        label=gettext_lazy("Which institution accompanies the person?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the institution that will accompany the person.")},
    )
    other_institution = forms.ChoiceField(label=gettext_lazy("Another institution"), required=False)
    worker = forms.ChoiceField(label=gettext_lazy("Who accompanies the case?"), required=False)
    because = CodeField("case_reason", label=gettext_lazy("Why is it opened?"))

    def __init__(
        self, *args: Any, suggestions: Sequence[Suggestion], workers: Sequence[Worker], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._institutions = {str(one.institution.pk): one.institution for one in suggestions}
        self._workers = {str(one.pk): one for one in workers}
        nearest, rest = suggestions[:_NEAREST], suggestions[_NEAREST:]
        self.fields["institution"].choices = [  # type: ignore[attr-defined]
            *((str(one.institution.pk), _label(one)) for one in nearest),
            *([(_OTHER, _("Another one"))] if rest else []),
        ]
        self.fields["other_institution"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(one.institution.pk), one.institution.name) for one in rest),
        ]
        self.has_more = bool(rest)
        self.fields["worker"].choices = [  # type: ignore[attr-defined]
            ("", _("The institution decides")),
            *_by_institution(workers),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = said.get("institution")
        code = said.get("other_institution") if chosen == _OTHER else chosen
        if chosen == _OTHER and not code:
            self.add_error("other_institution", _("Choose the institution from the list."))
        worker = self._workers.get(said.get("worker", ""))
        if worker and code and str(worker.institution_id) != code:
            self.add_error(
                "worker",
                _(
                    "%(worker)s works at %(institution)s. Choose somebody of the institution, or let it decide."
                )
                % {"worker": worker.name, "institution": worker.institution.name},
            )
        said["institution"], said["worker"] = self._institutions.get(code or ""), worker
        return said

    def as_opened(self) -> dict[str, Any]:
        """Arguments of the operation `open_from`."""
        said = self.cleaned_data
        institution: Institution = said["institution"]
        return {
            "id": said["id"],
            "institution": institution,
            "worker": said["worker"],
            "because": said["because"],
        }


def _label(one: Suggestion) -> str:
    where = {
        "own": _("your own institution"),
        "here": _("in the municipality of destination"),
        "department": _("in the same department"),
        "everywhere": _("the whole country"),
        "elsewhere": "",
    }[one.near]
    name = one.institution.name
    return _("%(institution)s, %(where)s") % {"institution": name, "where": where} if where else name


def _by_institution(workers: Sequence[Worker]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for worker in workers:
        count = worker.open_cases  # type: ignore[attr-defined]  # annotated by `workers_of`
        words = ngettext("%(name)s, %(count)d open case", "%(name)s, %(count)d open cases", count) % {
            "name": worker.name,
            "count": count,
        }
        groups.setdefault(worker.institution.name, []).append((str(worker.pk), words))
    return list(groups.items())
