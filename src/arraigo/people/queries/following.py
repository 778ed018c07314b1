"""Where a person was accompanied, as anybody may know who may recognise them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from arraigo.people.models import Ground


@dataclass(frozen=True, slots=True)
class Followed:
    """An institution that accompanies a person, or did, and since when."""

    institution: str
    since_at: datetime


def followed_at(persons: Iterable[UUID]) -> dict[UUID, tuple[Followed, ...]]:
    """
    Where each of the persons has or had a case, the latest first; one query. A protected case is never among them.
    """
    wanted = list(persons)
    grounds = (
        Ground.objects.filter(because="case", protected=False)
        .filter(Q(person__in=wanted) | Q(person__merged_into__in=wanted))
        .order_by("-since_at", "-pk")
    )
    found: dict[UUID, list[Followed]] = {}
    rows = grounds.values_list("person", "person__merged_into", "institution__name", "since_at")
    for person, standing, institution, since_at in rows:
        of_person = found.setdefault(standing or person, [])
        if institution not in {one.institution for one in of_person}:
            of_person.append(Followed(institution, since_at))
    return {person: tuple(of_person) for person, of_person in found.items()}
