"""What an opened referral shows of the person to the institution that received it."""

from dataclasses import dataclass, replace
from datetime import date

from arraigo.access.models import Worker
from arraigo.cases.models import Capacity, Need
from arraigo.core import content
from arraigo.core.periods import ADULT_AGE, age_on
from arraigo.people.linkage import Described
from arraigo.people.models import Identifier, Person
from arraigo.people.queries import described_by
from arraigo.referrals.models import Referral
from arraigo.referrals.queries.received import visible_parts


@dataclass(frozen=True, slots=True)
class Household:
    """With whom somebody lives: how many others, and how many of them are known to be children."""

    others: int
    children: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What was shared and may be seen. Empty is not shared or not known: ``parts`` tells them apart."""

    parts: tuple[str, ...]
    kept_back: tuple[str, ...]
    name: str = ""
    sex: str = ""
    age: int | None = None
    municipality: str = ""
    phone: str = ""
    careful_contact: str = ""
    language: str = ""
    identifiers: tuple[Identifier, ...] = ()
    household: Household | None = None
    noted: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __contains__(self, part: str) -> bool:
        return part in self.parts


def shared_with_receiver(referral: Referral, today: date) -> Shared:
    """
    What the receiver may see of the person now, and which parts were kept back. At most four queries.

    :param referral: one that `with_what_is_shown` gave.
    """
    parts = visible_parts(referral)
    person, case = referral.case.person, referral.case
    given: dict[str, dict[str, object]] = {
        "name": {"name": person.full_name, "sex": person.sex},
        "age": {"age": age_on(person.birth_date, today) if person.birth_date else None},
        "municipality": {"municipality": case.municipality or person.origin_municipality},
        "phone": {"phone": person.phone, "careful_contact": case.careful_contact},
        "language": {"language": person.language},
    }
    values: dict[str, object] = {}
    for part in parts:
        values |= given.get(part, {})
    if "identifiers" in parts:
        values["identifiers"] = tuple(person.identifiers.order_by("kind", "id"))
    if "household" in parts:
        values["household"] = _household(person, today)
    needed = content.codelist("service_type").item(referral.service.service_type).get("shares", ())
    kept_back = tuple(part for part in needed if part not in parts)
    return Shared(parts, kept_back, noted=_noted(referral, parts), **values)  # type: ignore[arg-type]


def is_known_to(worker: Worker, referral: Referral) -> bool:
    """Whether the worker's institution has a ground to see the person, whatever becomes of this referral."""
    return Person.objects.visible_to(worker).filter(pk=referral.case.person_id).exists()


def described_to_receiver(referral: Referral) -> Described | None:
    """
    The person as the receiver knows them from the referral, to be compared with whom they know already; ``None`` where
    the name was not shared. Of an age that was shared, the year of birth is compared and no more.
    """
    parts, person = visible_parts(referral), referral.case.person
    if "name" not in parts:
        return None
    whole = described_by(person)
    born = date(person.birth_date.year, 1, 1) if person.birth_date and "age" in parts else None
    return replace(
        whole,
        birth_date=born,
        birth_date_precision="year",
        municipality=whole.municipality if "municipality" in parts else "",
        national_ids=whole.national_ids if "identifiers" in parts else frozenset(),
    )


def _household(person: Person, today: date) -> Household | None:
    if person.household_id is None:
        return None
    born = list(
        Person.objects.standing()
        .filter(household_id=person.household_id)
        .exclude(pk=person.pk)
        .values_list("birth_date", flat=True)
    )
    return Household(len(born), sum(1 for day in born if day and age_on(day, today) < ADULT_AGE))


def _noted(referral: Referral, parts: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(part, labels of what the case notes about it). Protected needs and free texts are never among it."""
    made_of = {part: content.codelist("shared_part").item(part) for part in parts}
    wanted = {part: item for part, item in made_of.items() if item.get("needs") or item.get("capacities")}
    if not wanted:
        return ()
    needs = set(
        Need.objects.filter(case=referral.case, met_on=None).exclude(need="").values_list("need", flat=True)
    )
    capacities = set(Capacity.objects.filter(case=referral.case).values_list("capacity", flat=True))
    return tuple(
        (
            part,
            (
                *(content.label("need", code) for code in item.get("needs", ()) if code in needs),
                *(
                    content.label("capacity", code)
                    for code in item.get("capacities", ())
                    if code in capacities
                ),
            ),
        )
        for part, item in wanted.items()
    )
