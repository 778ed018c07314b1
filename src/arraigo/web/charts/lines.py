"""Line charts: values through time, with the band of what is not known, goals and thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from zlib import crc32

from django.utils.translation import gettext as _

from .. import formats
from ..components import Component, Words
from .scales import FEWEST_POINTS, Scale, apart, known, path, runs, ticks_from_zero

COLOURS = ("#26437f", "#2c56a8", "#9a5607", "#0b6f69")
"""One series is añil; up to three have a colour and a marker of their own: circle, square, triangle."""

MARKERS = ("circle", "square", "triangle")


@dataclass(frozen=True, slots=True)
class Series:
    """A name and one value for each label; None is not known."""

    name: Words
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class GoalPoint:
    """A goal: its value at a label (by place, from 0), and the dashed way to it from a baseline."""

    at: int
    value: float
    words: Words
    note: Words = ""
    from_at: int | None = None
    from_value: float | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """A value that means something, as a dashed line; what it means is said in the line under the title."""

    value: float


@dataclass(frozen=True, slots=True)
class Label:
    """Words at a place."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    strong: bool = False
    colour: str = "#1b1e27"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on a line."""

    x: float
    y: float
    kind: str
    big: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A series as drawn."""

    colour: str
    d: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The chart at one width: what the template writes down."""

    id: str
    css: str
    width: int
    height: int
    left: float
    right: float
    grid: Sequence[tuple[float, str, bool]]
    x_labels: Sequence[Label]
    lines: Sequence[Line]
    labels: Sequence[Label]
    band: str = ""
    band_edge: str = ""
    thresholds: Sequence[float] = ()
    goal_line: str = ""
    goal_at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LineChart(Component):
    """A line chart with its title, its sentence for readers and its table. Made by ``line_chart``."""

    template: ClassVar[str] = "web/charts/line.html"
    title: Words
    labels: Sequence[Words]
    series: Sequence[Series]
    unit: str = "share"
    how_to_read: Words = ""
    upper: Sequence[float | None] = ()
    upper_words: Words = ""
    goal: GoalPoint | None = None
    thresholds: Sequence[Threshold] = ()
    top: float | None = None
    sentence: Words = ""
    csv_url: str = ""
    size: str = "main"
    level: int = 3

    @property
    def enough(self) -> bool:
        """Whether any series has enough points to be drawn."""
        return any(len(known(series.values)) >= FEWEST_POINTS for series in self.series)

    @property
    def id(self) -> str:
        return f"chart-{crc32(str(self.title).encode()):08x}"

    @property
    def spoken(self) -> str:
        """The sentence that stands for the drawing."""
        return str(self.sentence) or ". ".join(filter(None, map(self._way_of, self.series)))

    def _way_of(self, series: Series) -> str:
        there = [place for place, value in enumerate(series.values) if value is not None]
        if not there:
            return ""
        first, last = there[0], there[-1]
        return _("%(name)s: from %(first)s (%(start)s) to %(last)s (%(end)s)") % {
            "name": series.name,
            "first": self.write(series.values[first]),
            "start": self.labels[first],
            "last": self.write(series.values[last]),
            "end": self.labels[last],
        }

    def write(self, value: float | None) -> str:
        return "" if value is None else formats.written(value, self.unit)

    def bare(self, value: float) -> str:
        """A value without its unit, for labels on points."""
        return formats.number(value * 100, 1) if self.unit == "share" else self.write(value)

    def tick(self, value: float) -> str:
        if self.unit == "share":
            return formats.number(value * 100)
        return formats.number(value)

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """(label, the values of each series and, last, of the band) of each row."""
        columns = [series.values for series in self.series] + ([self.upper] if self.upper else [])
        return [
            (str(label), [self.write(column[place]) if place < len(column) else "" for column in columns])
            for place, label in enumerate(self.labels)
        ]

    @property
    def columns(self) -> list[Words]:
        names = [series.name for series in self.series]
        return [*names, self.upper_words or _("at most")] if self.upper else names

    @property
    def drawings(self) -> list[Drawing]:
        """The chart for a wide page and for a phone; the style sheet shows one of them."""
        if self.size == "margin":
            return [draw(self, 300, 190, "")]
        return [draw(self, 704, 262, "wide"), draw(self, 328, 236, "narrow")]

    @property
    def notes(self) -> list[Words]:
        """What the labels of the wide drawing say, for the phone, where they have no room."""
        goal = (
            [f"{self.goal.words}. {self.goal.note}" if self.goal.note else self.goal.words]
            if self.goal
            else []
        )
        return [self.upper_words, *goal] if self.upper and self.upper_words else goal


def draw(chart: LineChart, width: int, height: int, css: str) -> Drawing:
    """Where everything of a chart goes on paper of a width and a height."""
    return _Pen(chart, width, height, css).drawing()


class _Pen:
    """Places the parts of one drawing."""

    def __init__(self, chart: LineChart, width: int, height: int, css: str) -> None:
        self.chart, self.width, self.height, self.css = chart, width, height, css
        self.roomy = css == "wide"
        self.several = len(chart.series) > 1
        self.ticks = self._ticks()
        right = width - self._room_at_right()
        self.x = Scale(0, max(len(chart.labels) - 1, 1), 34 if width > 304 else 26, right)
        self.y = Scale(self.ticks[0], self.ticks[-1], height - 30, 14)

    def _ticks(self) -> list[float]:
        chart = self.chart
        values = known([value for series in chart.series for value in series.values] + [*chart.upper])
        values += [threshold.value for threshold in chart.thresholds] + (
            [chart.goal.value] if chart.goal else []
        )
        most = 5 if self.height > 200 else 2
        return ticks_from_zero(chart.top or max(values, default=1), most, min(values, default=0))

    def _room_at_right(self) -> int:
        if self.several:
            longest = max(len(f"{series.name} {self._last_words(series)}") for series in self.chart.series)
            return 14 + round(7.2 * longest)
        return 176 if self.roomy and (self.chart.goal or self.chart.upper) else 28

    def _last_words(self, series: Series) -> str:
        there = known(series.values)
        return self.chart.bare(there[-1]) if there else ""

    def points(self, values: Sequence[float | None]) -> list[tuple[float, float] | None]:
        return [
            None if value is None else (self.x(place), self.y(value)) for place, value in enumerate(values)
        ]

    def drawing(self) -> Drawing:
        band, edge = self._band()
        goal_line, goal_at = self._goal()
        return Drawing(
            id=f"{self.chart.id}-{self.css or 'only'}",
            css=self.css or "only",
            width=self.width,
            height=self.height,
            left=self.x.start,
            right=self.x.end,
            grid=[(self.y(tick), self._tick_words(tick), tick == 0) for tick in self.ticks],
            x_labels=self._x_labels(),
            lines=[self._line(place, series) for place, series in enumerate(self.chart.series)],
            labels=[*self._value_labels(), *self._series_labels(), *self._notes()],
            band=band,
            band_edge=edge,
            thresholds=[self.y(threshold.value) for threshold in self.chart.thresholds],
            goal_line=goal_line,
            goal_at=goal_at,
        )

    def _tick_words(self, tick: float) -> str:
        words = self.chart.tick(tick)
        return (
            words + formats.percent_sign() if self.chart.unit == "share" and tick == self.ticks[-1] else words
        )

    def _x_labels(self) -> list[Label]:
        every = -(-len(self.chart.labels) * 58 // max(round(self.x.end - self.x.start) + 58, 1))
        last = len(self.chart.labels) - 1
        shown = [place for place in range(last + 1) if (last - place) % every == 0]
        return [
            Label(self.x(place), self.height - 10, str(self.chart.labels[place]), "middle") for place in shown
        ]

    def _line(self, place: int, series: Series) -> Line:
        colour, kind = self._look(place)
        points = self.points(series.values)
        there = [point for point in points if point]
        marks = [Mark(x, y, kind, not self.several and (x, y) == there[-1]) for x, y in there]
        few = self.several or len(there) <= 13
        return Line(colour, "".join(path(run) for run in runs(points)), marks if few else marks[-1:])

    def _look(self, place: int) -> tuple[str, str]:
        return (COLOURS[1 + place % 3], MARKERS[place % 3]) if self.several else (COLOURS[0], MARKERS[0])

    def _band(self) -> tuple[str, str]:
        """The band between the values and what they could be, and its dashed edge."""
        if not self.chart.upper:
            return "", ""
        pairs = zip(self.points(self.chart.series[0].values), self.points(self.chart.upper), strict=False)
        both = [(low, high) for low, high in pairs if low and high]
        low, high = [pair[0] for pair in both], [pair[1] for pair in both]
        return (path([*high, *reversed(low)]) + "Z", path(high)) if len(both) > 1 else ("", "")

    def _goal(self) -> tuple[str, tuple[float, float] | None]:
        goal = self.chart.goal
        if goal is None:
            return "", None
        end = (self.x(goal.at), self.y(goal.value))
        if goal.from_at is None or goal.from_value is None:
            return path([(self.x.start, end[1]), end]), end
        return path([(self.x(goal.from_at), self.y(goal.from_value)), end]), end

    def _value_labels(self) -> list[Label]:
        """Values on the points of a single series: under the line, the last one above it and strong."""
        if self.several or self.width < 304:
            return []
        series = self.chart.series[0]
        there = [place for place, value in enumerate(series.values) if value is not None]
        crowded = len(there) > (8 if self.roomy else 4)
        shown = [there[0], there[-1]] if crowded and len(there) > 1 else there
        return [self._value_label(place, series.values[place] or 0.0, place == there[-1]) for place in shown]

    def _value_label(self, place: int, value: float, last: bool) -> Label:
        x, y = self.x(place), self.y(value)
        if last:
            return Label(x + 6, y - 9, self.chart.write(value), "end", True, COLOURS[0])
        below = y + 19 if y < self.height - 56 else y - 10
        return Label(
            x + (4 if place == 0 else 0), below, self.chart.bare(value), "start" if place == 0 else "middle"
        )

    def _series_labels(self) -> list[Label]:
        """Name and last value at the end of each line, kept apart."""
        if not self.several:
            return []
        ends = [[point for point in self.points(series.values) if point] for series in self.chart.series]
        drawn = [(place, points[-1]) for place, points in enumerate(ends) if points]
        heights = apart([point[1] for _place, point in drawn], 17)
        return [
            Label(
                self.x.end + 9,
                height + 4,
                f"{self.chart.series[place].name} {self._last_words(self.chart.series[place])}",
                "start",
                True,
                self._look(place)[0],
            )
            for (place, _point), height in zip(drawn, heights, strict=True)
        ]

    def _notes(self) -> list[Label]:
        """What the band and the goal mean, at their right ends, where there is room."""
        if not self.roomy:
            return []
        found: list[Label] = []
        goal = self.chart.goal
        if self.chart.upper and self.chart.upper_words:
            high = [point for point in self.points(self.chart.upper) if point][-1]
            for row, words in enumerate(wrapped(str(self.chart.upper_words), 27)):
                found.append(Label(high[0] + 9, high[1] - 6 + 16 * row, words, colour=COLOURS[0]))
        if goal:
            x, y = self.x(goal.at) + 12, self.y(goal.value)
            found.append(Label(x, y, str(goal.words), strong=True))
            found.append(Label(x, y + 16, str(goal.note), colour="#474d5b"))
        return found


def wrapped(words: str, width: int) -> list[str]:
    """Words in lines of about ``width`` letters."""
    lines = [""]
    for word in words.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def line_chart(
    *,
    title: Words,
    labels: Sequence[Words],
    series: Sequence[Series],
    unit: str = "share",
    how_to_read: Words = "",
    upper: Sequence[float | None] = (),
    upper_words: Words = "",
    goal: GoalPoint | None = None,
    thresholds: Sequence[float] = (),
    top: float | None = None,
    sentence: Words = "",
    csv_url: str = "",
    size: str = "main",
    level: int = 3,
) -> LineChart:
    """
    A line chart of one to three series.

    :param title: the measure and the years; ``how_to_read`` is the second line.
    :param labels: of the axis, oldest first; may reach beyond the values, as far as a goal does.
    :param unit: one of ``formats.WRITERS``; shares go from 0 to 1.
    :param upper: how high each value of the first series could be if those of whom nothing is known counted.
    :param top: the axis' end, where it is known (1 for scores); else a round number above all values.
    :param size: ``main`` (drawn for a wide page and for a phone) or ``margin``.
    :raises ValueError: for no series, more than three, or values that outrun the labels.
    """
    if not 1 <= len(series) <= len(MARKERS):
        raise ValueError(f"a line chart has one to three series, not {len(series)}")
    if any(len(each.values) > len(labels) for each in series) or len(upper) > len(labels):
        raise ValueError("a line chart has a label for each value")
    marks = tuple(Threshold(value) for value in thresholds)
    return LineChart(
        title=title, labels=labels, series=series, unit=unit, how_to_read=how_to_read, upper=upper,
        upper_words=upper_words, goal=goal, thresholds=marks, top=top, sentence=sentence, csv_url=csv_url,
        size=size, level=level,
    )  # fmt: skip
