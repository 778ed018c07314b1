"""Finding a person by what a desk knows: a name however spelled, a folio, a telephone or document number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.names import fold
from arraigo.core.periods import age_on
from arraigo.people import queries as people
from arraigo.people import recognition
from arraigo.people.models import Ground, Person, PersonQuerySet
from arraigo.people.queries.records import aliases_of
from arraigo.people.queries.typed import meant_by
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import Status

SHOWN = 20
SHORTEST = 3
"""Fewer letters than this are not searched for: they would find everybody."""

_FOLIO = re.compile(r"\s*([cr])\s*-?\s*0*(\d{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person that was found, with what leads on from there. ``why``: what is alike where it is not the same."""

    person: Person
    age: int | None
    case: Case | None = None
    referral: Referral | None = None
    aliases: Sequence[Person] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """
    What a search found. ``alike``: nobody is spelled like that; these sound or look alike. ``elsewhere``:
    sentences that
    say where somebody probably meant is known, whom the worker may not see.
    """

    hits: Sequence[Hit] = ()
    elsewhere: Sequence[str] = ()
    case: Case | None = None
    referral: Referral | None = None
    alike: bool = False
    more: bool = False
    too_short: bool = False

    def __len__(self) -> int:
        return len(self.hits) + len(self.elsewhere) + (self.case is not None) + (self.referral is not None)


def look_up(worker: Worker, text: str, today: date) -> Found:
    """
    What the worker may see of what was typed: a case by ``C-123``, a referral by ``R-0001``, persons by name, phone or
    document number. Persons with a protected case are found by the case's number only, and only by its own worker.
    """
    folio = _FOLIO.fullmatch(text)
    if folio:
        return _by_folio(worker, folio[1].lower(), int(folio[2]))
    if len(fold(text)) < SHORTEST:
        return Found(too_short=True)
    exact = list(_unprotected(people.search(worker, text))[: SHOWN + 1])
    if exact:
        return Found(_hits(worker, exact[:SHOWN], today), more=len(exact) > SHOWN)
    visible = Person.objects.visible_to(worker)
    grounds = Ground.objects.filter(institution=worker.institution_id, ended_at=None).order_by(
        "-since_at", "-id"
    )
    recent = grounds.values_list("person", flat=True)
    among = _unprotected(visible)
    meant = meant_by(text, among=among, visible=visible, recent=recent, today=today, most=SHOWN)
    why = {one.person.pk: recognition.alike_because(one.evidence) for one in meant.persons}
    hits = _hits(worker, [one.person for one in meant.persons], today, why)
    return Found(hits, [recognition.elsewhere_words(one) for one in meant.elsewhere], alike=True)


def _by_folio(worker: Worker, kind: str, number: int) -> Found:
    if kind == "c":
        case = Case.objects.visible_to(worker).filter(number=number).select_related("person").first()
        return Found(case=case)
    referral = Referral.objects.visible_to(worker).filter(number=number).select_related("service").first()
    return Found(referral=referral)


def _unprotected(persons: PersonQuerySet) -> PersonQuerySet:
    protected = Case.objects.open().filter(protected=True)
    return persons.exclude(Exists(protected.filter(person=OuterRef("pk")))).exclude(
        Exists(protected.filter(person__merged_into=OuterRef("pk")))
    )


def _hits(
    worker: Worker, persons: Sequence[Person], today: date, why: Mapping[UUID, str] | None = None
) -> list[Hit]:
    """Three queries, however many persons."""
    cases = {
        case.person_id: case for case in Case.objects.visible_to(worker).open().filter(person__in=persons)
    }
    accepted = Referral.objects.received_at(worker).filter(status=Status.ACCEPTED, case__person__in=persons)
    referrals = {one.case.person_id: one for one in accepted.select_related("case", "service")}
    aliases = aliases_of([person.pk for person in persons])
    return [
        Hit(
            person,
            age_on(person.birth_date, today) if person.birth_date else None,
            cases.get(person.pk),
            referrals.get(person.pk),
            aliases[person.pk],
            (why or {}).get(person.pk, ""),
        )
        for person in persons
    ]
