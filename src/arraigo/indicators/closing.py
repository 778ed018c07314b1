"""What can be asked about figures as they were published, and what they were revised to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import pairwise

from arraigo.access.models import Worker
from arraigo.indicators.models import ClosedPeriod, FrozenFigure


@dataclass(frozen=True, slots=True)
class Revision:
    """
    A published figure of a closed period and what it was revised to; ``after`` is None where it stands as published.

    ``cause``: ``definition`` (another version) or ``data`` (the rows changed); ``reason``: what a worker wrote.
    ``rows_before`` and ``rows_after`` are the rows of the two snapshots.
    """

    id: str
    period: str
    by: Mapping[str, str]
    before: Fraction | None
    after: Fraction | None
    published_at: datetime
    revised_at: datetime | None = None
    cause: str = ""
    reason: str = ""
    version_before: str = ""
    version_after: str = ""
    rows_before: int = 0
    rows_after: int = 0

    @property
    def is_revised(self) -> bool:
        return self.revised_at is not None


def history(code: str, country: str, *, cells: bool = False) -> list[Revision]:
    """
    What was published of an indicator, the newest period first: each total as it stands or, once for each revision,
    what it was and what it became. With ``cells`` those of the breakdowns too.
    """
    found = FrozenFigure.objects.filter(indicator=code, closed__country=country).select_related("closed")
    if not cells:
        found = found.filter(cell="")
    of: dict[tuple[str, str, str], list[FrozenFigure]] = defaultdict(list)
    for each in found.order_by("-closed__period", "cell", "currency", "revision"):
        of[each.closed.period, each.cell, each.currency].append(each)
    return [one for line in of.values() for one in _line(line)]


def closed_periods(worker: Worker) -> list[ClosedPeriod]:
    """The closed periods of the worker's country, the newest first."""
    return list(ClosedPeriod.objects.filter(country=worker.country).select_related("made_by"))


def revisions(closed: ClosedPeriod) -> list[tuple[str, Revision]]:
    """The revised totals of a closed period, each with the code of its indicator."""
    of: dict[tuple[str, str], list[FrozenFigure]] = defaultdict(list)
    for each in closed.figures.filter(cell="").select_related("closed").order_by("indicator", "revision"):
        of[each.indicator, each.currency].append(each)
    return [(code, one) for (code, _), line in of.items() for one in _line(line) if one.is_revised]


def _line(line: list[FrozenFigure]) -> list[Revision]:
    """Steps from one figure to the next; a single one that stands where there was no revision."""
    if len(line) == 1 and not line[0].revision:
        only = line[0]
        return [
            Revision(
                str(only.pk),
                only.closed.period,
                only.by,
                exact(only),
                None,
                only.made_at,
                version_before=only.version,
                rows_before=only.rows,
            )
        ]
    steps = list(pairwise(line)) if len(line) > 1 else [(None, line[0])]
    return [_step(before, after) for before, after in steps]


def _step(before: FrozenFigure | None, after: FrozenFigure) -> Revision:
    return Revision(
        id=str(after.pk),
        period=after.closed.period,
        by=after.by,
        before=exact(before) if before else None,
        after=exact(after),
        published_at=before.made_at if before else after.closed.made_at,
        revised_at=after.made_at,
        cause=after.cause,
        reason=after.reason,
        version_before=before.version if before else "",
        version_after=after.version,
        rows_before=before.rows if before else 0,
        rows_after=after.rows,
    )


def exact(figure: FrozenFigure) -> Fraction | None:
    """The value as it was kept; None where there was none."""
    return Fraction(figure.exact) if figure.exact else None
