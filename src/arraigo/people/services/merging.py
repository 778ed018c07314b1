"""Two records of one person become one: the other lives on as its alias, and all of it can be taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Field
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.people.models import CandidatePair, Household, Merge, Person
from arraigo.people.queries.review import decided_different
from arraigo.people.rules import CHOOSABLE, joined
from arraigo.people.services import search_index
from arraigo.people.services.deciding import (
    hold_pair,
    joined_meanwhile,
    require_reason,
    require_reviewable,
    require_undecided,
)
from arraigo.people.services.moving import held_by, move_all
from arraigo.people.services.pairs import settle
from arraigo.people.services.persons import require_a_name
from arraigo.people.services.standing import giving_way, hold_as_they_are
from arraigo.web import formats


class SameRecord(Refused):
    """A record cannot be joined with itself."""


class AlreadyJoined(Refused):
    """One of the two is an alias already: ``standing`` is the record that it was joined with."""

    def __init__(self, message: object, standing: Person) -> None:
        super().__init__(message)
        self.standing = standing


class NotTheSame(Refused):
    """Somebody decided that the two are different people: ``pair`` says so, and can be reopened."""

    def __init__(self, message: object, pair: CandidatePair) -> None:
        super().__init__(message)
        self.pair = pair


@giving_way
def merge(
    kept: Person,
    merged: Person,
    *,
    id: UUID,
    fields: Mapping[str, str],
    reason: str,
    by: Worker,
    at: datetime,
    pair: CandidatePair | None = None,
) -> Merge:
    """
    Join two records of one person: ``merged`` becomes an alias of ``kept``.

    Every row of every room that pointed at ``merged`` points at ``kept``, and is remembered. What ``kept`` may not have
    twice (the same document number, a ground of the same institution, an open case there) stays with the alias, where
    `people.queries.records_of` finds it. Aliases of ``merged`` are aliases of ``kept`` from now on. Pairs
    between their records are decided *same*. The same ``id`` again gives back the merge that it made.

    :param fields: of each of `rules.CHOOSABLE`, whose value holds: ``kept`` (as where nothing is said) or ``merged``.
    :param reason: a code of the list ``merge_reason``.
    :param pair: the pair that a reviewer decides by this, where there is one.
    :raises SameRecord: for a record and itself.
    :raises NotForReview: when the worker may not join them, protected records among them.
    :raises AlreadyDecided: when somebody decided the pair in the meantime.
    :raises AlreadyJoined: when one of them was joined before; it says when.
    :raises NotTheSame: when two records of theirs were decided different; it says when.
    :raises ReasonMissing: without a reason of the list.
    :raises BusyNow: when a desk is writing to one of them.
    :raises NameMissing: when the fields chosen leave no name.
    """
    done = Merge.objects.filter(pk=id, kept=kept, merged=merged).first()
    if done is not None:
        return done
    if kept.pk == merged.pk:
        raise SameRecord(_("This is one record. Choose two to join."))
    kept, merged = _hold(kept, merged, by=by)
    if pair is not None:
        _require_open(pair, kept, merged, by=by)
    require_reason("merge_reason", reason)
    _refuse_different(kept, merged)
    former = keys_of_both(kept, merged)
    made = _join(kept, merged, Merge(id=id, reason=reason, by=by, at=at), fields)
    moved = move_all(made)
    settle([kept.pk], made)
    for record in (merged, kept):
        search_index.keep(record, former=former[record.pk])
    facts = {"merged": str(merged.pk), "reason": reason, "moved": moved, "fields": sorted(made.chosen)}
    audit.record("person.merged", kept, by=by, at=at, **facts)
    return made


def require_standing(person: Person) -> None:
    """
    Hold that a record stands for a person.

    :raises AlreadyJoined: when it is an alias.
    """
    if person.merged_into is None:
        return
    last = Merge.objects.filter(merged=person, undone_at=None).first()
    raise AlreadyJoined(
        _("This record was joined with another on %(day)s. Go on with the one that stands for the person.")
        % {"day": formats.day(last.at) if last else ""},
        person.merged_into,
    )


def keys_of_both(kept: Person, merged: Person) -> dict[UUID, frozenset[int]]:
    """Under which keys the index finds each of the two, their aliases and all, before something is done to them."""
    return {record.pk: search_index.keys_of(record) for record in (kept, merged)}


def values_of(person: Person) -> dict[str, Any]:
    """What a record says in the columns that a merge chooses."""
    return {column: getattr(person, column) for columns in CHOOSABLE.values() for column in columns}


def write(person: Person, values: Mapping[str, Any], *, changed_at: datetime | None) -> None:
    """
    Write columns of a standing record, with what follows from them.

    :raises NameMissing: when no name would be left.
    """
    for column, value in values.items():
        setattr(person, column, value)
    require_a_name(person)
    person.set_search_text()
    person.changed_at = changed_at
    person.save(update_fields=[*values, "search_text", "changed_at"])


def as_json(value: Any) -> Any:
    """A column's value as `Merge.chosen` keeps it."""
    return str(value) if isinstance(value, date | UUID) else value


def from_json(column: str, value: Any) -> Any:
    """The value again, of the column's own type. A household that is no more is none."""
    if column == "household_id":
        return value and Household.objects.values_list("pk", flat=True).filter(pk=value).first()
    field = Person._meta.get_field(column)
    assert isinstance(field, Field)
    return field.to_python(value)


def _hold(kept: Person, merged: Person, *, by: Worker) -> tuple[Person, Person]:
    held = hold_as_they_are([kept.pk, merged.pk])
    standing = {one.merged_into_id or one.pk for one in held.values()}
    require_reviewable(*standing, by=by, needs=Action.MERGE_PERSONS)
    for record in (kept, merged):
        require_standing(held[record.pk])
    return held[kept.pk], held[merged.pk]


def _require_open(pair: CandidatePair, kept: Person, merged: Person, *, by: Worker) -> None:
    """The pair that is decided by the merge is of these two, and nobody was faster."""
    pair, one, other = hold_pair(pair, by=by)
    require_undecided(pair)
    if {one.pk, other.pk} != {kept.pk, merged.pk}:
        raise joined_meanwhile()


def _refuse_different(kept: Person, merged: Person) -> None:
    pair = decided_different(kept.pk, merged.pk)
    if pair is None or pair.decided_at is None:
        return
    raise NotTheSame(
        _(
            "On %(day)s it was decided that these are different people. "
            "If that was a mistake, reopen that decision first."
        )
        % {"day": formats.day(pair.decided_at)},
        pair,
    )


def _join(kept: Person, merged: Person, made: Merge, fields: Mapping[str, str]) -> Merge:
    """The merge itself: what the kept record held and said, and the other one as its alias."""
    changes = joined(values_of(kept), values_of(merged), fields)
    made.kept, made.merged, made.held = kept, merged, held_by(kept.pk)
    made.chosen = {column: [as_json(before), as_json(since)] for column, (before, since) in changes.items()}
    made.changed_before = kept.changed_at
    made.save(force_insert=True)
    write(kept, {column: since for column, (_before, since) in changes.items()}, changed_at=made.at)
    Person.objects.filter(merged_into=merged).update(merged_into=kept)
    merged.merged_into = kept
    merged.save(update_fields=["merged_into"])
    return made
