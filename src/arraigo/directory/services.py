"""What can be done about what institutions offer: the only writers of the room."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.names import tidy
from arraigo.directory.models import InstitutionProfile, Service


class NotAService(Refused):
    """What was said of the service cannot be: a code that its list does not have, no name, or no time to answer."""


@transaction.atomic
def add_service(
    *,
    id: UUID,
    institution: Institution,
    name: str,
    service_type: str,
    level: str,
    dimension: str,
    municipality: str = "",
    answer_hours: int = 72,
    priority_answer_hours: int = 24,
    by: Worker | None,
    at: datetime,
) -> Service:
    """
    Add a service of an institution. The same ``id`` again gives back the one that it made.

    :param municipality: where it is given: P-code of a municipality or a department; empty for the whole country.
    :param answer_hours: within how many hours of the clock a referral is answered; ``priority_answer_hours`` if urgent.
    :raises NotAService: for an unknown code, an empty name, or no time to answer.
    """
    made = Service.objects.filter(pk=id, institution=institution).first()
    if made:
        return made
    _require_codes(service_type=service_type, level=level, dimension=dimension)
    if not tidy(name):
        raise NotAService(_("Write the name by which people know the service."), field="name")
    if min(answer_hours, priority_answer_hours) < 1:
        raise NotAService(
            _("Say within how many hours a referral is answered: one at least."), field="answer_hours"
        )
    service = Service.objects.create(
        id=id,
        institution=institution,
        name=tidy(name),
        service_type=service_type,
        level=level,
        dimension=dimension,
        municipality=municipality,
        answer_hours=answer_hours,
        priority_answer_hours=priority_answer_hours,
    )
    audit.record("service.added", service, by=by, at=at, service_type=service_type)
    return service


@transaction.atomic
def withdraw_service(service: Service, *, by: Worker | None, at: datetime) -> Service:
    """Stop offering a service: it can no longer be asked for. Referrals that wait for it still do."""
    service.active = False
    service.save(update_fields=["active"])
    audit.record("service.withdrawn", service, by=by, at=at)
    return service


def _require_codes(**codes: str) -> None:
    for list_code, code in codes.items():
        if code not in content.codelist(list_code):
            raise NotAService(_("Choose one of the options of the list."), field=list_code)


class NotAProfile(Refused):
    """What was said of an institution's part cannot be: an unknown answer, or an end before the beginning."""


@transaction.atomic
def describe_institution(
    institution: Institution,
    *,
    child_mandate: str,
    linked_on: date | None,
    unlinked_on: date | None = None,
    by: Worker | None,
    at: datetime,
) -> InstitutionProfile:
    """
    Say whether an institution has a mandate for children, and from when (until when) it takes part.

    :raises NotAProfile: for an unknown answer, or an end that is not after a beginning.
    """
    if child_mandate not in content.codelist("yes_no_unknown"):
        raise NotAProfile(_("Say yes, no or unknown."), field="child_mandate")
    if unlinked_on and (linked_on is None or unlinked_on < linked_on):
        raise NotAProfile(_("It cannot stop taking part before it began."), field="unlinked_on")
    profile, _made = InstitutionProfile.objects.update_or_create(
        institution=institution,
        defaults={"child_mandate": child_mandate, "linked_on": linked_on, "unlinked_on": unlinked_on},
    )
    audit.record("institution.described", profile, by=by, at=at, child_mandate=child_mandate)
    return profile
