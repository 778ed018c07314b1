"""
Who is already known? Persons of the register who may be the one described.

Candidates come from a table of keys (`people.linkage.keys`), the same on every store, and are scored by the
same model as the
linkage of the whole register. Where the keys find nobody who is probably the same, a second, slower look goes
over all who
were born on that day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.people.linkage import Band, Compared, Described, Evidence, Features, Match, Matcher, keys
from arraigo.people.linkage.births import birth
from arraigo.people.matching import matcher
from arraigo.people.models import Ground, Identifier, NameCount, Person, SearchKey
from arraigo.people.rules import masked

MOST_SHOWN = 5
MOST_ROWS_A_KEY = 200
"""Rows read of one key: one that more persons share says too little to be worth reading them all."""

_MOST_SCORED = 64
_MOST_OF_A_DAY = 1_000
_TABLE = SearchKey._meta.db_table
_FIELDS = (
    *("pk", "merged_into", "given_names", "paternal_surname", "maternal_surname"),
    *("birth_date", "birth_date_precision", "origin_municipality", "sex"),
)


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
    What a worker may learn of those found: evidence where their institution has a ground to see the person, or where
    they may recognise anybody of the register; of others, if they are probably the same, only which institutions know
    them. Nobody learns of a person, or of an institution, through a ground that is protected.
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

    The search goes over the whole register, not only over what the institution may see: recognising a person is what
    spares them being asked everything again. What comes back is only what recognises them.
    """
    compare = matcher()
    said = compare.features(today)
    found = _scored(compare, today, said, candidates_of(said))
    if not any(one.band in {Band.SAME, Band.PROBABLY} for one in found.values()):
        found |= _scored(compare, today, said, [pk for pk in _born_that_day(today) if pk not in found])
    best = sorted(
        ((pk, one) for pk, one in found.items() if one.band is not Band.NO),
        key=lambda pair: (-pair[1].match.weight, str(pair[0])),
    )[:most]
    return _shown(best)


def most_alike(today: Described, persons: Iterable[UUID], *, most: int) -> list[PossiblySame]:
    """Of these persons the most alike, by the same model; also those whom it would call nobody's double."""
    compare = matcher()
    found = _scored(compare, today, compare.features(today), list(persons))
    best = sorted(found.items(), key=lambda pair: (-pair[1].match.weight, str(pair[0])))[:most]
    return _shown(best)


def surely_known(described: Sequence[Described]) -> dict[int, Person]:
    """
    For a whole list: position of a description -> the person surely meant, where there is just one. A constant number
    of queries for every few hundred descriptions.
    """
    compare = matcher()
    said = [compare.features(one) for one in described]
    by_key = _persons_by_key({key for one in said for key in keys(one)})
    near = [_ranked({key: by_key[key] for key in keys(one) if key in by_key}) for one in said]
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
    return Described(
        given_names=person.given_names,
        paternal_surname=person.paternal_surname,
        maternal_surname=person.maternal_surname,
        birth_date=person.birth_date,
        birth_date_precision=person.birth_date_precision or "day",
        national_ids=frozenset(one.number for one in person.identifiers.all() if one.kind == "national_id"),
        municipality=person.origin_municipality,
        sex=person.sex,
    )


def candidates_of(said: Features) -> list[UUID]:
    """Persons who share a key, those first who share rare ones."""
    return _ranked(_persons_by_key(keys(said)))


def _ranked(by_key: Mapping[int, Sequence[UUID]]) -> list[UUID]:
    """The more keys, and the fewer share each, the more likely: that much is known before anything is compared."""
    weights: dict[UUID, float] = {}
    for persons in by_key.values():
        weight = 1 / (1 + log2(len(persons))) if len(persons) < MOST_ROWS_A_KEY else 0.05
        for person in persons:
            weights[person] = weights.get(person, 0.0) + weight
    return sorted(weights, key=lambda pk: (-weights[pk], pk))[:_MOST_SCORED]


def _persons_by_key(wanted: Iterable[int]) -> dict[int, list[UUID]]:
    """
    Who is found under each key; of each key only so many rows are read, or one common name would read the
    register.
    """
    found: dict[int, list[UUID]] = {}
    one_key = f"select * from (select key, person from {_TABLE} where key = %s limit {MOST_ROWS_A_KEY}) k"  # noqa: S608
    keys_wanted = sorted(wanted)
    for at in range(0, len(keys_wanted), _KEYS_AT_ONCE):
        some = keys_wanted[at : at + _KEYS_AT_ONCE]
        with connection.cursor() as store:
            store.execute(" union all ".join([one_key] * len(some)), some)
            for key, person in store.fetchall():
                found.setdefault(key, []).append(person if isinstance(person, UUID) else UUID(person))
    return found


_KEYS_AT_ONCE = 200


def _born_that_day(today: Described) -> list[UUID]:
    born = birth(today.birth_date, today.birth_date_precision)
    days = [f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in (born.day, born.swapped) if day]
    if not days:
        return []
    standing = Person.objects.filter(birth_date__in=days, merged_into=None)
    return list(standing.values_list("pk", flat=True)[:_MOST_OF_A_DAY])


def _scored(compare: Matcher, today: Described, said: Features, pks: Sequence[UUID]) -> dict[UUID, "_Scored"]:
    """Of each person the record that is most alike: the standing one, or a name they were registered under as well."""
    best: dict[UUID, _Scored] = {}
    for pk, records in records_of_persons(pks).items():
        for described in records:
            known = compare.features(described)
            found = compare.match(said, known)
            if pk not in best or found.weight > best[pk].match.weight:
                best[pk] = _Scored(described, compare.compared(today, said, described, known))
    return best


@dataclass(frozen=True, slots=True)
class _Scored:
    described: Described
    compared: Compared

    @property
    def match(self) -> Match:
        return self.compared.match

    @property
    def band(self) -> Band:
        return self.compared.band


def records_of_persons(pks: Iterable[UUID]) -> dict[UUID, list[Described]]:
    """What the register says of persons: the standing record and its aliases. Two queries."""
    wanted = list(pks)
    if not wanted:
        return {}
    of_them = Q(pk__in=wanted, merged_into=None) | Q(merged_into__in=wanted)
    rows = list(Person.objects.filter(of_them).values_list(*_FIELDS))
    numbers: dict[UUID, list[str]] = {}
    known = Identifier.objects.filter(person__in=[row[0] for row in rows], kind="national_id")
    for person, number in known.values_list("person", "number"):
        numbers.setdefault(person, []).append(number)
    found: dict[UUID, list[Described]] = {}
    for pk, merged, given, paternal, maternal, born, precision, place, sex in rows:
        said = Described(
            given, paternal, maternal, born, precision or "day", frozenset(numbers.get(pk, ())), place, sex
        )
        found.setdefault(merged or pk, []).append(said)
    return found


def _shown(best: Sequence[tuple[UUID, _Scored]]) -> list[PossiblySame]:
    persons = Person.objects.in_bulk([pk for pk, _ in best])
    rarities = _rarities([one.described for _, one in best])
    return [
        PossiblySame(
            person=persons[pk],
            described=one.described,
            evidence=one.compared.evidence,
            band=one.band,
            masked_number=_shown_number(one.described),
            probability=one.compared.probability,
            rarity=rarities.get((one.described.municipality, one.described.paternal_surname)),
        )
        for pk, one in best
        if pk in persons
    ]


def _rarities(described: Sequence[Described]) -> dict[tuple[str, str], Rarity]:
    """How many bear each surname where its bearer comes from; one query."""
    compare = matcher().reader
    sounds = {
        (one.municipality, one.paternal_surname): compare.features(one).paternal_sound
        for one in described
        if one.municipality and one.paternal_surname
    }
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
