"""The library ``cases``: how a case is named where it is protected, and the words of places and months."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.cases.models import Case
from arraigo.core import places
from arraigo.web import formats

register = template.Library()


@register.simple_tag
def who(case: Case) -> str:
    """``{% who case %}``: the person's name; of a protected case only its number, also to who accompanies it."""
    if case.protected:
        return _("Protected case %(number)s") % {"number": case.shown_number}
    return case.person.full_name


@register.simple_tag
def place(code: str, with_department: bool = False) -> str:
    """``{% place code True %}``: *San Pedro Soloma, Huehuetenango*; nothing for an empty or unknown code."""
    return place_words(code, with_department)


@register.simple_tag
def month_words(month: int | None) -> str:
    """``{% month_words 6 %}``: *6 months*."""
    return month_name(month) if month else ""


def place_words(code: str, with_department: bool = False) -> str:
    """The name of a place, with its department where that is wanted."""
    try:
        found = places.get(code) if code else None
    except LookupError:
        return ""
    if found is None:
        return ""
    return (
        f"{found.name}, {places.get(found.parent).name}" if with_department and found.parent else found.name
    )


def month_name(month: int) -> str:
    """How a follow-up is called: by its month after the return."""
    return ngettext("%(count)s month", "%(count)s months", month) % {"count": formats.number(month)}
