"""Components made of lines, cells and steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from .base import Component, Words


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts something: each is a link to what it counts. ``shape`` is a name of ``states.SHAPES``."""

    label: Words
    value: Words
    url: str = ""
    shape: str = ""
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine(Component):
    """Figures on one line, parted by hairlines; ``at_end`` sends one to the right edge."""

    template: ClassVar[str] = "web/figure_line.html"
    figures: Sequence[Figure]
    label: Words = ""

    @property
    def has_links(self) -> bool:
        """Without a link the line takes the focus itself, because on a phone it scrolls."""
        return any(figure.url for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Tab:
    """One way to filter what is below, with how many it would show."""

    label: Words
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Tabs(Component):
    """Links that filter; ``label`` names them for readers, ``ruled`` draws the line under them."""

    template: ClassVar[str] = "web/tabs.html"
    tabs: Sequence[Tab]
    label: Words
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Stepper(Component):
    """Numbered steps of a task. ``current`` counts from 1; a done step may be a link back: (label, url)."""

    template: ClassVar[str] = "web/stepper.html"
    steps: Sequence[Words | tuple[Words, str]]
    current: int

    @property
    def drawn(self) -> list[tuple[int, Words, str, str]]:
        """(number, label, url, ``done``, ``current`` or ``ahead``) of each step."""
        parts = [step if isinstance(step, tuple) else (step, "") for step in self.steps]
        words = [self._where(number) for number in range(1, len(parts) + 1)]
        return [(number + 1, label, url, words[number]) for number, (label, url) in enumerate(parts)]

    def _where(self, number: int) -> str:
        return "current" if number == self.current else "done" if number < self.current else "ahead"


@dataclass(frozen=True, slots=True)
class StageLine(Component):
    """Stages of something long, joined by a rule; ``current`` counts from 0, past the last one all are passed."""

    template: ClassVar[str] = "web/stage_line.html"
    stages: Sequence[Words]
    current: int
    note: Words = ""
    label: Words = ""

    @property
    def drawn(self) -> list[tuple[Words, str]]:
        """(word, ``passed``, ``current`` or ``ahead``) of each stage."""
        return [(word, self._where(place)) for place, word in enumerate(self.stages)]

    def _where(self, place: int) -> str:
        return "current" if place == self.current else "passed" if place < self.current else "ahead"


@dataclass(frozen=True, slots=True)
class Event:
    """A fact of a timeline: when, what, who."""

    on: date | datetime
    fact: Words
    who: Words = ""
    url: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Timeline(Component):
    """Facts, newest first. ``protected`` counts what is hidden, given only to those who may know that it exists."""

    template: ClassVar[str] = "web/timeline.html"
    events: Sequence[Event]
    protected: int = 0
    more_url: str = ""
    more: Words = ""


@dataclass(frozen=True, slots=True)
class MatrixItem:
    """Something that stands in a cell: state, title, a line of facts."""

    title: Words
    facts: Words = ""
    shape: str = "ring"
    state_word: Words = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row's name and its cells, in the order of the columns; an empty cell offers ``add_urls`` of its place."""

    name: Words
    cells: Sequence[Sequence[MatrixItem]]
    add_urls: Sequence[str] = ()

    @property
    def drawn(self) -> list[tuple[Sequence[MatrixItem], str]]:
        urls = [*self.add_urls, *[""] * len(self.cells)]
        return list(zip(self.cells, urls, strict=False))


@dataclass(frozen=True, slots=True)
class Matrix(Component):
    """Rows by columns with visible gaps: an empty cell is dashed and offers to add."""

    template: ClassVar[str] = "web/matrix.html"
    columns: Sequence[Words]
    rows: Sequence[MatrixRow]
    caption: Words
    empty: Words = ""
    add: Words = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a sum: its value, what it is, and where to see what it counts."""

    value: Words
    words: Words
    url: str = ""
    link: Words = ""


@dataclass(frozen=True, slots=True)
class Sum(Component):
    """A number taken apart: numerator ÷ denominator = value."""

    template: ClassVar[str] = "web/sum.html"
    terms: Sequence[Term]
    signs: Sequence[str] = field(default=("÷", "="))

    @property
    def drawn(self) -> list[tuple[str, Term, bool]]:
        """(sign before it, term, whether it is the result)."""
        signs = ["", *self.signs]
        return [(signs[place], term, place == len(self.terms) - 1) for place, term in enumerate(self.terms)]
