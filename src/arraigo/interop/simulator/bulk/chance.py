"""Seeded chance by columns: what is drawn follows from the question, the part of it and the name of the stream."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import numpy.typing as npt

from arraigo.interop.simulator.bulk.shares import Floats, Weights, Whole

Flags = npt.NDArray[np.bool_]


class Streams:
    """The streams of one part of one question; each table draws from its own, so that none disturbs another."""

    def __init__(self, *asked: object) -> None:
        self._asked = [crc32(str(one).encode()) for one in asked]

    def of(self, name: str) -> Draws:
        entropy = [*self._asked, crc32(name.encode())]
        return Draws(np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy))))


class Draws:
    """Many draws at a time from one stream."""

    def __init__(self, generator: np.random.Generator) -> None:
        self._generator = generator

    def parts(self, count: int) -> Floats:
        """Numbers from 0 to below 1."""
        return self._generator.random(count)

    def happens(self, share: npt.ArrayLike, count: int) -> Flags:
        """Whether something of this share happens, each time; the share may differ from one to the next."""
        return self.parts(count) < np.asarray(share)

    def pick(self, among: Weights, count: int) -> Whole:
        return among.at(self.parts(count))

    def below(self, limit: npt.ArrayLike, count: int) -> Whole:
        """Whole numbers from 0 to below the limit."""
        found: Whole = (self.parts(count) * np.asarray(limit)).astype(np.int64)
        return found

    def bell(self, count: int) -> Floats:
        """Standard normal numbers."""
        return self._generator.standard_normal(count)

    def waits(self, mean: npt.ArrayLike, count: int) -> Floats:
        """Waiting times with this mean and no memory."""
        found: Floats = -np.log1p(-self.parts(count)) * np.asarray(mean)
        return found

    def skewed(self, mean: npt.ArrayLike, count: int, spread: float = 0.55) -> Floats:
        """Lognormal numbers with this mean: most are small, a few are large."""
        return np.asarray(mean) * np.exp(self.bell(count) * spread - spread * spread / 2)

    def counts(self, mean: npt.ArrayLike, count: int) -> Whole:
        """How often something happens whose mean number is this (Poisson)."""
        return self._generator.poisson(np.broadcast_to(np.asarray(mean), (count,))).astype(np.int64)

    def answers(self, yes: npt.ArrayLike, unknown: npt.ArrayLike, count: int) -> Whole:
        """Places in `YES_NO_UNKNOWN`, by the shares of *yes* and *unknown*; the rest is *no*."""
        parts = self.parts(count)
        return np.where(parts < np.asarray(yes), 0, np.where(parts >= 1 - np.asarray(unknown), 2, 1)).astype(
            np.int64
        )


YES_NO_UNKNOWN = ["yes", "no", "unknown"]
YES, NO, UNKNOWN = range(3)
MISSING = -1
"""A code's place where the cell is empty."""
