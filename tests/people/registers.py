"""What tests of joining and taking apart need: second records of Reyna, what hangs on them, and the whole store as text."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CompositePrimaryKey, Model

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import CandidatePair, Merge, MergeMove, Person
from arraigo.people.rules import CHOOSABLE, in_order
from arraigo.reception.models import Return
from arraigo.support import services as support
from tests.cast import MONDAY, NOW, registered_return

LATER = NOW + timedelta(hours=1)
AFTER = NOW + timedelta(hours=2)

NOT_OF_THE_REGISTER = (Entry, Merge, MergeMove)
"""What remembers that something was done: that grows also where the register comes out as it was."""

ALL_OF_THE_OTHER = dict.fromkeys(CHOOSABLE, "merged")


def record(given: str, paternal: str, maternal: str = "", *, by: Worker, **said: Any) -> Person:
    """Somebody in the register of whom little is known."""
    known = {"sex": "female", "birth_date": date(1995, 3, 4), "birth_date_precision": "day"} | said
    return people.add_person(
        id=uuid7(),
        given_names=given,
        paternal_surname=paternal,
        maternal_surname=maternal,
        by=by,
        at=MONDAY,
        **known,
    )


def case_at(of_return: Return, worker: Worker, at: datetime = NOW) -> Case:
    people.record_consent(of_return.person, scope="share", by=worker, at=at)
    return cases.open_from(
        of_return,
        id=uuid7(),
        institution=worker.institution,
        worker=worker,
        because="wants_support",
        by=worker,
        at=at,
    )


def life(of: Person, *, elena: Worker, worker: Worker | None = None, number: str = "") -> None:
    """A return, a consent, a document number, and where somebody accompanies them a case and a request for a document."""
    back = registered_return(of, by=elena)
    people.record_consent(of, scope="share", by=elena, at=MONDAY)
    people.add_identifier(of, kind="national_id", number=number, country="GTM", by=elena, at=MONDAY)
    if worker:
        case_at(back, worker)
        support.request_document(
            of,
            id=uuid7(),
            document="birth_certificate",
            institution=worker.institution,
            by=worker,
            on=NOW.date(),
            at=NOW,
        )


def pair(one: Person, other: Person, probability: float = 0.9, **more: Any) -> CandidatePair:
    first, second = in_order(one.pk, other.pk)
    return CandidatePair.objects.create(
        one_id=first, other_id=second, probability=probability, band="probably", found_at=MONDAY, **more
    )


def join(
    kept: Person, merged: Person, *, by: Worker, fields: dict[str, str] | None = None, at: datetime = LATER
) -> Merge:
    return people.merge(kept, merged, id=uuid7(), fields=fields or {}, reason="same_facts", by=by, at=at)


def part(merge: Merge, *, by: Worker, owners: Any = None, at: datetime = AFTER) -> people.Unmerged:
    return people.unmerge(merge, reason="different_people", owners=owners, by=by, at=at)


def dump() -> dict[str, dict[Any, dict[str, Any]]]:
    """Every row of every table of the register, as it is stored."""
    return {
        model._meta.label: _rows(model) for model in apps.get_models() if model not in NOT_OF_THE_REGISTER
    }


def _rows(model: type[Model]) -> dict[Any, dict[str, Any]]:
    columns = [field.attname for field in model._meta.concrete_fields]
    by = columns if isinstance(model._meta.pk, CompositePrimaryKey) else columns[:1]
    return {tuple(row[one] for one in by): row for row in model._base_manager.values(*columns)}


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def ids(*persons: Person) -> set[UUID]:
    return {person.pk for person in persons}
