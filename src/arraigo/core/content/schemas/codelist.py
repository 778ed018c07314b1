"""
Code lists: the closed lists that forms offer and tables store. A code is never shown, a label never stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator, model_validator

from arraigo.core.content.schemas.base import Code, ContentObject, Lists, Misfit
from arraigo.core.content.texts import Label, Sources, Strict, Text, Words

ATTRIBUTE_TYPES = ("flag", "number", "text", "words", "translated")
"""What an attribute of items may be. Any other word names the code list that its value is a code of."""

SEVERAL = "list of "
"""Before the name of a code list: the value is several of its codes."""

ITEM_KEYS = ("code", "label", "about", "source")

FITS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "flag": (lambda value: isinstance(value, bool), "true or false"),
    "number": (lambda value: isinstance(value, int), "a whole number"),
    "text": (lambda value: isinstance(value, str), "words"),
    "words": (
        lambda value: isinstance(value, list) and all(isinstance(w, str) for w in value),
        "a list of words",
    ),
    "translated": (lambda value: isinstance(value, Text), "the words in both languages: {es: ..., en: ...}"),
}


ItemCode = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_+-]*$")]
"""As ``Code``; age bands are written with their figures (``5-11``, ``60+``)."""


class CodeItem(Strict):
    """One code with its label. What more it carries (flags, icon, level...) is declared by its list."""

    code: ItemCode
    label: Label
    about: Text | None = None
    source: Sources | None = None
    attributes: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def keys(cls, file: dict[str, Any]) -> list[str]:
        """Its own keys and the attributes that the list in the file declares."""
        declared = file.get("attributes")
        return [*ITEM_KEYS, *(declared if isinstance(declared, dict) else ())]

    def __str__(self) -> str:
        return str(self.label)

    def get(self, attribute: str, default: Any = None) -> Any:
        """The value of an attribute, or the default where the item does not have it."""
        return self.attributes.get(attribute, default)

    def flag(self, name: str) -> bool:
        """Whether the item carries a flag; a flag that is not written is false."""
        return self.attributes.get(name) is True

    @property
    def protected(self) -> bool:
        """Most dangerous if it leaks: own permission, own encryption, in no list, search or export."""
        return self.flag("protected")

    @property
    def level(self) -> str | None:
        """Code of ``level``, where the list tags its items with one."""
        return self.text("level")

    @property
    def dimension(self) -> str | None:
        """Code of ``dimension``, where the list tags its items with one."""
        return self.text("dimension")

    @property
    def icon(self) -> str | None:
        """Name of the icon of the design system, where the list has icons."""
        return self.text("icon")

    @property
    def minutes(self) -> int | None:
        """Usual minutes that it takes, where the list says so."""
        return self.number("minutes")

    def text(self, name: str) -> str | None:
        """An attribute that is a word or a code; None where the item does not have it."""
        value = self.attributes.get(name)
        return value if isinstance(value, str) else None

    def number(self, name: str) -> int | None:
        """An attribute that is a number; None where the item does not have it."""
        value = self.attributes.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


class CodeList(ContentObject):
    """
    A list of codes, in the order in which people should see them.

    :raises KeyError: from ``label``, ``item`` for a code that is not in the list.
    """

    about: Text | None = None
    attributes: dict[Code, Words] = Field(default_factory=dict)
    items: tuple[CodeItem, ...]

    @field_validator("items")
    @classmethod
    def _each_code_once(cls, items: tuple[CodeItem, ...]) -> tuple[CodeItem, ...]:
        codes = [item.code for item in items]
        repeated = sorted({code for code in codes if codes.count(code) > 1})
        if repeated:
            raise ValueError(f"repeated codes: {', '.join(repeated)}")
        if not items:
            raise ValueError("a code list has at least one item")
        return items

    @model_validator(mode="before")
    @classmethod
    def _gather_attributes(cls, value: Any) -> Any:
        # Items carry their attributes as plain keys; which are allowed is known only to the list around them.
        if not isinstance(value, dict) or not isinstance(value.get("items"), list):
            return value
        declared = value.get("attributes")
        types = declared if isinstance(declared, dict) else {}
        if any("attributes" in item for item in value["items"] if isinstance(item, dict)):
            raise ValueError("items carry their attributes as plain keys, not under 'attributes'")
        items = [_gathered(item, types) if isinstance(item, dict) else item for item in value["items"]]
        return {**value, "items": items}

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """Attributes that the list does not declare, or whose value does not fit their declared type."""
        for name, kind in self.attributes.items():
            if kind not in ATTRIBUTE_TYPES and lists(kind.removeprefix(SEVERAL)) is None:
                allowed = ", ".join([*ATTRIBUTE_TYPES, "the code of a list", "list of <the code of a list>"])
                yield Misfit(("attributes", name), f"no type or code list '{kind}'", allowed)
        for number, item in enumerate(self.items):
            for name, value in item.attributes.items():
                yield from self._misfits_of(("items", number, name), value, lists)

    def _misfits_of(self, place: tuple[str, int, str], value: Any, lists: Lists) -> Iterator[Misfit]:
        name = place[-1]
        kind = self.attributes[name]
        if kind in FITS:
            fits, allowed = FITS[kind]
            if not fits(value):
                yield Misfit(place, f"the value of '{name}' is no {kind}", allowed)
        elif (known := lists(kind.removeprefix(SEVERAL))) is not None:
            for code in value if kind.startswith(SEVERAL) and isinstance(value, list) else [value]:
                if code not in known.codes:
                    yield Misfit(
                        place, f"'{code}' is not in the code list '{known.code}'", ", ".join(known.codes)
                    )

    @cached_property
    def _by_code(self) -> dict[str, CodeItem]:
        return {item.code: item for item in self.items}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in order."""
        return tuple(item.code for item in self.items)

    def choices(self, gender: str | None = None) -> list[tuple[str, str]]:
        """(code, label in the active language) of every item, in order: what a form field takes."""
        return [(item.code, item.label.agreeing(gender)) for item in self.items]

    def label(self, code: str, gender: str | None = None) -> str:
        """
        The label of a code in the active language, agreeing with a sex code or gender where Spanish has such
        forms.
        """
        return self._by_code[code].label.agreeing(gender)

    def item(self, code: str) -> CodeItem:
        """The item of a code."""
        return self._by_code[code]

    def having(self, flag: str) -> tuple[str, ...]:
        """The codes whose item carries a flag: ``having("protected")``."""
        return tuple(item.code for item in self.items if item.flag(flag))

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[CodeItem]:  # type: ignore[override]
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def _gathered(item: dict[str, Any], types: dict[str, str]) -> dict[str, Any]:
    own = {key: value for key, value in item.items() if key not in types}
    return {**own, "attributes": {key: _typed(item[key], types[key]) for key in item if key in types}}


def _typed(value: Any, kind: str | None) -> Any:
    """The value in its declared type. What does not fit stays as it is, for ``misfits`` to tell."""
    if kind == "flag" and value in ("true", "false"):
        return value == "true"
    if kind == "number" and isinstance(value, str) and value.isdecimal():
        return int(value)
    if kind == "translated" and isinstance(value, dict) and set(value) == {"es", "en"}:
        return Text(**value)
    return value
