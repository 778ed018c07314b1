"""What municipalities do year by year, the networks of families in them, and campaigns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np

from arraigo.core import places
from arraigo.core.periods import Period
from arraigo.interop.simulator.bulk.calendar import day_of, since_1970
from arraigo.interop.simulator.bulk.shares import Shares
from arraigo.interop.simulator.chance import Chance


@dataclass(slots=True)
class Territory:
    """
    The municipalities of a country with how soon each takes part.

    ``eagerness`` is a place from 0 (first) to 1 (last); whoever has an office attends, whoever attends may report.
    """

    country: str
    eagerness: dict[str, float]
    office_since: dict[str, date]

    @property
    def codes(self) -> list[str]:
        return list(self.eagerness)


def territory(shares: Shares, chance: Chance) -> Territory:
    """Municipalities where more people return tend to begin sooner."""
    weights = shares.municipality_weights()
    of = dict(zip(weights.words, np.diff(weights.ends, prepend=0.0), strict=True))
    drawn = {
        place.code: -math.log(1 - chance.random()) / math.sqrt(max(float(of.get(place.code, 0.0)), 1e-9))
        for place in places.municipalities(shares.iso3)
    }
    order = sorted(drawn, key=lambda code: drawn[code])
    eagerness = {code: (rank + chance.random()) / len(order) for rank, code in enumerate(order)}
    since = {code: day_of(shares, "municipal_offices", eagerness[code], chance) for code in sorted(eagerness)}
    return Territory(shares.iso3, dict(sorted(eagerness.items())), since)


def municipality_year_rows(
    shares: Shares, chance: Chance, of: Territory, years: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """Rows of the table `municipality_years`, of those that report."""
    unknown, mean = shares.value("municipality_unknown"), shares.value("municipal_budget")
    for code, eager in of.eagerness.items():
        budget, silent = mean * chance.skewed(1.0, 0.6), 0.4 * chance.random() + 0.6 * eager
        for year in years:
            grows = chance.happens(_trend(shares, "municipal_budget_grows", year))
            budget *= 1.02 + 0.2 * chance.random() if grows else 0.82 + 0.18 * chance.random()
            attends = eager < _trend(shares, "municipalities_attending", year)
            if silent >= _trend(shares, "municipalities_reporting", year):
                continue
            row = {
                "municipality": code,
                "country": of.country,
                "year": year,
                "migrant_office": _answer(chance, of.office_since[code].year <= year, unknown),
                "attends_reintegration": _answer(chance, attends, unknown / 2),
                "reintegration_protocol": _answer(
                    chance, eager < _trend(shares, "municipal_protocols", year), unknown
                ),
            }
            if attends and not chance.happens(unknown):
                row |= {"budget_reintegration": Decimal(round(budget)), "currency": shares.country.currency}
            yield row


def network_rows(
    shares: Shares, chance: Chance, codes: Sequence[str], period: Period
) -> Iterator[dict[str, Any]]:
    """Rows of the table `family_networks`, without their ids; most still exist."""
    first = min(period.first, date(2016, 1, 1))
    for year in range(first.year, period.last.year + 1):
        for started in _days_of(chance, year, _trend(shares, "new_networks", year), period.last):
            over = started + timedelta(days=200 + int(chance.random() * 1600))
            part = chance.random()
            yield {
                "municipality": chance.one_of(codes),
                "country": shares.iso3,
                "started_on": started,
                "ended_on": over if chance.happens(0.3) and over <= period.last else None,
                "psychosocial_support": "unknown"
                if part > 0.94
                else "yes"
                if part < _trend(shares, "supporting_networks", year)
                else "no",
            }


def campaign_rows(
    shares: Shares, chance: Chance, institutions: Sequence[str], period: Period
) -> Iterator[dict[str, Any]]:
    """Rows of the table `campaigns`, without their ids; what they are about changes over the years."""
    first, last = shares.numbers("campaign_topics", "first"), shares.numbers("campaign_topics", "last")
    for year in range(period.first.year, period.last.year + 1):
        late = min(1.0, max(0.0, (year - 2016) / 10))
        weights = [first[topic] * (1 - late) + last[topic] * late for topic in first]
        for started in _days_of(chance, year, _trend(shares, "campaigns", year), period.last):
            if started >= period.first:
                reached = not chance.happens(0.1)
                yield {
                    "institution_id": chance.one_of(institutions),
                    "started_on": started,
                    "topic": chance.choices(list(first), weights)[0],
                    "reach": round(chance.skewed(9000, 1.1)) if reached else None,
                }


def _days_of(chance: Chance, year: int, mean: float, last: date) -> list[date]:
    """Days of a year, about so many, in order; none after the last."""
    count = max(0, round(mean + chance.gauss(0, math.sqrt(mean) / 2)))
    days = sorted(date(year, 1, 1) + timedelta(days=int(chance.random() * 365)) for _ in range(count))
    return [day for day in days if day <= last]


def _answer(chance: Chance, holds: bool, unknown: float) -> str:
    if chance.happens(unknown):
        return "unknown"
    return "yes" if holds else "no"


def _trend(shares: Shares, name: str, year: int) -> float:
    return float(shares.trend(name, [since_1970(date(year, 7, 2))])[0])
