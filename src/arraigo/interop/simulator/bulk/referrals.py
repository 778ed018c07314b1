"""Referrals of cases to other institutions: sent, answered, completed or not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.cases import Cases
from arraigo.interop.simulator.bulk.chance import Draws, Flags
from arraigo.interop.simulator.bulk.services import Sent, ServiceMaker
from arraigo.interop.simulator.bulk.shares import Shares, Whole

STATUSES = ["sent", "accepted", "declined", "completed", "not_completed", "withdrawn"]
SENT, ACCEPTED, DECLINED, COMPLETED, NOT_COMPLETED, WITHDRAWN = range(6)
LATEST_DAYS = 240
MEAN_DAYS_TO_SERVICE = 24


class ReferralMaker:
    """Draws referrals; those completed become services."""

    def __init__(self, shares: Shares, services: ServiceMaker, last: int) -> None:
        self._shares, self._services, self._last = shares, services, last

    def make(
        self, draws: Draws, cases: Cases, ids: str, serials: int
    ) -> tuple[Sent, dict[str, dict[str, pa.Array]]]:
        many = draws.counts(self._shares.trend("referrals_of_case", cases.opened), len(cases.opened))
        case = np.repeat(np.arange(len(many)), many)
        sent = cases.opened[case] + 1 + draws.below(LATEST_DAYS, len(case))
        until = cases.open_until(self._last)[case]
        kept = sent <= until
        case, sent, until = case[kept], sent[kept], until[kept]
        order = np.argsort(sent, kind="stable")
        case, sent, until = case[order], sent[order], until[order]
        kind = self._services.wanted(draws, cases.child[case])
        institution, programme = self._services.who_gives(draws, kind, sent)
        other = institution != cases.institution[case]
        case, sent, until, kind, institution, programme = (
            each[other] for each in (case, sent, until, kind, institution, programme)
        )
        status, answered, ended = self._fate(draws, sent, until)
        done = status == COMPLETED
        runs = self._services.running(programme, ended)
        rows = self._services.institutions.ids
        return Sent(case[done], kind[done], institution[done], runs[done], ended[done]), {
            "referrals": {
                "referral_id": columns.ids(ids, "F", sent, serials + np.arange(len(sent))),
                "case_id": cases.ids.take(pa.array(case)),
                "from_institution": rows.take(pa.array(cases.institution[case])),
                "to_institution": rows.take(pa.array(institution)),
                "service_type": columns.coded(kind, self._services.types),
                "sent_on": columns.days(sent),
                "answered_on": columns.days(answered, _is_answered(status)),
                "status": columns.coded(status, STATUSES),
                "completed_on": columns.days(ended, done | (status == NOT_COMPLETED)),
            }
        }

    def _fate(self, draws: Draws, sent: Whole, until: Whole) -> tuple[Whole, Whole, Whole]:
        """What became of each, as far as it is known: a status, when it was answered, when it ended."""
        count = len(sent)
        weights = self._shares.weights("referral_status")
        others = np.array([STATUSES.index(word) for word in weights.words])[draws.pick(weights, count)]
        # A little more are meant to be completed than are in the end: some last longer than the case.
        completed = draws.happens(self._shares.trend("referral_completed", sent) * 1.12, count)
        status = np.where(completed, COMPLETED, others)
        answered = sent + draws.skewed(self._shares.trend("referral_answer_days", sent), count, 0.7).astype(
            np.int64
        )
        ended = answered + 1 + draws.waits(MEAN_DAYS_TO_SERVICE, count).astype(np.int64)
        ends = (status == COMPLETED) | (status == NOT_COMPLETED)
        status = np.where(ends & (ended > until), ACCEPTED, status)
        status = np.where(_is_answered(status) & (answered > np.minimum(until, self._last)), SENT, status)
        return status, answered, ended


def _is_answered(status: Whole) -> Flags:
    answered: Flags = (status != SENT) & (status != WITHDRAWN)
    return answered
