"""What desks do not record yet, for the demo's country: loaded as an exchange package, as a ministry would."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from arraigo.access.models import Institution, Worker
from arraigo.core.ids import uuid7
from arraigo.directory import services as directory
from arraigo.indicators.services import report_value
from arraigo.interop.history import Cast
from arraigo.interop.package.loading import load
from arraigo.interop.simulator import Population
from arraigo.interop.simulator.bulk import demo


class NotCompleted(Exception):
    """The simulated package was refused; the message says why."""


def complete(population: Population, cast: Cast, *, at: datetime) -> None:
    """
    Say which part each institution takes, and load budgets, campaigns, services, initiatives, schools and answers.

    :raises NotCompleted: when the package has faults.
    """
    tables = demo.complete(population, institution_id=lambda each: str(cast.institutions[each].pk))
    parts = {row["institution_id"]: row for row in tables.pop("institutions", [])}
    for institution in cast.institutions.values():
        if row := parts.get(str(institution.pk)):
            _describe(institution, row, at=at)
    with TemporaryDirectory(prefix="arraigo-demo-") as folder:
        demo.write(tables, Path(folder))
        with load(Path(folder), at=at) as outcome:
            if outcome.faults:
                raise NotCompleted(str(next(outcome.each_fault())))


def _describe(institution: Institution, row: dict[str, str], *, at: datetime) -> None:
    directory.describe_institution(
        institution,
        child_mandate=row["child_mandate"] or "unknown",
        linked_on=_day(row["linked_on"]),
        unlinked_on=_day(row["unlinked_on"]),
        by=None,
        at=at,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


REPORTED = {"children.competences": (9, 11, 14, 16), "children.benefits": (4, 5, 7, 8)}
"""What the demo's coordination typed in for each of four years: no table of the package holds it."""


def report(by: Worker, *, at: datetime) -> None:
    """Type in the values of the Guide's Table 6 that only an institution knows, for the last four whole years."""
    last = at.year - 1
    for code, values in REPORTED.items():
        for year, value in zip(range(last - len(values) + 1, last + 1), values, strict=True):
            report_value(
                id=uuid7(),
                indicator=code,
                period=str(year),
                value=Decimal(value),
                source=_("Annual report of the coordination (simulated)"),
                source_on=date(year, 12, 31),
                by=by,
                at=at,
            )
