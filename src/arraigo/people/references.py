"""
Every column of every room that points at a person, found through the models themselves: so that joining two records
needs no list of rooms, and a room to come cannot be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Field, ForeignKey, ForeignObjectRel, Model, Q, QuerySet, UniqueConstraint

from arraigo.people.models import CandidatePair, Merge, Person

BOOKKEEPING: frozenset[type[Model]] = frozenset({Person, CandidatePair, Merge})
"""What says which records are of whom, and so stays with the record it was said of."""


@dataclass(frozen=True, slots=True)
class Unique:
    """Columns beside the person that may be there once only, among the rows under a condition."""

    columns: tuple[str, ...]
    condition: Q
    nulls_repeat: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """One foreign key to a person."""

    model: type[Model]
    field: str

    @property
    def table(self) -> str:
        """As `MergeMove.model` holds it: ``cases.case``."""
        return self.model._meta.label_lower

    @property
    def key(self) -> str:
        """``cases.case.person``."""
        return f"{self.table}.{self.field}"

    def of(self, person: UUID) -> QuerySet[Model]:
        """The rows that point at a person, seen by no manager of the room."""
        return self.rows().filter(**{self.field: person})

    def rows(self) -> QuerySet[Model]:
        return QuerySet(self.model)

    def pks_of(self, person: UUID) -> list[str]:
        return [str(pk) for pk in self.of(person).order_by("pk").values_list("pk", flat=True)]

    def uniques(self) -> list[Unique]:
        """Which rows of two people could not both be of one."""
        found = [
            self._unique(tuple(one.fields), one)
            for one in _constraints(self.model)
            if self.field in one.fields
        ]
        together = self.model._meta.unique_together
        found += [self._unique(tuple(names)) for names in together if self.field in names]
        if self._column().unique:
            found.append(self._unique((self.field,)))
        return found

    def forbidden(self, person: UUID, to: UUID) -> set[Any]:
        """Keys of the rows of a person that the other could not have as well: two queries for each uniqueness."""
        found: set[Any] = set()
        for unique in self.uniques():
            there = {tuple(row)[1:] for row in self._values(to, unique)}
            for pk, *values in self._values(person, unique):
                repeats = unique.nulls_repeat and None in values
                if tuple(values) in there and not repeats:
                    found.add(pk)
        return found

    def _values(self, person: UUID, unique: Unique) -> QuerySet[Model, Any]:
        return self.of(person).filter(unique.condition).values_list("pk", *unique.columns)

    def _unique(self, names: tuple[str, ...], of: UniqueConstraint | None = None) -> Unique:
        condition = of.condition if of is not None and of.condition else Q()
        nulls_repeat = of is None or of.nulls_distinct is not False
        return Unique(tuple(name for name in names if name != self.field), condition, nulls_repeat)

    def _column(self) -> Field[Any, Any]:
        column = self.model._meta.get_field(self.field)
        assert isinstance(column, Field)
        return column


@cache
def references() -> tuple[Reference, ...]:
    """All foreign keys to a person, those that hide from it (``related_name="+"``) too, in a fixed order."""
    found = [
        Reference(relation.related_model, relation.field.name)
        for relation in Person._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel)
        and isinstance(relation.field, ForeignKey)
        and relation.related_model not in BOOKKEEPING
    ]
    return tuple(sorted(found, key=lambda one: one.key))


def _constraints(model: type[Model]) -> list[UniqueConstraint]:
    return [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
