"""Components drawn along an axis: the twelve months, clocks, the way to a goal, a whole in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from arraigo.core.periods import add_months

from .. import formats
from .base import Component, Words


@dataclass(frozen=True, slots=True)
class YearMark:
    """A moment of the twelve months: due on a day, done (with its score, written) or excused."""

    month: int
    due_on: date
    done: bool = False
    score: Words = ""
    excused: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class DrawnMark:
    """A mark where it stands on the line, from 0 to 100."""

    at: float
    label: str
    text: str
    way: str
    url: str


@dataclass(frozen=True, slots=True)
class YearLine(Component):
    """The twelve months after a day, filled to today, with what is due along them."""

    template: ClassVar[str] = "web/year_line.html"
    start_on: date
    today: date
    marks: Sequence[YearMark]
    start_label: Words = ""
    months: int = 12

    @property
    def end_on(self) -> date:
        return add_months(self.start_on, self.months)

    @property
    def day(self) -> int:
        """Days since the start."""
        return (self.today - self.start_on).days

    @property
    def today_at(self) -> float:
        """Where today stands, from 0 to 100."""
        return self._at(self.today)

    @property
    def today_words(self) -> str:
        return _("today, day %(day)s") % {"day": formats.number(self.day, 0)}

    def _at(self, day: date) -> float:
        whole = (self.end_on - self.start_on).days
        return round(100 * min(max((day - self.start_on).days / whole, 0), 1), 2)

    @property
    def drawn(self) -> list[DrawnMark]:
        return [self._drawn(mark) for mark in self.marks]

    @property
    def ticks(self) -> list[float]:
        """Where each month begins."""
        return [self._at(add_months(self.start_on, month)) for month in range(self.months + 1)]

    def _drawn(self, mark: YearMark) -> DrawnMark:
        label = _("%(months)d months") % {"months": mark.month} if mark.month != 1 else _("1 month")
        days_late = (self.today - mark.due_on).days
        if mark.done or mark.excused:
            text = str(mark.score) if mark.done else _("excused")
            return DrawnMark(self._at(mark.due_on), label, text, "done" if mark.done else "excused", mark.url)
        if days_late > 0:
            return DrawnMark(self._at(mark.due_on), label, formats.days_late(days_late), "late", mark.url)
        return DrawnMark(self._at(mark.due_on), label, formats.day_short(mark.due_on), "due", mark.url)


@dataclass(frozen=True, slots=True)
class Clock(Component):
    """
    How a term stands: words first, then a track.

    ``elapsed`` is the share of the term that has passed: 1 at the limit, more beyond it.
    """

    template: ClassVar[str] = "web/clock.html"
    words: Words
    elapsed: float
    paused: bool = False
    inline: bool = False

    @classmethod
    def between(
        cls, start: datetime, limit: datetime, now: datetime, *, paused: Words = "", inline: bool = False
    ) -> "Clock":
        """The clock of a term. ``paused`` says why it stands still, and then it does."""
        term = max((limit - start).total_seconds(), 1)
        words = paused or (formats.left(limit - now) if now <= limit else formats.late(now - limit))
        return cls(words, max((now - start).total_seconds() / term, 0), bool(paused), inline)

    @classmethod
    def days(cls, start_on: date, due_on: date, today: date, *, inline: bool = False) -> "Clock":
        """The clock of a term in days: late from the day after ``due_on``."""
        left = (due_on - today).days
        term = max((due_on - start_on).days, 1)
        if left < 0:
            return cls(formats.days_late(-left), max(1 - left / term, 1), inline=inline)
        words = formats.left(timedelta(days=left)) if left else _("Due today")
        return cls(words, min(max((today - start_on).days / term, 0), 1), inline=inline)

    @property
    def late(self) -> bool:
        return self.elapsed > 1 and not self.paused

    @property
    def limit_at(self) -> float:
        """Where the limit stands on the track, from 0 to 100; at least 60, so that the term stays readable."""
        return round(max(100 / self.elapsed, 60), 1) if self.late else 100

    @property
    def beyond(self) -> float:
        """What lies past the limit, up to 100."""
        return round(100 - self.limit_at, 1)

    @property
    def filled_to(self) -> float:
        return round(min(self.elapsed, 1) * 100, 1)

    @property
    def tone(self) -> str:
        return "maiz" if self.elapsed > 0.75 else "anil"


@dataclass(frozen=True, slots=True)
class GoalTrack(Component):
    """
    Baseline, expected today, actual and goal on one numeric axis, so that a falling goal runs to the left.

    ``unit`` is one of ``formats.WRITERS``; what is not known is None. ``state`` is a code of the list goal_state.
    """

    template: ClassVar[str] = "web/goal_track.html"
    state: str
    baseline: float | None
    expected: float | None
    actual: float | None
    goal: float | None
    unit: str = "share"
    words: Words = ""

    @property
    def tone(self) -> str:
        return {"met": "milpa", "on_track": "milpa", "behind": "maiz", "reversed": "barro"}.get(
            self.state, "quiet"
        )

    def _at(self, value: float | None) -> float | None:
        known = [each for each in (self.baseline, self.expected, self.actual, self.goal) if each is not None]
        low, high = min(known, default=0), max(known, default=0)
        if value is None:
            return None
        return round(5 + 90 * (value - low) / (high - low), 1) if high > low else 50.0

    @property
    def at(self) -> dict[str, float | None]:
        """Where each of the four stands, from 0 to 100, or None."""
        names = ("baseline", "expected", "actual", "goal")
        return {name: self._at(getattr(self, name)) for name in names}

    @property
    def fill(self) -> tuple[float, float] | None:
        """Start and length of the way from the baseline to the actual value."""
        start, end = self._at(self.baseline), self._at(self.actual)
        return None if start is None or end is None else (min(start, end), round(abs(end - start), 1))

    @property
    def spoken(self) -> str:
        """The four values in words, for readers."""
        names = {
            _("baseline"): self.baseline,
            _("expected today"): self.expected,
            _("actual"): self.actual,
            _("goal"): self.goal,
        }
        return ", ".join(f"{name} {self.write(value)}" for name, value in names.items() if value is not None)

    def write(self, value: float | None) -> str:
        return _("no data") if value is None else formats.written(value, self.unit)

    def _bare(self, value: float | None) -> str:
        """Without the sign of percentage, which the goal's words carry."""
        return (
            formats.number(value * 100, 1)
            if self.unit == "share" and value is not None
            else self.write(value)
        )

    @property
    def baseline_words(self) -> str:
        return self._bare(self.baseline)

    @property
    def expected_words(self) -> str:
        return self._bare(self.expected)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: how many and in which tone (milpa, anil, outline, quiet, maiz, barro, empty)."""

    label: Words
    count: int
    tone: str


@dataclass(frozen=True, slots=True)
class StackBar(Component):
    """A whole in parts, as one bar; the words beside it say the counts that matter."""

    template: ClassVar[str] = "web/stack_bar.html"
    parts: Sequence[Part]
    words: Words = ""

    @property
    def drawn(self) -> list[tuple[float, float, str]]:
        """(start, length, tone) of each part that has anything, from 0 to 100, with a gap of half a point between."""
        whole = sum(part.count for part in self.parts) or 1
        found, start = [], 0.0
        for part in self.parts:
            length = 100 * part.count / whole
            if part.count:
                found.append((round(start, 2), round(max(length - 0.8, 0.6), 2), part.tone))
            start += length
        return found

    @property
    def spoken(self) -> str:
        return ", ".join(f"{part.label} {formats.number(part.count, 0)}" for part in self.parts if part.count)
