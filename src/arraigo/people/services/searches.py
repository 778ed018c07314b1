"""That somebody looked for a person is noted: through which door, and who was shown; never what was typed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from arraigo.access import audit
from arraigo.access.models import Entry, Worker

_TYPING_ON = timedelta(minutes=1)


def note_search(
    door: str,
    shown: Iterable[UUID],
    *,
    elsewhere: int = 0,
    subject: models.Model | None = None,
    by: Worker,
    at: datetime,
) -> None:
    """
    Note a search: ``door`` says where (``people``, ``registration``, ``case``, ``referral``, ``api``). The line names
    by id who was shown, and says of how many others it was told where to ask.

    A page that searches as one types asks once in each pause. A pause that shows what the one before it showed, within
    a minute, adds no line: nothing new was seen.
    """
    persons = sorted(str(pk) for pk in shown)
    facts: dict[str, Any] = {"door": door, "found": len(persons), "elsewhere": elsewhere, "persons": persons}
    kind = subject._meta.label_lower if subject else ""
    said = ("person.searched", kind, str(subject.pk) if subject else "", facts)
    last = Entry.objects.filter(worker=by).order_by("-id").first()
    if last is None or last.at <= at - _TYPING_ON or _said(last) != said:
        audit.seen("person.searched", subject, by=by, at=at, **facts)


def _said(entry: Entry) -> tuple[str, str, str, object]:
    return entry.event, entry.subject_kind, entry.subject_id, entry.facts
