"""What follows from a person's own values: names as shown and searched, what a consent allows, what a merge chooses."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from arraigo.core.names import fold, tidy


def full_name(given_names: str, paternal_surname: str, maternal_surname: str) -> str:
    """Given names and both surnames, in the order in which people say them."""
    return tidy(f"{given_names} {paternal_surname} {maternal_surname}")


_PARTICLES = frozenset(
    ["da", "de", "del", "della", "di", "do", "dos", "du", "e", "la", "las", "los", "y", "van", "von"]
)
_PARTS = re.compile(r"[^\s\-]+")


def written(name: str) -> str:
    """
    A name as people write it, where a list shouts or whispers it: ``MARÍA DE LOS ÁNGELES`` is María de los Ángeles.

    A name with capitals and small letters is somebody's own choice and stays; nothing but the case ever changes.
    """
    if name != name.upper() and name != name.lower():
        return name
    return _PARTS.sub(lambda part: _written_word(part.group()), name)


def _written_word(word: str) -> str:
    low = word.lower()
    if low in _PARTICLES:
        return low
    # O'Connor and D'Angelo, but Tz'unun and Q'anil: there the mark belongs to the sound.
    if len(low) > 2 and low[0] in "od" and low[1] in "'’":
        return low[:2].upper() + low[2:].capitalize()
    return low[:1].upper() + low[1:]


def search_text(given_names: str, paternal_surname: str, maternal_surname: str) -> str:
    """All names folded, between spaces, so that a word is found by its start: `` reyna isabel lopez choc``."""
    return " " + fold(full_name(given_names, paternal_surname, maternal_surname))


def normal_number(number: str) -> str:
    """A document number as it is compared: letters and digits only, upper case."""
    return "".join(letter for letter in fold(number).upper() if letter.isalnum())


def masked(number: str) -> str:
    """A document number as it is shown in a list: only its last four characters."""
    return f"··· {number[-4:]}" if len(number) > 4 else "···"


def may_share(consent_scope: str | None, *, withdrawn: bool) -> bool:
    """Whether data may go to another institution: the person said yes and has not taken it back."""
    return consent_scope == "share" and not withdrawn


def may_keep(consent_scope: str | None, *, withdrawn: bool) -> bool:
    """Whether a case may be kept at all."""
    return consent_scope in {"share", "store_only"} and not withdrawn


UNDECIDED = ("waiting", "later")
"""States of a pair (code list ``pair_state``) in which it may still be decided."""


def in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Two records as a pair names them: the smaller id first."""
    return (one, other) if one < other else (other, one)


CHOOSABLE: dict[str, tuple[str, ...]] = {
    "given_names": ("given_names",),
    "paternal_surname": ("paternal_surname",),
    "maternal_surname": ("maternal_surname",),
    "sex": ("sex",),
    "birth_date": ("birth_date", "birth_date_precision"),
    "nationality": ("nationality",),
    "origin_municipality": ("origin_municipality",),
    "language": ("language",),
    "phone": ("phone",),
    "household": ("household_id",),
}
"""What a merge chooses field by field, and the columns of each: a date and its precision are one."""

_SAYS_NOTHING = {"", None, "unknown"}


def joined(
    kept: Mapping[str, Any], merged: Mapping[str, Any], fields: Mapping[str, str]
) -> dict[str, tuple[Any, Any]]:
    """
    What the record that stays will say: of each column that changes, its value before and since.

    ``fields`` names the record (``kept`` or ``merged``) whose value holds, for each of `CHOOSABLE`; what it does not
    name stays as it is.

    :raises ValueError: for a field that cannot be chosen, or a record that is neither.
    """
    wrong = fields.keys() - CHOOSABLE.keys() | set(fields.values()) - {"kept", "merged"}
    if wrong:
        raise ValueError(f"not to be chosen: {sorted(wrong)}")
    changed: dict[str, tuple[Any, Any]] = {}
    for field, columns in CHOOSABLE.items():
        if fields.get(field) == "merged" and any(kept[one] != merged[one] for one in columns):
            changed |= {one: (kept[one], merged[one]) for one in columns}
    return changed


def proposed(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, str]:
    """Whose value a form proposes for each field: the kept record's, or the other's where only that says something."""
    return {
        field: "merged" if kept[first] in _SAYS_NOTHING and merged[first] not in _SAYS_NOTHING else "kept"
        for field, (first, *_rest) in CHOOSABLE.items()
    }
