"""The state of a referral: the one step that every answer takes, and the ground that an accepted one gives."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people import services as people
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import Status, may_become

GROUND = "referral"
"""Why the receiving institution may see the person (`people.Ground.because`)."""


class NotWaiting(Refused):
    """The referral cannot go from its state to the one that was asked for."""


def locked(referral: Referral) -> Referral:
    """The referral as it is now, locked for one writer: two people of one team often answer the same inbox."""
    related = Referral.objects.select_related("case__person", "service", "from_institution", "to_institution")
    return related.select_for_update(of=["self"]).get(pk=referral.pk)


def require_step(referral: Referral, wanted: Status) -> None:
    """
    Hold that the referral may go to a state.

    :raises NotWaiting: when it may not.
    """
    now = Status(referral.status)
    if may_become(now, wanted):
        return
    state = {"status": content.label("referral_status", now).lower(), "number": referral.shown_number}
    if now is Status.SENT:
        raise NotWaiting(
            _("%(number)s has not been accepted yet. Accept it first, or say that you cannot.") % state
        )
    raise NotWaiting(
        _(
            "%(number)s no longer waits for this answer; it is now: %(status)s. Ask the sender for a new one if needed."
        )
        % state
    )


def step(referral: Referral, to: Status, *, by: Worker, at: datetime, **changed: Any) -> Referral:
    """Take a step on a locked referral with what changes by it, and note it."""
    referral.status = to
    for name, value in changed.items():
        setattr(referral, name, value)
    referral.save(update_fields=["status", *changed])
    # What a protected referral asks for, and of whom, would tell in the audit what happened to the person.
    audit.record(f"referral.{to}", referral, by=by, at=at, **facts_of(referral))
    return referral


def facts_of(referral: Referral) -> dict[str, Any]:
    """What the audit may say of a referral."""
    if referral.protected:
        return {}
    named = {"service_type": referral.service.service_type, "to": referral.to_institution.code}
    return named | ({"reason": referral.decline_reason} if referral.decline_reason else {})


def give_ground(referral: Referral, *, by: Worker, at: datetime) -> None:
    """
    Let the receiving institution see the person.

    Not where the referral is protected: then only those who answer see what was shared, in the referral itself.
    """
    if referral.protected:
        return
    people.give_ground(
        referral.case.person, institution=referral.to_institution, because=GROUND, by=by, at=at
    )


def end_ground(referral: Referral, *, by: Worker, at: datetime) -> None:
    """Take the receiving institution's ground back, unless another referral of the person goes on there."""
    person, institution = referral.case.person, referral.to_institution
    others = Referral.objects.filter(case__person=person, to_institution=institution, status=Status.ACCEPTED)
    if not others.exclude(pk=referral.pk).exists():
        people.end_ground(person, institution=institution, because=GROUND, by=by, at=at)
