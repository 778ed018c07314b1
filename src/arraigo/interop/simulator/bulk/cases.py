"""Cases after a part of the returns: where, since when, and how they ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from arraigo.core import content
from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.calendar import since_1970
from arraigo.interop.simulator.bulk.chance import Draws, Flags
from arraigo.interop.simulator.bulk.institutions import Institutions
from arraigo.interop.simulator.bulk.people import People
from arraigo.interop.simulator.bulk.returns import NEVER, Returns
from arraigo.interop.simulator.bulk.shares import Shares, Whole

WITHOUT_OFFICE = 0.4
"""How often a case is opened where no municipal office is, against where one is."""
WHOLE_CASE_DAYS = 370
OPEN_ENDED = 0.12
"""Part of cases that stay open after their year."""


@dataclass(slots=True)
class Cases:
    """One row a case, in the order of their returns."""

    of_return: Whole
    person: Whole
    child: Flags
    institution: Whole
    office: Flags  # of the municipality itself
    opened: Whole
    ends: Whole  # the last day of the case; NEVER while it is open
    arrived: Whole
    ids: pa.Array

    def open_until(self, last: int) -> Whole:
        result: Whole = np.minimum(self.ends, last)
        return result


class CaseMaker:
    """Draws cases."""

    def __init__(self, shares: Shares, institutions: Institutions, codes: list[str], last: int) -> None:
        self._shares, self._institutions, self._last = shares, institutions, last
        self._codes = codes
        self._office = np.array([institutions.office_of.get(code, -1) for code in codes])
        since = [row.linked_on for row in institutions.rows]
        self._since = np.array([day_number(day, NEVER) for day in since])
        self._elsewhere = institutions.having("ngo", "social")
        self._children = institutions.having("child_protection")

    def make(
        self, draws: Draws, people: People, returns: Returns, ids: str, serials: int
    ) -> tuple[Cases, dict[str, dict[str, pa.Array]]]:
        office = self._office[returns.destination]
        there = (office >= 0) & (self._since[office] <= returns.day)
        share = self._shares.trend("case_share", returns.day)
        share = np.where(there, share * 1.25, share * WITHOUT_OFFICE)
        share = np.where(returns.alone, self._shares.trend("case_of_child_alone", returns.day), share)
        opened = returns.day + draws.waits(self._shares.value("opened_after_days"), len(share)).astype(
            np.int64
        )
        has = draws.happens(share, len(share)) & (opened <= self._last) & (opened < returns.next_day)
        of = np.flatnonzero(has)
        count = len(of)
        elsewhere = self._elsewhere[draws.below(len(self._elsewhere), count)]
        children = self._children[draws.below(len(self._children), count)]
        institution = np.where(there[of], office[of], elsewhere)
        institution = np.where(returns.alone[of], children, institution)
        ends, reason = self._ends(draws, opened[of], returns.day[of], returns.next_day[of])
        cases = Cases(
            of,
            returns.person[of],
            returns.child[of],
            institution,
            there[of] & ~returns.alone[of],
            opened[of],
            ends,
            returns.day[of],
            columns.ids(ids, "C", opened[of], serials + np.arange(count)),
        )
        reasons = list(content.codelist("closure_reason", self._shares.iso3).codes)
        closed = ends < NEVER
        return cases, {
            "cases": {
                "case_id": cases.ids,
                "person_id": people.ids.take(pa.array(cases.person)),
                "return_id": returns.ids.take(pa.array(of)),
                "institution_id": self._institutions.ids.take(pa.array(institution)),
                "municipality": columns.coded(returns.destination[of], self._codes),
                "opened_on": columns.days(cases.opened),
                "closed_on": columns.days(np.where(closed, ends, 0), closed),
                "closure_reason": columns.coded(np.where(closed, reason, -1), reasons),
            }
        }

    def _ends(self, draws: Draws, opened: Whole, arrived: Whole, back: Whole) -> tuple[Whole, Whole]:
        """When a case closes and why; before somebody returns again, they had left."""
        count = len(opened)
        early = draws.happens(self._shares.trend("early_closure", opened), count)
        soon = opened + 25 + draws.below(300, count)
        late = arrived + WHOLE_CASE_DAYS + draws.below(50, count)
        stays = ~early & draws.happens(OPEN_ENDED, count)
        ends = np.where(early, soon, np.where(stays, NEVER, late))
        codes = list(content.codelist("closure_reason", self._shares.iso3).codes)
        reason = np.where(early, self._reason(draws, "early", codes, count), 0)
        reason = np.where(early, reason, self._reason(draws, "at_end", codes, count))
        left = back - 15 <= ends
        ends = np.where(left, np.maximum(opened, back - 15), ends)
        reason = np.where(left, codes.index("remigrated"), reason)
        return np.where(ends > self._last, NEVER, ends), reason

    def _reason(self, draws: Draws, row: str, codes: list[str], count: int) -> Whole:
        weights = self._shares.weights("closure_reason", row)
        places = np.array([codes.index(word) for word in weights.words])
        found: Whole = places[draws.pick(weights, count)]
        return found


def day_number(day: date | None, otherwise: int) -> int:
    """A day since 1970; another number where there is none."""
    return otherwise if day is None else since_1970(day)
