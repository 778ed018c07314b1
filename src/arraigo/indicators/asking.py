"""What every page of figures stands on: the snapshot, what the data span, what the address asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from arraigo.access.http import WorkerRequest
from arraigo.indicators import cached, queries, reading
from arraigo.indicators.choice import Choice, Span
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.forms import FilterForm
from arraigo.warehouse.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """The snapshot in use, the days it tells of, the choice of the address, and what of that was not understood."""

    snapshot: Snapshot
    span: Span
    choice: Choice
    remarks: list[str]

    @property
    def has_figures(self) -> bool:
        """Whether there is anything to compute on, in a period that has begun."""
        return self.span.first is not None and not self.choice.is_ahead


def asked(request: WorkerRequest) -> Asked:
    """What a request asks for, in the worker's country."""
    snapshot, country = cached.snapshot_for_page(), request.worker.country
    span = cached.span(snapshot, country)
    choice, remarks = reading.read(request.GET.dict(), country, timezone.localdate(), span)
    return Asked(snapshot, span, choice, remarks)


def frame(found: Asked, *, kept: Sequence[tuple[str, str]] = ()) -> dict[str, object]:
    """What the pages share: the bar of filters and what it was asked. ``kept`` travels along with the filters."""
    return {
        "form": FilterForm(found.choice, found.span),
        "choice": found.choice,
        "query": found.choice.query(),
        "remarks": found.remarks,
        "snapshot": found.snapshot,
        "no_data": found.span.first is None,
        "kept": [each for each in kept if each[1]],
        "range_kept": [*found.choice.parts(period=None).items(), *(each for each in kept if each[1])],
    }


def indicator_of(request: WorkerRequest, code: str) -> Indicator:
    """
    The indicator of an address.

    :raises Http404: when the worker's country has none of that code.
    """
    try:
        return queries.indicator(code, request.worker.country)
    except queries.IndicatorUnknown as unknown:
        raise Http404(str(unknown)) from unknown
