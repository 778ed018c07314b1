"""The queue of reviewers: pairs by state, how alike and place, always within what the worker may compare."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from arraigo.access.models import Worker
from arraigo.people.models import CandidatePair, Person
from arraigo.people.rules import UNDECIDED

SORTS = {
    "": ("-probability", "id"),
    "alike": ("probability", "id"),
    "-alike": ("-probability", "id"),
    "found": ("found_at", "id"),
    "-found": ("-found_at", "-id"),
    "decided": ("decided_at", "id"),
    "-decided": ("-decided_at", "-id"),
}
"""Orders by name in the address; the first is that of the queue's own index."""

TABS = ("waiting", "later", "different")
"""States that have a list; who was joined stands in the list of merges."""


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """What a list of pairs was asked for; all of it stands in the address."""

    state: str = "waiting"
    band: str = ""
    department: str = ""
    sort: str = ""


def queue(worker: Worker, filters: QueueFilters) -> QuerySet[CandidatePair]:
    """Pairs as the filters ask, the likeliest first, with the records that stand for the two."""
    pairs = reviewable_pairs(worker).filter(state=filters.state)
    if filters.state in UNDECIDED:
        pairs = pairs.filter(asked=True)
    if filters.band:
        pairs = pairs.filter(band=filters.band)
    if filters.department:
        of_place = Q(one__origin_municipality__startswith=filters.department)
        pairs = pairs.filter(of_place | Q(other__origin_municipality__startswith=filters.department))
    return pairs.order_by(*SORTS.get(filters.sort, SORTS[""]))


def counts(worker: Worker, filters: QueueFilters) -> dict[str, int]:
    """How many pairs each tab would list, other filters as they are."""
    return {
        state: queue(worker, QueueFilters(state, filters.band, filters.department)).order_by().count()
        for state in TABS
    }


def next_after(worker: Worker, filters: QueueFilters, done: UUID) -> CandidatePair | None:
    """The pair that a reviewer goes on with."""
    return queue(worker, filters).exclude(pk=done).first()


def between(worker: Worker, *persons: UUID) -> QuerySet[CandidatePair]:
    """The pair that is asked about of two people; of one, all that are asked about."""
    asked = reviewable_pairs(worker).filter(asked=True)
    for person in persons:
        asked = asked.filter(Q(person_one=person) | Q(person_other=person))
    return asked


def reviewable_pairs(worker: Worker) -> QuerySet[CandidatePair]:
    """Pairs both of whose people the worker may compare; nothing of anybody who is protected."""
    may_see = Person.objects.reviewable_by(worker)
    return (
        CandidatePair.objects.annotate(
            person_one=Coalesce("one__merged_into", "one"),
            person_other=Coalesce("other__merged_into", "other"),
        )
        .filter(Exists(may_see.filter(pk=OuterRef("person_one"))))
        .filter(Exists(may_see.filter(pk=OuterRef("person_other"))))
        .select_related("one__merged_into", "other__merged_into", "decided_by", "run")
    )
