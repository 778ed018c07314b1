"""A trend in the width of a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from ..components import Component, Words
from .scales import FEWEST_POINTS, Scale, known, path, runs

WIDTH, HEIGHT = 112, 26


@dataclass(frozen=True, slots=True)
class Sparkline(Component):
    """
    A line through values with a dot on the last one; the goal is dashed. Decoration of the number beside it, so it
    is hidden from readers unless it has a label.
    """

    template: ClassVar[str] = "web/charts/sparkline.html"
    values: Sequence[float | None]
    goal: float | None = None
    label: Words = ""
    tone: str = "anil"

    @property
    def enough(self) -> bool:
        return len(known(self.values)) >= FEWEST_POINTS

    @property
    def words(self) -> str:
        """What stands where there is too little to draw."""
        return _("few observations") if known(self.values) else _("no observations")

    def _y(self) -> Scale:
        there = known([*self.values, self.goal])
        return Scale(min(there), max(there), HEIGHT - 4, 4)

    @property
    def points(self) -> list[tuple[float, float] | None]:
        across = Scale(0, len(self.values) - 1, 2, WIDTH - 6)
        up = self._y()
        return [
            None if value is None else (across(place), up(value)) for place, value in enumerate(self.values)
        ]

    @property
    def line(self) -> str:
        return "".join(path(run) for run in runs(self.points))

    @property
    def last(self) -> tuple[float, float]:
        return [point for point in self.points if point is not None][-1]

    @property
    def goal_at(self) -> float | None:
        return None if self.goal is None else self._y()(self.goal)


def sparkline(
    values: Sequence[float | None], goal: float | None = None, *, label: Words = "", tone: str = "anil"
) -> Sparkline:
    """A sparkline of values, oldest first; None is a gap. With fewer than three values it says so in words."""
    return Sparkline(values, goal, label, tone)
