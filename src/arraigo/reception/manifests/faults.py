"""What is wrong in a row, or worth a look: a code with its values, worded in either language when it is shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from arraigo.core import content

from .messages import sentence


@cache
def _holds(code: str) -> bool:
    return content.codelist("manifest_fault").item(code).flag("holds")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that would mend the fault. ``values`` are what the row would then say; ``label`` what a person sees."""

    label: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing in one cell. ``row`` is 1-based as in the spreadsheet, ``column`` its header as in the file, ``value``
    what the cell says, ``field`` the field of the row's values that has to be written anew.

    ``code`` is one of the content list ``manifest_fault``, which holds its words and whether it ``holds`` the row
    back for a correction or is only a note.
    """

    code: str
    field: str
    row: int = 0
    column: str = ""
    value: str = ""
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the row waits for a correction because of it."""
        return _holds(self.code)

    def title(self, lang: str | None = None) -> str:
        """The heading under which faults of this kind are grouped."""
        return sentence("manifest_fault", self.code, "label", self._params(), lang)

    def reason(self, lang: str | None = None) -> str:
        """What happened."""
        return sentence("manifest_fault", self.code, "reason", self._params(), lang)

    def remedy(self, lang: str | None = None) -> str:
        """What to do now."""
        return sentence("manifest_fault", self.code, "remedy", self._params(), lang)

    def message(self, lang: str | None = None) -> str:
        """Reason and remedy in 'es' or 'en', the active language by default."""
        return f"{self.reason(lang)} {self.remedy(lang)}"

    def _params(self) -> dict[str, str | int]:
        return {"value": self.value, **self.params}

    def to_json(self) -> dict[str, Any]:
        """What a database row keeps: codes and values, no sentence."""
        return {
            "code": self.code,
            "field": self.field,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "params": dict(self.params),
            "candidates": [{"label": each.label, "values": dict(each.values)} for each in self.candidates],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Fault:
        """The fault that ``to_json`` wrote."""
        candidates = tuple(Candidate(each["label"], each["values"]) for each in kept.get("candidates", ()))
        return cls(**{**kept, "candidates": candidates})
