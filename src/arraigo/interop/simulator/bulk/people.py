"""Persons of one part of the country, with names, births, homes and the numbers of their documents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from arraigo.core.content import CheckDigit
from arraigo.interop.simulator.bulk import columns
from arraigo.interop.simulator.bulk.chance import Draws, Flags, Streams
from arraigo.interop.simulator.bulk.homes import Homes
from arraigo.interop.simulator.bulk.names import Names
from arraigo.interop.simulator.bulk.parties import CHILD_ALONE, Parties
from arraigo.interop.simulator.bulk.shares import Floats, Shares, Whole
from arraigo.interop.simulator.people import YOUNGEST_PARENT

SEXES = ["female", "male", "other", "unknown"]
FEMALE, MALE, OTHER, SEX_UNKNOWN = range(4)
PRECISIONS = ["day", "month", "year", "estimated"]
DAY, MONTH, YEAR, ESTIMATED = range(4)


@dataclass(slots=True)
class People:
    """One row a person, in the order of their first return."""

    party: Whole
    sex: Whole
    child: Flags
    alone: Flags  # a child without family
    single: Flags  # an adult on their own: who may return again
    born: Whole
    written: Whole  # the birth date as it was written down
    precision: Whole  # -1: nothing was written down
    municipality: Whole
    indigenous: Flags
    ids: pa.Array
    serial: Whole

    def age(self, of: Whole, on: Whole) -> Whole:
        """Whole years of these persons on these days, as they truly are."""
        return columns.years_between(self.born[of], on)


class PeopleMaker:
    """Draws persons for parties."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._names, self.homes = Names(shares), Homes(shares)

    def make(
        self, streams: Streams, parties: Parties, ids: str, serials: int
    ) -> tuple[People, dict[str, dict[str, pa.Array]]]:
        """The persons of parties, and their tables `people` and `identifiers`."""
        draws = streams.of("people")
        home, indigenous, language = self.homes.of_parties(draws, len(parties.line))
        party = np.repeat(np.arange(len(parties.line)), parties.sizes)
        place = np.arange(len(party)) - np.repeat(np.cumsum(parties.sizes) - parties.sizes, parties.sizes)
        second = parties.two_parents[party] & (place == 1)
        alone = parties.kind[party] == CHILD_ALONE
        child = alone | (place > parties.two_parents[party])
        sex = self._sexes(draws, parties, party, child, alone, second)
        born = _born(draws, parties.day[party], self._ages(draws, party, child, alone))
        written, precision = self._written(draws, born)
        serial = serials + np.arange(len(party))
        people = People(
            party,
            self._as_known(draws, sex),
            child,
            alone,
            ~child & (parties.sizes[party] == 1),
            born,
            written,
            precision,
            home[party],
            indigenous[party],
            columns.ids(ids, "P", parties.day[party], serial),
            serial,
        )
        names = self._names.of(
            streams.of("names"), party, sex, child, second, indigenous, language, len(parties.line)
        )
        return people, {
            "people": self._table(draws, people, names, parties),
            "identifiers": self._identifiers(streams.of("identifiers"), people),
        }

    def _sexes(
        self, draws: Draws, parties: Parties, party: Whole, child: Flags, alone: Flags, second: Flags
    ) -> Whole:
        lines = list(self._shares.lines)
        boys = {
            how: self._shares.case_values_of_row("boys", how, lines)[parties.line]
            for how in ("accompanied", "alone")
        }
        boy = draws.happens(np.where(alone, boys["alone"][party], boys["accompanied"][party]), len(party))
        woman = parties.first_is_woman[party] ^ second
        return np.where(child, np.where(boy, MALE, FEMALE), np.where(woman, FEMALE, MALE)).astype(np.int64)

    def _as_known(self, draws: Draws, sex: Whole) -> Whole:
        part = draws.parts(len(sex))
        unknown, other = self._shares.value("sex_unknown"), self._shares.value("sex_other")
        return np.where(part < unknown, SEX_UNKNOWN, np.where(part < unknown + other, OTHER, sex)).astype(
            np.int64
        )

    def _ages(self, draws: Draws, party: Whole, child: Flags, alone: Flags) -> Whole:
        """Ages by the published bands; no parent is too young for the oldest child."""
        count = len(party)
        young = np.where(
            alone,
            self._banded(draws, "child_ages_alone", count),
            self._banded(draws, "child_ages_accompanied", count),
        )
        oldest = np.zeros(int(party[-1]) + 1, dtype=np.int64)
        np.maximum.at(oldest, party, np.where(child, young + YOUNGEST_PARENT, 0))
        return np.where(child, young, np.maximum(self._banded(draws, "adult_ages", count), oldest[party]))

    def _banded(self, draws: Draws, share: str, count: int) -> Whole:
        weights = self._shares.weights(share)
        bands = np.array([[int(end) for end in band.split("-")] for band in weights.words])
        band = draws.pick(weights, count)
        ages: Whole = bands[band, 0] + draws.below(bands[band, 1] - bands[band, 0] + 1, count)
        return ages

    def _written(self, draws: Draws, born: Whole) -> tuple[Whole, Whole]:
        """What is known of a birth: mostly the day, sometimes less, seldom nothing."""
        part = draws.parts(len(born))
        ends = np.cumsum(
            [
                self._shares.value(name)
                for name in (
                    "birth_date_missing",
                    "birth_year_only",
                    "precision_month",
                    "precision_estimated",
                )
            ]
        )
        precision = np.array([-1, YEAR, MONTH, ESTIMATED, DAY])[np.searchsorted(ends, part, side="right")]
        month = born.astype("datetime64[D]").astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        year = born.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64)
        return np.where(
            precision == MONTH, month, np.where((precision == YEAR) | (precision == ESTIMATED), year, born)
        ), precision

    def _table(
        self, draws: Draws, people: People, names: list[pa.Array], parties: Parties
    ) -> dict[str, pa.Array]:
        count = len(people.party)
        abroad = people.child & ~people.alone & draws.happens(self._shares.value("other_nationality"), count)
        lines = list(self._shares.lines.values())
        countries = [self._shares.iso3, *(line.from_country for line in lines)]
        one_surname = draws.happens(self._shares.value("one_surname"), count)
        return {
            "person_id": people.ids,
            "given_names": names[0],
            "paternal_surname": names[1],
            "maternal_surname": pc.if_else(pa.array(one_surname), None, names[2]),
            "sex": columns.coded(people.sex, SEXES),
            "birth_date": columns.days(people.written, people.precision >= 0),
            "birth_date_precision": columns.coded(people.precision, PRECISIONS),
            "nationality": columns.coded(np.where(abroad, parties.line[people.party] + 1, 0), countries),
            "origin_municipality": columns.coded(
                np.where(draws.happens(self._shares.value("origin_unknown"), count), -1, people.municipality),
                self.homes.codes,
            ),
        }

    def _identifiers(self, draws: Draws, people: People) -> dict[str, pa.Array]:
        count = len(people.party)
        letters, sound = self._numbers(people)
        share = self._shares.value("has_national_id")
        with_id = sound & draws.happens(np.where(people.child, share / 2, share), count)
        others = self._shares.numbers("other_identifier")
        with_other = [draws.happens(part, count) & ~people.child for part in others.values()]
        of = np.concatenate([np.flatnonzero(each) for each in (with_id, *with_other)])
        kind = np.repeat(np.arange(len(others) + 1), [int(e.sum()) for e in (with_id, *with_other)])
        s = np.full((len(of) - int(with_id.sum()), 1), ord("S"), dtype=np.uint8)
        number = columns.digits(people.serial[of[int(with_id.sum()) :]] % 10**9, 9)
        numbers = pa.concat_arrays(
            [columns.fixed(letters[with_id]), columns.fixed(np.concatenate([s, number], axis=1))]
        )
        order = np.argsort(of, kind="stable")
        return {
            "person_id": people.ids.take(pa.array(of[order])),
            "kind": columns.coded(kind[order], ["national_id", *others]),
            "number": numbers.take(pa.array(order)),
            "country": columns.same(self._shares.iso3, len(of)),
        }

    def _numbers(self, people: People) -> tuple[npt.NDArray[np.uint8], Flags]:
        """Identity numbers in a shape that the registry does not give out; where no check digit fits there is none."""
        pattern = self._shares.identity_number
        letters = np.empty((len(people.party), len(pattern)), dtype=np.uint8)
        letters[:] = np.frombuffer(pattern.encode(), dtype=np.uint8)
        own = np.array([[ord(sign) for sign in code[2:6]] for code in self.homes.codes], dtype=np.uint8)
        year = columns.digits(columns.year_of(people.born), 4)
        for sign, filling in (
            ("p", own[people.municipality]),
            ("y", year),
            ("#", columns.digits(people.serial, pattern.count("#"))),
        ):
            places = [place for place, letter in enumerate(pattern) if letter == sign]
            letters[:, places] = filling[:, : len(places)]
        return letters, _checked(letters, pattern, self._shares.country.national_id.check)


def _checked(letters: npt.NDArray[np.uint8], pattern: str, check: CheckDigit | None) -> Flags:
    """Put the check digit in; which numbers have one."""
    if check is None or "k" not in pattern:
        return np.ones(len(letters), dtype=bool)
    before = letters[:, : len(check.weights)].astype(np.int64) - ord("0")
    rest = (before * np.array(check.weights)).sum(axis=1) % 11
    letters[:, pattern.index("k")] = np.where(rest < 10, rest, 0) + ord("0")
    sound: Flags = rest < 10
    return sound


def _born(draws: Draws, day: Whole, age: Whole) -> Whole:
    """A birthday for everybody of this age on a day."""
    within: Floats = draws.parts(len(day)) * 365
    return columns.add_months(day, -12 * age) - within.astype(np.int64)
