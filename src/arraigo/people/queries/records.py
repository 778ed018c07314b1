"""Records of the register as a steward sees them: who they say they are, and how much hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.people.models import Merge, Person, PersonQuerySet
from arraigo.people.queries.merges import institution_of, institutions_of, when_of
from arraigo.people.queries.persons import matching
from arraigo.people.references import references

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that hangs on a person, no more than when and where."""

    on: date | datetime | None
    institution: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """What of one kind hangs on a person: how many, and where the kind may be listed, when and where."""

    code: str
    number: int
    rows: tuple[Row, ...] = ()

    @property
    def label(self) -> str:
        item = content.codelist("person_record").item(self.code)
        return str(item.label if self.number == 1 else item.get("several"))


def find_records(worker: Worker, text: str) -> PersonQuerySet:
    """Standing records that the worker may compare, by name, telephone or document number, also under an alias."""
    return matching(Person.objects.reviewable_by(worker), text)


def hanging_on(persons: Sequence[UUID]) -> dict[UUID, list[Hanging]]:
    """What hangs on each of the records; a constant number of queries. Returns are listed, the rest is counted."""
    found: dict[UUID, list[Hanging]] = {person: [] for person in persons}
    for one in references():
        code = one.table.replace(".", "_")
        item = content.codelist("person_record").item(code)
        rows = one.rows().filter(**{f"{one.field}__in": list(persons)}).order_by("pk")
        if item.flag("listed"):
            rows = rows.select_related(*institutions_of(one.model))
        elif not item.flag("counted"):
            continue
        by_person: dict[UUID, list[Row]] = {}
        for row in rows:
            where = institution_of(row) if item.flag("listed") else None
            shown = Row(when_of(row), where.name if where else "")
            by_person.setdefault(getattr(row, f"{one.field}_id"), []).append(shown)
        for person, of_person in by_person.items():
            listed = sorted(of_person, key=lambda each: str(each.on), reverse=True)
            found[person].append(Hanging(code, len(of_person), tuple(listed) if item.flag("listed") else ()))
    return found


def aliases_of(persons: Sequence[UUID]) -> dict[UUID, list[Person]]:
    """Other names that each person is registered under."""
    found: dict[UUID, list[Person]] = {person: [] for person in persons}
    for alias in Person.objects.filter(merged_into__in=list(persons)).order_by("created_at", "pk"):
        if alias.merged_into_id:
            found[alias.merged_into_id].append(alias)
    return found


def merges_of(worker: Worker) -> QuerySet[Merge]:
    """Merges that the worker may see, the newest first: those of whom the worker may compare the records."""
    may_see = Person.objects.reviewable_by(worker)
    return (
        Merge.objects.annotate(
            person_kept=Coalesce("kept__merged_into", "kept"),
            person_merged=Coalesce("merged__merged_into", "merged"),
        )
        .filter(Exists(may_see.filter(pk=OuterRef("person_kept"))))
        .filter(Exists(may_see.filter(pk=OuterRef("person_merged"))))
        .select_related("kept", "merged", "by", "undone_by")
        .order_by("-at", "-pk")
    )


def merges_with(worker: Worker, person: Person) -> QuerySet[Merge]:
    """The merges in which a record took part, as the worker may see them."""
    return merges_of(worker).filter(Q(kept=person) | Q(merged=person))
