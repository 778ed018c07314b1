"""Returns of one part of the country: first ones in parties, later ones alone; what was said and kept at reception."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from arraigo.core import content
from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.calendar import ReturnDays
from arraigo.interop.simulator.bulk.chance import NO, UNKNOWN, YES, YES_NO_UNKNOWN, Draws, Flags, Streams
from arraigo.interop.simulator.bulk.homes import Homes
from arraigo.interop.simulator.bulk.parties import Parties
from arraigo.interop.simulator.bulk.people import FEMALE, MALE, People
from arraigo.interop.simulator.bulk.shares import Floats, Shares, Whole
from arraigo.interop.simulator.history import AGAIN_AFTER_DAYS
from arraigo.interop.simulator.returns import (
    FIRST_REGISTERED_AFTER,
    LONGEST_STAY_MONTHS,
    SHORT_STAY_MONTHS,
)
from arraigo.reception.rules import OLDER_PERSON_AGE

AGAIN_WITHIN_DAYS = 1095
MINUTES_OF_QUEUE = 130
YOUTH_AGES = (18, 24)
NEVER = 10**6
"""A day after all others."""


@dataclass(slots=True)
class Trips:
    """One row for those who travel together, once: the parties, then everybody who came again."""

    line: Whole
    day: Whole
    flight: Whole


@dataclass(slots=True)
class Returns:
    """One row a return, in the order of their days."""

    person: Whole
    trip: Whole
    day: Whole
    age: Whole  # as it truly is
    child: Flags
    alone: Flags
    destination: Whole
    document: Whole  # in YES_NO_UNKNOWN
    capital: Whole
    next_day: Whole  # of the same person's next return, else NEVER
    ids: pa.Array


class ReturnMaker:
    """Draws the returns of people."""

    def __init__(self, shares: Shares, days: ReturnDays, homes: Homes, last: date) -> None:
        self._shares, self._days, self._homes = shares, days, homes
        self._groups = list(content.codelist("target_group", shares.iso3).codes)
        zone = ZoneInfo(shares.country.time_zone)
        offset = datetime.combine(last, time(12), zone).utcoffset()
        self._offset = int(offset.total_seconds()) if offset else 0
        self._lines = list(shares.lines.values())

    def make(
        self, streams: Streams, parties: Parties, people: People, ids: str, serials: int
    ) -> tuple[Returns, dict[str, dict[str, pa.Array]]]:
        draws = streams.of("returns")
        person, trip, trips = self._trips(draws, parties, people)
        order = np.lexsort((person, trips.day[trip]))
        person, trip = person[order], trip[order]
        day = trips.day[trip]
        age, child = people.age(person, day), people.child[person] & (people.age(person, day) < 18)
        origin = people.municipality[person]
        # The first of a trip decides for all where they go.
        towards = self._homes.elsewhere(draws, origin)
        first = np.zeros(len(trips.day), dtype=np.int64)
        first[trip[::-1]] = np.arange(len(trip))[::-1]
        returns = Returns(
            person,
            trip,
            day,
            age,
            child,
            people.alone[person] & child,
            towards[first[trip]],
            self._documents(draws, day, age, child),
            self._capital(draws, day, child),
            _next_days(person, day),
            columns.ids(ids, "R", day, serials + np.arange(len(person))),
        )
        return returns, {"returns": self._table(streams.of("reception"), people, returns, trips, first)}

    def _trips(self, draws: Draws, parties: Parties, people: People) -> tuple[Whole, Whole, Trips]:
        """Who travels on which trip: everybody once, and some again and again until the period ends."""
        person, trip = [np.arange(len(people.party))], [people.party]
        line, day, flight = [parties.line], [parties.day], [parties.flight]
        trips = len(parties.line)
        again = np.flatnonzero(people.single)
        share = self._shares.value("repeat_share") * len(people.party) / max(1, len(again))
        times = 1 + draws.pick(self._shares.weights("times_again"), len(again))
        before, on = parties.day[people.party[again]], parties.line[people.party[again]]
        for time_ in range(1, 4):
            open_ = (self._days.last - before - AGAIN_AFTER_DAYS) / (AGAIN_WITHIN_DAYS - AGAIN_AFTER_DAYS)
            wanted = share if time_ == 1 else 1.0
            comes = draws.happens(np.clip(open_, 0, 1) * wanted, len(again)) & (times >= time_)
            comes &= before + AGAIN_AFTER_DAYS < self._days.last
            again, times, before, on = again[comes], times[comes], before[comes], on[comes]
            before = self._again(draws, before)
            person.append(again)
            trip.append(trips + np.arange(len(again)))
            line.append(on)
            day.append(before)
            flight.append(1 + draws.below(3, len(again)))
            trips += len(again)
        return (
            np.concatenate(person),
            np.concatenate(trip),
            Trips(np.concatenate(line), np.concatenate(day), np.concatenate(flight)),
        )

    def _again(self, draws: Draws, before: Whole) -> Whole:
        """The day of the next return, which follows the same series."""
        since = self._days.part_until(before + AGAIN_AFTER_DAYS)
        until = self._days.part_until(np.minimum(before + AGAIN_WITHIN_DAYS, self._days.last + 1))
        day = self._days.at(since + (until - since) * draws.parts(len(before)))
        return np.maximum(day, before + AGAIN_AFTER_DAYS)

    def _documents(self, draws: Draws, day: Whole, age: Whole, child: Flags) -> Whole:
        factor = self._shares.numbers("no_document_of_age", "factor")
        small = np.select([age < 5, age < 12], [factor["0-4"], factor["5-11"]], factor["12-17"])
        without = np.where(
            child,
            self._shares.trend("child_without_document", day) * small,
            self._shares.trend("adult_without_document", day),
        )
        unknown = self._shares.value("document_unknown")
        return draws.answers(1 - without - unknown, unknown, len(day))

    def _capital(self, draws: Draws, day: Whole, child: Flags) -> Whole:
        yes, unknown = self._shares.trend("capital_yes", day), self._shares.trend("capital_unknown", day)
        return np.where(child, NO, draws.answers(yes, unknown, len(day)))

    def _table(
        self, draws: Draws, people: People, returns: Returns, trips: Trips, first: Whole
    ) -> dict[str, pa.Array]:
        count, day, shares = len(returns.day), returns.day, self._shares
        line = trips.line[returns.trip]
        lines = self._lines
        registered, completed, kept, closed = self._reception(draws, trips, returns)
        yes, unknown = shares.trend("skills_yes", day), shares.trend("skills_unknown", day)
        skills = np.where(returns.child, NO, draws.answers(yes, unknown, count))
        care = draws.answers(shares.trend("care_yes", day), shares.trend("care_unknown", day), count)
        nowhere = draws.happens(shares.value("destination_unknown"), count)
        no_birth = people.precision[returns.person] < 0
        age_known = no_birth & draws.happens(2 / 3, count)
        return {
            "return_id": returns.ids,
            "person_id": people.ids.take(pa.array(returns.person)),
            "arrived_on": columns.days(day),
            "country": columns.same(shares.iso3, count),
            "from_country": columns.coded(line, [one.from_country for one in lines]),
            "route": columns.coded(line, [one.route for one in lines]),
            "port_of_entry": columns.coded(line, [one.port_of_entry for one in lines]),
            "transport_ref": self._transport(draws, trips, returns),
            "return_type": self._types(draws, trips, returns, first),
            "destination_municipality": columns.coded(
                np.where(nowhere, -1, returns.destination), self._homes.codes
            ),
            "identity_document": columns.coded(returns.document, YES_NO_UNKNOWN),
            "certifiable_skills": columns.coded(skills, YES_NO_UNKNOWN),
            "startup_capital": columns.coded(returns.capital, YES_NO_UNKNOWN),
            "unaccompanied": columns.coded(np.where(returns.alone, YES, NO), YES_NO_UNKNOWN),
            "groups": columns.joined(
                self._group_bits(draws, people, returns, ~no_birth | age_known), self._groups
            ),
            "migration_causes": self._causes(draws, people, returns),
            "months_abroad": columns.whole(
                self._months(draws, people, returns, line),
                ~draws.happens(shares.value("months_abroad_unknown"), count),
            ),
            "age": columns.whole(returns.age, age_known),
            "registered_at": columns.moments(registered, kept),
            "reception_completed_at": columns.moments(completed, closed),
            "reception_care": columns.coded(np.where(returns.child, care, UNKNOWN), YES_NO_UNKNOWN),
        }

    def _reception(self, draws: Draws, trips: Trips, returns: Returns) -> tuple[Whole, Whole, Flags, Flags]:
        """When everybody was registered and done, and of whom that was kept."""
        count, day = len(returns.day), returns.day
        hours = np.zeros((len(self._lines), max(len(line.hours) for line in self._lines)))
        for number, line in enumerate(self._lines):
            at = [int(hour[:2]) * 60 + int(hour[3:]) for hour in line.hours]
            hours[number] = [at[place % len(at)] for place in range(hours.shape[1])]
        flight, line_ = trips.flight[returns.trip], trips.line[returns.trip]
        landed = hours[line_, (flight - 1) % hours.shape[1]]
        queue = landed + FIRST_REGISTERED_AFTER + draws.parts(count) * MINUTES_OF_QUEUE
        registered = (day * 86400 + queue * 60).astype(np.int64) - self._offset
        minutes = draws.skewed(1.0, count, 0.45) * self._shares.trend("reception_minutes", day) * 1.107
        kept = draws.happens(self._shares.trend("registered_known", day), count)
        closed = kept & draws.happens(self._shares.trend("completed_known", day), count)
        return registered, registered + (np.clip(minutes, 12, 600) * 60).astype(np.int64), kept, closed

    def _transport(self, draws: Draws, trips: Trips, returns: Returns) -> pa.Array:
        """The flight or bus, the same for everybody aboard."""
        aboard = np.stack([trips.day, trips.line, trips.flight], axis=1)
        found, places = np.unique(aboard @ (10**7, 10**6, 1), return_inverse=True)
        words = []
        for key in found.tolist():
            on = str(np.datetime64(key // 10**7, "D")).replace("-", "")
            line = self._lines[key // 10**6 % 10].code.upper().replace("_", "-")
            words.append(f"SIM-{self._shares.iso3}-{line}-{on}-{key % 10**6:02d}")
        lost = draws.happens(self._shares.value("transport_unknown"), len(returns.day))
        return columns.coded(np.where(lost, -1, places[returns.trip]), words)

    def _types(self, draws: Draws, trips: Trips, returns: Returns, first: Whole) -> pa.Array:
        """Why the law says they returned; the same for those who travel together."""
        codes = list(content.codelist("return_type", self._shares.iso3).codes)
        parts, found = draws.parts(len(trips.line)), np.zeros(len(trips.line), dtype=np.int64)
        for number, line in enumerate(self._lines):
            weights = self._shares.weights("return_type", line.code)
            places = np.array([codes.index(word) for word in weights.words])
            rows = trips.line == number
            found[rows] = places[weights.at(parts[rows])]
        return columns.coded(found[returns.trip], codes)

    def _group_bits(self, draws: Draws, people: People, returns: Returns, age_known: Flags) -> Whole:
        """Groups that follow from sex, age and company, and those that somebody named."""
        count, sex, age = len(returns.day), people.sex[returns.person], returns.age
        woman = (sex == FEMALE) & ~returns.child
        holds: dict[str, Flags] = {
            name: draws.happens(share, count) for name, share in self._shares.numbers("groups").items()
        }
        holds["criminal_record"] &= ~returns.child
        holds["gbv_survivor"] = woman & draws.happens(self._shares.value("gbv_survivor_of_women"), count)
        holds["woman"] = woman
        holds["child"] = returns.child & age_known
        holds["unaccompanied_child"] = returns.alone & age_known
        holds["youth"] = (age >= YOUTH_AGES[0]) & (age <= YOUTH_AGES[1]) & age_known
        holds["older_person"] = (age >= OLDER_PERSON_AGE) & age_known
        holds["indigenous"] = people.indigenous[returns.person]
        bits = np.zeros(count, dtype=np.int64)
        for place, code in enumerate(self._groups):
            if code in holds:
                bits |= holds[code].astype(np.int64) << place
        return bits

    def _causes(self, draws: Draws, people: People, returns: Returns) -> pa.Array:
        """Several can be true; of some nobody asked."""
        codes = list(content.codelist("migration_cause", self._shares.iso3).codes)
        sex = people.sex[returns.person]
        rows = {
            "child": returns.child,
            "female": ~returns.child & (sex == FEMALE),
            "male": ~returns.child & (sex != FEMALE),
        }
        share = np.zeros((len(sex), len(codes)))
        for name, which in rows.items():
            share[which] = self._shares.case_values_of_row("migration_causes", name, codes)
        said = draws.parts(share.size).reshape(share.shape) < share
        bits = (said.astype(np.int64) << np.arange(len(codes))).sum(axis=1)
        usual = np.where(returns.child, codes.index("family_reunification"), codes.index("economic"))
        bits = np.where(bits == 0, 1 << usual, bits)
        return columns.joined(
            np.where(draws.happens(self._shares.value("causes_unknown"), len(bits)), 0, bits), codes
        )

    def _months(self, draws: Draws, people: People, returns: Returns, line: Whole) -> Whole:
        """How long they were away: never longer than they have lived."""
        count, sex = len(line), people.sex[returns.person]
        short = self._shares.case_values_of_row(
            "months_abroad_short", "share", [one.route for one in self._lines]
        )
        mean = self._shares.numbers("months_abroad_long", "mean")
        long = np.where(returns.child, mean["child"], np.where(sex == MALE, mean["male"], mean["female"]))
        months: Floats = np.where(
            draws.happens(short[line], count),
            draws.parts(count) * SHORT_STAY_MONTHS,
            SHORT_STAY_MONTHS + draws.waits(long, count),
        )
        return np.minimum(np.minimum(months, LONGEST_STAY_MONTHS), returns.age * 12 + 6).astype(np.int64)


def _next_days(person: Whole, day: Whole) -> Whole:
    """The day of each person's next return; rows come in the order of days."""
    order = np.argsort(person, kind="stable")
    after = np.full(len(person), NEVER)
    same = np.flatnonzero(person[order][1:] == person[order][:-1])
    after[order[same]] = day[order[same + 1]]
    return after
