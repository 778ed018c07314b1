"""Simulating a country into a package: its institutions, then its people part by part, in little memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from arraigo.interop.simulator.bulk.asked import Asked
from arraigo.interop.simulator.bulk.calendar import ReturnDays, since_1970
from arraigo.interop.simulator.bulk.cases import CaseMaker
from arraigo.interop.simulator.bulk.chance import Streams
from arraigo.interop.simulator.bulk.contract import from_rows
from arraigo.interop.simulator.bulk.followups import FollowUpMaker
from arraigo.interop.simulator.bulk.institutions import (
    InstitutionMaker,
    Institutions,
    holders,
    institution_rows,
    institution_year_rows,
    one_id,
    programme_rows,
)
from arraigo.interop.simulator.bulk.outcomes import OutcomeMaker
from arraigo.interop.simulator.bulk.parties import PartyMaker
from arraigo.interop.simulator.bulk.people import PeopleMaker
from arraigo.interop.simulator.bulk.referrals import ReferralMaker
from arraigo.interop.simulator.bulk.returns import ReturnMaker
from arraigo.interop.simulator.bulk.services import ServiceMaker
from arraigo.interop.simulator.bulk.shares import Shares, shares_of
from arraigo.interop.simulator.bulk.support import SupportMaker, Tables
from arraigo.interop.simulator.bulk.territory import (
    Territory,
    campaign_rows,
    municipality_year_rows,
    network_rows,
    territory,
)
from arraigo.interop.simulator.bulk.writing import PackageWriter
from arraigo.interop.simulator.chance import Chance, spread

PART = 40_000
"""People drawn at a time. The packages of two releases differ where this differs."""
SERIALS_A_PART = 1_000_000
SERIALS_A_COUNTRY = 10_000
"""Ids of institutions and the like: so many a country at most, before those of people."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the place, and the rows of each table."""

    path: Path
    rows: Mapping[str, int]


def simulate_package(asked: Asked, out: Path, progress: Progress = lambda done, of: None) -> Written:
    """
    Write a synthetic country as an exchange package.

    :param progress: called with people done and people asked for.
    :raises NoPlace: when the package cannot be put at ``out``; nothing is left there.
    """
    days = {iso3: ReturnDays(shares_of(iso3), asked.period) for iso3 in asked.countries}
    people = _at_least_one(spread(asked.people, [days[iso3].total for iso3 in asked.countries]))
    done, part = 0, 0
    with PackageWriter(out, asked) as writer:
        for number, (iso3, count) in enumerate(zip(asked.countries, people, strict=True)):
            country = CountryMaker(asked, shares_of(iso3), days[iso3], number, count)
            writer.add(country.institution_tables())
            for first in range(0, count, PART):
                writer.add(country.part(first, min(PART, count - first), part * SERIALS_A_PART))
                part, done = part + 1, done + min(PART, count - first)
                progress(done, asked.people)
        return Written(out, writer.rows)


def _at_least_one(counts: list[int]) -> list[int]:
    """No country without people, where there are enough for each."""
    while 0 in counts:
        counts[counts.index(max(counts))] -= 1
        counts[counts.index(0)] += 1
    return counts


class CountryMaker:
    """One country of a question."""

    def __init__(self, asked: Asked, shares: Shares, days: ReturnDays, number: int, people: int) -> None:
        self._asked, self._shares, self._days, self._people = asked, shares, days, people
        self._name = f"{asked.prefix}:{shares.iso3}"
        self._last = since_1970(asked.period.last)
        self._territory: Territory = territory(shares, self._chance("territory"))
        first = number * SERIALS_A_COUNTRY
        self._first = first
        self.institutions: Institutions = InstitutionMaker(
            shares, self._chance("institutions"), self._territory, asked.period, asked.prefix, first
        ).make()
        self._parties = PartyMaker(shares, days, people)
        self._persons = PeopleMaker(shares)
        codes = self._persons.homes.codes
        self._returns = ReturnMaker(shares, days, self._persons.homes, asked.period.last)
        self._cases = CaseMaker(shares, self.institutions, codes, self._last)
        self._services = ServiceMaker(shares, self.institutions, self._last)
        self._referrals = ReferralMaker(shares, self._services, self._last)
        self._followups = FollowUpMaker(shares, self._services.dimension, self._last)
        self._support = SupportMaker(shares, self.institutions, self._last)
        self._outcomes = OutcomeMaker(shares, codes, self._last)

    def institution_tables(self) -> Tables:
        """Tables without people in them."""
        period, iso3 = self._asked.period, self._shares.iso3
        # One year more, against which the first is compared.
        years = range(period.first.year - 1, period.last.year + 1)
        found = self.institutions
        linked = [row.id for row in found.rows if row.linked_on]
        rows = {
            "institutions": institution_rows(found, iso3),
            "programmes": programme_rows(found, iso3),
            "institution_years": institution_year_rows(
                self._shares, self._chance("resources"), holders(found), years
            ),
            "municipality_years": municipality_year_rows(
                self._shares, self._chance("municipalities"), self._territory, years
            ),
            "family_networks": self._numbered(
                "network_id",
                "N",
                network_rows(self._shares, self._chance("networks"), self._territory.codes, period),
            ),
            "campaigns": self._numbered(
                "campaign_id", "K", campaign_rows(self._shares, self._chance("campaigns"), linked, period)
            ),
        }
        return {table: from_rows(table, found_) for table, found_ in rows.items()}

    def part(self, first: int, count: int, serials: int) -> Tables:
        """All tables of so many people, who came in one stretch of the period."""
        ids, streams = self._asked.prefix, Streams(self._asked.seed, self._name, first)
        stretch = (first / self._people, (first + count) / self._people)
        parties = self._parties.make(streams.of("parties"), count, *stretch)
        people, tables = self._persons.make(streams, parties, ids, serials)
        returns, made = self._returns.make(streams, parties, people, ids, serials)
        tables |= made
        cases, made = self._cases.make(streams.of("cases"), people, returns, ids, serials)
        tables |= made
        sent, made = self._referrals.make(streams.of("referrals"), cases, ids, serials)
        tables |= made
        given, made = self._services.make(streams, people, returns, cases, sent, ids, serials)
        tables |= made
        tables |= self._followups.make(streams.of("followups"), cases, given, ids, serials)
        tables |= self._support.document_requests(streams.of("documents"), people, returns, ids, serials)
        tables |= self._support.applications(streams.of("applications"), people, returns, cases, ids, serials)
        tables |= self._support.satisfaction(streams.of("satisfaction"), people, given, ids, serials)
        tables |= self._outcomes.initiatives(streams.of("initiatives"), people, returns, ids, serials)
        tables |= self._outcomes.enrolments(streams.of("school"), people, returns, ids, serials)
        return tables

    def _numbered(self, key: str, letter: str, rows: object) -> list[dict[str, object]]:
        """Rows with ids of their days."""
        found: list[dict[str, object]] = list(rows)  # type: ignore[call-overload]
        return [
            {key: one_id(self._asked.prefix, letter, row["started_on"], self._first + place), **row}  # type: ignore[arg-type]
            for place, row in enumerate(found)
        ]

    def _chance(self, name: str) -> Chance:
        return Chance(f"{self._asked.seed}:{self._name}:{name}")
