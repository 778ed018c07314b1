"""
Which kinds of content there are, and by which schema each is read. Rooms register the kinds that are theirs.
"""

from __future__ import annotations

from dataclasses import dataclass

from arraigo.core.content.schemas.base import ContentObject
from arraigo.core.content.schemas.codelist import CodeList
from arraigo.core.content.schemas.guide import Principle, Term
from arraigo.core.content.schemas.instrument import Instrument
from arraigo.core.content.schemas.national_id import NationalIdOf


@dataclass(frozen=True)
class Kind:
    """A kind of content: its name, the folder its objects lie in, and its schema."""

    name: str
    folder: str
    model: type[ContentObject]


_registered: dict[str, Kind] = {}


def register_kind(name: str, model: type[ContentObject], *, folder: str | None = None) -> None:
    """
    Let a room bring a kind of content: ``register_kind("goal", Goal)`` reads ``goals/**.yaml`` with ``Goal``.

    To be called when the room is imported. The folder is the plural of the name unless it says otherwise.
    Registering the same schema again changes nothing.

    :raises ValueError: when another schema is registered for the kind.
    """
    kind = Kind(name, folder or f"{name}s", model)
    if _registered.setdefault(name, kind) != kind:
        raise ValueError(f"The kind '{name}' already has the schema {_registered[name].model.__name__}.")


def registered_kinds() -> tuple[Kind, ...]:
    """All kinds with a schema, in the order of registration."""
    return tuple(_registered.values())


def kind_of(name: str) -> Kind:
    """
    The kind of a name.

    :raises LookupError: when no room that was imported has registered it.
    """
    if name not in _registered:
        known = ", ".join(sorted(_registered))
        raise LookupError(
            f"No schema is registered for content of the kind '{name}'. "
            f"Import the room that it belongs to first. Registered: {known}."
        )
    return _registered[name]


register_kind("codelist", CodeList)
register_kind("principle", Principle)
register_kind("term", Term, folder="glossary")
register_kind("instrument", Instrument)
register_kind("national_id", NationalIdOf)
