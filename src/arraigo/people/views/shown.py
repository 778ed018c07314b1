"""Two records side by side, as every page of the review shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content, places
from arraigo.people.evidence import Line, day, label, lines_of
from arraigo.people.matching import matcher
from arraigo.people.models import Person
from arraigo.people.queries import described_by
from arraigo.people.queries.records import Hanging, aliases_of, hanging_on
from arraigo.people.rules import CHOOSABLE, masked, proposed
from arraigo.people.services.merging import values_of
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Side:
    """One record: who they say they are, their other names, and what hangs on them."""

    person: Person
    about: str
    aliases: list[Person]
    hanging: list[Hanging]


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of a merge: what each record says, and whether they differ."""

    field: str
    label: str
    kept: str
    merged: str
    differs: bool
    bound: Any = None


def sides_of(persons: Sequence[Person]) -> list[Side]:
    """The records with what is shown of each; a constant number of queries."""
    pks = [one.pk for one in persons]
    aliases, hanging = aliases_of(pks), hanging_on(pks)
    return [Side(one, about(one), aliases[one.pk], hanging[one.pk]) for one in persons]


def evidence_of(one: Person, other: Person) -> list[Line]:
    """The comparison of two records of the register, numbers of both masked."""
    prefetch_related_objects([one, other], "identifiers")
    mine, theirs = described_by(one), described_by(other)
    return lines_of(mine, theirs, matcher().compare(mine, theirs).evidence, both_masked=True)


def about(person: Person) -> str:
    """Birth and municipality on one line: what tells two people of one name apart in a list."""
    born = day(person.birth_date, person.birth_date_precision)
    parts = [_("born %(day)s") % {"day": born} if born else _("no date of birth"), _place(person)]
    return " · ".join(part for part in parts if part)


def choices_of(kept: Person, merged: Person) -> list[Choice]:
    """What a merge chooses, field by field."""
    mine, theirs = values_of(kept), values_of(merged)
    return [
        Choice(
            field=field,
            label=label(field),
            kept=_value(kept, field),
            merged=_value(merged, field),
            differs=any(mine[column] != theirs[column] for column in columns),
        )
        for field, columns in CHOOSABLE.items()
    ]


def proposed_for(kept: Person, merged: Person) -> dict[str, str]:
    """Of the fields that differ, whose value the form proposes."""
    said = proposed(values_of(kept), values_of(merged))
    return {one.field: said[one.field] for one in choices_of(kept, merged) if one.differs}


def _value(person: Person, field: str) -> str:
    match field:
        case "birth_date":
            return day(person.birth_date, person.birth_date_precision)
        case "sex" | "language":
            code = getattr(person, field)
            return content.label(field, code) if code in content.codelist(field) else ""
        case "origin_municipality":
            return _place(person)
        case "nationality":
            return formats.country_name(person.nationality) if person.nationality else ""
        case "phone":
            return masked(person.phone) if person.phone else ""
        case "household":
            return _household(person)
        case _:
            return str(getattr(person, field))


def _household(person: Person) -> str:
    if person.household_id is None:
        return ""
    members = Person.objects.standing().filter(household_id=person.household_id).count()
    return ngettext("%(count)d person", "%(count)d people", members) % {"count": members}


def _place(person: Person) -> str:
    return places.full_name(person.origin_municipality) if person.origin_municipality else ""
