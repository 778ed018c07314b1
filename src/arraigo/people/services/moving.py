"""Pointing rows of all rooms at another record of the same person, and remembering which."""

from collections.abc import Collection
from uuid import UUID

from arraigo.people.models import Merge, MergeMove
from arraigo.people.references import Reference, references

_BATCH = 500


def move_all(merge: Merge) -> int:
    """
    Point every row of the merged record at the kept one, and note each; how many there were.

    A row that the kept record may not have as well (the same document number, an open case at the same institution)
    stays with the alias. For each table a handful of queries, however many rows.
    """
    return sum(_move(merge, one) for one in references())


def held_by(person: UUID) -> dict[str, list[str]]:
    """What hangs on a person now: ``{"cases.case.person": [keys]}``."""
    held = {one.key: one.pks_of(person) for one in references()}
    return {key: pks for key, pks in held.items() if pks}


def give(reference: Reference, rows: Collection[str], *, of: UUID, to: UUID) -> set[str]:
    """Point those of the rows that still are ``of`` a person ``to`` another; which of them had to stay."""
    forbidden = {str(pk) for pk in reference.forbidden(of, to)} & set(rows)
    reference.of(of).filter(pk__in=set(rows) - forbidden).update(**{reference.field: to})
    return forbidden


def _move(merge: Merge, reference: Reference) -> int:
    forbidden = reference.forbidden(merge.merged_id, merge.kept_id)
    rows = reference.of(merge.merged_id).exclude(pk__in=forbidden)
    pks = list(rows.order_by("pk").values_list("pk", flat=True))
    if not pks:
        return 0
    notes = [MergeMove(merge=merge, model=reference.table, field=reference.field, row=str(pk)) for pk in pks]
    MergeMove.objects.bulk_create(notes, batch_size=_BATCH)
    rows.update(**{reference.field: merge.kept_id})
    return len(pks)
