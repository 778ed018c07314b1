"""Pairs that wait for a decision, and what was decided."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from arraigo.people.models import CandidatePair, Person
from arraigo.people.rules import in_order


def members_of(persons: Iterable[UUID]) -> dict[UUID, UUID]:
    """All records of people given by their standing record: record -> the one that stands."""
    wanted = set(persons)
    found = Person.objects.filter(Q(pk__in=wanted) | Q(merged_into__in=wanted))
    return {pk: stands or pk for pk, stands in found.values_list("pk", "merged_into")}


def remembered_different(persons: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """
    Pairs of these people, as ``(smaller id, larger id)`` of their standing records, that were decided different.

    A decision between any two of their records counts: who is not the alias is not the person either.
    """
    members = members_of(persons)
    decided = CandidatePair.objects.filter(state="different", one__in=members, other__in=members)
    pairs = {(members[one], members[other]) for one, other in decided.values_list("one", "other")}
    return {in_order(one, other) for one, other in pairs if one != other}


def decided_different(one: UUID, other: UUID) -> CandidatePair | None:
    """The latest decision that two people are different, between any of their records."""
    mine, theirs = list(members_of([one])), list(members_of([other]))
    between = Q(one__in=mine, other__in=theirs) | Q(one__in=theirs, other__in=mine)
    found = CandidatePair.objects.filter(between, state="different")
    return found.select_related("decided_by").order_by("-decided_at", "-pk").first()
