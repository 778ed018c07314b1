"""Evidence in words: what two descriptions say beside each other, field by field, and why they are alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.core import content, places
from arraigo.people.linkage import Described, Evidence, Mark, Why
from arraigo.people.rules import masked
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the comparison, as it is shown. ``today`` is the left one of two records of the register."""

    field: str
    label: str
    today: str
    register: str
    mark: str
    why: str


def lines_of(
    today: Described, register: Described, evidence: Iterable[Evidence], *, both_masked: bool = False
) -> list[Line]:
    """
    The comparison line by line. Numbers of the register are masked; those said today are shown, unless ``both_masked``
    (then both are of the register).
    """
    return [
        Line(
            field=item.field,
            label=label(item.field),
            today=value(today, item.field, hidden=both_masked),
            register=value(register, item.field, hidden=True),
            mark=item.mark.value,
            why=why(item),
        )
        for item in evidence
    ]


def value(one: Described, field: str, *, hidden: bool) -> str:
    """What a description says of a field, in words."""
    if field == "birth_date":
        return day(one.birth_date, one.birth_date_precision)
    if field == "municipality":
        return places.name(one.municipality) if one.municipality else ""
    if field == "national_id":
        numbers = sorted(one.national_ids)
        return ", ".join(masked(number) if hidden else number for number in numbers)
    if field == "sex":
        return content.label("sex", one.sex) if one.sex in content.codelist("sex") else ""
    return str(getattr(one, field, ""))


def day(on: date | None, precision: str) -> str:
    """A date of birth as far as it is known."""
    if on is None:
        return ""
    return str(on.year) if precision == "year" else formats.day(on)


def label(field: str) -> str:
    """What a field of a person is called."""
    return {
        "given_names": _("Given names"),
        "paternal_surname": _("First surname"),
        "maternal_surname": _("Second surname"),
        "birth_date": _("Birth"),
        "sex": _("Sex"),
        "nationality": _("Nationality"),
        "municipality": _("Municipality"),
        "origin_municipality": _("Municipality"),
        "national_id": _("Identity number"),
        "language": _("Language"),
        "phone": _("Telephone"),
        "household": _("Household"),
    }[field]


def why(item: Evidence) -> str:
    """Why two values are alike, or that there is nothing to compare."""
    if item.mark is Mark.NOTHING:
        return _("nothing to compare")
    return "" if item.why is None else _WHY[item.why]()


_WHY = {
    Why.ONLY_ACCENTS: lambda: _("only the accents"),
    Why.SOUNDS_ALIKE: lambda: _("they sound alike"),
    Why.SPELLED_ALIKE: lambda: _("written almost the same"),
    Why.NICKNAME: lambda: _("a familiar form of the name"),
    Why.ABBREVIATED: lambda: _("abbreviated"),
    Why.PART_OF_NAME: lambda: _("part of the name"),
    Why.OTHER_ORDER: lambda: _("the names in another order"),
    Why.SURNAMES_SWAPPED: lambda: _("surnames the other way round"),
    Why.DAY_AND_MONTH_SWAPPED: lambda: _("day and month the other way round"),
    Why.ONE_SLIP: lambda: _("one figure differs"),
    Why.ONLY_THE_YEAR: lambda: _("only the year is known"),
    Why.NEARLY_THE_YEAR: lambda: _("the year is almost the same"),
    Why.SAME_DEPARTMENT: lambda: _("another municipality of the same department"),
}


def how_likely(probability: float) -> str:
    """A probability in plain words, with its number."""
    of_hundred = min(99, max(1, round(probability * 100)))
    words = ngettext(
        "Of 100 pairs as alike as this one, about %(number)d is of one person.",
        "Of 100 pairs as alike as this one, about %(number)d are of one person.",
        of_hundred,
    )
    return words % {"number": of_hundred}
