"""
The people behind a figure, for those who may see them.

The warehouse knows ids only; the rooms whose records they are say which of them a worker may see. The others are
counted, never named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases.models import Case, FollowUp
from arraigo.core import places
from arraigo.core.periods import age_on
from arraigo.indicators.definitions import Indicator
from arraigo.indicators.queries import Records
from arraigo.people.models import Person
from arraigo.reception.models import Return
from arraigo.support.models import Application, DocumentRequest
from arraigo.warehouse.predicates import row_set


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: which of them a worker may see, where its person is, and the day that places it."""

    visible: Callable[[Worker], QuerySet[Any]]
    person: str
    days: Mapping[str, Promise]


def _followups(worker: Worker) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(
        case__in=Case.objects.visible_to(worker), case__person__in=Person.objects.visible_to(worker)
    )


KINDS: Mapping[str, Kind] = {
    "returns": Kind(Return.objects.visible_to, "person", {"arrived_on": _("Returned")}),
    "document_requests": Kind(
        DocumentRequest.objects.visible_to,
        "person",
        {"delivered_on": _("Document delivered"), "requested_on": _("Document requested")},
    ),
    "applications": Kind(
        Application.objects.visible_to,
        "person",
        {"submitted_on": _("Application submitted"), "decided_on": _("Application decided")},
    ),
    "followups": Kind(
        _followups, "case__person", {"due_on": _("Follow-up due"), "done_on": _("Follow-up done")}
    ),
}
"""By table of the warehouse. A figure of any other table has no persons to show."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure, with its person."""

    person: Person
    on: date | None

    @property
    def age(self) -> int | None:
        """Whole years on the day of the record."""
        born, on = self.person.birth_date, self.on
        return age_on(born, on) if born and on and born <= on else None

    @property
    def place(self) -> str:
        """Where the person comes from."""
        return places.name(self.person.origin_municipality)


class Behind(Sequence[Record]):
    """
    The records of a figure that a worker may see, the newest first. Slices ask for what they show and no more.

    ``all`` is how many there are; ``hidden`` how many of them the worker may not see.
    """

    def __init__(self, found: Records, indicator: Indicator, worker: Worker) -> None:
        self.kind, self.on = KINDS[found.table], str(indicator.period)
        self.all = len(found.ids)
        wanted = set(found.ids)
        # Asked this way round: the worker's own records are few, those behind a figure may be millions.
        self._rows = self.kind.visible(worker)
        ordered = self._rows.order_by(f"-{self.on}", "-pk").values_list("pk", flat=True)
        self._visible: list[UUID] = [pk for pk in ordered.iterator() if str(pk) in wanted]

    @property
    def hidden(self) -> int:
        return self.all - len(self._visible)

    @property
    def day_words(self) -> str:
        """What the day of a record is called."""
        return str(self.kind.days[self.on])

    def __len__(self) -> int:
        return len(self._visible)

    def __getitem__(self, place: Any) -> Any:
        shown = self._visible[place]
        return list(self._records(shown)) if isinstance(shown, list) else next(self._records([shown]))

    def _records(self, keys: Sequence[UUID]) -> Iterator[Record]:
        rows = self._rows.select_related(self.kind.person).filter(pk__in=keys)
        of: dict[UUID, Any] = {row.pk: row for row in rows}
        for row in (of[key] for key in keys if key in of):
            holder = row.case if self.kind.person == "case__person" else row
            yield Record(holder.person, getattr(row, self.on))


def may_see_records(worker: Worker, indicator: Indicator) -> bool:
    """Whether the worker may open a figure to its records at all."""
    if indicator.rows is None or not worker.may(Action.SEE_RECORDS_OF_FIGURES):
        return False
    return row_set(indicator.rows).table in KINDS
