"""
Figures for pages: computed once for each snapshot and question, then kept in memory.

A snapshot never changes, so what was computed on it stays true; a new one has another id, and the old answers are
forgotten in time. What institutions report is in no snapshot: where it is asked for, its version is of the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from arraigo.core import content
from arraigo.core.periods import Period
from arraigo.indicators import queries, reported
from arraigo.indicators.choice import Span
from arraigo.indicators.engine import Figure, Part
from arraigo.indicators.queries import GoalStanding
from arraigo.warehouse import queries as warehouse
from arraigo.warehouse.snapshot import Snapshot

COPIED_WHILE_ONE_WAITS = 300_000
"""
Rows up to which a page takes a new snapshot when the register has changed. Beyond it a page shows the latest one and
says of when it is; ``arraigo snapshot`` makes the next.
"""

SHAPE = 2
"""Raised when what is kept has another shape: the cache may outlive a release."""

_KEPT_SECONDS = 24 * 3600

Answer = TypeVar("Answer")


def snapshot_for_page() -> Snapshot:
    """The snapshot that pages compute on."""
    found = warehouse.latest(Path(settings.ARRAIGO_HOME))
    if found is not None and sum(found.rows.values()) > COPIED_WHILE_ONE_WAITS:
        return found
    return queries.snapshot_in_use()


def span(snapshot: Snapshot, country: str) -> Span:
    """From the first to the last return to the country."""

    def ask() -> Span:
        found = warehouse.connect(snapshot).execute(
            "SELECT MIN(arrived_on), MAX(arrived_on) FROM returns WHERE country = ?", [country]
        )
        first, last = found.fetchall()[0]
        return Span(first, last)

    return _kept(snapshot, ("span", country), ask)


def figures(
    snapshot: Snapshot,
    codes: Sequence[str] | None,
    periods: Iterable[Period],
    country: str,
    by: Sequence[tuple[str, ...]] = (),
    where: Mapping[str, str] | None = None,
) -> list[Figure]:
    """As :func:`queries.compute` has them, for one country; each period once."""
    asked = list(dict.fromkeys(periods))
    told = _told(country, codes)
    question = ("figures", codes, [each.label for each in asked], country, by, dict(where or {}), told)
    return _kept(
        snapshot, question, lambda: queries.compute(codes, asked, [country], by, where, snapshot=snapshot)
    )


def goal_states(snapshot: Snapshot, today: date, country: str) -> list[GoalStanding]:
    """How every goal of the country stands."""
    return _kept(
        snapshot,
        ("goals", today.isoformat(), country, _told(country)),
        lambda: queries.goal_states(today, country, snapshot),
    )


def left_out(snapshot: Snapshot, code: str, period: Period, country: str, where: Mapping[str, str]) -> int:
    """How many rows of the period a figure does not count. Only their number is kept: the ids may be millions."""
    return _kept(
        snapshot,
        ("left out", code, period.label, country, dict(where)),
        lambda: len(queries.records(code, period, country, {}, where, Part.EXCLUDED, snapshot).ids),
    )


def _told(country: str, codes: Sequence[str] | None = None) -> int | None:
    """The version of what is reported, where some of the codes are; None where all of them are computed."""
    some = queries.indicators(country)
    if any(each.aggregate == "reported" and (codes is None or each.code in codes) for each in some):
        return reported.version([country])
    return None


@lru_cache(maxsize=1)
def _meant() -> str:
    """What the definitions of this release mean: a figure of another meaning is another figure."""
    packs = (None, *(each.code for each in content.countries()))
    told = [repr(each.computed) for country in packs for each in queries.indicators(country)]
    return sha256("".join(told).encode()).hexdigest()[:16]


def _kept(snapshot: Snapshot, question: Any, answer: Callable[[], Answer]) -> Answer:
    asked = sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
    key = f"arraigo.indicators:{SHAPE}:{snapshot.id}:{_meant()}:{asked}"
    found: Answer | None = cache.get(key)
    if found is None:
        found = answer()
        cache.set(key, found, _KEPT_SECONDS)
    return found
