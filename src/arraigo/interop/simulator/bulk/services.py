"""Services: at reception, by the institution of a case, after a referral, and for people without a case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from arraigo.core import content
from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.cases import Cases, day_number
from arraigo.interop.simulator.bulk.chance import NO, Draws, Flags, Streams
from arraigo.interop.simulator.bulk.institutions import Institutions
from arraigo.interop.simulator.bulk.people import People
from arraigo.interop.simulator.bulk.returns import NEVER, Returns
from arraigo.interop.simulator.bulk.shares import Shares, Weights, Whole

DIMENSIONS = ["economic", "social", "psychosocial"]
ROUND_TO = 50_00
"""Values are multiples of this many hundredths."""
FIRST_CHOICES = 3
"""How often a programme is looked for that runs on the day, before none is named."""
REACHED_DAYS = 330


@dataclass(slots=True)
class Given:
    """One row a service; `case` is -1 without one, `programme` -1 where none is named."""

    person: Whole
    case: Whole
    institution: Whole
    programme: Whole
    kind: Whole  # place in the list of service types
    day: Whole

    @staticmethod
    def together(parts: list[Given]) -> Given:
        return Given(*(np.concatenate([getattr(p, name) for p in parts]) for name in Given.__slots__))


@dataclass(slots=True)
class Sent:
    """One row a referral that was completed: the service that it led to."""

    case: Whole
    kind: Whole
    institution: Whole
    programme: Whole
    day: Whole


class ServiceMaker:
    """Draws services, and who gives them."""

    def __init__(self, shares: Shares, institutions: Institutions, last: int) -> None:
        self.shares, self.institutions, self.last = shares, institutions, last
        types = content.codelist("service_type", shares.iso3)
        self.types = list(types.codes)
        self.dimension = np.array([DIMENSIONS.index(types.item(c).dimension or "social") for c in self.types])
        self._levels = list(content.codelist("level", shares.iso3).codes)
        self._level = np.array([self._levels.index(types.item(c).level or "individual") for c in self.types])
        items = content.codelist("reception_service", shares.iso3).items
        self._reception = [
            (item.code, self.types.index(str(item.get("service_type", "other")))) for item in items
        ]
        self._needs = {str(item.get("need", "")): item.code for item in items if item.get("need", "")}
        self._offers = {
            number: institutions.offering(code, local=False) for number, code in enumerate(self.types)
        }
        self._starts = np.array([day_number(p.starts_on, -NEVER) for p in institutions.programmes])
        self._ends = np.array([day_number(p.ends_on, NEVER) for p in institutions.programmes])
        self._by = np.array([p.institution for p in institutions.programmes])
        self._of_type = np.array([self.types.index(p.offer.service_type) for p in institutions.programmes])
        self._centres = institutions.having("reception")
        self._others = institutions.having("social", "ngo")
        self._own = _own_programmes(institutions)

    def make(
        self,
        streams: Streams,
        people: People,
        returns: Returns,
        cases: Cases,
        sent: Sent,
        ids: str,
        serials: int,
    ) -> tuple[Given, dict[str, dict[str, pa.Array]]]:
        """All services, in the order of their days, and their table."""
        draws = streams.of("services")
        given = Given.together(
            [
                self._at_reception(draws, returns),
                self._by_own_institution(draws, cases),
                Given(
                    cases.person[sent.case], sent.case, sent.institution, sent.programme, sent.kind, sent.day
                ),
                self._without_case(draws, returns),
            ]
        )
        order = np.argsort(given.day, kind="stable")
        given = Given(*(getattr(given, name)[order] for name in Given.__slots__))
        return given, {"services": self._table(draws, given, people, cases, ids, serials)}

    def who_gives(self, draws: Draws, kind: Whole, day: Whole) -> tuple[Whole, Whole]:
        """
        An institution and its programme for each service wanted.

        Where no programme is found that runs on the day, the institution gives it outside of one.
        """
        count = len(kind)
        programme, institution = np.full(count, -1), np.zeros(count, dtype=np.int64)
        for number in np.unique(kind):
            rows = np.flatnonzero(kind == number)
            offers = self._offers[int(number)]
            if not len(offers):
                institution[rows] = self._others[draws.below(len(self._others), len(rows))]
                continue
            for choice in range(FIRST_CHOICES):
                chosen = offers[draws.below(len(offers), len(rows))]
                if choice == 0:
                    institution[rows] = self._by[chosen]
                runs = self.running(chosen, day[rows]) >= 0
                programme[rows[runs]], institution[rows[runs]] = chosen[runs], self._by[chosen[runs]]
                rows = rows[~runs]
        return institution, programme

    def running(self, programme: Whole, day: Whole) -> Whole:
        """The programmes that run on their days; -1 for the others, and where there was none."""
        runs = (programme >= 0) & (self._starts[programme] <= day) & (day <= self._ends[programme])
        return np.where(runs, programme, -1)

    def wanted(self, draws: Draws, child: Flags) -> Whole:
        """Which service is wanted, by the shares of adults and of children."""
        adult, young = (self.shares.weights("case_services", who) for who in ("adult", "child"))
        parts = draws.parts(len(child))
        return np.where(child, self._kinds(young)[young.at(parts)], self._kinds(adult)[adult.at(parts)])

    def _kinds(self, weights: Weights) -> Whole:
        return np.array([self.types.index(word) for word in weights.words])

    def _at_reception(self, draws: Draws, returns: Returns) -> Given:
        """On the day of arrival: what is given to all, what is asked for, and what follows from a missing document."""
        count = len(returns.day)
        level = self.shares.trend("reception_level", returns.day)
        shares, needs = (
            self.shares.numbers("reception_services"),
            self.shares.numbers("immediate_needs"),
        )
        asked = {code: needs[need] for need, code in self._needs.items() if need in needs}
        rows, kinds = [], []
        for code, kind in self._reception:
            share = np.full(count, max(shares.get(code, 0.0), 0.5 * asked.get(code, 0.0)))
            if code == "child_protection":
                share = returns.alone * 0.9
            elif code == "identity_guidance":
                share = np.where(returns.document == NO, 0.55, 0.02)
            elif code in {
                "job_window",
                "skills_guidance",
                "financial_access",
                "belongings",
                "matters_abroad",
            }:
                share = share * ~returns.child
            found = np.flatnonzero(draws.happens(share * level, count))
            rows.append(found)
            kinds.append(np.full(len(found), kind))
        of = np.concatenate(rows)
        # One centre a day and part of the country: who goes to the same municipality mostly lands at the same.
        centre = self._centres[returns.trip[of] % len(self._centres)]
        none = np.full(len(of), -1)
        return Given(returns.person[of], none, centre, none, np.concatenate(kinds), returns.day[of])

    def _by_own_institution(self, draws: Draws, cases: Cases) -> Given:
        own = draws.counts(self.shares.trend("own_services_of_case", cases.opened), len(cases.opened))
        case = np.repeat(np.arange(len(own)), own)
        day = cases.opened[case] + 1 + draws.below(REACHED_DAYS, len(case))
        case, day = _before(case, day, cases.open_until(self.last)[case])
        weights = self.shares.weights("own_services")
        kind = self._kinds(weights)[draws.pick(weights, len(case))]
        programme = np.full(len(case), -1)
        local = cases.office[case] & draws.happens(self.shares.value("local_programme"), len(case))
        self._local(draws, cases, case, day, local, kind, programme)
        return Given(cases.person[case], case, cases.institution[case], programme, kind, day)

    def _local(
        self,
        draws: Draws,
        cases: Cases,
        case: Whole,
        day: Whole,
        local: Flags,
        kind: Whole,
        programme: Whole,
    ) -> None:
        """Put the office's own programmes in, where one of them is used."""
        rows = np.flatnonzero(local)
        chosen = self._own[cases.institution[case[rows]], draws.below(self._own.shape[1], len(rows))]
        runs = self.running(chosen, day[rows]) >= 0
        programme[rows[runs]], kind[rows[runs]] = chosen[runs], self._of_type[chosen[runs]]

    def _without_case(self, draws: Draws, returns: Returns) -> Given:
        of = np.flatnonzero(
            draws.happens(self.shares.trend("services_without_case", returns.day), len(returns.day))
        )
        day = returns.day[of] + 1 + draws.waits(60, len(of)).astype(np.int64)
        of, day = _before(of, day, np.minimum(returns.next_day[of] - 1, self.last))
        weights = self.shares.weights("other_services")
        kind = self._kinds(weights)[draws.pick(weights, len(of))]
        institution, programme = self.who_gives(draws, kind, day)
        return Given(returns.person[of], np.full(len(of), -1), institution, programme, kind, day)

    def _table(
        self, draws: Draws, given: Given, people: People, cases: Cases, ids: str, serials: int
    ) -> dict[str, pa.Array]:
        count = len(given.day)
        mean = self.shares.case_values("service_value", self.types)[given.kind]
        outside = given.case >= 0
        has_value = (mean > 0) & (outside | (given.programme >= 0)) & draws.happens(0.9, count)
        value, dollars = amounts(draws, self.shares, mean, has_value)
        return {
            "delivery_id": columns.ids(ids, "S", given.day, serials + np.arange(count)),
            "person_id": people.ids.take(pa.array(given.person)),
            "case_id": cases.ids.take(pa.array(given.case, mask=given.case < 0)),
            "institution_id": columns.coded(given.institution, self.institutions.ids.to_pylist()),
            "programme_id": columns.coded(given.programme, self.institutions.programme_ids.to_pylist()),
            "service_type": columns.coded(given.kind, self.types),
            "level": columns.coded(self._level[given.kind], self._levels),
            "dimension": columns.coded(self.dimension[given.kind], DIMENSIONS),
            "delivered_on": columns.days(given.day),
            "value": columns.decimals(value, 2, has_value),
            "currency": columns.coded(
                np.where(has_value, dollars, -1), [self.shares.country.currency, "USD"]
            ),
        }


def amounts(draws: Draws, shares: Shares, mean: object, has: Flags) -> tuple[Whole, Flags]:
    """Amounts in hundredths near their means, and which of them are in dollars."""
    count = len(has)
    dollars = draws.happens(shares.value("dollars"), count)
    units = draws.skewed(np.asarray(mean) * 100, count, 0.4)
    units = np.where(dollars, units / shares.value("per_dollar"), units)
    rounded = np.maximum(1, np.rint(units / ROUND_TO)).astype(np.int64) * ROUND_TO
    return np.where(has, rounded, 0), dollars


def _before(rows: Whole, day: Whole, end: Whole) -> tuple[Whole, Whole]:
    """Those whose day has come by the end."""
    kept = day <= end
    return rows[kept], day[kept]


def _own_programmes(institutions: Institutions) -> Whole:
    """The programmes of each institution, a row each; -1 where it has fewer than others."""
    own: list[list[int]] = [[] for _ in institutions.rows]
    for number, one in enumerate(institutions.programmes):
        own[one.institution].append(number)
    table = np.full((len(own), max(map(len, own))), -1)
    for row, numbers in zip(table, own, strict=True):
        row[: len(numbers)] = numbers
    return table
