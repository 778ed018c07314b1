"""State is a shape and a word, then a colour. Words and the name of the shape come from the code lists."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from arraigo.core import content
from arraigo.core.content import CodeItem

from .icons import icon


@dataclass(frozen=True, slots=True)
class Shape:
    """What a state looks like: the name of its drawing and the tone of its colour."""

    drawing: str
    tone: str


SHAPES: dict[str, Shape] = {
    "ring_dashed": Shape("dashed", "quiet"),
    "ring": Shape("ring", "anil"),
    "half_disc": Shape("half", "anil"),
    "disc_check": Shape("disc-check", "milpa"),
    "ring_bar": Shape("no-show", "quiet"),
    "ring_arrow_up": Shape("ring-up", "milpa"),
    "triangle": Shape("warning", "maiz"),
    "disc_arrow_down": Shape("disc-down", "barro"),
    "ring_crossed": Shape("crossed", "quiet"),
    # Beside the nine of the lists: what is ahead, what is held back, what weighs most, what helps.
    "ring_quiet": Shape("ring", "quiet"),
    "diamond": Shape("diamond", "barro"),
    "half_quiet": Shape("half", "maiz"),
    "plus": Shape("plus", "milpa"),
    "lock": Shape("lock", "jacaranda"),
}
"""The shapes, by the name that code lists give them in the attribute ``shape``."""

LISTS = {
    "person": "passenger_state",
    "action": "action_status",
    "referral": "referral_status",
    "goal": "goal_state",
}
"""Short names of the code lists that carry shapes; any other kind is the name of a list itself."""

STAGES = {"passed": "disc_check", "current": "half_disc", "ahead": "ring_quiet"}
"""Shape of a stage by where the case stands."""


def _item(kind: str, code: str) -> CodeItem:
    return content.codelist(LISTS.get(kind, kind)).item(code)


def shape_of(kind: str, code: str) -> str:
    """
    The name of a state's shape: its list says it; a list without shapes has rings.

    :raises LookupError: when there is no such list or code.
    """
    if kind == "stage":
        return STAGES[code]
    return str(_item(kind, code).get("shape", "ring"))


def shape(name: str, word: object, label: str = "") -> SafeString:
    """
    A shape followed by its word; with ``label`` and no word the shape says the label to readers.

    :raises KeyError: for a shape that has no drawing.
    """
    drawn = icon(SHAPES[name].drawing, label if not word else "", SHAPES[name].tone)
    if not word:
        return drawn
    return format_html('<span class="state">{}<span>{}</span></span>', drawn, word)


def state(kind: str, code: str, word: object = "", gender: str | None = None) -> SafeString:
    """
    The shape of a state followed by its word, agreeing with a person's sex code where Spanish has such forms.

    :param kind: person, action, referral, goal, stage (which needs a word), or the name of a code list.
    :raises LookupError: when there is no such list or code.
    """
    return shape(shape_of(kind, code), word or _item(kind, code).label.agreeing(gender))
