"""The evidence beside the registration form: what is said today against what the register holds, in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from arraigo.core import places
from arraigo.people.linkage import Band, Described, Evidence, Mark, Why
from arraigo.reception.models import Return
from arraigo.reception.queries import KnownBefore
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the comparison, as it is shown."""

    label: str
    today: str
    register: str
    mark: str
    why: str


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A possible known person, as the officer sees them."""

    id: str
    name: str
    band_words: str
    is_alike: bool
    last_return: Return | None
    lines: list[Line]
    chosen: bool


def is_alike(known: KnownBefore) -> bool:
    """Whether nobody should be registered as new without having looked at this one."""
    return known.candidate.band in {Band.SAME, Band.PROBABLY}


def cards(today: Described, found: list[KnownBefore], chosen: str) -> list[KnownCard]:
    """One card for each candidate, the most alike first."""
    return [_card(today, one, chosen) for one in found]


def _card(today: Described, known: KnownBefore, chosen: str) -> KnownCard:
    candidate = known.candidate
    return KnownCard(
        id=str(candidate.person.pk),
        name=candidate.person.full_name,
        band_words=_band_words(candidate.band),
        is_alike=is_alike(known),
        last_return=known.last_return,
        lines=[
            _line(today, candidate.described, item, candidate.masked_number) for item in candidate.evidence
        ],
        chosen=chosen == str(candidate.person.pk),
    )


def _line(today: Described, register: Described, item: Evidence, masked_number: str) -> Line:
    return Line(
        label=_label(item.field),
        today=_value(today, item.field),
        register=masked_number if item.field == "national_id" else _value(register, item.field),
        mark=item.mark.value,
        why=_why(item),
    )


def _value(one: Described, name: str) -> str:
    if name == "birth_date":
        return _day(one.birth_date, one.birth_date_precision)
    if name == "municipality":
        return places.name(one.municipality) if one.municipality else ""
    if name == "national_id":
        return ", ".join(sorted(one.national_ids))
    return str(getattr(one, name))


def _day(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return str(day.year) if precision == "year" else formats.day(day)


def _label(name: str) -> str:
    return {
        "given_names": _("Given names"),
        "paternal_surname": _("First surname"),
        "maternal_surname": _("Second surname"),
        "birth_date": _("Birth"),
        "municipality": _("Municipality"),
        "national_id": _("Identity number"),
    }[name]


def _why(item: Evidence) -> str:
    if item.mark is Mark.NOTHING:
        return _("nothing to compare")
    if item.why is None:
        return ""
    return {
        Why.ONLY_ACCENTS: _("only the accents"),
        Why.PART_OF_NAME: _("part of the name"),
        Why.SURNAMES_SWAPPED: _("surnames the other way round"),
        Why.DAY_AND_MONTH_SWAPPED: _("day and month the other way round"),
        Why.ONLY_THE_YEAR: _("only the year is known"),
    }[item.why]


def _band_words(band: Band) -> str:
    return {
        Band.SAME: _("Very alike"),
        Band.PROBABLY: _("Probably"),
        Band.POSSIBLY: _("A little alike"),
        Band.NO: "",
    }[band]
