"""The receiver's side: accepting, declining, and bringing to an end."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people import queries as people
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import NEEDS_NOTE, Status
from arraigo.referrals.services import state


class NotYours(Refused):
    """The referral was sent to another institution, or the role does not answer."""


class PermissionEnded(Refused):
    """The person has taken back the permission to share their data since the referral was sent."""


class AppointmentPast(Refused):
    """A first appointment lies ahead."""

    field = "appointment_on"


class ReasonMissing(Refused):
    """A reason of the list must be given."""

    field = "reason"


class NoteMissing(Refused):
    """What the list cannot say must be said in words."""

    field = "note"


@transaction.atomic
def accept(
    referral: Referral, *, appointment_at: datetime | None = None, by: Worker, at: datetime
) -> Referral:
    """
    Accept a referral for the institution that received it, which from now on may see the person.

    :param appointment_at: the first appointment; ``None`` where the person need not come.
    :raises NotYours: when it was sent to another institution.
    :raises NotWaiting: when it was answered or withdrawn.
    :raises PermissionEnded: when the person has taken back the permission to share.
    :raises AppointmentPast: for an appointment before now.
    """
    referral = _received(referral, by)
    state.require_step(referral, Status.ACCEPTED)
    if not people.may_share_data_of(referral.case.person):
        raise PermissionEnded(
            _(
                "The person has taken back the permission to share their data, so that nothing more can be done here. "
                "%(institution)s knows, and will withdraw the referral."
            )
            % {"institution": referral.from_institution.name}
        )
    if appointment_at is not None and appointment_at < at:
        raise AppointmentPast(_("That moment has passed. Choose a day and an hour still to come."))
    accepted = state.step(
        referral, Status.ACCEPTED, by=by, at=at, answered_at=at, answered_by=by, appointment_at=appointment_at
    )
    state.give_ground(accepted, by=by, at=at)
    return accepted


@transaction.atomic
def decline(referral: Referral, *, reason: str, note: str = "", by: Worker, at: datetime) -> Referral:
    """
    Say that the institution cannot, and why: so that the sender knows where to ask next.

    :param reason: a code of the list ``decline_reason``; ``other`` needs a ``note``.
    :raises NotYours, NotWaiting: as for accepting.
    :raises ReasonMissing, NoteMissing: when why it cannot is not said.
    """
    referral = _received(referral, by)
    state.require_step(referral, Status.DECLINED)
    if reason not in content.codelist("decline_reason"):
        raise ReasonMissing(_("Say why you cannot: the sender chooses the next step by it."))
    if reason in NEEDS_NOTE and not note.strip():
        raise NoteMissing(_("Say the reason in your words: «other» alone does not help the sender."))
    return state.step(
        referral,
        Status.DECLINED,
        by=by,
        at=at,
        answered_at=at,
        answered_by=by,
        decline_reason=reason,
        decline_note=note.strip(),
    )


@transaction.atomic
def complete(referral: Referral, *, note: str = "", by: Worker, at: datetime) -> Referral:
    """
    Note that the service was given: the referral has ended, and with it the institution's ground to see the person.

    :raises NotYours: when it was sent to another institution.
    :raises NotWaiting: when it was not accepted, or has ended.
    """
    referral = _received(referral, by)
    state.require_step(referral, Status.COMPLETED)
    return _end(referral, Status.COMPLETED, note, by=by, at=at)


@transaction.atomic
def fail_to_complete(referral: Referral, *, note: str, by: Worker, at: datetime) -> Referral:
    """
    Note that the service could not be given after all, and why.

    :raises NotYours, NotWaiting: as for completing.
    :raises NoteMissing: when it is not said why.
    """
    referral = _received(referral, by)
    state.require_step(referral, Status.NOT_COMPLETED)
    if not note.strip():
        raise NoteMissing(_("Say why it could not be completed: the sender chooses the next step by it."))
    return _end(referral, Status.NOT_COMPLETED, note, by=by, at=at)


def _received(referral: Referral, by: Worker) -> Referral:
    referral = state.locked(referral)
    if by.institution_id != referral.to_institution_id or not by.may(Action.ANSWER_REFERRAL):
        raise NotYours(_("This referral was sent to another institution, which will answer it."))
    return referral


def _end(referral: Referral, to: Status, note: str, *, by: Worker, at: datetime) -> Referral:
    ended = state.step(referral, to, by=by, at=at, completed_at=at, outcome_note=note.strip())
    state.end_ground(ended, by=by, at=at)
    return ended
