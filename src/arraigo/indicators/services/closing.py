"""Closing a period: its figures stand as they were published, and what differs later is a revision with its reason."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.core.periods import Period
from arraigo.indicators import queries, reported
from arraigo.indicators.engine import Figure, read_period
from arraigo.indicators.models import ClosedPeriod, FrozenFigure
from arraigo.warehouse.snapshot import Snapshot

DEFINITION, DATA = "definition", "data"
"""Why a figure was revised, as far as it can be told: another version of the definition, or other data."""


class NotYoursToClose(Refused):
    """The worker's role closes no period, or not of this country."""


class AlreadyClosed(Refused):
    """The period was closed before."""


class NotEndedYet(Refused):
    """A period is closed when it is over."""


class NoRevision(Refused):
    """The figure was not revised, so there is nothing to explain."""


@transaction.atomic
def close_period(
    country: str, period: Period, *, by: Worker, at: datetime, snapshot: Snapshot | None = None
) -> ClosedPeriod:
    """
    Keep all totals and all single breakdowns of a period as published.

    :raises NotYoursToClose, AlreadyClosed, NotEndedYet: as their names say.
    """
    _require_closer(by, country)
    if period.last >= timezone.localdate(at):
        raise NotEndedYet(_("This period has not ended yet. Close it when it is over."))
    if ClosedPeriod.objects.filter(country=country, period=period.label).exists():
        raise AlreadyClosed(_("This period is closed already."))
    taken = snapshot or queries.snapshot_in_use()
    closed = ClosedPeriod.objects.create(
        country=country, period=period.label, snapshot=taken.id, made_at=at, made_by=by
    )
    versions = _versions(country)
    figures = [
        _frozen(closed, each, versions[each.code], taken, at) for each in _figures(country, period, taken)
    ]
    FrozenFigure.objects.bulk_create(figures, batch_size=500)
    # No row of the register is written: the snapshot need not be made anew.
    audit.seen("period.closed", closed, by=by, at=at, period=period.label, figures=len(figures))
    return closed


@transaction.atomic
def recompute(
    closed: ClosedPeriod, *, by: Worker, at: datetime, snapshot: Snapshot | None = None
) -> list[FrozenFigure]:
    """
    Compute a closed period again. Each figure that differs from what stands is kept as a revision, with its cause.

    A cell that was published and has nobody now is revised to nothing.

    :raises NotYoursToClose: as its name says.
    """
    _require_closer(by, closed.country)
    closed = ClosedPeriod.objects.select_for_update().get(pk=closed.pk)
    taken = snapshot or queries.snapshot_in_use()
    versions, standing = _versions(closed.country), _standing(closed)
    fresh = {
        _key(each): each
        for figure in _figures(closed.country, read_period(closed.period), taken)
        for each in [_frozen(closed, figure, versions[figure.code], taken, at)]
    }
    revised = [
        _revision(standing.get(key), found)
        for key, found in fresh.items()
        if key not in standing or _differs(standing[key], found)
    ]
    revised += [
        _revision(before, _emptied(before, versions.get(before.indicator, ""), taken, at))
        for key, before in standing.items()
        if key not in fresh and (before.exact or before.numerator)
    ]
    _give_reasons_of_corrections(revised, closed)
    FrozenFigure.objects.bulk_create(revised, batch_size=500)
    if revised:
        audit.seen("period.revised", closed, by=by, at=at, period=closed.period, figures=len(revised))
    return revised


@transaction.atomic
def explain_revision(revision: FrozenFigure, *, reason: str, by: Worker, at: datetime) -> FrozenFigure:
    """
    Write why a figure was revised.

    :raises NotYoursToClose: as its name says.
    :raises NoRevision: of a figure that stands as it was published first.
    """
    _require_closer(by, revision.closed.country)
    if not revision.revision:
        raise NoRevision(_("This figure was not revised."))
    revision.reason, revision.reasoned_by = reason.strip()[:300], by
    revision.save(update_fields=["reason", "reasoned_by"])
    audit.seen("period.revision_explained", revision, by=by, at=at, indicator=revision.indicator)
    return revision


def _figures(country: str, period: Period, taken: Snapshot) -> list[Figure]:
    """Totals and single breakdowns of every indicator; each figure once."""
    by_crossings: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for each in queries.indicators(country):
        by_crossings.setdefault(tuple((key,) for key in each.by), []).append(each.code)
    found: dict[tuple[str, str, str], Figure] = {}
    for crossings, codes in by_crossings.items():
        for figure in queries.compute(codes, period, [country], crossings, snapshot=taken):
            found.setdefault((figure.code, _cell(figure.by), figure.currency or ""), figure)
    return list(found.values())


def _versions(country: str) -> dict[str, str]:
    return {each.code: each.version for each in queries.indicators(country)}


def _cell(by: object) -> str:
    return json.dumps(by, sort_keys=True, separators=(",", ":")) if by else ""


def _frozen(
    closed: ClosedPeriod, figure: Figure, version: str, taken: Snapshot, at: datetime
) -> FrozenFigure:
    return FrozenFigure(
        closed=closed,
        indicator=figure.code,
        version=version,
        by=dict(figure.by),
        cell=_cell(dict(figure.by)),
        currency=figure.currency or "",
        exact="" if figure.exact is None else str(figure.exact),
        numerator="" if figure.numerator is None else _plain(figure.numerator),
        denominator=None if figure.denominator is None else int(figure.denominator),
        unknown=figure.unknown,
        snapshot=taken.id,
        rows=sum(taken.rows.values()),
        made_at=at,
    )


def _plain(number: int | Decimal) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _standing(closed: ClosedPeriod) -> dict[tuple[str, str, str], FrozenFigure]:
    """Of each cell, the newest."""
    return {_key(each): each for each in closed.figures.order_by("revision")}


def _key(figure: FrozenFigure) -> tuple[str, str, str]:
    return (figure.indicator, figure.cell, figure.currency)


def _differs(before: FrozenFigure, now: FrozenFigure) -> bool:
    fields = ("exact", "numerator", "denominator", "unknown")
    return any(getattr(before, field) != getattr(now, field) for field in fields)


def _revision(before: FrozenFigure | None, now: FrozenFigure) -> FrozenFigure:
    now.revision = before.revision + 1 if before else 1
    now.cause = DEFINITION if before and before.version != now.version else DATA
    return now


def _give_reasons_of_corrections(revised: list[FrozenFigure], closed: ClosedPeriod) -> None:
    """A reported value that was corrected brings its reason along."""
    told = {each.code for each in queries.indicators(closed.country) if each.aggregate == "reported"}
    for each in revised:
        if each.indicator in told:
            found = reported.latest(each.indicator, [closed.period], [closed.country])
            value = found.get((closed.period, closed.country))
            if value is not None and value.reason:
                each.reason, each.reasoned_by = value.reason, value.reported_by


def _emptied(before: FrozenFigure, version: str, taken: Snapshot, at: datetime) -> FrozenFigure:
    """A cell in which nobody is any more."""
    return FrozenFigure(
        closed=before.closed,
        indicator=before.indicator,
        version=version,
        by=before.by,
        cell=before.cell,
        currency=before.currency,
        denominator=None if before.denominator is None else 0,
        numerator="0" if before.numerator else "",
        snapshot=taken.id,
        rows=sum(taken.rows.values()),
        made_at=at,
    )


def _require_closer(by: Worker, country: str) -> None:
    if not by.may(Action.CLOSE_PERIOD) or by.country != country:
        raise NotYoursToClose(_("Your role closes no periods here."))
