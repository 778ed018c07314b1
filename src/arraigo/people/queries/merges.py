"""Merges as they stand, and what has happened to the joined person since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import DateField, ForeignKey, Model

from arraigo.access.models import Institution
from arraigo.people.models import Consent, Ground, Merge, MergeMove
from arraigo.people.references import Reference, references

Side = Literal["kept", "merged"]
Row = tuple[type[Model], str]

_SAYS_WHO_DEALT: frozenset[type[Model]] = frozenset({Ground, Consent})


@dataclass(frozen=True, slots=True)
class Since:
    """
    A row that hangs on the joined person since a merge, and whose it is when the two are taken apart.

    ``owner`` is known where the row hangs from one of theirs; where it is not, somebody has to say. ``hangs`` without
    an owner: it will follow once that is said of another row.
    """

    reference: Reference
    row: str
    on: date | datetime | None
    institution: Institution | None
    owner: Side | None
    hangs: bool

    @property
    def key(self) -> str:
        """How ``owners`` names the row: ``cases.case.person:<key>``."""
        return f"{self.reference.key}:{self.row}"


def since_merge(merge: Merge, owners: Mapping[str, Side] | None = None) -> list[Since]:
    """
    Rows of all rooms that point at the kept person and did not when the two were joined.

    A row that hangs from a row of one of the two (a case opened after a return of theirs) is theirs, and so is what
    hangs from that. A ground and a consent go with what their institution did since. The rest is what ``owners``
    says (`Since.key` -> ``kept`` or ``merged``), or unknown. What later merges brought is not among them.
    """
    brought = moves_of(Merge.objects.filter(kept=merge.kept_id, undone_at=None).exclude(pk=merge.pk))
    sides = _sides(merge, brought)
    rows = _hanging([row for one in references() for row in _rows_since(one, merge, sides)], sides)
    rows = _hanging([_as_said(row, owners) for row in rows], sides)
    rows = [_with_its_institution(row, rows) for row in rows]
    return [_as_said(row, owners, also_who_dealt=True) for row in rows]


def descends_from(merged: UUID) -> list[UUID]:
    """Records that became aliases of one, or of its aliases, by merges that stand."""
    found: list[UUID] = []
    front = [merged]
    while front:
        further = Merge.objects.filter(kept__in=front, undone_at=None)
        front = [pk for pk in further.values_list("merged", flat=True) if pk not in found]
        found += front
    return found


def moves_of(merges: Iterable[Merge]) -> dict[str, set[str]]:
    """What merges moved: keys of rows by `Reference.key`."""
    found: dict[str, set[str]] = {}
    moves = MergeMove.objects.filter(merge__in=list(merges)).values_list("model", "field", "row")
    for model, field, row in moves:
        found.setdefault(f"{model}.{field}", set()).add(row)
    return found


def _rows_since(reference: Reference, merge: Merge, sides: Mapping[Row, Side]) -> list[Since]:
    held = reference.pks_of(merge.kept_id)
    new = [pk for pk in held if (reference.model, pk) not in sides]
    if not new:
        return []
    rows = reference.rows().filter(pk__in=new).select_related(*institutions_of(reference.model))
    return [
        Since(reference, str(row.pk), when_of(row), institution_of(row), None, hangs=False)
        for row in rows.order_by("pk")
    ]


def _hanging(rows: list[Since], sides: Mapping[Row, Side]) -> list[Since]:
    """The rows with the owner of what they hang from, again until nothing more follows."""
    known = {**sides, **{(row.reference.model, row.row): row.owner for row in rows if row.owner}}
    above = _above([row for row in rows if row.owner is None])
    follows = True
    while follows:
        follows = False
        for number, row in enumerate(rows):
            owners = {known[one] for one in above.get(row.key, ()) if one in known}
            if row.owner is None and len(owners) == 1:
                owner = owners.pop()
                rows[number] = replace(row, owner=owner, hangs=True)
                known[row.reference.model, row.row] = owner
                follows = True
    return rows


def _sides(merge: Merge, brought: Mapping[str, set[str]]) -> dict[Row, Side]:
    """Whose each row was when the two were joined; what stayed with the alias is the alias's."""
    moved = moves_of([merge])
    sides: dict[Row, Side] = {}
    for one in references():
        sides |= {(one.model, row): "kept" for row in brought.get(one.key, ())}
        sides |= {(one.model, row): "kept" for row in merge.held.get(one.key, ())}
        sides |= {(one.model, row): "merged" for row in moved.get(one.key, ())}
        sides |= {(one.model, row): "merged" for row in one.pks_of(merge.merged_id)}
    return sides


def _above(rows: list[Since]) -> dict[str, list[Row]]:
    """The rows that each row hangs from: those that its foreign keys name, in tables that point at people."""
    hangers = {one.model for one in references()}
    found: dict[str, list[Row]] = {}
    by_reference: dict[Reference, list[Since]] = {}
    for row in rows:
        by_reference.setdefault(row.reference, []).append(row)
    for reference, some in by_reference.items():
        keys = [one for one in reference.model._meta.fields if _leads_to(one, hangers)]
        values = reference.rows().filter(pk__in=[row.row for row in some])
        for pk, *named in values.values_list("pk", *(one.attname for one in keys)):
            targets = zip(keys, named, strict=True)
            found[f"{reference.key}:{pk}"] = [
                (_target(one), str(value)) for one, value in targets if value is not None
            ]
    return found


def _target(field: Any) -> type[Model]:
    assert issubclass(field.related_model, Model)
    found: type[Model] = field.related_model
    return found


def _leads_to(field: Any, hangers: set[type[Model]]) -> bool:
    return isinstance(field, ForeignKey) and field.related_model in hangers


def _as_said(row: Since, owners: Mapping[str, Side] | None, *, also_who_dealt: bool = False) -> Since:
    """What somebody says counts only where nothing else tells."""
    told = row.owner is not None or (row.reference.model in _SAYS_WHO_DEALT and not also_who_dealt)
    return row if told or not owners else replace(row, owner=owners.get(row.key))


def _with_its_institution(row: Since, rows: list[Since]) -> Since:
    """A ground or a consent belongs to what its institution did: it goes with that, where that is all of one side."""
    if row.owner or row.reference.model not in _SAYS_WHO_DEALT or row.institution is None:
        return row
    deeds = [one for one in rows if one.reference.model not in _SAYS_WHO_DEALT]
    owners = {one.owner for one in deeds if one.institution == row.institution}
    known = owners - {None}
    return replace(row, owner=known.pop() if len(known) == 1 else None, hangs=bool(owners) and len(known) < 2)


def when_of(row: Model) -> date | datetime | None:
    """The earliest day or moment that a row names."""
    names = [one.attname for one in row._meta.fields if isinstance(one, DateField)]
    dates = [value for name in names if (value := getattr(row, name)) is not None]
    return min(dates, key=lambda one: one.date() if isinstance(one, datetime) else one, default=None)


def institution_of(row: Model) -> Institution | None:
    """The institution that a row names."""
    named = institutions_of(type(row))
    return next((found for name in named if (found := getattr(row, name)) is not None), None)


def institutions_of(model: type[Model]) -> list[str]:
    """The columns of a table that name an institution."""
    keys = [one for one in model._meta.fields if isinstance(one, ForeignKey)]
    return [one.name for one in keys if one.related_model is Institution]
