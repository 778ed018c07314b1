"""What can be wrong with content, said so that the person who wrote the file can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands, what is wrong, and what is allowed there."""

    file: str
    line: int
    what: str
    allowed: str = ""

    def __str__(self) -> str:
        allowed = f" Allowed: {self.allowed}." if self.allowed else ""
        return f"{self.file}:{self.line}: {self.what}.{allowed}"


class ContentError(Exception):
    """Content that may not be used. Carries every problem of every file read, in order of file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        head = f"The content has {count} problem{'' if count == 1 else 's'}:"
        super().__init__("\n".join([head, *map(str, self.problems)]))
