"""From a file that was read to an object of its kind, or to problems in words that its author understands."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from arraigo.core.content.reading import TABLE, Document
from arraigo.core.content.texts import Strict

Model = TypeVar("Model", bound=BaseModel)

Place = tuple[str | int, ...]


def validated(document: Document, model: type[Model]) -> Model | None:
    """
    The object that a document describes; None, with every problem noted in the document, where it breaks the
    schema.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        for details in error.errors(include_url=False):
            _note(document, model, details)
        return None


def _note(document: Document, model: type[BaseModel], details: ErrorDetails) -> None:
    place = _existing(document.value, details["loc"])
    last = details["loc"][-1] if details["loc"] else ""
    if details["type"] == "extra_forbidden":
        allowed = _keys_at(document, model, details["loc"][:-1])
        if place[:1] == (TABLE,):
            place = (TABLE,)  # said once, of the header
        near = difflib.get_close_matches(str(last), allowed, n=1)
        meant = f"; is '{near[0]}' meant" if near else ""
        document.problem(f"unknown key '{last}'{meant}", ", ".join(allowed), at=place)
    elif details["type"] == "missing":
        what = f"the {'translation' if last in ('es', 'en') else 'key'} '{_path(details['loc'])}' is missing"
        document.problem(what, at=place)
    elif details["type"] == "model_type" and not isinstance(details["input"], dict):
        allowed = _keys_at(document, model, details["loc"])
        document.problem(
            f"'{_path(details['loc'])}' is a single value", f"the keys {', '.join(allowed)}", at=place
        )
    else:
        document.problem(f"'{_path(details['loc'])}': {_said(details)}", _allowed(details), at=place)


def _said(details: ErrorDetails) -> str:
    words = details["msg"].removeprefix("Value error, ")
    value = details["input"]
    seen = (
        f" (it is '{value}')" if isinstance(value, str) and value and details["type"] != "value_error" else ""
    )
    return words[:1].lower() + words[1:] + seen


def _allowed(details: ErrorDetails) -> str:
    context = details.get("ctx", {})
    if details["type"] == "literal_error":
        return str(context.get("expected", ""))
    if details["type"] == "string_pattern_mismatch":
        return f"text of the pattern {context.get('pattern', '')}"
    return ""


def _path(place: tuple[str | int, ...]) -> str:
    """``items[3].label.en``: the place as its author would say it, items counted from 1."""
    said = ""
    for step in place:
        said += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if said else step
    return said


def _existing(value: Any, place: Place) -> Place:
    """The part of a place that the file has. Sources count as a list even where the file has only one."""
    found: list[str | int] = []
    for step in place:
        inside = _inside(value, step)
        if inside is not None:
            value = inside
            found.append(step)
        elif not isinstance(step, int):
            break
    return tuple(found)


def _inside(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _keys_at(document: Document, model: type[BaseModel], place: Place) -> list[str]:
    """The keys that the schema allows at a place."""
    for step in place:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        nested = next(_models_in(field.annotation), None) if field else None
        if nested is None:
            continue
        model = nested
    return model.keys(document.value) if issubclass(model, Strict) else list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
