"""Follow-ups of cases: due by the calendar, done in time or late or not, and what they found."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.cases import Cases
from arraigo.interop.simulator.bulk.chance import YES_NO_UNKNOWN, Draws, Flags
from arraigo.interop.simulator.bulk.returns import NEVER
from arraigo.interop.simulator.bulk.services import DIMENSIONS, Given
from arraigo.interop.simulator.bulk.shares import Floats, Shares, Whole

LEAST, MOST = 0.03, 0.97
MOST_LIFTED = 5
"""Services of one dimension beyond these add nothing to its score."""
LATE_AFTER_DAYS, LATE_FOR_DAYS = 15, 30
FIRST_MONTH_LEVEL = 0.42
"""Near this score a third intends to leave again (see the share `intends_to_remigrate`)."""
STEEPNESS = 5.5


class FollowUpMaker:
    """Draws follow-ups. Scores rise with time and with every service received before."""

    def __init__(self, shares: Shares, dimension_of: Whole, last: int) -> None:
        self._shares, self._dimension_of, self._last = shares, dimension_of, last

    def make(
        self, draws: Draws, cases: Cases, given: Given, ids: str, serials: int
    ) -> dict[str, dict[str, pa.Array]]:
        months = np.array(self._shares.country.followup_months)
        case = np.repeat(np.arange(len(cases.opened)), len(months))
        due = columns.add_months(cases.arrived[case], np.tile(months, len(cases.opened)))
        held = (due >= cases.opened[case]) & (due <= cases.open_until(self._last)[case])
        case, due = case[held], due[held]
        order = np.argsort(due, kind="stable")
        case, due = case[order], due[order]
        done, when, channel = self._contact(draws, cases, case, due)
        scores = self._scores(draws, cases, given, case, when)
        asked = draws.parts(len(due) * 3).reshape(-1, 3) >= self._shares.value("no_answer")
        known = asked & done[:, None]
        all_known: Flags = np.logical_and.reduce(known, axis=1)
        whole = np.rint(scores.mean(axis=1)).astype(np.int64)
        return {
            "followups": {
                "followup_id": columns.ids(ids, "U", due, serials + np.arange(len(due))),
                "case_id": cases.ids.take(pa.array(case)),
                "due_on": columns.days(due),
                "done_on": columns.days(when, done),
                "channel": channel,
                "intends_to_remigrate": self._intends(draws, scores, done),
                **{
                    f"score_{name}": columns.decimals(scores[:, place], 4, known[:, place])
                    for place, name in enumerate(DIMENSIONS)
                },
                "score": columns.decimals(whole, 4, all_known),
            }
        }

    def _contact(self, draws: Draws, cases: Cases, case: Whole, due: Whole) -> tuple[Flags, Whole, pa.Array]:
        """Which took place, when, and by which channel."""
        count = len(due)
        part = draws.parts(count)
        on_time = self._shares.trend("followup_on_time", due)
        late = self._shares.trend("followup_late", due)
        when = due + np.where(
            part < on_time,
            np.rint(np.clip(draws.bell(count) * 4 + 1.5, -4, 12)),
            LATE_AFTER_DAYS + draws.below(LATE_FOR_DAYS, count),
        ).astype(np.int64)
        when = np.maximum(when, cases.opened[case])
        done = (part < on_time + late) & (when <= cases.open_until(self._last)[case])
        weights = self._shares.weights("followup_channel")
        channel = np.where(done, draws.pick(weights, count), -1)
        return done, when, columns.coded(channel, weights.words)

    def _scores(self, draws: Draws, cases: Cases, given: Given, case: Whole, when: Whole) -> Whole:
        """Scores in ten thousandths, one column a dimension."""
        first = self._shares.case_values_of_row("first_scores", "mean", DIMENSIONS)
        gain = self._shares.case_values_of_row("first_scores", "gain_in_a_year", DIMENSIONS)
        own = draws.bell(len(cases.opened))[case, None] * self._shares.value("score_spread") * 0.8
        noise = draws.bell(len(case) * 3).reshape(-1, 3) * self._shares.value("score_spread") * 0.6
        years = np.clip((when - cases.arrived[case]) / 365, 0, 2)[:, None]
        level = (first + gain * 0.5 * years) * self._shares.trend("score_level", when)[:, None]
        level = level + self._lifted(given, case, when) + own + noise
        result: Whole = np.rint(np.clip(level, LEAST, MOST) * 10_000).astype(np.int64)
        return result

    def _lifted(self, given: Given, case: Whole, when: Whole) -> Floats:
        """What the services of the case, received until then, have added to each dimension."""
        rows = np.flatnonzero(given.case >= 0)
        lifts = self._shares.case_values("lifts", DIMENSIONS)
        keys = np.sort(self._key(given.case[rows], self._dimension_of[given.kind[rows]], given.day[rows]))
        added = np.empty((len(case), len(DIMENSIONS)))
        for place, lift in enumerate(lifts):
            before = np.searchsorted(keys, self._key(case, place, np.zeros_like(when)), side="left")
            until = np.searchsorted(keys, self._key(case, place, when), side="right")
            added[:, place] = lift * np.minimum(until - before, MOST_LIFTED)
        return added

    def _key(self, case: Whole, dimension: Whole | int, day: Whole) -> Whole:
        result: Whole = (case * len(DIMENSIONS) + dimension) * NEVER + day
        return result

    def _intends(self, draws: Draws, scores: Whole, done: Flags) -> pa.Array:
        """Whether they mean to leave again: the less the better they do."""
        count, usual = len(done), self._shares.value("intends_to_remigrate")
        odds = np.log(usual / (1 - usual))
        level = scores.mean(axis=1) / 10_000
        share = 1 / (1 + np.exp(-(odds - STEEPNESS * (level - FIRST_MONTH_LEVEL))))
        unknown = self._shares.value("intention_unknown")
        said = draws.answers(share * (1 - unknown), unknown, count)
        return columns.coded(np.where(done, said, -1), YES_NO_UNKNOWN)
