"""Persons whom a worker may see, their records, and what they last agreed to."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from arraigo.access.models import Worker
from arraigo.core.names import fold
from arraigo.people.models import Consent, Person, PersonQuerySet
from arraigo.people.rules import may_keep, may_share, normal_number


def standing_of(person: Person) -> Person:
    """The record that stands for the person: this one, or the one that it was joined with."""
    return person if person.merged_into is None else person.merged_into


def records_of(person: Person) -> list[UUID]:
    """All records of the person under which a row may hang: the standing one first, then its aliases."""
    standing = person.merged_into_id or person.pk
    aliases = Person.objects.filter(merged_into=standing).order_by("created_at", "pk")
    return [standing, *aliases.values_list("pk", flat=True)]


def latest_consent(person: Person) -> Consent | None:
    """The person's last answer to the question of consent."""
    return standing_of(person).consents.order_by("-given_at", "-id").first()


def may_share_data_of(person: Person) -> bool:
    """Whether the person's data may go to another institution now."""
    consent = latest_consent(person)
    return consent is not None and may_share(consent.scope, withdrawn=consent.withdrawn_at is not None)


def may_keep_case_of(person: Person) -> bool:
    """Whether a case of the person may be kept now."""
    consent = latest_consent(person)
    return consent is not None and may_keep(consent.scope, withdrawn=consent.withdrawn_at is not None)


def search(worker: Worker, text: str) -> PersonQuerySet:
    """
    Persons the worker may see whose names hold all the words, in any order and however accented, or whose telephone
    or document number is the text. A name under which they are registered as well is a name of theirs.
    """
    return matching(Person.objects.visible_to(worker), text)


def matching(persons: PersonQuerySet, text: str) -> PersonQuerySet:
    """Those of standing persons who are called so, or have the number, under any of their records."""
    words = fold(text).split()
    if not words:
        return persons.none()
    number = normal_number(text)
    if number.isdigit() and len(number) >= 4:
        aliases = Person.objects.filter(merged_into=OuterRef("pk"), phone__endswith=number)
        known = Q(phone__endswith=number) | Q(identifiers__number=number) | Exists(aliases)
        return persons.filter(known).distinct()
    called = Q()
    for word in words:
        called &= Q(search_text__contains=f" {word}")
    also = Person.objects.filter(called, merged_into=OuterRef("pk"))
    return persons.filter(called | Exists(also)).order_by("search_text", "id")
