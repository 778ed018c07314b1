"""Form fields whose choices are the codes of a code list, labelled in the reader's language."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from arraigo.core import content

_CHOOSE_ONE = gettext_lazy("Choose one of the answers.")


def _choices(list_code: str, without: frozenset[str]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [pair for pair in content.codelist(list_code).choices() if pair[0] not in without]


class CodeField(forms.ChoiceField):
    """One code, chosen with radio buttons (or a select where ``select`` is set)."""

    def __init__(
        self,
        list_code: str,
        *,
        select: bool = False,
        without: frozenset[str] = frozenset(),
        empty_label: str | Promise = "",
        **kwargs: Any,
    ) -> None:
        listed = _choices(list_code, without)
        blank = select and (empty_label or not kwargs.get("required", True))

        def offered() -> list[tuple[str, str]]:
            return [("", str(empty_label) or "—"), *listed()] if blank else listed()

        kwargs.setdefault("error_messages", {"required": _CHOOSE_ONE, "invalid_choice": _CHOOSE_ONE})
        super().__init__(choices=offered, widget=forms.Select if select else forms.RadioSelect, **kwargs)


class CodesField(forms.MultipleChoiceField):
    """Several codes, ticked. Gives a list in the order of the code list."""

    def __init__(self, list_code: str, *, without: frozenset[str] = frozenset(), **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(choices=_choices(list_code, without), widget=forms.CheckboxSelectMultiple, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        ticked = set(super().to_python(value))
        known = [str(code) for code, _label in self.choices]  # type: ignore[union-attr, misc]
        return [code for code in known if code in ticked] + sorted(ticked - set(known))
