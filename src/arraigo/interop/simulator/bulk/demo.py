"""
What desks do not record yet, for the demo's small population: so that every indicator of it is alive.

Rows of the exchange package that refer to the people, institutions and services of a `Population`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from arraigo.core.periods import Period, add_months, age_on
from arraigo.interop.simulator import exchange, rows
from arraigo.interop.simulator.bulk.calendar import since_1970
from arraigo.interop.simulator.bulk.contract import contract, schemas
from arraigo.interop.simulator.bulk.institutions import Holder, institution_year_rows
from arraigo.interop.simulator.bulk.outcomes import LATE_MONTH, SCHOOL_AGES, SCHOOL_ENDS_MONTH
from arraigo.interop.simulator.bulk.shares import Shares, shares_of
from arraigo.interop.simulator.bulk.territory import (
    Territory,
    campaign_rows,
    municipality_year_rows,
    network_rows,
    territory,
)
from arraigo.interop.simulator.bulk.writing import DESCRIPTION
from arraigo.interop.simulator.chance import Chance, Deck
from arraigo.interop.simulator.population import Population

FIRST_YEAR = 2023
"""From this year on the demo has figures; resources and municipalities one year before, to compare with."""

Row = dict[str, str]
Tables = dict[str, list[Row]]
InstitutionId = Callable[[UUID], str]


def complete(population: Population, *, institution_id: InstitutionId = str) -> Tables:
    """
    The rows of the tables that desks do not record yet, as text in the contract's columns.

    :param institution_id: the id under which the store knows an institution of the population.
    """
    return _Completing(population, institution_id).tables()


def write(tables: Mapping[str, list[Row]], folder: Path) -> None:
    """Write rows as a package of CSV files that says of itself that it is simulated, into an empty folder."""
    for name, found in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, schemas()[name].names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    described = contract() | {
        "name": "arraigo-simulated-demo",
        "description": f"{DESCRIPTION['es']} {DESCRIPTION['en']}",
        "synthetic": True,
        "resources": [resource for resource in contract()["resources"] if resource["name"] in tables],
    }
    (folder / "datapackage.json").write_text(json.dumps(described, ensure_ascii=False, indent=1), "utf-8")


@dataclass(frozen=True, slots=True)
class _Child:
    person_id: UUID
    arrived_on: date
    age: int


class _Completing:
    """The parts of one population's completion; each has its own stream of chance."""

    def __init__(self, population: Population, institution_id: InstitutionId) -> None:
        self._population, self._institution_id = population, institution_id
        self._shares: Shares = shares_of(population.country)
        self._deck = Deck(self._chance("deck"))
        self._yesterday = population.today - timedelta(days=1)
        self._period = Period(date(FIRST_YEAR, 1, 1), self._yesterday)
        self._born = {person.person_id: person.birth_date for person in population.people}

    def tables(self) -> Tables:
        years = range(FIRST_YEAR - 1, self._population.today.year + 1)
        where = self._territory()
        linked = [self._institution_id(row.institution_id) for row in self._linked()]
        initiatives, initiative_years = self._initiatives()
        return {
            "institutions": [self._named(row, "institutions") for row in self._population.institutions],
            "institution_years": [
                _text("institution_years", row)
                for row in institution_year_rows(
                    self._shares, self._chance("resources"), self._holders(), years
                )
            ],
            "municipality_years": [
                _text("municipality_years", row)
                for row in municipality_year_rows(self._shares, self._chance("places"), where, years)
            ],
            "programmes": [self._named(row, "programmes") for row in self._population.programmes],
            "campaigns": self._dated(
                "campaigns",
                "campaign_id",
                campaign_rows(self._shares, self._chance("campaigns"), linked, self._period),
            ),
            "services": [self._named(row, "services") for row in self._population.services],
            "initiatives": initiatives,
            "initiative_years": initiative_years,
            "enrolments": list(self._enrolments()),
            "satisfaction": list(self._satisfaction()),
            "family_networks": self._dated(
                "family_networks",
                "network_id",
                network_rows(self._shares, self._chance("networks"), where.codes, self._period),
            ),
        }

    def _linked(self) -> list[rows.Institution]:
        return [row for row in self._population.institutions if row.linked_on]

    def _holders(self) -> list[Holder]:
        """Who has spent and employed, since when: those linked from the start had a year before it too."""
        chance = self._chance("sizes")
        return [
            Holder(
                self._institution_id(row.institution_id),
                row.actor_type,
                chance.skewed(1.0, 0.3),
                row.linked_on.year if row.linked_on and row.linked_on.year > FIRST_YEAR else FIRST_YEAR - 1,
            )
            for row in self._linked()
        ]

    def _territory(self) -> Territory:
        """The demo's municipal windows are offices, and among those who began first."""
        where = territory(self._shares, self._chance("territory"))
        for row in self._linked():
            if row.duty == "window" and row.linked_on and row.municipality in where.eagerness:
                where.office_since[row.municipality] = row.linked_on
                where.eagerness[row.municipality] *= 0.1
        return where

    def _initiatives(self) -> tuple[list[Row], list[Row]]:
        """
        Ventures of people of the register, also of some who had begun one after an earlier return.

        Without those, nothing could be two years old in a demo of three years.
        """
        chance, found, years = self._chance("initiatives"), [], []
        sectors = self._shares.weights("initiative_sector").words
        for number, trip in enumerate(self._population.returns):
            if "child" in trip.groups or not self._deck.happens("starts", 0.06):
                continue
            started = trip.arrived_on + timedelta(days=40 + int(chance.expovariate(1 / 110)))
            if number % 2:
                started = add_months(trip.arrived_on, -int(14 + chance.random() * 30))
            if started > self._yesterday:
                continue
            key = str(chance.id(self._noon(started)))
            found.append(
                {
                    "initiative_id": key,
                    "person_id": str(trip.person_id),
                    "started_on": started.isoformat(),
                    "sector": chance.choices(
                        sectors, list(self._shares.numbers("initiative_sector").values())
                    )[0],
                    "municipality": trip.destination_municipality,
                    "collective": "yes" if chance.happens(self._shares.value("collective")) else "no",
                }
            )
            years += list(self._observed(chance, key, started))
        return found, years

    def _observed(self, chance: Chance, key: str, started: date) -> Iterator[Row]:
        """The state at the end of each year, until the one that finds it closed."""
        for year in range(1, 5):
            day = add_months(started, 12 * year) + timedelta(days=int(chance.random() * 15))
            if day > self._yesterday:
                return
            runs = self._happens("initiative_survives", day)
            row = {
                "initiative_id": key,
                "year_of_life": str(year),
                "observed_on": day.isoformat(),
                "operating": "yes" if runs else "no",
                "needs_economic_assistance": "",
                "private_sector_support": "",
                "consolidated": "",
                "jobs_generated": "0",
            }
            if runs:
                row["needs_economic_assistance"] = (
                    "no" if self._happens("initiative_autonomous", day) else "yes"
                )
                for column, trend in (
                    ("private_sector_support", "private_support"),
                    ("consolidated", "consolidated"),
                ):
                    row[column] = "yes" if self._happens(trend, day) else "no"
                row["jobs_generated"] = str(int(chance.expovariate(1 / (self._trend("jobs", day) + 0.5))))
            yield row
            if not runs:
                return

    def _children(self) -> Iterator[_Child]:
        """Children old enough for school, by their first return as such."""
        for trip in self._population.returns:
            born = self._born[trip.person_id]
            age = age_on(born, trip.arrived_on) if born else trip.age
            if age is not None and SCHOOL_AGES[0] <= age <= SCHOOL_AGES[1]:
                yield _Child(trip.person_id, trip.arrived_on, age)

    def _enrolments(self) -> Iterator[Row]:
        """The school year after the return, and those that followed."""
        chance = self._chance("school")
        for child in self._children():
            if not self._happens("school_return", child.arrived_on, 1 / 0.85):
                continue
            day = child.arrived_on + timedelta(days=min(300, int(chance.expovariate(1 / 45))))
            if day.month >= LATE_MONTH:
                day = date(day.year + 1, 1, 6) + timedelta(days=int(chance.random() * 40))
            age = child.age
            while day <= self._yesterday and age < 19:
                yield {
                    "enrolment_id": str(chance.id(self._noon(day))),
                    "person_id": str(child.person_id),
                    "school_year": str(day.year),
                    "enrolled_on": day.isoformat(),
                    "completed": self._completed(day),
                }
                if not self._happens("school_next_year", day):
                    break
                day, age = date(day.year + 1, 1, 6) + timedelta(days=int(chance.random() * 40)), age + 1

    def _completed(self, enrolled: date) -> str:
        if date(enrolled.year, SCHOOL_ENDS_MONTH, 1) > self._yesterday:
            return "pending"
        return "yes" if self._happens("school_completed", enrolled) else "no"

    def _satisfaction(self) -> Iterator[Row]:
        chance = self._chance("satisfaction")
        for given in self._population.services:
            day = given.delivered_on + timedelta(days=int(chance.expovariate(1 / 6)))
            if day > self._yesterday or not self._happens("satisfaction_asked", day, 1 / 3):
                continue
            yield {
                "response_id": str(chance.id(self._noon(day))),
                "person_id": str(given.person_id),
                "institution_id": self._institution_id(given.institution_id),
                "answered_on": day.isoformat(),
                "satisfied": "yes" if self._happens("satisfied", day) else "no",
            }

    def _named(self, row: object, table: str) -> Row:
        """A row of the population, with the institution's id as the store knows it."""
        found = {name: exchange.text(getattr(row, name)) for name in exchange.columns(table)}
        if "institution_id" in found:
            found["institution_id"] = self._institution_id(row.institution_id)  # type: ignore[attr-defined]
        return found

    def _dated(self, table: str, key: str, found: Iterator[dict[str, object]]) -> list[Row]:
        chance = self._chance(key)
        return [
            _text(table, {key: chance.id(self._noon(row["started_on"])), **row})  # type: ignore[arg-type]
            for row in found
        ]

    def _happens(self, trend: str, day: date, times: float = 1.0) -> bool:
        return self._deck.happens((trend, day.year), min(1.0, self._trend(trend, day) * times))

    def _trend(self, name: str, day: date) -> float:
        return float(self._shares.trend(name, [since_1970(day)])[0])

    def _noon(self, day: date) -> datetime:
        return datetime.combine(day, time(12), UTC)

    def _chance(self, name: str) -> Chance:
        asked = f"{self._population.seed}:{self._population.country}:{self._population.today}"
        return Chance(f"{asked}:{len(self._population.people)}:complete:{name}")


def _text(table: str, row: Mapping[str, object]) -> Row:
    """All columns of a table as text."""
    return {name: exchange.text(row.get(name)) for name in schemas()[table].names}
