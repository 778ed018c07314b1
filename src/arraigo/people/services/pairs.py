"""The queue of pairs that may be of one person: what a linkage puts into it, and what joining people does to it."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from arraigo.access import audit
from arraigo.people.models import CandidatePair, LinkRun, Merge
from arraigo.people.queries.review import members_of, remembered_different
from arraigo.people.rules import UNDECIDED, in_order
from arraigo.people.services.standing import hold_as_they_are

_AT_A_TIME = 1000
_BATCH = 200

Proposal = tuple[UUID, UUID, float, str]
People = tuple[UUID, UUID]


def propose(pairs: Iterable[Proposal], *, run: LinkRun | None, at: datetime) -> int:
    """
    Put pairs to the reviewers that a linkage found: (a record, another, probability, band); how many are new.

    Records that were joined in the meantime count as the one that stands. What is one person by now, or was decided
    different between any of their records, is passed over; a pair that waits gets the new probability. The same pairs
    again change nothing. A thousand at a time, each thousand whole or not at all.
    """
    rest = iter(pairs)
    new = 0
    while chunk := list(islice(rest, _AT_A_TIME)):
        new += _propose(chunk, run, at)
    audit.record_bulk("pairs.proposed", "people.candidatepair", by=None, at=at, rows=new)
    return new


def settle(persons: Iterable[UUID], merge: Merge | None = None) -> None:
    """
    Bring the pairs of standing records, and of all their aliases, in line with who is joined with whom.

    Pairs within one person become *same* (with the moment and worker of ``merge``); those that became so and are of two
    people again are what they were before. Of the undecided pairs of the same two people the likeliest is asked,
    unless a decision rules it out. A constant number of queries.
    """
    members = list(members_of(persons))
    touching = CandidatePair.objects.filter(Q(one__in=members) | Q(other__in=members))
    found = touching.select_related("one", "other").select_for_update(of=["self"]).order_by("pk")
    by_people: dict[People, list[CandidatePair]] = {}
    for pair in found:
        by_people.setdefault(in_order(*pair.standing), []).append(pair)
    before = {pair.pk: _said(pair) for pair in found}
    for people, pairs in by_people.items():
        if people[0] == people[1]:
            _settle_within(pairs, merge)
        else:
            _settle_between(pairs)
    changed = [pair for pair in found if _said(pair) != before[pair.pk]]
    CandidatePair.objects.bulk_update(changed, _SETTLED, batch_size=_BATCH)


_SETTLED = ["state", "reason", "decided_at", "decided_by", "was", "asked"]


def _said(pair: CandidatePair) -> list[Any]:
    return [pair.state, pair.reason, pair.decided_at, pair.decided_by_id, pair.was, pair.asked]


def _settle_within(pairs: Sequence[CandidatePair], merge: Merge | None) -> None:
    for pair in pairs:
        pair.asked = False
        if pair.state in UNDECIDED and merge is not None:
            decided = pair.decided_at.isoformat() if pair.decided_at else None
            worker = str(pair.decided_by_id) if pair.decided_by_id else None
            pair.was = [pair.state, decided, worker, pair.reason]
            pair.state, pair.reason = "same", ""
            pair.decided_at, pair.decided_by = merge.at, merge.by


def _settle_between(pairs: Sequence[CandidatePair]) -> None:
    for pair in pairs:
        if pair.state == "same" and pair.was is not None:
            pair.state, decided, worker, pair.reason = pair.was
            pair.decided_at = datetime.fromisoformat(decided) if decided else None
            pair.decided_by_id = UUID(worker) if worker else None
            pair.was = None
    waiting = [pair for pair in pairs if pair.state in UNDECIDED]
    ruled_out = any(pair.state == "different" for pair in pairs)
    likeliest = min(waiting, key=lambda pair: (-pair.probability, pair.pk), default=None)
    for pair in pairs:
        pair.asked = pair is likeliest and not ruled_out


@transaction.atomic
def _propose(chunk: Sequence[Proposal], run: LinkRun | None, at: datetime) -> int:
    # Nobody is joined or taken apart while a thousand pairs are put in.
    records = hold_as_they_are({record for one, other, *_rest in chunk for record in (one, other)})
    stands = {pk: person.merged_into_id or pk for pk, person in records.items()}
    found: dict[People, tuple[float, str]] = {}
    for one, other, probability, band in chunk:
        if one in stands and other in stands and stands[one] != stands[other]:
            people = in_order(stands[one], stands[other])
            found[people] = max(found.get(people, (probability, band)), (probability, band))
    ruled_out = remembered_different({person for people in found for person in people})
    wanted = {people: said for people, said in found.items() if people not in ruled_out}
    known = _known(wanted)
    _update(known, wanted, run)
    new = [
        CandidatePair(one_id=one, other_id=other, probability=probability, band=band, run=run, found_at=at)
        for (one, other), (probability, band) in wanted.items()
        if (one, other) not in known
    ]
    CandidatePair.objects.bulk_create(new, batch_size=_BATCH)
    settle({person for people in wanted for person in people})
    return len(new)


def _known(wanted: Iterable[People]) -> dict[People, CandidatePair]:
    people = list(wanted)
    rows = CandidatePair.objects.filter(
        one__in={one for one, _other in people}, other__in={other for _one, other in people}
    )
    return {(row.one_id, row.other_id): row for row in rows}


def _update(
    known: dict[People, CandidatePair], wanted: dict[People, tuple[float, str]], run: LinkRun | None
) -> None:
    changed = list(_newly_weighed(known, wanted))
    for pair in changed:
        pair.run = run
    CandidatePair.objects.bulk_update(changed, ["probability", "band", "run"], batch_size=_BATCH)


def _newly_weighed(
    known: dict[People, CandidatePair], wanted: dict[People, tuple[float, str]]
) -> Iterator[CandidatePair]:
    for people, said in wanted.items():
        pair = known.get(people)
        if pair and pair.state in UNDECIDED and (pair.probability, pair.band) != said:
            pair.probability, pair.band = said
            yield pair
