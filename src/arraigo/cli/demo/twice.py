"""Some people of the demo stand in the register twice, spelled otherwise: so its steward has work to do."""

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from arraigo.access.models import Institution
from arraigo.access.roles import Role
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.linkage.batch.stores import Engine, EngineMissing
from arraigo.people.models import Ground, Person
from arraigo.people.services import linking

_HOW_MANY = 8
_SPELLED = str.maketrans("áéíóúñzv", "aeiounsb")

Spelling = Callable[[Person], dict[str, object]]


def register_twice(listed: set[str], *, at: datetime) -> int:
    """
    Register some people of the history again, as a hurried window would; how many pairs now wait to be reviewed.

    ``listed``: folded names of those who are on today's list, who are to be recognised as they are.
    """
    protected = Ground.objects.filter(person=OuterRef("pk"), protected=True)
    whole = Person.objects.standing().exclude(maternal_surname="").exclude(birth_date=None)
    chosen = [one for one in whole.exclude(Exists(protected)).order_by("pk") if one.search_text not in listed]
    step = max(len(chosen) // _HOW_MANY, 1)
    for at_place, person in enumerate(chosen[::step][:_HOW_MANY]):
        _register_again(person, _SPELLINGS[at_place % len(_SPELLINGS)](person), at=at)
    try:
        return linking.link_everybody(engine=Engine.DUCKDB, master="", at=at).waiting
    except EngineMissing:
        return linking.link_the_new(at=at).waiting


def _register_again(person: Person, said: dict[str, object], *, at: datetime) -> None:
    kept = {
        name: getattr(person, name)
        for name in (
            *("given_names", "paternal_surname", "maternal_surname", "sex", "birth_date"),
            *("birth_date_precision", "nationality", "origin_municipality"),
        )
    }
    again = people.add_person(id=uuid7(), **(kept | said), synthetic=True, by=None, at=at)
    centre = Institution.objects.filter(
        workers__role=Role.RECEPTION_OFFICER, country=person.nationality or "", synthetic=True
    ).first()
    if centre is not None:
        people.give_ground(again, institution=centre, because="registered", by=None, at=at)


def _shouted(person: Person) -> dict[str, object]:
    return {
        "given_names": person.given_names.split(" ")[0].translate(_SPELLED).upper(),
        "paternal_surname": person.paternal_surname.translate(_SPELLED).upper(),
        "maternal_surname": person.maternal_surname.translate(_SPELLED).upper(),
    }


def _exchanged(person: Person) -> dict[str, object]:
    born = person.birth_date
    assert born is not None
    mirrored = date(born.year, born.day, born.month) if born.day <= 12 else born
    return {
        "paternal_surname": person.maternal_surname,
        "maternal_surname": person.paternal_surname,
        "birth_date": mirrored,
    }


def _one_surname(person: Person) -> dict[str, object]:
    return {"maternal_surname": "", "given_names": person.given_names.translate(_SPELLED)}


_SPELLINGS: tuple[Spelling, ...] = (_shouted, _exchanged, _one_surname)
