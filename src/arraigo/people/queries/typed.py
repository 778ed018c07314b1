"""Who may be meant by what somebody typed into one field: a name however spelled, a date, a number with a slip."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from arraigo.people.linkage import Band, Described, Features, keys
from arraigo.people.linkage.births import Birth
from arraigo.people.linkage.levels import one_slip
from arraigo.people.linkage.words import letters, one_letter_off, sound
from arraigo.people.matching import matcher
from arraigo.people.models import Ground, Identifier, Person, PersonQuerySet, SearchKey
from arraigo.people.queries.recognising import (
    KnownElsewhere,
    PossiblySame,
    most_alike,
    possibly_same,
    where_to_ask,
)
from arraigo.people.rules import normal_number

_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORTEST_NUMBER, _LONGEST_NUMBER = 6, 20
_FIRST_YEAR = 1925
_COMPARED = 5_000
_BEGUN = 3
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Meant:
    """Who may be meant: those among whom was searched, and where else somebody probably meant is known."""

    persons: tuple[PossiblySame, ...] = ()
    elsewhere: tuple[KnownElsewhere, ...] = ()


def described_by_text(text: str) -> Described:
    """
    What was typed, taken apart: a day (``03/04/1995``) or a year of birth, a document number, and a name in any order.
    Total: what is none of these is no part of it.
    """
    born, precision, rest = _birth(text)
    number = normal_number(rest)
    if sum(letter.isdigit() for letter in number) >= max(_SHORTEST_NUMBER, len(number) // 2):
        return Described(birth_date=born, birth_date_precision=precision, national_ids=frozenset({number}))
    names = " ".join(word for word in rest.split() if not any(letter.isdigit() for letter in word))
    name = matcher().reader.names.read(names, "", "")
    return Described(
        given_names=name.given.text,
        paternal_surname=name.paternal.text,
        maternal_surname=name.maternal.text,
        birth_date=born,
        birth_date_precision=precision,
    )


def meant_by(
    text: str,
    *,
    among: PersonQuerySet,
    visible: PersonQuerySet,
    recent: QuerySet[Ground, UUID],
    today: date,
    most: int,
) -> Meant:
    """
    Persons ``among`` whom was searched who may be meant, the most alike first; and of all others of the register that
    are probably meant and not ``visible``, where to ask.

    Candidates come from the keys of the register; a name without a date is looked for under every year of birth. Words
    that are still being typed are compared by sound with the names of those whom the institution came to know last
    (``recent``, their ids). All are ranked by the one match model.
    """
    described = described_by_text(text)
    number = next(iter(described.national_ids), "")
    if number:
        near = _with_number(number)
        found = most_alike(described, among.filter(pk__in=near).values_list("pk", flat=True), most=most)
        anybody = most_alike(described, near, most=2 * most)
    else:
        found = _by_name(described, among, recent, today, most)
        anybody = possibly_same(described, most=2 * most)
    return Meant(tuple(found), tuple(_elsewhere(anybody, visible)[:most]))


def _by_name(
    described: Described, among: PersonQuerySet, recent: QuerySet[Ground, UUID], today: date, most: int
) -> list[PossiblySame]:
    said = matcher().features(described)
    by_key = list(_under_keys(said, among, today)[:_COMPARED])
    by_sound = [] if described.birth_date else list(_sounding_like(described, among, recent))
    ranked = most_alike(described, dict.fromkeys([*by_key, *by_sound]), most=most)
    heard = set(by_sound)
    return [one for one in ranked if one.person.pk in heard or sum(e.weight for e in one.evidence) > 0]


def _under_keys(said: Features, among: PersonQuerySet, today: date) -> QuerySet[Person, UUID]:
    years = [said] if said.birth.year else [said, *_in_every_year(said, today)]
    wanted = {key for one in years for key in keys(one)}
    under = SearchKey.objects.filter(key__in=wanted).values("person")
    return among.filter(pk__in=under).values_list("pk", flat=True)


def _in_every_year(said: Features, today: date) -> Iterator[Features]:
    for year in range(_FIRST_YEAR, today.year + 1):
        yield replace(said, birth=Birth(year))


def _sounding_like(said: Described, among: PersonQuerySet, recent: QuerySet[Ground, UUID]) -> Iterator[UUID]:
    """Persons each of whose searched words is like one of their names, or like its beginning."""
    words = f"{said.given_names} {said.paternal_surname} {said.maternal_surname}".split()
    wanted = [said_so for word in words if (said_so := sound(word))]
    if not wanted:
        return
    newest = among.filter(pk__in=list(recent[:_COMPARED])).values_list("pk", "search_text")
    called = [(pk, names.split()) for pk, names in newest]
    # Few names make many people: each is heard once.
    sounds = {name: sound(letters(name)) for _, names in called for name in names}
    alike = [{name for name, heard in sounds.items() if _like(word, heard)} for word in wanted]
    for pk, names in called:
        if not any(like.isdisjoint(names) for like in alike):
            yield pk


def _like(word: str, name: str) -> bool:
    begun = len(word) >= _BEGUN and name.startswith(word)
    return begun or word == name or one_letter_off(word, name)


def _with_number(number: str) -> list[UUID]:
    """Standing persons whose number is this one but for one slip; two queries."""
    if not _SHORTEST_NUMBER <= len(number) <= _LONGEST_NUMBER:
        return []
    near = Identifier.objects.filter(number__in=[number, *_one_slip_away(number)]).values_list(
        "number", "person"
    )
    owners = {person for found, person in near if found == number or one_slip(found, number)}
    rows = Person.objects.filter(pk__in=owners).values_list("pk", "merged_into")
    return list(dict.fromkeys(merged or pk for pk, merged in rows))


def _one_slip_away(number: str) -> set[str]:
    """Every number with one figure wrong, missing or too many, or with two neighbours exchanged."""
    cuts = [(number[:at], number[at:]) for at in range(len(number) + 1)]
    signs = "0123456789" if number.isdigit() else "0123456789" + _LETTERS
    return (
        {head + tail[1:] for head, tail in cuts if tail}
        | {head + sign + tail[1:] for head, tail in cuts if tail for sign in signs}
        | {head + sign + tail for head, tail in cuts for sign in signs}
        | {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    ) - {number}


def _elsewhere(found: list[PossiblySame], visible: PersonQuerySet) -> list[KnownElsewhere]:
    likely = [one for one in found if one.band in {Band.SAME, Band.PROBABLY}]
    seen = set(visible.filter(pk__in=[one.person.pk for one in likely]).values_list("pk", flat=True))
    return where_to_ask([one for one in likely if one.person.pk not in seen])


def _birth(text: str) -> tuple[date | None, str, str]:
    """The date of birth in a text, its precision, and the rest of the text."""
    if day := _DATE.search(text):
        rest = text[: day.start()] + " " + text[day.end() :]
        try:
            return date(int(day[3]), int(day[2]), int(day[1])), "day", rest
        except ValueError:  # 31/02 is no day: only the year is compared
            return date(max(int(day[3]), 1), 1, 1), "year", rest
    if year := _YEAR.search(text):
        bare = text[: year.start()] + " " + text[year.end() :]
        if bare.strip():
            return date(int(year[0]), 1, 1), "year", bare
    return None, "day", text
