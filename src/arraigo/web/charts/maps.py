"""Maps: areas (or seats within one area) in the steps of the ramp, with numbers where there is room."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zlib import crc32

from django.utils.translation import gettext as _

from .. import formats
from ..components import Component, Words
from .scales import FEWEST_POINTS, known, step_for

RAMP = ("#f7f3ec", "#f6e3d6", "#ebc4a9", "#d98f66", "#ae5830")
"""Ink stands on the first four, white on the last."""

INK = ("#1b1e27", "#1b1e27", "#1b1e27", "#1b1e27", "#ffffff")

WIDTH, TALLEST, LEGEND = 440, 520, 34
"""Of the drawing, in pixels as it is meant to be seen; the legend is below it."""

_LETTER = 7.4
_COMMANDS = re.compile(r"([MmLlHhVvZz])|(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a map: its outline, or the place of its seat where there is none. ``value`` None is not known."""

    name: Words
    value: float | None
    outline: str = ""
    label_at: tuple[float, float] | None = None
    seat: tuple[float, float] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area as drawn."""

    fill: str
    spoken: str
    url: str
    outline: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number on an area."""

    x: float
    y: float
    words: str
    ink: str
    halo: bool


@dataclass(frozen=True, slots=True)
class Swatch:
    """A step of the legend."""

    x: float
    fill: str
    words: str


@dataclass(frozen=True, slots=True)
class Map(Component):
    """
    A map of areas; the table beside it is the main thing, and says every number.

    :param box: left, top, width and height of what is shown, in the units of the outlines.
    :param ground: an outline under areas that have none of their own.
    """

    template: ClassVar[str] = "web/charts/map.html"
    title: Words
    areas: Sequence[Area]
    box: tuple[float, float, float, float]
    unit: str = "share"
    how_to_read: Words = ""
    ground: str = ""
    level: int = 3

    @property
    def enough(self) -> bool:
        return len(known(area.value for area in self.areas)) >= FEWEST_POINTS

    @property
    def id(self) -> str:
        return f"map-{crc32(str(self.title).encode()):08x}"

    @property
    def scale(self) -> float:
        return round(min(WIDTH / self.box[2], TALLEST / self.box[3]), 4)

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def drawn_height(self) -> float:
        return round(self.box[3] * self.scale, 1)

    @property
    def height(self) -> float:
        return round(self.drawn_height + LEGEND + 8, 1)

    @property
    def transform(self) -> str:
        left, top, width, _height = self.box
        aside = (WIDTH - width * self.scale) / 2
        return f"translate({aside:g} 0) scale({self.scale:g}) translate({-left:g} {-top:g})"

    @property
    def steps(self) -> list[float]:
        """Where each step of the ramp begins: round values, at most five."""
        there = known(area.value for area in self.areas)
        low, high = min(there), max(there)
        step = step_for(high - low, len(RAMP)) if high > low else step_for(high or 1.0)
        first = int(low / step + 1e-9) * step
        count = min(int((high - first) / step + 1e-9) + 1, len(RAMP))
        return [round(first + step * number, 10) for number in range(count)]

    def _step(self, value: float) -> int:
        return max(sum(value >= start - 1e-12 for start in self.steps) - 1, 0)

    def _fill(self, value: float | None) -> str:
        return f"url(#{self.id}-hatch)" if value is None else RAMP[self._ramp(self._step(value))]

    def _ramp(self, step: int) -> int:
        """Few steps use the whole ramp."""
        last = max(len(self.steps) - 1, 1)
        return round(step * (len(RAMP) - 1) / last)

    @property
    def shapes(self) -> list[Shape]:
        return [
            Shape(
                self._fill(area.value),
                f"{area.name}: {self.written(area.value)}",
                area.url,
                area.outline,
                self._at(area.seat) if area.seat else None,
            )
            for area in self.areas
        ]

    def written(self, value: float | None) -> str:
        return _("no data") if value is None else formats.written(value, self.unit)

    def _begin(self, value: float) -> str:
        """Where a step begins: ``20 %``, not ``20.0 %``."""
        return (
            formats.percent(value, 0 if round(value * 100, 6).is_integer() else 1)
            if self.unit == "share"
            else self.written(value)
        )

    def _bare(self, value: float) -> str:
        return formats.number(value * 100, 0) if self.unit == "share" else formats.written(value, self.unit)

    @property
    def numbers(self) -> list[Number]:
        """On areas where the number has room; beside seats, on the highest few."""
        found = []
        seats = sorted(
            (area for area in self.areas if area.seat and area.value),
            key=lambda area: -(area.value or 0),
        )
        for area in self.areas:
            if area.value is None:
                continue
            words = self._bare(area.value)
            if area.label_at and self._has_room(area.outline, words):
                x, y = self._at(area.label_at)
                found.append(Number(x, y + 4.5, words, INK[self._ramp(self._step(area.value))], False))
            elif area in seats[:5] and area.seat:
                x, y = self._at(area.seat)
                found.append(Number(x, y - 13, words, INK[0], True))
        return found

    def _has_room(self, outline: str, words: str) -> bool:
        _left, _top, width, height = bounds(outline)
        return width * self.scale > len(words) * _LETTER + 16 and height * self.scale > 26

    def _at(self, point: tuple[float, float]) -> tuple[float, float]:
        aside = (WIDTH - self.box[2] * self.scale) / 2
        return (
            round((point[0] - self.box[0]) * self.scale + aside, 1),
            round((point[1] - self.box[1]) * self.scale, 1),
        )

    @property
    def legend(self) -> list[Swatch]:
        starts = self.steps
        found: list[tuple[str, str]] = []
        for number, start in enumerate(starts):
            if number == 0 and len(starts) > 1:
                words = _("under %(value)s") % {"value": self._begin(starts[1])}
            elif number == len(starts) - 1:
                words = _("%(value)s and more") % {"value": self._begin(start)}
            else:
                words = self._bare(start)
            found.append((RAMP[self._ramp(number)], words))
        if any(area.value is None for area in self.areas):
            found.append((self._fill(None), _("no data")))
        x, swatches = 0.0, []
        for fill, words in found:
            swatches.append(Swatch(round(x, 1), fill, words))
            x += 24 + len(words) * _LETTER + 8
        return swatches

    @property
    def legend_y(self) -> float:
        return round(self.drawn_height + 14, 1)

    @property
    def spoken(self) -> str:
        """The sentence that stands for the drawing."""
        there = [area for area in self.areas if area.value is not None]
        if not there:
            return str(self.title)
        high, low = max(there, key=lambda a: a.value or 0), min(there, key=lambda a: a.value or 0)
        return _("%(title)s. Highest: %(high)s, %(most)s. Lowest: %(low)s, %(least)s.") % {
            "title": self.title,
            "high": high.name,
            "most": self.written(high.value),
            "low": low.name,
            "least": self.written(low.value),
        }


def bounds(outline: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of an outline of straight lines (commands M, L, H, V and Z)."""
    xs, ys = zip(*_points(outline), strict=True)
    return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def _points(outline: str) -> list[tuple[float, float]]:
    command, x, y, start = "M", 0.0, 0.0, (0.0, 0.0)
    waiting: list[float] = []
    found: list[tuple[float, float]] = []
    for letter, digits in _COMMANDS.findall(outline):
        if letter:
            command, waiting = letter, []
            if letter in "Zz":
                x, y = start
            continue
        waiting.append(float(digits))
        if len(waiting) < (1 if command in "HhVv" else 2):
            continue
        relative = command.islower()
        if command in "Hh":
            x = waiting[0] + (x if relative else 0)
        elif command in "Vv":
            y = waiting[0] + (y if relative else 0)
        else:
            x, y = (waiting[0] + (x if relative else 0), waiting[1] + (y if relative else 0))
        if command in "Mm":
            start, command = (x, y), "l" if relative else "L"
        waiting = []
        found.append((x, y))
    return found or [(0.0, 0.0)]
