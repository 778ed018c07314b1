"""Documents asked for, support applied for, and whether people were content."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.cases import Cases
from arraigo.interop.simulator.bulk.chance import NO, Draws
from arraigo.interop.simulator.bulk.institutions import Institutions
from arraigo.interop.simulator.bulk.people import People
from arraigo.interop.simulator.bulk.returns import Returns
from arraigo.interop.simulator.bulk.services import Given, amounts
from arraigo.interop.simulator.bulk.shares import Shares, Whole

KINDS = ["reinsertion_support", "economic_support", "certification", "scholarship"]
DECISIONS = ["approved", "rejected", "pending"]
APPROVED, REJECTED, PENDING = range(3)
YOUNG = 25
SERVICES_A_RETURN = 3
"""About so many; whoever is asked is asked after one of them."""

Tables = dict[str, dict[str, pa.Array]]


class SupportMaker:
    """Draws requests, applications and answers."""

    def __init__(self, shares: Shares, institutions: Institutions, last: int) -> None:
        self._shares, self._institutions, self._last = shares, institutions, last
        self._registry = institutions.having("civil_registry")
        self._deciding = [
            institutions.having(*duties)
            for duties in (("ngo", "social"), ("labour", "donor"), ("labour", "training"), ("education",))
        ]

    def document_requests(
        self, draws: Draws, people: People, returns: Returns, ids: str, serials: int
    ) -> Tables:
        """Of people who arrived without a document: some are not delivered yet, a few never."""
        count = len(returns.day)
        asks = draws.happens(self._shares.trend("document_requested", returns.day), count)
        of = np.flatnonzero((returns.document == NO) & asks)
        wait = np.where(draws.happens(0.6, len(of)), 0, 1 + draws.below(30, len(of)))
        asked = returns.day[of] + wait
        known = asked <= self._last
        of, asked = of[known], asked[known]
        order = np.argsort(asked, kind="stable")
        of, asked, count = of[order], asked[order], len(of)
        days = draws.skewed(self._shares.trend("document_days", asked), count)
        delivered = asked + np.maximum(1, days).astype(np.int64)
        came = ~draws.happens(self._shares.value("document_never"), count) & (delivered <= self._last)
        child, adult = (self._shares.weights("document_kind", who) for who in ("child", "adult"))
        words = list(dict.fromkeys(child.words + adult.words))
        parts = draws.parts(count)
        kind = np.where(
            returns.child[of],
            np.array([words.index(word) for word in child.words])[child.at(parts)],
            np.array([words.index(word) for word in adult.words])[adult.at(parts)],
        )
        return {
            "document_requests": {
                "request_id": columns.ids(ids, "D", asked, serials + np.arange(count)),
                "person_id": people.ids.take(pa.array(returns.person[of])),
                "institution_id": columns.same(self._institutions.rows[self._registry[0]].id, count),
                "document": columns.coded(kind, words),
                "requested_on": columns.days(asked),
                "delivered_on": columns.days(delivered, came),
            }
        }

    def applications(
        self, draws: Draws, people: People, returns: Returns, cases: Cases, ids: str, serials: int
    ) -> Tables:
        """Of people with a case, and of a few without."""
        count = len(returns.day)
        with_case = np.zeros(count, dtype=bool)
        with_case[cases.of_return] = True
        share = np.where(
            with_case,
            self._shares.trend("application_of_case", returns.day),
            self._shares.value("application_without_case"),
        )
        of = np.flatnonzero(draws.happens(share, count))
        submitted = returns.day[of] + 15 + draws.waits(60, len(of)).astype(np.int64)
        known = submitted <= np.minimum(self._last, returns.next_day[of] - 1)
        of, submitted = of[known], submitted[known]
        order = np.argsort(submitted, kind="stable")
        of, submitted, count = of[order], submitted[order], len(of)
        kind = self._kinds(draws, returns, of)
        days = draws.skewed(self._shares.trend("application_days", submitted), count)
        decided = submitted + np.maximum(2, days).astype(np.int64)
        waits = draws.happens(self._shares.trend("application_undecided", submitted), count)
        approved = draws.happens(self._shares.trend("application_approved", submitted), count)
        decision = np.where(approved, APPROVED, REJECTED)
        decision = np.where(waits | (decided > self._last), PENDING, decision)
        granted = decision == APPROVED
        mean = self._shares.case_values_of_row("application_amount", "mean", KINDS)[kind]
        amount, dollars = amounts(draws, self._shares, mean, granted)
        currencies = [self._shares.country.currency, "USD"]
        return {
            "applications": {
                "application_id": columns.ids(ids, "A", submitted, serials + np.arange(count)),
                "person_id": people.ids.take(pa.array(returns.person[of])),
                "institution_id": self._institutions.ids.take(pa.array(self._decided_by(draws, kind))),
                "kind": columns.coded(kind, KINDS),
                "submitted_on": columns.days(submitted),
                "decided_on": columns.days(decided, decision != PENDING),
                "decision": columns.coded(decision, DECISIONS),
                "amount": columns.decimals(amount, 2, granted),
                "currency": columns.coded(np.where(granted, dollars, -1), currencies),
            }
        }

    def _kinds(self, draws: Draws, returns: Returns, of: Whole) -> Whole:
        who = np.where(returns.child[of], 2, np.where(returns.age[of] < YOUNG, 1, 0))
        parts, kind = draws.parts(len(of)), np.zeros(len(of), dtype=np.int64)
        for number, row in enumerate(("adult", "young", "child")):
            weights = self._shares.weights("application_kind", row)
            rows = np.flatnonzero(who == number)
            kind[rows] = np.array([KINDS.index(word) for word in weights.words])[weights.at(parts[rows])]
        return kind

    def _decided_by(self, draws: Draws, kind: Whole) -> Whole:
        parts, found = draws.parts(len(kind)), np.zeros(len(kind), dtype=np.int64)
        for number, institutions in enumerate(self._deciding):
            rows = np.flatnonzero(kind == number)
            found[rows] = institutions[(parts[rows] * len(institutions)).astype(np.int64)]
        return found

    def satisfaction(self, draws: Draws, people: People, given: Given, ids: str, serials: int) -> Tables:
        """Of people asked some days after a service."""
        share = self._shares.trend("satisfaction_asked", given.day) / SERVICES_A_RETURN
        of = np.flatnonzero(draws.happens(share, len(given.day)))
        answered = given.day[of] + draws.waits(6, len(of)).astype(np.int64)
        known = answered <= self._last
        of, answered = of[known], answered[known]
        order = np.argsort(answered, kind="stable")
        of, answered, count = of[order], answered[order], len(of)
        content_ = draws.happens(self._shares.trend("satisfied", answered), count)
        return {
            "satisfaction": {
                "response_id": columns.ids(ids, "Q", answered, serials + np.arange(count)),
                "person_id": people.ids.take(pa.array(given.person[of])),
                "institution_id": self._institutions.ids.take(pa.array(given.institution[of])),
                "answered_on": columns.days(answered),
                "satisfied": columns.coded(~content_, ["yes", "no"]),
            }
        }
