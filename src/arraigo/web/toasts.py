"""One sentence after an operation, shown on the next page, with a way to undo where there is one."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

_UNDO = "undo:"


def toast(request: HttpRequest, sentence: object, *, undo_url: str = "") -> None:
    """Say a sentence on the next page. ``undo_url`` takes a POST that undoes the operation."""
    messages.success(request, str(sentence), extra_tags=f"{_UNDO}{undo_url}" if undo_url else "")


def undo_url_of(message: Message) -> str:
    """Where the operation that a message tells of can be undone, or nothing."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
