"""Finding a person by what a desk knows: a name however spelled, a folio, a telephone or document number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Exists, OuterRef
from rapidfuzz import fuzz

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.names import fold
from arraigo.core.periods import age_on
from arraigo.people import queries as people
from arraigo.people.models import Person, PersonQuerySet
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import Status

SHOWN = 20
SHORTEST = 3
"""Fewer letters than this are not searched for: they would find everybody."""

_COMPARED = 5000
_ALIKE = 80
_BEGUN = 0.9
_FOLIO = re.compile(r"\s*([cr])\s*-?\s*0*(\d{1,9})\s*", re.IGNORECASE)
_SOUNDS = (
    (re.compile(r"[gj](?=[ei])|x"), "j"),
    (re.compile(r"c(?=[ei])|z|s+"), "s"),
    (re.compile(r"qu(?=[ei])|c|k"), "k"),
    (re.compile(r"ll|y|i(?=[aeou])"), "y"),
    (re.compile(r"v|w"), "b"),
    (re.compile(r"h"), ""),
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person that was found, with what leads on from there."""

    person: Person
    age: int | None
    case: Case | None = None
    referral: Referral | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. ``alike``: nobody is spelled like that; these sound or look alike."""

    hits: Sequence[Hit] = ()
    case: Case | None = None
    referral: Referral | None = None
    alike: bool = False
    more: bool = False
    too_short: bool = False

    def __len__(self) -> int:
        return len(self.hits) + (self.case is not None) + (self.referral is not None)


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
    near = _alike(worker, text)
    return Found(_hits(worker, near, today), alike=True)


@lru_cache(maxsize=20_000)  # few names make many people
def sound(word: str) -> str:
    """A word reduced to how it sounds in the region: ``Jimenes``, ``Giménez`` and ``Ximénez`` are one."""
    heard = fold(word)
    for written, said in _SOUNDS:
        heard = written.sub(said, heard)
    return heard


def _by_folio(worker: Worker, kind: str, number: int) -> Found:
    if kind == "c":
        case = Case.objects.visible_to(worker).filter(number=number).select_related("person").first()
        return Found(case=case)
    referral = Referral.objects.visible_to(worker).filter(number=number).select_related("service").first()
    return Found(referral=referral)


def _unprotected(persons: PersonQuerySet) -> PersonQuerySet:
    protected = Case.objects.open().filter(person=OuterRef("pk"), protected=True)
    return persons.exclude(Exists(protected))


def _alike(worker: Worker, text: str) -> list[Person]:
    """Persons each of whose searched words is like one of their names, the most alike first."""
    wanted = [sound(word) for word in text.split()]
    recent = _unprotected(Person.objects.visible_to(worker)).order_by("-created_at", "-id")
    scores: dict[UUID, float] = {}
    for pk, names in recent.values_list("pk", "search_text")[:_COMPARED]:
        score = _likeness(wanted, [sound(name) for name in names.split()])
        if score >= _ALIKE:
            scores[pk] = score
    best = sorted(scores, key=lambda pk: (-scores[pk], str(pk)))[:SHOWN]
    persons = Person.objects.in_bulk(best)
    return [persons[pk] for pk in best]


def _likeness(wanted: Sequence[str], names: Sequence[str]) -> float:
    """How like the worst of the searched words is to the name that comes nearest, from 0 to 100."""
    return min((max((_near(word, name) for name in names), default=0.0) for word in wanted), default=0.0)


def _near(word: str, name: str) -> float:
    """The likeness of a word to a whole name, or a little less to its beginning: somebody may still be typing."""
    return max(fuzz.ratio(word, name), _BEGUN * fuzz.ratio(word, name[: len(word)]))


def _hits(worker: Worker, persons: Sequence[Person], today: date) -> list[Hit]:
    """Two queries, however many persons."""
    cases = {
        case.person_id: case for case in Case.objects.visible_to(worker).open().filter(person__in=persons)
    }
    accepted = Referral.objects.received_at(worker).filter(status=Status.ACCEPTED, case__person__in=persons)
    referrals = {one.case.person_id: one for one in accepted.select_related("case", "service")}
    return [
        Hit(
            person,
            age_on(person.birth_date, today) if person.birth_date else None,
            cases.get(person.pk),
            referrals.get(person.pk),
        )
        for person in persons
    ]
