"""The profile of a simulated country: the common parts of the content and the country's own, ready to draw from."""

from __future__ import annotations

from datetime import date
from functools import cached_property, lru_cache

from arraigo.core import content, places
from arraigo.core.content import Text
from arraigo.interop.simulator.chance import Weighted
from arraigo.interop.simulator.schema import (
    Action,
    Actor,
    Concern,
    KnownReturn,
    Line,
    Names,
    Sentence,
    Share,
    SimulatorPart,
    Story,
    TodaysArrival,
)

LAST_YEAR_KNOWN = 3
"""Shares by years ago are written for 0 to this; older events use the last."""


class Profile:
    """Everything that chance needs to know of a country."""

    def __init__(self, country: str, parts: list[SimulatorPart]) -> None:
        self.country = content.country(country)
        self.iso3 = self.country.code
        self._parts = parts
        self.shares: dict[str, Share] = {name: share for part in parts for name, share in part.shares.items()}
        self._weighted: dict[tuple[str, str], Weighted[str]] = {}
        self._floats: dict[tuple[str, str], dict[str, float]] = {}

    def value(self, name: str) -> float:
        """A share that is one number."""
        value = self.shares[name].value
        if value is None:
            raise LookupError(f"The share '{name}' is not one number.")
        return float(value)

    def numbers(self, name: str, row: str = "") -> dict[str, float]:
        """The numbers of a share: its weights, or one row of its table."""
        if (name, row) not in self._floats:
            share = self.shares[name]
            weights = share.table[row] if share.table is not None else share.weights
            self._floats[name, row] = {case: float(weight) for case, weight in (weights or {}).items()}
        return self._floats[name, row]

    def number(self, name: str, case: str, row: str = "") -> float:
        return self.numbers(name, row)[case]

    def weighted(self, name: str, row: str = "") -> Weighted[str]:
        """The cases of a share, to choose one from."""
        if (name, row) not in self._weighted:
            self._weighted[name, row] = Weighted(self.numbers(name, row))
        return self._weighted[name, row]

    def in_year(self, name: str, row: str, day: date, today: date) -> float:
        """A number that changes with time, as it was in the calendar year of a day."""
        years_ago = min(max(today.year - day.year, 0), LAST_YEAR_KNOWN)
        return self.numbers(name, row)[str(years_ago)]

    @cached_property
    def names(self) -> Names:
        return next(part.names for part in reversed(self._parts) if part.names)

    @cached_property
    def lines(self) -> dict[str, Line]:
        return {line.code: line for part in self._parts for line in part.lines}

    @cached_property
    def today(self) -> list[TodaysArrival]:
        return [arrival for part in self._parts for arrival in part.today]

    @cached_property
    def actors(self) -> list[Actor]:
        return [actor for part in self._parts for actor in part.actors]

    @cached_property
    def needs(self) -> list[Concern]:
        return [need for part in self._parts for need in part.needs]

    @cached_property
    def capacities(self) -> list[Concern]:
        return [capacity for part in self._parts for capacity in part.capacities]

    @cached_property
    def actions(self) -> list[Action]:
        return [action for part in self._parts for action in part.actions]

    @cached_property
    def own_words(self) -> list[Sentence]:
        return [words for part in self._parts for words in part.own_words]

    @cached_property
    def referral_reasons(self) -> dict[str, tuple[Sentence, ...]]:
        return {code: reasons for part in self._parts for code, reasons in part.referral_reasons.items()}

    @cached_property
    def can_come(self) -> list[Text]:
        return [text for part in self._parts for text in part.can_come]

    @cached_property
    def careful_contact(self) -> list[Text]:
        return [text for part in self._parts for text in part.careful_contact]

    @cached_property
    def stories(self) -> list[Story]:
        return [story for part in self._parts for story in part.stories]

    @cached_property
    def known_people(self) -> list[KnownReturn]:
        return [known for part in self._parts for known in part.known_people]

    @cached_property
    def identity_number(self) -> str:
        """The pattern of identity numbers: ``#`` any digit, ``k`` the check digit, ``p`` place, ``y`` year of birth."""
        return next(part.identity_number for part in reversed(self._parts) if part.identity_number)

    @cached_property
    def telephone(self) -> str:
        return next(part.telephone for part in reversed(self._parts) if part.telephone)

    @cached_property
    def municipalities(self) -> dict[str, Weighted[str]]:
        """Of each department, its municipalities with the weight that people come from them."""
        weights = self.numbers("municipality_weight")
        found = {}
        for department in places.departments(self.iso3):
            codes = [place.code for place in places.municipalities(self.iso3, department.code)]
            head = min(codes, default="")
            found[department.code] = Weighted(
                {code: weights.get(code, weights["head" if code == head else "other"]) for code in codes}
            )
        return found


@lru_cache(maxsize=4)
def profile(country: str) -> Profile:
    """
    The profile of a country (ISO3).

    :raises LookupError: when the country has no pack, or the content no simulation of it.
    """
    iso3 = content.country(country).code
    found = [part for part in content.objects("simulator") if isinstance(part, SimulatorPart)]
    own = [part for part in found if part.code.startswith(f"{iso3.lower()}.")]
    if not own:
        raise LookupError(f"The content simulates no '{country}': there is no simulator/{iso3.lower()}/.")
    return Profile(iso3, [part for part in found if part.code.startswith("common.")] + own)
