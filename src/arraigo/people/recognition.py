"""Who may be already known, as a desk reads it: how alike in a word, why in a few, how rare the surname is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.access.models import Worker
from arraigo.core import places
from arraigo.people.evidence import Line, label, lines_of, why
from arraigo.people.linkage import Band, Described, Evidence, Mark
from arraigo.people.models import Person
from arraigo.people.queries.also_registered import also_registered
from arraigo.people.queries.following import Followed
from arraigo.people.queries.recognising import KnownElsewhere, PossiblySame, Rarity, described_by
from arraigo.people.services.searches import note_search
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Card:
    """One person of the register beside what is said of somebody today."""

    id: str
    name: str
    called: str
    band: str
    is_alike: bool
    lines: list[Line]
    differs: str
    rarity: str


def card(today: Described, found: PossiblySame, *, both_masked: bool = False) -> Card:
    """A possible known person, ready to be shown."""
    return Card(
        id=str(found.person.pk),
        name=found.person.full_name,
        called=_called(found),
        band=band_words(found.band),
        is_alike=is_alike(found),
        lines=lines_of(today, found.described, found.evidence, both_masked=both_masked),
        differs=differs(found.evidence),
        rarity=rarity_words(found.rarity),
    )


def is_alike(found: PossiblySame | KnownElsewhere) -> bool:
    """Whether nobody should be taken for somebody new without having looked at this one."""
    return found.band in {Band.SAME, Band.PROBABLY}


def band_words(band: Band) -> str:
    """How alike, as a desk reads it."""
    return {
        Band.SAME: _("Very alike"),
        Band.PROBABLY: _("Probably"),
        Band.POSSIBLY: _("A little alike"),
        Band.NO: "",
    }[band]


def differs(evidence: Iterable[Evidence]) -> str:
    """The fields that differ, in one line: what tells at a glance that it is hardly the same."""
    fields = [label(one.field).lower() for one in evidence if one.mark is Mark.DIFFERENT]
    return _("Different: %(fields)s.") % {"fields": _listed(fields)} if fields else ""


def alike_because(evidence: Iterable[Evidence]) -> str:
    """Why what was typed is not quite what the register holds: «se pronuncian igual»."""
    reasons = [why(one) for one in evidence if one.mark is Mark.ALIKE]
    return ", ".join(dict.fromkeys(reason for reason in reasons if reason))


def rarity_words(rarity: Rarity | None) -> str:
    """How much it says that two share the surname: how many of the municipality bear it."""
    if rarity is None:
        return ""
    words = ngettext(
        "%(bearers)s of %(persons)s people registered from %(place)s is called %(surname)s.",
        "%(bearers)s of %(persons)s people registered from %(place)s are called %(surname)s.",
        rarity.bearers,
    )
    return words % {
        "bearers": formats.number(rarity.bearers),
        "persons": formats.number(rarity.persons),
        "place": places.name(rarity.municipality),
        "surname": rarity.surname,
    }


def followed_words(followed: Sequence[Followed]) -> str:
    """Where the person was accompanied."""
    if not followed:
        return ""
    where = [
        _("%(institution)s (since %(day)s)")
        % {"institution": one.institution, "day": formats.day(one.since_at)}
        for one in followed
    ]
    return _("Accompanied by %(institutions)s.") % {"institutions": _listed(where)}


def elsewhere_words(known: KnownElsewhere) -> str:
    """All that may be said of somebody whom the worker may not see."""
    names = _listed([_("“%(name)s”") % {"name": name} for name in known.institutions])
    return _("Somebody alike is known at %(institutions)s: ask there.") % {"institutions": names}


@dataclass(frozen=True, slots=True)
class Also:
    """The small panel beside a person: other records that may be theirs (template ``people/also_registered.html``)."""

    person: UUID
    cards: list[Card]
    elsewhere: list[str]
    may_ask: bool
    asked: bool

    def __bool__(self) -> bool:
        return bool(self.cards or self.elsewhere)


def beside(
    worker: Worker,
    person: Person,
    *,
    door: str,
    at: datetime,
    described: Described | None = None,
    may_ask: bool = True,
) -> Also:
    """
    Look for other records of a person, note that it was done, and say what the worker may know of them.

    ``described``: what the worker knows of the person, where that is less than the register does.
    """
    also = also_registered(worker, person, described=described)
    found = also.found
    shown = [one.person.pk for one in found.shown]
    note_search(door, shown, elsewhere=len(found.elsewhere), subject=person, by=worker, at=at)
    said = described or described_by(person)
    return Also(
        person=person.pk,
        cards=[card(said, one, both_masked=True) for one in found.shown],
        elsewhere=[elsewhere_words(one) for one in found.elsewhere],
        may_ask=may_ask,
        asked=also.asked,
    )


def _listed(words: Sequence[str]) -> str:
    return format_list(words, locale=formats.reader_locale())


def _called(found: PossiblySame) -> str:
    """The name under which the person was found, where that is not the one they go by now."""
    said = found.described
    names = f"{said.given_names} {said.paternal_surname} {said.maternal_surname}".split()
    other = " ".join(names)
    return other if other != found.person.full_name else ""
