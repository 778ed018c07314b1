"""Institutions of all kinds, what they spend and employ, and what they offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from arraigo.core import content, places
from arraigo.core.periods import Period
from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.calendar import BEGINNING, day_of, since_1970
from arraigo.interop.simulator.bulk.shares import Shares, Whole
from arraigo.interop.simulator.bulk.territory import Territory
from arraigo.interop.simulator.chance import Chance
from arraigo.interop.simulator.schema import Actor, Offer

SIMULATED = "(simulado)"
IN_DOLLARS = ("international_organization", "destination_government")


@dataclass(slots=True)
class Institution:
    id: str
    actor: Actor
    name: str
    municipality: str
    linked_on: date | None
    unlinked_on: date | None
    size: float  # against others of its kind


@dataclass(slots=True)
class Programme:
    id: str
    institution: int
    offer: Offer
    name: str
    municipalities: tuple[str, ...]
    starts_on: date
    ends_on: date | None
    human_rights_protocol: str
    groups: tuple[str, ...]


@dataclass(slots=True)
class Institutions:
    """The institutions of a country, found by what they do."""

    rows: list[Institution]
    programmes: list[Programme]
    ids: pa.Array = field(init=False)
    programme_ids: pa.Array = field(init=False)
    office_of: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.ids = pa.array([row.id for row in self.rows], pa.string())
        self.programme_ids = pa.array([row.id for row in self.programmes], pa.string())
        self.office_of = {
            row.municipality: number for number, row in enumerate(self.rows) if row.actor.duty == "window"
        }

    def having(self, *duties: str) -> Whole:
        """Places of the institutions with one of these duties."""
        return np.array([n for n, row in enumerate(self.rows) if row.actor.duty in duties], dtype=np.int64)

    def offering(self, service_type: str, *, local: bool = False) -> Whole:
        """Places of the programmes that give a service, of the whole country or of one municipality's office."""
        return np.array(
            [
                n
                for n, programme in enumerate(self.programmes)
                if programme.offer.service_type == service_type
                and (self.rows[programme.institution].actor.duty == "window") == local
            ],
            dtype=np.int64,
        )


class InstitutionMaker:
    """Draws the institutions of a country as they are known at the end of a period."""

    def __init__(
        self, shares: Shares, chance: Chance, territory: Territory, period: Period, prefix: str, first: int
    ) -> None:
        self._shares, self._chance, self._territory = shares, chance, territory
        self._period, self._prefix, self._serial = period, prefix, first

    def make(self) -> Institutions:
        counts = self._shares.numbers("institutions")
        rows = [
            self._institution(actor, number)
            for code, actor in self._shares.simulated_actors.items()
            for number in range(int(counts.get(code, 0)))
        ]
        office = self._shares.simulated_actors["municipal_office"]
        rows += [
            self._office(office, code, since)
            for code, since in self._territory.office_since.items()
            if since <= self._period.last
        ]
        programmes = [p for place, row in enumerate(rows) for p in self._programmes(place, row)]
        return Institutions(rows, programmes)

    def _institution(self, actor: Actor, number: int) -> Institution:
        first = number == 0
        linked: date | None = BEGINNING if first else self._since("linked")
        if (not first and self._chance.happens(self._shares.value("never_linked"))) or (
            linked and linked > self._period.last
        ):
            linked = None
        unlinked = None
        if linked and not first and self._chance.happens(self._shares.value("unlinked")):
            unlinked = linked + timedelta(days=600 + int(self._chance.random() * 1500))
            unlinked = unlinked if unlinked <= self._period.last else None
        name = f"{actor.name.es} {number + 1:02d} {SIMULATED}"
        return Institution(self._id("I", linked), actor, name, "", linked, unlinked, self._size())

    def _office(self, actor: Actor, municipality: str, since: date) -> Institution:
        name = f"{actor.name.es}, {places.name(municipality)} {SIMULATED}"
        return Institution(self._id("I", since), actor, name, municipality, since, None, self._size())

    def _programmes(self, place: int, institution: Institution) -> Iterator[Programme]:
        """What an institution offers: begun when it was linked or later, some of it over by now."""
        for offer in institution.actor.offers:
            begun = institution.linked_on or self._since("linked")
            if institution.linked_on != BEGINNING and institution.actor.duty != "window":
                begun += timedelta(days=int(self._chance.random() * 500))
            if begun > self._period.last:
                continue
            over = None
            if institution.linked_on != BEGINNING and self._chance.happens(0.2):
                over = begun + timedelta(days=700 + int(self._chance.random() * 1800))
            yield Programme(
                self._id("G", begun),
                place,
                offer,
                f"{offer.name.es} {SIMULATED}",
                self._near(institution),
                begun,
                over if over and over <= self._period.last else None,
                self._protocol(begun),
                offer.groups or (("woman",) if self._chance.happens(0.12) else ()),
            )

    def _near(self, institution: Institution) -> tuple[str, ...]:
        """The municipalities of a programme; none is the whole country."""
        if institution.municipality:
            return (institution.municipality,)
        if institution.actor.duty in {"ngo", "association", "health"} and self._chance.happens(0.45):
            codes = list(self._territory.codes)
            return tuple(
                sorted({self._chance.one_of(codes) for _ in range(2 + int(self._chance.random() * 4))})
            )
        return ()

    def _protocol(self, begun: date) -> str:
        if self._chance.happens(0.08):
            return "unknown"
        return "yes" if self._chance.happens(self._trend("rights_protocols", begun)) else "no"

    def _since(self, trend: str) -> date:
        """When somebody joined, so that the part of those who have follows a trend."""
        return day_of(self._shares, trend, self._chance.random(), self._chance)

    def _trend(self, name: str, day: date) -> float:
        return float(self._shares.trend(name, [since_1970(day)])[0])

    def _size(self) -> float:
        return self._chance.skewed(1.0, 0.5)

    def _id(self, letter: str, day: date | None) -> str:
        self._serial += 1
        return one_id(self._prefix, letter, day or BEGINNING, self._serial)


def one_id(prefix: str, letter: str, day: date, serial: int) -> str:
    return str(columns.ids(prefix, letter, [since_1970(day)], np.array([serial]))[0])


def institution_rows(found: Institutions, country: str) -> Iterator[dict[str, Any]]:
    """Rows of the table `institutions`."""
    for row in found.rows:
        yield {
            "institution_id": row.id,
            "name": row.name,
            "country": country,
            "actor_type": row.actor.actor_type,
            "municipality": row.municipality,
            "child_mandate": row.actor.child_mandate,
            "linked_on": row.linked_on,
            "unlinked_on": row.unlinked_on,
        }


def programme_rows(found: Institutions, country: str) -> Iterator[dict[str, Any]]:
    """Rows of the table `programmes`; level and dimension are those of the type of service."""
    types = content.codelist("service_type", country)
    for row in found.programmes:
        item = types.item(row.offer.service_type)
        yield {
            "programme_id": row.id,
            "institution_id": found.rows[row.institution].id,
            "name": row.name,
            "country": country,
            "level": item.level or "individual",
            "dimension": item.dimension or "social",
            "service_type": row.offer.service_type,
            "target_groups": ";".join(row.groups),
            "municipalities": ";".join(row.municipalities),
            "capacity_per_year": row.offer.capacity_per_year,
            "funding": row.offer.funding,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
            "human_rights_protocol": row.human_rights_protocol,
        }


@dataclass(slots=True)
class Holder:
    """Whose resources of a year are drawn: an institution of whatever source."""

    id: str
    actor_type: str
    size: float
    since: int  # first year with a row


def holders(found: Institutions) -> list[Holder]:
    return [
        Holder(row.id, row.actor.actor_type, row.size, row.linked_on.year)
        for row in found.rows
        if row.linked_on
    ]


def institution_year_rows(
    shares: Shares, chance: Chance, of: Sequence[Holder], years: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """Rows of the table `institution_years`: money and people, and how much of both is for reintegration."""
    for holder in of:
        devoted = chance.skewed(1.0, 0.25)
        for year in years:
            if year >= holder.since:
                yield _resources(shares, chance, holder, year, devoted)


def _resources(shares: Shares, chance: Chance, holder: Holder, year: int, devoted: float) -> dict[str, Any]:
    middle = [since_1970(date(year, 7, 2))]
    trend = {
        name: float(shares.trend(name, middle)[0])
        for name in ("budget_growth", "budget_reintegration", "budget_economic", "staff_reintegration")
    }
    weight = shares.number("reintegration_weight", holder.actor_type) * devoted
    total = shares.number("budget_mean", holder.actor_type) * holder.size * trend["budget_growth"]
    total *= chance.skewed(1.0, 0.06)
    part = min(0.9, trend["budget_reintegration"] * weight * chance.skewed(1.0, 0.12))
    economic = min(0.95, trend["budget_economic"] * chance.skewed(1.0, 0.15))
    staff = max(2, round(shares.number("mean_staff", holder.actor_type) * holder.size))
    currency = "USD" if holder.actor_type in IN_DOLLARS else shares.country.currency
    found: dict[str, Any] = {"institution_id": holder.id, "year": year, "currency": currency}
    if not chance.happens(shares.value("resources_unknown")):
        found |= {
            "budget_total": money(total),
            "budget_reintegration": money(total * part),
            "budget_economic_reintegration": money(total * part * economic),
        }
    if not chance.happens(shares.value("resources_unknown")):
        share = min(0.9, trend["staff_reintegration"] * weight * chance.skewed(1.0, 0.12))
        found |= {"staff_total": staff, "staff_reintegration": min(staff, round(staff * share))}
    return found


def money(amount: float) -> Decimal:
    """Whole units, as budgets are written."""
    return Decimal(round(amount))
