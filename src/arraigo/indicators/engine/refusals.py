"""What the engine refuses: asking an indicator for what its rows do not have."""

from __future__ import annotations

from collections.abc import Iterable

from arraigo.core.errors import Refused


class _DoesNotApply(Refused):
    words = ""

    def __init__(self, code: str, key: str, allowed: Iterable[str]) -> None:
        self.code, self.key, self.allowed = code, key, tuple(allowed)
        super().__init__(self.words.format(code=code, key=key, allowed=", ".join(self.allowed) or "none"))


class BreakdownDoesNotApply(_DoesNotApply):
    """The indicator cannot be broken down that way; ``allowed`` says how it can."""

    words = "The indicator {code} has no breakdown by {key}. It has these: {allowed}."


class FilterDoesNotApply(_DoesNotApply):
    """The indicator's rows have nothing of the name to filter by; ``allowed`` says what they have."""

    words = "The indicator {code} cannot be limited by {key}. It can by these: {allowed}."
