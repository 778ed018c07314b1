"""How returns fall on days: by the months of the published series, mostly on weekdays."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from arraigo.core.periods import Period
from arraigo.interop.simulator.bulk.shares import DAYS_IN_YEAR, Floats, Shares, Whole
from arraigo.interop.simulator.chance import Chance

EPOCH = date(1970, 1, 1)
SATURDAY = 5
THURSDAY = 3  # 1 January 1970
BEGINNING = date(2012, 1, 15)
"""Since when there is always one institution of each kind, with its offers."""


def since_1970(day: date) -> int:
    return (day - EPOCH).days


class ReturnDays:
    """The days of a period, each with its part of all returns."""

    def __init__(self, shares: Shares, period: Period) -> None:
        self.first, self.last = since_1970(period.first), since_1970(period.last)
        days = np.arange(self.first, self.last + 1)
        weights = _day_weights(shares, days)
        self.total = float(weights.sum())  # about as many people as the series has in the period
        self.part: Floats = weights / self.total
        self.ends: Floats = np.cumsum(self.part)

    def at(self, parts: Floats) -> Whole:
        """The day at each part (0 to 1) of all returns."""
        found = np.searchsorted(self.ends, np.minimum(parts, self.ends[-1]), side="left")
        result: Whole = np.minimum(found, len(self.ends) - 1) + self.first
        return result

    def part_until(self, days: Whole) -> Floats:
        """The part of all returns that lies before each day."""
        place = np.clip(days - self.first, 0, len(self.ends))
        result: Floats = np.concatenate(([0.0], self.ends))[place]
        return result

    def part_on(self, days: Whole) -> Floats:
        result: Floats = self.part[days - self.first]
        return result


def _day_weights(shares: Shares, days: Whole) -> Floats:
    weekday = (days + THURSDAY) % 7
    by_day = np.where(weekday >= SATURDAY, shares.value("weekend"), 1.0)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    every = np.arange(months[0], months[-1] + 1)
    whole = np.arange(
        every[0].astype("datetime64[M]").astype("datetime64[D]").astype(np.int64),
        (every[-1] + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64),
    )
    of_month = whole.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - every[0]
    in_month = np.bincount(
        of_month, np.where((whole + THURSDAY) % 7 >= SATURDAY, shares.value("weekend"), 1.0)
    )
    people = np.array([month_level(shares, int(m) // 12 + 1970, int(m) % 12 + 1) for m in every])
    result: Floats = (by_day * (people / in_month)[months - every[0]]).astype(np.float64)
    return result


def month_level(shares: Shares, year: int, month: int) -> float:
    """
    About how many people the United States returned to the country in a month.

    Removals and returns as published, with the part of the expulsions that went to the country itself. After the
    series ends: the same month of its last twelve, at the year's level.
    """
    series = shares.shares["repatriations"].table or {}
    if (found := series.get(str(year), {}).get(str(month))) is not None:
        expelled = (shares.shares["expulsions"].table or {}).get(str(year), {}).get(str(month), 0)
        return float(found) + shares.value("expelled_home") * float(expelled)
    last_year = max(map(int, series))
    known = series[str(last_year)].get(str(month))
    before = known if known is not None else series[str(last_year - 1)][str(month)]
    return float(before) * shares.number("level_after_series", str(year))


def day_of(shares: Shares, trend: str, part: float, chance: Chance) -> date:
    """The day on which a rising trend reaches a part; long ago or never where it lies outside."""
    points = shares.numbers(trend)
    years, levels = [float(year) + 0.5 for year in points], list(points.values())
    if part > levels[-1]:
        return date(2100, 1, 1)
    if part < levels[0]:
        return BEGINNING + timedelta(days=int(chance.random() * (years[0] - BEGINNING.year) * DAYS_IN_YEAR))
    year = float(np.interp(part, levels, years))
    return EPOCH + timedelta(days=int((year - 1970) * DAYS_IN_YEAR))
