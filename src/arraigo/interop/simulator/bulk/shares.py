"""What chance needs to know of a whole country: the demo's profile, and what content/simulator/bulk adds."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from arraigo.core import content, places
from arraigo.interop.simulator.profile import Profile
from arraigo.interop.simulator.schema import Actor, SimulatorPart

DAYS_IN_YEAR = 365.2425

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Weights:
    """Cases with their weights laid end to end, to be drawn many at a time."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.words: list[str] = list(weights)
        sums = np.cumsum(np.array(list(weights.values()), dtype=np.float64))
        self.ends: Floats = sums / sums[-1]

    def at(self, parts: Floats) -> Whole:
        """The number of the case at each part (0 to below 1)."""
        found = np.searchsorted(self.ends, parts, side="right")
        return np.minimum(found, len(self.words) - 1).astype(np.int64)


class Shares(Profile):
    """A profile read by columns: trends by day, weights for many draws."""

    def __init__(self, country: str, parts: list[SimulatorPart], own: list[SimulatorPart]) -> None:
        super().__init__(country, parts + own)
        self._own = own
        self._drawn: dict[tuple[str, str], Weights] = {}

    @property
    def years(self) -> range:
        """Years of which the content has the shape of returns."""
        series = self.shares["repatriations"].table or {}
        return range(min(map(int, series)), max(map(int, self.numbers("level_after_series"))) + 1)

    @property
    def simulated_actors(self) -> dict[str, Actor]:
        """The kinds of institutions of a whole country, by code."""
        return {actor.code: actor for part in self._own for actor in part.actors}

    def weights(self, name: str, row: str = "") -> Weights:
        if (name, row) not in self._drawn:
            self._drawn[name, row] = Weights(self.numbers(name, row))
        return self._drawn[name, row]

    def trend(self, name: str, days: npt.ArrayLike) -> Floats:
        """
        A share that changes with time, on each of many days (days since 1970).

        Its values stand at the middle of their years; a straight line joins them.
        """
        points = self.numbers(name)
        years = [float(year) + 0.5 for year in points]
        return np.interp(1970 + np.asarray(days) / DAYS_IN_YEAR, years, list(points.values()))

    def case_values(self, name: str, cases: list[str], default: float = 0.0) -> Floats:
        """The numbers of a share, in the order of the given cases."""
        numbers = self.numbers(name)
        return np.array([numbers.get(case, default) for case in cases])

    def case_values_of_row(self, name: str, row: str, cases: list[str]) -> Floats:
        """The same of one row of a table; 0 where a case is not in it."""
        numbers = self.numbers(name, row)
        return np.array([numbers.get(case, 0.0) for case in cases])

    @property
    def municipality_codes(self) -> list[str]:
        return [code for weighted in self.municipalities.values() for code in weighted.things]

    def municipality_weights(self) -> Weights:
        """Where people come from: the department's weight spread over its municipalities."""
        inside = self.numbers("municipality_weight")
        weights: dict[str, float] = {}
        for department, weight in self.numbers("departments").items():
            codes = [place.code for place in places.municipalities(self.iso3, department)]
            own = {c: inside.get(c, inside["head" if c == min(codes) else "other"]) for c in codes}
            weights.update({code: weight * part / sum(own.values()) for code, part in own.items()})
        return Weights(weights)


def simulated_countries() -> tuple[str, ...]:
    """ISO3 codes of the countries that the content simulates as a whole, in order."""
    return tuple(sorted(p.code.split(".")[1].upper() for p in _parts() if len(p.code) == len("bulk.xxx")))


@lru_cache(maxsize=4)
def shares_of(country: str) -> Shares:
    """
    The shares of a country (ISO3).

    :raises LookupError: when the content simulates no such country.
    """
    iso3 = content.country(country).code
    parts = _parts()
    own = [p for p in parts if p.code in {"bulk.common", "bulk.trends", "bulk.institutions"}]
    country_own = [p for p in parts if p.code == f"bulk.{iso3.lower()}"]
    demo = [p for p in parts if p.code.startswith(("common.", f"{iso3.lower()}."))]
    if not country_own:
        raise LookupError(
            f"The content simulates no '{country}': there is no simulator/bulk/{iso3.lower()}.yaml."
        )
    demo.sort(key=lambda part: not part.code.startswith("common."))
    return Shares(iso3, demo, own + country_own)


def _parts() -> list[Any]:
    return [part for part in content.objects("simulator") if isinstance(part, SimulatorPart)]
