"""The evidence beside the registration form: known people who may be the one at the desk."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from arraigo.people import recognition
from arraigo.people.linkage import Described
from arraigo.reception.models import Return
from arraigo.reception.queries import Beside, KnownBefore

_SPOKEN = 10


@dataclass(frozen=True, slots=True)
class KnownCard:
    """A possible known person, as the officer sees them."""

    card: recognition.Card
    last_return: Return | None
    nth: str
    followed: str
    chosen: bool

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def is_alike(self) -> bool:
        return self.card.is_alike


def cards(today: Described, found: Beside, chosen: str) -> list[KnownCard]:
    """One card for each candidate, the most alike first."""
    return [_card(today, one, chosen) for one in found.known]


def alike(found: Beside) -> set[str]:
    """Ids of those whom nobody should pass over without having looked."""
    known = (one.candidate for one in found.known)
    return {str(one.person.pk) for one in known if recognition.is_alike(one)}


def nth_return(number: int) -> str:
    """«segundo retorno»; nothing for the first one."""
    if number < 2:
        return ""
    if number > _SPOKEN:
        return _("return number %(number)d") % {"number": number}
    return {
        2: _("second return"),
        3: _("third return"),
        4: _("fourth return"),
        5: _("fifth return"),
        6: _("sixth return"),
        7: _("seventh return"),
        8: _("eighth return"),
        9: _("ninth return"),
        10: _("tenth return"),
    }[number]


def _card(today: Described, known: KnownBefore, chosen: str) -> KnownCard:
    card = recognition.card(today, known.candidate)
    return KnownCard(
        card=card,
        last_return=known.last_return,
        nth=nth_return(known.returns + 1),
        followed=recognition.followed_words(known.followed),
        chosen=chosen == card.id,
    )
