"""Needs and capacities in the three dimensions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from arraigo.cases.models import Capacity, Need
from arraigo.cases.services import Found
from arraigo.core import content
from arraigo.core.content import CodeItem

_LISTS = ("need", "capacity")


@dataclass(frozen=True, slots=True)
class Line:
    """One need or capacity on the page: whether it was found, what exactly, and whether it cannot wait."""

    label: str
    protected: bool
    found: BoundField
    detail: BoundField
    urgent: BoundField | None
    met: BoundField | None

    @property
    def chosen(self) -> bool:
        """Whether it is ticked as the page is shown."""
        return bool(self.found.value())


@dataclass(frozen=True, slots=True)
class Group:
    """What stands under one dimension."""

    dimension: str
    needs: list[Line]
    capacities: list[Line]


class NeedsForm(forms.Form):
    """
    For each need and capacity of the lists: found or not, and in the person's terms what exactly. A need that is
    known already can be ticked as met.
    """

    def __init__(self, *args: Any, known: Iterable[Need] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known = {need.code: need for need in known if need.met_on is None}
        for list_code in _LISTS:
            for item in content.codelist(list_code):
                name = f"{list_code}_{item.code}"
                label = str(item.label)
                self.fields[name] = forms.BooleanField(label=label, required=False)
                self.fields[f"{name}_detail"] = forms.CharField(
                    label=_("Detail of “%(what)s”") % {"what": label}, required=False, max_length=200
                )
                if list_code == "need":
                    self.fields[f"{name}_urgent"] = forms.BooleanField(label=_("Cannot wait"), required=False)
                if list_code == "need" and item.code in self._known:
                    self.fields[f"{name}_met"] = forms.BooleanField(label=_("It is met now"), required=False)

    def groups(self) -> list[Group]:
        """The lines of the page by dimension."""
        return [
            Group(dimension, self._lines("need", dimension), self._lines("capacity", dimension))
            for dimension in content.codelist("dimension").codes
        ]

    def found(self, list_code: str) -> list[Found]:
        """What was ticked, as the operations `set_needs` and `set_capacities` take it."""
        said = self.cleaned_data
        return [
            Found(
                item.code,
                item.dimension or "social",
                said[f"{list_code}_{item.code}_detail"],
                bool(said.get(f"{list_code}_{item.code}_urgent")),
            )
            for item in content.codelist(list_code)
            if said[f"{list_code}_{item.code}"] and not said.get(f"{list_code}_{item.code}_met")
        ]

    def met(self) -> list[Need]:
        """Known needs that were ticked as met."""
        return [need for code, need in self._known.items() if self.cleaned_data.get(f"need_{code}_met")]

    def _lines(self, list_code: str, dimension: str) -> list[Line]:
        items = [item for item in content.codelist(list_code) if (item.dimension or "social") == dimension]
        lines = [self._line(list_code, item) for item in items]
        return sorted(lines, key=lambda line: not line.chosen)

    def _line(self, list_code: str, item: CodeItem) -> Line:
        name = f"{list_code}_{item.code}"
        urgent = self[f"{name}_urgent"] if list_code == "need" else None
        met = self[f"{name}_met"] if f"{name}_met" in self.fields else None
        return Line(str(item.label), item.protected, self[name], self[f"{name}_detail"], urgent, met)


def initial_of(needs: Iterable[Need], capacities: Iterable[Capacity]) -> dict[str, Any]:
    """What the page shows of what was found before; needs that were met are not asked again."""
    found: dict[str, Any] = {}
    for need in needs:
        if need.met_on is None:
            name = f"need_{need.code}"
            found |= {name: True, f"{name}_detail": need.detail, f"{name}_urgent": need.urgent}
    for capacity in capacities:
        name = f"capacity_{capacity.capacity}"
        found |= {name: True, f"{name}_detail": capacity.detail}
    return found
