"""Calls and visits that are no follow-up, and attempts at them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Case, Contact
from arraigo.cases.services.case import locked, require_code
from arraigo.cases.services.day import happened_on


@transaction.atomic
def note_contact(
    case: Case,
    *,
    id: UUID,
    channel: str,
    reached: str,
    note: str = "",
    on: date | None = None,
    by: Worker,
    at: datetime,
) -> Contact:
    """
    Note a call or a visit, or that nobody answered. The same ``id`` again notes nothing twice.

    :param channel: a code of ``followup_channel``; ``reached``: ``yes`` or ``no``.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises InTheFuture, TooEarly: for a day after today or before the opening.
    """
    case = locked(case, by=by)
    made = case.contacts.filter(pk=id).first()
    if made:
        return made
    require_code("followup_channel", channel, field="channel")
    contact = Contact.objects.create(
        id=id,
        case=case,
        happened_on=happened_on(on, at=at, not_before=case.opened_on, field="on"),
        channel=channel,
        reached="yes" if reached == "yes" else "no",
        note=note.strip(),
        noted_at=at,
        noted_by=by,
    )
    audit.record("contact.noted", contact, by=by, at=at, channel=channel, reached=contact.reached)
    return contact
