"""What can be asked about reported values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from uuid import UUID

from django.conf import settings

from arraigo.access.models import Worker
from arraigo.access.roles import Action, Scope
from arraigo.core.periods import Period
from arraigo.indicators.engine import Figure
from arraigo.indicators.models import Attachment, ReportedValue, SavedView


def latest(
    code: str, periods: Iterable[Period | str], countries: Iterable[str]
) -> dict[tuple[str, str], ReportedValue]:
    """The values in force of an indicator, by the label of the period and the country; one query."""
    labels = [each if isinstance(each, str) else each.label for each in periods]
    found = ReportedValue.objects.in_force().filter(
        indicator=code, period__in=labels, country__in=list(countries)
    )
    return {
        (each.period, each.country): each
        for each in found.select_related("institution", "attachment", "reported_by")
    }


def figure(code: str, period: str, country: str, value: ReportedValue | None) -> Figure:
    """A value as a figure: exact, and itself the numerator; nothing is divided. Without one, a figure without value."""
    if value is None:
        return Figure(code, period, country, {}, None, None, None, 0)
    exact = Fraction(value.value)
    numerator = int(exact) if exact.denominator == 1 else value.value.normalize()
    return Figure(code, period, country, {}, exact, numerator, None, 0)


def version(countries: Iterable[str]) -> int:
    """
    How many values the countries have told. None is ever changed or deleted, so what was made of them is out of date
    when there are more.
    """
    return ReportedValue.objects.filter(country__in=list(countries)).count()


def earlier(value: ReportedValue) -> list[ReportedValue]:
    """The values whose place this one has taken, the newest first."""
    of = ReportedValue.objects.filter(
        indicator=value.indicator, country=value.country, period=value.period
    ).select_related("institution", "reported_by")
    return _before(value, {each.pk: each for each in of})


def values_of(worker: Worker) -> list[tuple[ReportedValue, list[ReportedValue]]]:
    """The values in force of the worker's country, the newest first; with each, those whose place it has taken."""
    told = ReportedValue.objects.visible_to(worker).select_related("institution", "attachment", "reported_by")
    of = {each.pk: each for each in told}
    replaced = {each.supersedes_id for each in of.values()}
    return [(each, _before(each, of)) for key, each in of.items() if key not in replaced]


def may_correct(worker: Worker, value: ReportedValue) -> bool:
    """A coordinator corrects what their institution reported; an analyst what anybody of the country did."""
    scope = worker.scope(Action.REPORT_VALUE)
    if scope is Scope.NONE or value.country != worker.country:
        return False
    return scope is not Scope.INSTITUTION or value.institution_id == worker.institution_id


def _before(value: ReportedValue, of: Mapping[UUID, ReportedValue]) -> list[ReportedValue]:
    found, step = [], of.get(value.supersedes_id) if value.supersedes_id else None
    while step is not None:
        found.append(step)
        step = of.get(step.supersedes_id) if step.supersedes_id else None
    return found


def views_of(worker: Worker) -> list[SavedView]:
    """The choices of the explorer that a worker keeps, by name."""
    return list(SavedView.objects.filter(worker=worker))


def folder() -> Path:
    """Where attachments lie."""
    return Path(settings.ARRAIGO_HOME) / "attachments"


def bytes_of(attachment: Attachment) -> bytes:
    """The file as it was sent."""
    return (folder() / str(attachment.pk)).read_bytes()
