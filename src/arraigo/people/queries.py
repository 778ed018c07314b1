"""What can be asked about persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from arraigo.access.models import Worker
from arraigo.core.names import fold
from arraigo.people.linkage import Band, Described, Evidence, band, compare
from arraigo.people.models import Consent, Identifier, Person, PersonQuerySet
from arraigo.people.rules import masked, may_keep, may_share, normal_number, search_text

_MOST_CANDIDATES = 5
_ORDER = {Band.SAME: 0, Band.PROBABLY: 1, Band.POSSIBLY: 2}


def latest_consent(person: Person) -> Consent | None:
    """The person's last answer to the question of consent."""
    return person.consents.order_by("-given_at", "-id").first()


def may_share_data_of(person: Person) -> bool:
    """Whether the person's data may go to another institution now."""
    consent = latest_consent(person)
    return consent is not None and may_share(consent.scope, withdrawn=consent.withdrawn_at is not None)


def may_keep_case_of(person: Person) -> bool:
    """Whether a case of the person may be kept now."""
    consent = latest_consent(person)
    return consent is not None and may_keep(consent.scope, withdrawn=consent.withdrawn_at is not None)


def search(worker: Worker, text: str) -> PersonQuerySet:
    """
    Persons the worker may see whose names hold all the words, in any order and however accented, or whose telephone
    or document number is the text.
    """
    found = Person.objects.visible_to(worker)
    words = fold(text).split()
    if not words:
        return found.none()
    number = normal_number(text)
    if number.isdigit() and len(number) >= 4:
        return found.filter(Q(phone__endswith=number) | Q(identifiers__number=number)).distinct()
    for word in words:
        found = found.filter(search_text__contains=f" {word}")
    return found.order_by("search_text", "id")


@dataclass(frozen=True, slots=True)
class PossiblySame:
    """Somebody in the register who may be the person at the desk: only what is needed to recognise them."""

    person: Person
    described: Described
    evidence: tuple[Evidence, ...]
    band: Band
    masked_number: str


def possibly_same(today: Described) -> list[PossiblySame]:
    """
    Known persons who may be the one described, the most alike first; at most five.

    The search goes over the whole register, not only over what the institution may see: recognising a person is what
    spares them being asked everything again. What comes back is only what recognises them.
    """
    candidates = _candidates([today])
    found = []
    for person in candidates:
        described = described_by(person)
        evidence = compare(today, described)
        if band(evidence) is not Band.NO:
            found.append(PossiblySame(person, described, evidence, band(evidence), _shown_number(described)))
    return sorted(found, key=lambda one: (_ORDER[one.band], str(one.person.pk)))[:_MOST_CANDIDATES]


def surely_known(described: Sequence[Described]) -> dict[int, Person]:
    """For a whole list: position of a description -> the person surely meant; a constant number of queries."""
    candidates = [(person, described_by(person)) for person in _candidates(described)]
    by_text: dict[str, list[tuple[Person, Described]]] = {}
    by_number: dict[str, list[tuple[Person, Described]]] = {}
    for person, known in candidates:
        by_text.setdefault(person.search_text, []).append((person, known))
        for number in known.national_ids:
            by_number.setdefault(number, []).append((person, known))
    found: dict[int, Person] = {}
    for position, today in enumerate(described):
        near = [*by_text.get(_text_of(today), [])]
        near += [pair for number in today.national_ids for pair in by_number.get(number, [])]
        sure = {person.pk: person for person, known in near if band(compare(today, known)) is Band.SAME}
        if len(sure) == 1:
            found[position] = next(iter(sure.values()))
    return found


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


def _candidates(described: Iterable[Described]) -> QuerySet[Person]:
    """Persons who share a whole name, a document number, or a birth date (also with day and month swapped)."""
    described = list(described)
    texts = {_text_of(one) for one in described}
    numbers = {number for one in described for number in one.national_ids}
    days = {day for one in described if one.birth_date for day in _readings(one.birth_date)}
    same_day = Q(birth_date__in=days) if len(described) == 1 else Q()
    wanted = Q(search_text__in=texts) | Q(identifiers__number__in=numbers)
    return (
        Person.objects.filter(wanted | same_day if same_day else wanted)
        .distinct()
        .prefetch_related(Prefetch("identifiers", Identifier.objects.filter(kind="national_id")))
    )


def _readings(day: date) -> set[date]:
    """The day, and the day with its day and month swapped where that is a date."""
    return {day, date(day.year, day.day, day.month)} if day.day <= 12 else {day}


def _text_of(one: Described) -> str:
    return search_text(one.given_names, one.paternal_surname, one.maternal_surname)


def _shown_number(described: Described) -> str:
    return masked(next(iter(sorted(described.national_ids)), "")) if described.national_ids else ""
