"""The call that asks the register who may be already known."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema
from pydantic import BaseModel, ConfigDict

from arraigo.access.api import ApiDoor
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.people.evidence import why
from arraigo.people.linkage import Described
from arraigo.people.queries import KnownElsewhere, PossiblySame, followed_at, recognise
from arraigo.people.recognition import rarity_words
from arraigo.people.rules import normal_number
from arraigo.people.services.searches import note_search

router = Router(tags=["people"])

_Name = Annotated[str, Field(max_length=120)]
_Surname = Annotated[str, Field(max_length=80)]
_Number = Annotated[str, Field(max_length=40)]


class DescribedIn(BaseModel):
    """A person as somebody describes them; all that is not known is left out. A field of another name is refused."""

    model_config = ConfigDict(extra="forbid")

    given_names: _Name = ""
    paternal_surname: _Surname = ""
    maternal_surname: _Surname = ""
    birth_date: date | None = None
    birth_date_precision: Literal["day", "month", "year", "estimated"] = "day"
    national_ids: Annotated[list[_Number], Field(max_length=5)] = []
    municipality: Annotated[str, Field(max_length=12)] = ""
    sex: Annotated[str, Field(max_length=8)] = ""

    def described(self) -> Described:
        numbers = (normal_number(number) for number in self.national_ids)
        return Described(
            given_names=self.given_names,
            paternal_surname=self.paternal_surname,
            maternal_surname=self.maternal_surname,
            birth_date=self.birth_date,
            birth_date_precision=self.birth_date_precision,
            national_ids=frozenset(number for number in numbers if number),
            municipality=self.municipality,
            sex=self.sex,
        )


class EvidenceOut(Schema):
    """How one field compares: ``=`` ``≈`` ``≠`` ``–``, and why in words."""

    field: str
    mark: str
    why: str


class KnownOut(Schema):
    """Somebody who may be the one described. No name: who asks has said one."""

    id: UUID
    band: str
    probability: float
    evidence: list[EvidenceOut]
    masked_number: str
    rarity: str
    followed_at: list[str]


class ElsewhereOut(Schema):
    """Somebody of whom the reader may learn only where to ask."""

    institutions: list[str]
    band: str


class RecognisedOut(Schema):
    """Who may be the one described, the most alike first."""

    shown: list[KnownOut]
    elsewhere: list[ElsewhereOut]


@router.post(
    "/recognise",
    response=RecognisedOut,
    auth=ApiDoor(Action.SEE_PERSON),
    url_name="recognise",
    operation_id="recognise",
    summary="Who may be already known",
)
def recognise_person(request: HttpRequest, said: DescribedIn) -> RecognisedOut:
    """Persons of the register who may be the one described, as far as the reader's post may know."""
    worker: Worker = request.auth  # type: ignore[attr-defined]
    found = recognise(worker, said.described())
    pks = [one.person.pk for one in found.shown]
    note_search("api", pks, elsewhere=len(found.elsewhere), by=worker, at=timezone.now())
    followed = followed_at(pks)
    shown = [
        _known(one, [each.institution for each in followed.get(one.person.pk, ())]) for one in found.shown
    ]
    return RecognisedOut(shown=shown, elsewhere=[_elsewhere(one) for one in found.elsewhere])


def _known(one: PossiblySame, followed: list[str]) -> KnownOut:
    return KnownOut(
        id=one.person.pk,
        band=one.band.value,
        probability=round(one.probability, 4),
        evidence=[
            EvidenceOut(field=each.field, mark=each.mark.value, why=why(each)) for each in one.evidence
        ],
        masked_number=one.masked_number,
        rarity=rarity_words(one.rarity),
        followed_at=followed,
    )


def _elsewhere(one: KnownElsewhere) -> ElsewhereOut:
    return ElsewhereOut(institutions=list(one.institutions), band=one.band.value)
