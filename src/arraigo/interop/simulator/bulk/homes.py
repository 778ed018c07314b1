"""Where people come from and go to, and what follows from the area: language and people."""

from __future__ import annotations

import numpy as np

from arraigo.interop.simulator.bulk.chance import Draws, Flags
from arraigo.interop.simulator.bulk.shares import Shares, Whole
from arraigo.interop.simulator.naming import SPANISH


class Homes:
    """Municipalities of a country by their places in `codes`."""

    def __init__(self, shares: Shares) -> None:
        self._shares = shares
        self._weights = shares.municipality_weights()
        self.codes = self._weights.words
        self.languages = [SPANISH, *(name for name in shares.names.surnames if name != SPANISH)]
        self._indigenous = np.array([shares.number("indigenous", code[:4]) for code in self.codes])
        table = shares.shares["languages"].table or {}
        self._spoken = [
            shares.weights("languages", code if code in table else code[:4]) for code in self.codes
        ]

    def of_parties(self, draws: Draws, count: int) -> tuple[Whole, Flags, Whole]:
        """Municipality, whether indigenous, and first language (place in `languages`) of each party."""
        home = draws.pick(self._weights, count)
        indigenous = draws.happens(self._indigenous[home], count)
        speaks = indigenous & draws.happens(self._shares.value("speaks_it_first"), count)
        parts, language = draws.parts(count), np.zeros(count, dtype=np.int64)
        place = {name: number for number, name in enumerate(self.languages)}
        # One look for each municipality: their languages differ.
        order = np.argsort(home, kind="stable")
        for rows in np.split(order, np.flatnonzero(np.diff(home[order])) + 1):
            spoken = self._spoken[home[rows[0]]]
            known = np.array([place.get(word, 0) for word in spoken.words])
            language[rows] = known[spoken.at(parts[rows])]
        return home, indigenous, np.where(speaks, language, 0)

    def elsewhere(self, draws: Draws, origin: Whole) -> Whole:
        """Where people go: mostly where they come from."""
        away = draws.happens(self._shares.value("other_destination"), len(origin))
        return np.where(away, draws.pick(self._weights, len(origin)), origin)
