"""The sender's side: asking for a service, and taking the request back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases.models import Case
from arraigo.cases.services.case import NotYourCase, is_workable
from arraigo.cases.services.case import locked as locked_case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.directory import queries as directory
from arraigo.directory.models import Service
from arraigo.people import queries as people
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import GOING_ON, Status, answer_due
from arraigo.referrals.services import state


class NotPermitted(Refused):
    """The person has not agreed that their data go to other institutions."""


class NotOffered(Refused):
    """The service is not, or no longer, offered."""

    field = "service"


class OwnService(Refused):
    """A referral goes to another institution; one's own service needs none."""

    field = "service"


class NobodyAnswers(Refused):
    """At the institution nobody answers referrals: the person would wait for nothing."""

    field = "service"


class AlreadyAsked(Refused):
    """A referral of the case to this service waits or goes on."""

    field = "service"


class MoreThanNeeded(Refused):
    """More of the person would be shared than a service of this type needs."""

    field = "shared_fields"


class UnknownPriority(Refused):
    """A code that the list of priorities does not have."""

    field = "priority"


class PurposeMissing(Refused):
    """Nobody can answer a request that does not say what for."""

    field = "reason"


@transaction.atomic
def send(
    case: Case,
    *,
    id: UUID,
    service: Service,
    priority: str = "ordinary",
    reason: str,
    can_come: str = "",
    shared_fields: Sequence[str] | None = None,
    by: Worker,
    at: datetime,
) -> Referral:
    """
    Ask another institution for a service. The same ``id`` again gives back the referral that it made.

    :param shared_fields: what goes with it: codes of ``shared_part`` among those that a service of this type needs; all
        of those where nothing is said.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NotPermitted: without the person's permission to share their data.
    :raises NotOffered, OwnService, NobodyAnswers, AlreadyAsked: when the service cannot be asked for.
    :raises MoreThanNeeded, UnknownPriority, PurposeMissing: when the request itself cannot stand.
    """
    case = locked_case(case, by=by)
    made = Referral.objects.filter(pk=id, case=case).first()
    if made:
        return made
    _require_permission(case)
    _require_service(service, case)
    shared = _shared(service, shared_fields)
    if priority not in content.codelist("referral_priority"):
        raise UnknownPriority(_("Choose one of the priorities of the list."))
    if not reason.strip():
        raise PurposeMissing(_("Say what the person needs: who answers decides by it."))
    referral = Referral.objects.create(
        id=id,
        number=_next_number(),
        case=case,
        service=service,
        from_institution=case.institution,
        to_institution=service.institution,
        sent_by=by,
        priority=priority,
        reason=reason.strip(),
        can_come=can_come.strip(),
        shared_fields=shared,
        sent_at=at,
        answer_due_at=answer_due(at, directory.promised_hours(service, priority)),
        synthetic=case.synthetic,
    )
    audit.record("referral.sent", referral, by=by, at=at, **state.facts_of(referral))
    return referral


@transaction.atomic
def withdraw(referral: Referral, *, by: Worker, at: datetime) -> Referral:
    """
    Take a request back, answered or not, as long as it has not ended. The receiver no longer sees the person.

    :raises NotYourCase: to all but those who may work on its case.
    :raises NotWaiting: when it was declined, ended or withdrawn before.
    """
    referral = state.locked(referral)
    if not (by.may(Action.SEND_REFERRAL) and is_workable(referral.case, by)):
        raise NotYourCase(_("Only who accompanies the case can take its referrals back. Ask them to do it."))
    state.require_step(referral, Status.WITHDRAWN)
    was_accepted = referral.status == Status.ACCEPTED
    referral = state.step(referral, Status.WITHDRAWN, by=by, at=at, withdrawn_at=at)
    if was_accepted:
        state.end_ground(referral, by=by, at=at)
    return referral


def _require_permission(case: Case) -> None:
    if not people.may_share_data_of(case.person):
        raise NotPermitted(
            _(
                "The person has not given permission to share their data with other institutions. Explain what would "
                "be shared and ask; once they agree, note it in the case and send the referral."
            )
        )


def _require_service(service: Service, case: Case) -> None:
    named = {"service": service.name, "institution": service.institution.name}
    if service.institution_id == case.institution_id:
        raise OwnService(_("%(service)s is a service of your own institution: it needs no referral.") % named)
    if not service.active:
        raise NotOffered(_("%(institution)s no longer offers %(service)s. Choose another service.") % named)
    if not directory.is_answered(service):
        raise NobodyAnswers(
            _("Nobody at %(institution)s answers referrals here yet. Call them, or choose another service.")
            % named
        )
    before = Referral.objects.filter(case=case, service=service, status__in=GOING_ON).first()
    if before:
        raise AlreadyAsked(
            _("This was already asked for: %(number)s goes on. Withdraw it before you ask again.")
            % {"number": before.shown_number}
        )


def _shared(service: Service, wanted: Sequence[str] | None) -> list[str]:
    """What is shared, in the order of the service's own list."""
    needed = directory.parts_shared_with(service)
    if wanted is None:
        return needed
    if set(wanted) - set(needed):
        raise MoreThanNeeded(
            _("A service of this type does not need all of that. Share only what the list offers.")
        )
    return [part for part in needed if part in wanted]


def _next_number() -> int:
    # The oldest referral is the row that all sendings lock in turn, so that two of them never take the same number.
    Referral.objects.select_for_update().order_by("number").first()
    return (Referral.objects.aggregate(last=Max("number"))["last"] or 0) + 1
