"""Other records of the register that may be of the same person as a known one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from arraigo.access.models import Worker
from arraigo.people.linkage import Band, Described
from arraigo.people.models import CandidatePair, Ground, Person
from arraigo.people.queries.persons import records_of
from arraigo.people.queries.recognising import (
    PossiblySame,
    Recognised,
    described_by,
    possibly_same,
    within_sight,
)
from arraigo.people.queries.review import members_of, remembered_different
from arraigo.people.rules import UNDECIDED, in_order

MOST_SHOWN = 3
_LIKELY = frozenset({Band.SAME, Band.PROBABLY})


@dataclass(frozen=True, slots=True)
class AlsoRegistered:
    """What a worker may learn of them; ``asked``: all of them wait for a steward's decision already."""

    found: Recognised
    asked: bool = False

    def __len__(self) -> int:
        return len(self.found)


def also_registered(worker: Worker, person: Person, *, described: Described | None = None) -> AlsoRegistered:
    """
    Other records that are probably of this person, as far as the worker may know. What a steward decided is different
    is not among them.

    ``described``: what the worker knows of the person, where that is less than the register does: nothing else is
    compared then.
    """
    likely = likely_records_of(person, described=described)
    found = within_sight(worker, likely, most=MOST_SHOWN)
    return AlsoRegistered(found, asked=bool(found) and _all_wait(person, likely))


def likely_records_of(person: Person, *, described: Described | None = None) -> list[PossiblySame]:
    """
    Persons who are probably the same as this one, the likeliest first; of who is protected nothing is looked up.
    """
    own = set(records_of(person))
    if Ground.objects.filter(person__in=own, protected=True).exists():
        return []
    standing = person.merged_into_id or person.pk
    found = possibly_same(described or described_by(person), most=2 * MOST_SHOWN + len(own))
    likely = [one for one in found if one.band in _LIKELY and one.person.pk not in own]
    if not likely:
        return []
    ruled_out = remembered_different([standing, *(one.person.pk for one in likely)])
    return [one for one in likely if in_order(standing, one.person.pk) not in ruled_out]


def _all_wait(person: Person, likely: Sequence[PossiblySame]) -> bool:
    """Whether a pair with each of them waits to be decided."""
    standing = person.merged_into_id or person.pk
    wanted = {in_order(standing, one.person.pk) for one in likely}
    members = members_of([standing, *(one.person.pk for one in likely)])
    pairs = CandidatePair.objects.filter(state__in=UNDECIDED, one__in=members, other__in=members)
    waiting: set[tuple[UUID, UUID]] = {
        in_order(members[one], members[other]) for one, other in pairs.values_list("one", "other")
    }
    return wanted <= waiting
