"""What desks do not record yet, for the demo's country: loaded as an exchange package, as a ministry would."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from arraigo.access.models import Institution
from arraigo.directory import services as directory
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
