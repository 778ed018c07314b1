"""
Who is already known? Persons of the register who may be the one described.

Candidates come from a table of keys (`candidates`), and are scored by the same model as the linkage of the
whole register. Where the keys find nobody who is probably the same, a second, slower look goes over all who
were born on that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.people.linkage import Band, Described, Evidence, Features, Match, Matcher
from arraigo.people.matching import matcher
from arraigo.people.models import Ground, NameCount, Person
from arraigo.people.queries.candidates import (
    born_that_day,
    called_so,
    candidates_of,
    candidates_of_all,
    describe,
    records_of_persons,
)
from arraigo.people.rules import masked

MOST_SHOWN = 5

_NEAR_IN_A_LIST = 12
_NEAREST, _MOST_NEAREST = 0.002, 2


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of a municipality's people in the register bear a surname."""

    surname: str
    municipality: str
    bearers: int
    persons: int


@dataclass(frozen=True, slots=True)
class PossiblySame:
    """Somebody in the register who may be the person at the desk: only what is needed to recognise them."""

    person: Person
    described: Described
    evidence: tuple[Evidence, ...]
    band: Band
    masked_number: str
    probability: float = 0.0
    rarity: Rarity | None = None


@dataclass(frozen=True, slots=True)
class KnownElsewhere:
    """Somebody who may be the person at the desk, of whom the worker may learn only where to ask."""

    institutions: tuple[str, ...]
    band: Band


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who may be the person at the desk, as far as the worker may know."""

    shown: tuple[PossiblySame, ...] = ()
    elsewhere: tuple[KnownElsewhere, ...] = ()

    def __len__(self) -> int:
        return len(self.shown) + len(self.elsewhere)


def recognise(worker: Worker, today: Described, *, most: int = MOST_SHOWN) -> Recognised:
    """Who may be the one described, for a worker: `within_sight` of `possibly_same`."""
    return within_sight(worker, possibly_same(today, most=2 * most), most=most)


def within_sight(worker: Worker, found: Sequence[PossiblySame], *, most: int = MOST_SHOWN) -> Recognised:
    """
    What a worker may learn of those found: evidence where their institution has a ground to see the person,
    or where they may recognise anybody of the register; of others, if they are probably the same, only which
    institutions know them. Nobody learns of a person, or of an institution, through a ground that is
    protected.
    """
    seen = _seen_by(worker, [one.person.pk for one in found])
    shown = [one for one in found if one.person.pk in seen]
    others = [one for one in found if one.person.pk not in seen and one.band in {Band.SAME, Band.PROBABLY}]
    return Recognised(tuple(shown[:most]), tuple(where_to_ask(others)[:most]))


def _seen_by(worker: Worker, pks: Sequence[UUID]) -> set[UUID]:
    """
    Who of them may be shown to the worker. A protected case is no way to see anybody here: its worker has its
    number.
    """
    if worker.may(Action.RECOGNISE):
        return _not_protected(pks)
    own = Ground.objects.filter(
        person=OuterRef("pk"), institution=worker.institution_id, ended_at=None, protected=False
    )
    visible = Person.objects.visible_to(worker).filter(Exists(own), pk__in=pks)
    return set(visible.values_list("pk", flat=True))


def _not_protected(pks: Iterable[UUID]) -> set[UUID]:
    """Persons whom somebody knows through a ground that is no secret, or nobody through any."""
    grounds = Ground.objects.filter(person=OuterRef("pk"), ended_at=None)
    wanted = Person.objects.filter(
        Exists(grounds.filter(protected=False)) | ~Exists(grounds), pk__in=list(pks)
    )
    return set(wanted.values_list("pk", flat=True))


def where_to_ask(found: Sequence[PossiblySame]) -> list[KnownElsewhere]:
    """Which institutions know each of them, through a ground that is no secret; one query."""
    knowing: dict[UUID, set[str]] = {}
    grounds = Ground.objects.filter(
        person__in=[one.person.pk for one in found], ended_at=None, protected=False
    ).exclude(because="merged")
    for person, institution in grounds.values_list("person", "institution__name"):
        knowing.setdefault(person, set()).add(institution)
    return [
        KnownElsewhere(tuple(sorted(knowing[one.person.pk])), one.band)
        for one in found
        if one.person.pk in knowing
    ]


def possibly_same(today: Described, *, most: int = MOST_SHOWN) -> list[PossiblySame]:
    """
    Known persons who may be the one described, the most alike first; at most ``most``.

    The search goes over the whole register, not only over what the institution may see: recognising a person
    is what spares them being asked everything again. What comes back is only what recognises them.
    """
    compare = matcher()
    said = compare.features(today)
    found = _scored(compare, said, candidates_of(said))
    if not any(one.band in {Band.SAME, Band.PROBABLY} for one in found.values()):
        second = dict.fromkeys([*born_that_day(said), *called_so(today)])
        found |= _scored(compare, said, [pk for pk in second if pk not in found])
    likely = {pk: one for pk, one in found.items() if one.band is not Band.NO}
    if likely:
        return _shown(compare, today, said, likely, most)
    # Nobody is like them: the one or two who come nearest, or nobody would ask about a name that was mangled.
    near = {pk: one for pk, one in found.items() if one.match.probability >= _NEAREST}
    return _shown(compare, today, said, near, min(most, _MOST_NEAREST))


def most_alike(today: Described, persons: Iterable[UUID], *, most: int) -> list[PossiblySame]:
    """Of these persons the most alike, by the same model; also those whom it would call nobody's double."""
    compare = matcher()
    said = compare.features(today)
    return _shown(compare, today, said, _scored(compare, said, list(persons)), most)


def surely_known(described: Sequence[Described]) -> dict[int, Person]:
    """
    For a whole list: position of a description -> the person surely meant, where there is just one. A
    constant number of queries for every few hundred descriptions.
    """
    compare = matcher()
    said = [compare.features(one) for one in described]
    near = candidates_of_all(said, most=_NEAR_IN_A_LIST)
    records = records_of_persons({pk for pks in near for pk in pks})
    known = {pk: [(one, compare.features(one)) for one in ones] for pk, ones in records.items()}
    sure: dict[int, UUID] = {}
    for position, (one, pks) in enumerate(zip(said, near, strict=True)):
        same = {
            pk
            for pk in pks
            if any(compare.match(one, other).band is Band.SAME for _, other in known.get(pk, ()))
        }
        if len(same) == 1:
            sure[position] = same.pop()
    persons = Person.objects.in_bulk(list(set(sure.values())))
    return {position: persons[pk] for position, pk in sure.items() if pk in persons}


def described_by(person: Person) -> Described:
    """A person of the register as the comparison needs them. Prefetch ``identifiers`` for more than one."""
    return describe(person, (one.number for one in person.identifiers.all() if one.kind == "national_id"))


@dataclass(frozen=True, slots=True)
class _Scored:
    """The record of a person that is most alike, and what the model says of it."""

    described: Described
    features: Features
    match: Match

    @property
    def band(self) -> Band:
        return self.match.band


def _scored(compare: Matcher, said: Features, pks: Sequence[UUID]) -> dict[UUID, _Scored]:
    """Of each person the record that is most alike: the standing one, or a name they were registered under as well."""
    best: dict[UUID, _Scored] = {}
    for pk, records in records_of_persons(pks).items():
        for described in records:
            known = compare.features(described)
            found = compare.match(said, known)
            if pk not in best or found.weight > best[pk].match.weight:
                best[pk] = _Scored(described, known, found)
    return best


def _shown(
    compare: Matcher, today: Described, said: Features, found: Mapping[UUID, _Scored], most: int
) -> list[PossiblySame]:
    """The most alike first; evidence is worked out only for those that are shown."""
    best = sorted(found.items(), key=lambda pair: (-pair[1].match.weight, str(pair[0])))[:most]
    persons = Person.objects.in_bulk([pk for pk, _ in best])
    rarities = _rarities([one for _, one in best])
    return [
        PossiblySame(
            person=persons[pk],
            described=one.described,
            evidence=compare.evidence(today, said, one.described, one.features, one.match),
            band=Band.POSSIBLY if one.band is Band.NO else one.band,
            masked_number=_shown_number(one.described),
            probability=one.match.probability,
            rarity=rarities.get((one.described.municipality, one.described.paternal_surname)),
        )
        for pk, one in best
        if pk in persons
    ]


def _rarities(found: Sequence[_Scored]) -> dict[tuple[str, str], Rarity]:
    """How many bear each surname where its bearer comes from; one query."""
    sounds = {
        (one.described.municipality, one.described.paternal_surname): one.features.paternal_sound
        for one in found
        if one.described.municipality and one.features.paternal
    }
    if not sounds:
        return {}
    counts = {
        (place, surname): persons
        for place, surname, persons in NameCount.objects.filter(
            municipality__in={place for place, _ in sounds}, surname__in={"", *sounds.values()}
        ).values_list("municipality", "surname", "persons")
    }
    return {
        (place, surname): Rarity(surname, place, counts[place, sound], counts[place, ""])
        for (place, surname), sound in sounds.items()
        if (place, sound) in counts and (place, "") in counts
    }


def _shown_number(described: Described) -> str:
    return masked(next(iter(sorted(described.national_ids)), "")) if described.national_ids else ""
