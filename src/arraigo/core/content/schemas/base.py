"""What every content object has: kind, code, version, name, source, and how a country pack may replace it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import StringConstraints

from arraigo.core.content.texts import Sources, Strict, Text, Words

if TYPE_CHECKING:
    from arraigo.core.content.schemas.codelist import CodeList

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
"""Lower snake case, dots between families: ``return_type``, ``process.referral_answer_days``."""


Lists = Callable[[str], "CodeList | None"]
"""
Gives the code list of a code, as it stands for the country that is being checked; None where there is none.
"""


Objects = Callable[[str, str], "ContentObject | None"]
"""
Gives the object of a kind and a code, as it stands for the country that is being checked; None where there is
none.
"""


class Misfit(NamedTuple):
    """Something in an object that only the rest of the content shows to be wrong."""

    place: tuple[str | int, ...]
    what: str
    allowed: str = ""


class Replaces(Strict):
    """
    The object that a country pack replaces: its code, the version that was looked at, why, and on whose authority.
    """

    code: Words
    version: Words
    reason: Text
    source: Sources | None = None


class ContentObject(Strict):
    """One object of content. Rooms that bring a kind derive their schema from this."""

    kind: Words
    code: Code
    version: Words = "1"
    name: Text
    source: Sources
    replaces: Replaces | None = None

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """
        What does not fit the rest of the content, such as a code that its list does not have. A kind extends
        it.
        """
        yield from ()

    def disagreements(self, objects: Objects) -> Iterator[Misfit]:
        """What does not fit the objects of other kinds that this one names, such as one that there is not."""
        yield from ()

    @classmethod
    def misfits_of_broken(cls, written: dict[str, Any], lists: Lists) -> Iterator[Misfit]:
        """
        What can be told of a file that breaks the schema elsewhere, so that its author hears everything at once.
        """
        yield from ()


class SwitchedOff(Strict):
    """A file of a country pack that takes an object of the common content away for that country."""

    kind: Words
    code: Words
    switched_off: Text
    source: Sources
