"""A merge taken back: both get what was theirs; of what came since, its owner is found or asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.people.models import LinkRun, Merge, Person
from arraigo.people.queries.merges import Side, Since, descends_from, moves_of, since_merge
from arraigo.people.references import references
from arraigo.people.rules import CHOOSABLE
from arraigo.people.services import search_index
from arraigo.people.services.deciding import require_reason, require_reviewable
from arraigo.people.services.merging import as_json, from_json, keys_of_both, write
from arraigo.people.services.moving import give, move_all
from arraigo.people.services.pairs import settle
from arraigo.people.services.standing import giving_way, hold_as_they_are
from arraigo.web import formats


class AlreadyUndone(Refused):
    """Somebody took the merge back before."""


class LaterMerge(Refused):
    """The joined record was itself joined with another since: ``merge`` has to be taken back first."""

    def __init__(self, message: object, merge: Merge) -> None:
        super().__init__(message)
        self.merge = merge


class OwnersUnknown(Refused):
    """Rows came since of which nobody can know whose they are: ``rows``; `unmerge` takes the answers as ``owners``."""

    field = "owners"

    def __init__(self, message: object, rows: Sequence[Since]) -> None:
        super().__init__(message)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Unmerged:
    """
    What taking a merge back came to.

    ``newer``: fields (of `rules.CHOOSABLE`) that were corrected since and so stay with the kept record as they are now.
    ``stayed``: how many rows had to stay there too, because the other record has the same of its own.
    """

    merge: Merge
    newer: tuple[str, ...]
    stayed: int


@giving_way
def unmerge(
    merge: Merge,
    *,
    reason: str,
    owners: Mapping[str, Side] | None = None,
    by: Worker,
    at: datetime,
) -> Unmerged:
    """
    Take a merge back: the alias stands for a person again.

    It gets every row that the merge moved and that still is the kept record's, its own aliases, and what hangs from its
    rows since (`people.queries.since_merge`). The kept record says again what it said before, where that has not
    been corrected since. Pairs that the merge decided wait again. Merges into the same record may be taken back in
    any order; one whose result was joined with a third record only after that one.

    :param reason: a code of the list ``unmerge_reason``.
    :param owners: of rows that came since and hang from nothing, whose they are: `Since.key` -> ``kept`` or ``merged``.
    :raises AlreadyUndone: when it was taken back before.
    :raises NotForReview: when the worker may not see the joined record, protected ones among them.
    :raises LaterMerge: when the joined record is an alias itself by now.
    :raises OwnersUnknown: when it has to be said whose something is.
    :raises ReasonMissing: without a reason of the list.
    :raises BusyNow: when a desk is writing to one of them.
    """
    held = hold_as_they_are([merge.kept_id, merge.merged_id])
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, merged = held[merge.kept_id], held[merge.merged_id]
    require_reviewable(kept.merged_into_id or kept.pk, by=by, needs=Action.MERGE_PERSONS)
    _require_on_top(merge, kept)
    require_reason("unmerge_reason", reason)
    since = since_merge(merge, owners)
    _require_owners(since)
    former = keys_of_both(kept, merged)
    stayed = _give_back(merge, since)
    _mark_undone(merge, reason=reason, by=by, at=at)
    newer = _write_back(merge, kept, merged, at=at)
    _stand_again(merged)
    for later in _later(merge):
        move_all(later)  # what could not go along because this merge had brought the same
    settle([kept.pk, merged.pk])
    for record in (merged, kept):
        search_index.keep(record, former=former[record.pk])
    facts = {
        "merge": str(merge.pk),
        "merged": str(merged.pk),
        "reason": reason,
        "newer": newer,
        "stayed": stayed,
    }
    audit.record("person.unmerged", kept, by=by, at=at, **facts)
    return Unmerged(merge, tuple(newer), stayed)


def newer_fields(merge: Merge) -> list[str]:
    """Fields that the merge wrote and that say something else by now: they would stay as they are."""
    written = _written(merge)
    heirs = _heirs(merge, merge.kept, _later(merge))
    return [field for field in written if not _holds(merge.kept, written[field]) and field not in heirs]


def _require_on_top(merge: Merge, kept: Person) -> None:
    if merge.undone_at is not None:
        raise AlreadyUndone(
            _("This merge was undone on %(day)s. The two records are apart.")
            % {"day": formats.day(merge.undone_at)}
        )
    later = Merge.objects.filter(merged=kept, undone_at=None).first()
    if later is not None:
        raise LaterMerge(
            _("The joined record was joined with another on %(day)s. Undo that merge first, then this one.")
            % {"day": formats.day(later.at)},
            later,
        )


def _require_owners(since: Sequence[Since]) -> None:
    unknown = [row for row in since if row.owner is None]
    if unknown:
        said = ngettext(
            "%(count)d record came since the two were joined. Say whose it is.",
            "%(count)d records came since the two were joined. Say of each whose it is.",
            len(unknown),
        )
        raise OwnersUnknown(said % {"count": len(unknown)}, since)


def _give_back(merge: Merge, since: Sequence[Since]) -> int:
    """Rows to the merged record; how many had to stay."""
    moved = moves_of([merge])
    stayed = 0
    for one in references():
        theirs = {row.row for row in since if row.reference == one and row.owner == "merged"}
        rows = moved.get(one.key, set()) | theirs
        if rows:
            stayed += len(give(one, rows, of=merge.kept_id, to=merge.merged_id))
    return stayed


def _mark_undone(merge: Merge, *, reason: str, by: Worker, at: datetime) -> None:
    merge.undone_at, merge.undone_by, merge.undone_reason = at, by, reason
    merge.save(update_fields=["undone_at", "undone_by", "undone_reason"])


def _stand_again(merged: Person) -> None:
    merged.merged_into = None
    merged.save(update_fields=["merged_into", "changed_at"])
    Person.objects.filter(pk__in=descends_from(merged.pk)).update(merged_into=merged)


Written = dict[str, dict[str, list[Any]]]


def _write_back(merge: Merge, kept: Person, merged: Person, *, at: datetime) -> list[str]:
    """
    What the kept record said before; the fields that have to stay as they are.

    Where a later merge wrote over what this one had written, that one now remembers what was there before both.
    """
    written, later = _written(merge), _later(merge)
    heirs = _heirs(merge, kept, later)
    values = {
        column: from_json(column, before)
        for columns in written.values()
        if _holds(kept, columns)
        for column, (before, _since) in columns.items()
    }
    newer = [field for field in written if not _holds(kept, written[field]) and field not in heirs]
    for field, heir in heirs.items():
        heir.chosen |= {
            column: [before, heir.chosen[column][1]] for column, (before, _since) in written[field].items()
        }
    changed = _changed_at(merge, kept, later)
    for one in later:
        one.save(update_fields=["chosen", "changed_before"])
    if LinkRun.objects.filter(started_at__gte=merge.at).exists():
        # A linkage has compared the joined record since: both have to be compared as they are now.
        changed = merged.changed_at = at
    write(kept, values, changed_at=changed)
    return newer


def _changed_at(merge: Merge, kept: Person, later: Sequence[Merge]) -> datetime | None:
    if kept.changed_at == merge.at:
        return merge.changed_before
    for one in later:
        if one.changed_before == merge.at:
            one.changed_before = merge.changed_before
    return kept.changed_at


def _written(merge: Merge) -> Written:
    """What the merge wrote, by field: columns with their value before and since."""
    by_field = {
        field: {one: merge.chosen[one] for one in columns if one in merge.chosen}
        for field, columns in CHOOSABLE.items()
    }
    return {field: columns for field, columns in by_field.items() if columns}


def _holds(kept: Person, columns: Mapping[str, list[Any]]) -> bool:
    return all(as_json(getattr(kept, column)) == since for column, (_before, since) in columns.items())


def _heirs(merge: Merge, kept: Person, later: Sequence[Merge]) -> dict[str, Merge]:
    """Of each field that a later merge wrote over, the first that did."""
    heirs: dict[str, Merge] = {}
    for field, columns in _written(merge).items():
        over = [one for one in later if _wrote_over(one, columns)]
        if over and not _holds(kept, columns):
            heirs[field] = over[0]
    return heirs


def _wrote_over(later: Merge, columns: Mapping[str, list[Any]]) -> bool:
    return all(
        column in later.chosen and later.chosen[column][0] == since
        for column, (_before, since) in columns.items()
    )


def _later(merge: Merge) -> list[Merge]:
    """Merges into the same record that came after, and stand; the oldest first."""
    found = Merge.objects.filter(kept=merge.kept_id, undone_at=None, at__gte=merge.at).exclude(pk=merge.pk)
    return list(found.order_by("at", "pk"))
