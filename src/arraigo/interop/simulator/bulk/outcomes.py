"""What became of people in the years after: initiatives and their years, children and their school years."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.chance import YES, YES_NO_UNKNOWN, Draws, Flags
from arraigo.interop.simulator.bulk.people import People
from arraigo.interop.simulator.bulk.returns import Returns
from arraigo.interop.simulator.bulk.shares import Shares, Whole
from arraigo.interop.simulator.bulk.support import Tables

MOST_YEARS = 8
"""Initiatives are observed for so long."""
GAIN_OF_AGE = 0.05
"""What each further year adds to the part of initiatives that stand on their own."""
SCHOOL_AGES = (5, 17)
OF_SCHOOL_AGE = 0.85
"""Part of children who return that is old enough for school."""
SCHOOL_ENDS_MONTH = 11
"""The school year of both countries begins in January or February and is over in November."""
LATE_MONTH = 8
"""From August on most wait for the next school year."""
COMPLETIONS = ["yes", "no", "pending"]


class OutcomeMaker:
    """Draws what is observed long after a return."""

    def __init__(self, shares: Shares, codes: list[str], last: int) -> None:
        self._shares, self._codes, self._last = shares, codes, last

    def initiatives(self, draws: Draws, people: People, returns: Returns, ids: str, serials: int) -> Tables:
        share = self._shares.trend("initiatives", returns.day)
        share = np.where(returns.capital == YES, share * self._shares.value("initiative_of_capital"), share)
        of = np.flatnonzero(draws.happens(share, len(share)) & ~returns.child)
        started = returns.day[of] + 30 + draws.waits(150, len(of)).astype(np.int64)
        known = started <= np.minimum(self._last, returns.next_day[of] - 1)
        of, started = of[known], started[known]
        order = np.argsort(started, kind="stable")
        of, started, count = of[order], started[order], len(of)
        collective = draws.happens(self._shares.value("collective"), count)
        nobody = collective & draws.happens(
            self._shares.value("without_person") / self._shares.value("collective"), count
        )
        unknown = draws.happens(self._shares.value("observation_unknown"), count)
        sectors = self._shares.weights("initiative_sector")
        keys = columns.ids(ids, "V", started, serials + np.arange(count))
        return {
            "initiatives": {
                "initiative_id": keys,
                "person_id": people.ids.take(pa.array(returns.person[of], mask=nobody)),
                "started_on": columns.days(started),
                "sector": columns.coded(draws.pick(sectors, count), sectors.words),
                "municipality": columns.coded(returns.destination[of], self._codes),
                "collective": columns.coded(np.where(unknown, 2, ~collective), YES_NO_UNKNOWN),
            },
            "initiative_years": self._years(draws, started, keys),
        }

    def _years(self, draws: Draws, started: Whole, keys: pa.Array) -> dict[str, pa.Array]:
        """An observation at the end of each year, until the one that finds it closed."""
        rows = np.arange(len(started))
        of, observed, years = [], [], []
        for year in range(1, MOST_YEARS + 1):
            day = columns.add_months(started[rows], 12 * year) + draws.below(20, len(rows))
            seen = day <= self._last
            rows, day = rows[seen], day[seen]
            survives = draws.happens(self._shares.trend("initiative_survives", day), len(rows))
            of.append(rows)
            observed.append(day)
            years.append(np.where(survives, year, -year))
            rows = rows[survives]
        row, day, year_ = np.concatenate(of), np.concatenate(observed), np.concatenate(years)
        operating, year_ = year_ > 0, np.abs(year_)
        count, older = len(row), GAIN_OF_AGE * (year_ - 2)
        unknown = self._shares.value("observation_unknown")

        def said(trend: str, gain: float = 1.0) -> Whole:
            share = np.clip(self._shares.trend(trend, day) + gain * older, 0.02, 0.95)
            return draws.answers(share * (1 - unknown), unknown, count)

        autonomous = said("initiative_autonomous")
        needs = np.array([1, 0, 2])[autonomous]  # who stands alone needs no assistance
        jobs = draws.counts(self._shares.trend("jobs", day), count)
        return {
            "initiative_id": keys.take(pa.array(row)),
            "year_of_life": columns.whole(year_),
            "observed_on": columns.days(day),
            "operating": columns.coded(
                np.where(draws.happens(unknown / 2, count), 2, ~operating), YES_NO_UNKNOWN
            ),
            "needs_economic_assistance": columns.coded(np.where(operating, needs, -1), YES_NO_UNKNOWN),
            "private_sector_support": columns.coded(
                np.where(operating, said("private_support", 0.4), -1), YES_NO_UNKNOWN
            ),
            "consolidated": columns.coded(np.where(operating, said("consolidated"), -1), YES_NO_UNKNOWN),
            "jobs_generated": columns.whole(np.where(operating, jobs, 0), ~draws.happens(unknown, count)),
        }

    def enrolments(self, draws: Draws, people: People, returns: Returns, ids: str, serials: int) -> Tables:
        """Children who went to school after their return: the first school year, and those that followed."""
        of_age = returns.child & (returns.age >= SCHOOL_AGES[0]) & (returns.age <= SCHOOL_AGES[1])
        back, late = (self._shares.trend(name, returns.day) for name in ("school_return", "school_late"))
        # The share is of all children; those too young for school do not go.
        back = back / OF_SCHOOL_AGE
        part = draws.parts(len(returns.day))
        of = np.flatnonzero(of_age & (part < back + late))
        days = np.where(
            part[of] < back[of],
            np.minimum(350, draws.waits(45, len(of))),
            370 + draws.waits(90, len(of)),
        ).astype(np.int64)
        enrolled = self._in_term(draws, returns.day[of] + days, part[of] < back[of], returns.day[of])
        rows, day = [], []
        age = returns.age[of] + (enrolled - returns.day[of]) // 365
        while len(of):
            known = enrolled <= self._last
            of, enrolled, age = of[known], enrolled[known], age[known]
            rows.append(of)
            day.append(enrolled)
            stays = draws.happens(self._shares.trend("school_next_year", enrolled), len(of)) & (age < 18)
            of, age = of[stays], age[stays] + 1
            enrolled = _first_of_year(columns.year_of(enrolled[stays]) + 1) + 5 + draws.below(45, len(of))
        row, on = np.concatenate(rows or [of]), np.concatenate(day or [enrolled])
        order = np.lexsort((row, on))
        row, on, count = row[order], on[order], len(row)
        return {
            "enrolments": {
                "enrolment_id": columns.ids(ids, "E", on, serials + np.arange(count)),
                "person_id": people.ids.take(pa.array(returns.person[row])),
                "school_year": columns.whole(columns.year_of(on)),
                "enrolled_on": columns.days(on),
                "completed": columns.coded(self._completed(draws, on), COMPLETIONS),
            }
        }

    def _in_term(self, draws: Draws, wanted: Whole, soon: Flags, arrived: Whole) -> Whole:
        """Late in the year most wait for the next one, if that is still within a year of the return."""
        month = wanted.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
        next_year = _first_of_year(columns.year_of(wanted) + 1) + 5 + draws.below(50, len(wanted))
        waits = (month >= LATE_MONTH) & (~soon | (next_year - arrived <= 365))
        return np.where(waits, next_year, wanted)

    def _completed(self, draws: Draws, enrolled: Whole) -> Whole:
        """Pending until the school year is over."""
        ends = _first_of_year(columns.year_of(enrolled)) + 30 * (SCHOOL_ENDS_MONTH - 1)
        yes = draws.happens(self._shares.trend("school_completed", enrolled), len(enrolled))
        return np.where(ends > self._last, 2, np.where(yes, 0, 1)).astype(np.int64)


def _first_of_year(years: Whole) -> Whole:
    result: Whole = (years - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
    return result
