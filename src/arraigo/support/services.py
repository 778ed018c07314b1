"""What can be done about documents and applications: the only writers of the room."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action
from arraigo.cases.queries import persons_visible_to
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.people.queries import standing_of
from arraigo.support.models import Application, DocumentRequest

_MAY_NOTE = (Action.WORK_CASE, Action.ANSWER_REFERRAL, Action.REGISTER_RETURN)
PENDING = "pending"


class NotYourPerson(Refused):
    """The worker's institution has no ground to see the person, or the role notes nothing about persons."""


class InTheFuture(Refused):
    """What has happened cannot lie ahead."""

    field = "on"


class TooEarly(Refused):
    """An answer cannot come before what it answers to."""

    field = "on"


class AlreadyDelivered(Refused):
    """The document was delivered before."""


class AlreadyDecided(Refused):
    """The application was decided before."""


class NotOffered(Refused):
    """A code that its list does not have."""


class NotAnAmount(Refused):
    """An amount is not negative, and has the currency of the country."""

    field = "amount"


@transaction.atomic
def request_document(
    person: Person,
    *,
    id: UUID,
    document: str,
    institution: Institution | None,
    by: Worker,
    on: date | None = None,
    at: datetime,
) -> DocumentRequest:
    """
    Note that an identity document was asked for. The same ``id`` again notes nothing twice.

    :param document: a code of ``document_type``; ``institution``: who issues it, where that is known.
    :param on: the day, today by default.
    :raises NotYourPerson, NotOffered, InTheFuture: as their names say.
    """
    person = _held(person, by)
    made = DocumentRequest.objects.filter(pk=id, person=person).first()
    if made:
        return made
    _require_code("document_type", document, field="document")
    request = DocumentRequest.objects.create(
        id=id, person=person, institution=institution, document=document, requested_on=_day(on, at)
    )
    audit.record("document.requested", request, by=by, at=at, document=document)
    return request


@transaction.atomic
def deliver_document(
    request: DocumentRequest, *, on: date | None = None, by: Worker, at: datetime
) -> DocumentRequest:
    """
    Note that the person has the document.

    :raises NotYourPerson, AlreadyDelivered, InTheFuture: as their names say.
    :raises TooEarly: for a day before the request.
    """
    request = (
        DocumentRequest.objects.select_for_update(of=["self"]).select_related("person").get(pk=request.pk)
    )
    _require_person(request.person, by)
    if request.delivered_on:
        raise AlreadyDelivered(_("This document is already noted as delivered."))
    request.delivered_on = _day(on, at, not_before=request.requested_on)
    request.save(update_fields=["delivered_on"])
    audit.record("document.delivered", request, by=by, at=at, document=request.document)
    return request


@transaction.atomic
def apply_for(
    person: Person,
    *,
    id: UUID,
    kind: str,
    institution: Institution | None,
    amount: Decimal | None = None,
    currency: str = "",
    on: date | None = None,
    by: Worker,
    at: datetime,
) -> Application:
    """
    Note an application for support, certification or a scholarship. The same ``id`` again notes nothing twice.

    :param kind: a code of ``application_kind``; ``institution``: who decides, where that is known.
    :param currency: of the amount; the country's own by default. Money of two currencies is never added.
    :raises NotYourPerson, NotOffered, InTheFuture: as their names say.
    :raises NotAnAmount: when the amount is negative, or its currency is not the country's.
    """
    person = _held(person, by)
    made = Application.objects.filter(pk=id, person=person).first()
    if made:
        return made
    _require_code("application_kind", kind, field="kind")
    application = Application.objects.create(
        id=id,
        person=person,
        institution=institution,
        kind=kind,
        submitted_on=_day(on, at),
        decision=PENDING,
        amount=amount,
        currency=_currency(amount, currency, by.country),
    )
    audit.record("application.submitted", application, by=by, at=at, kind=kind)
    return application


@transaction.atomic
def decide(
    application: Application, *, decision: str, on: date | None = None, by: Worker, at: datetime
) -> Application:
    """
    Note the decision on an application.

    :param decision: ``approved`` or ``rejected``.
    :raises NotYourPerson, AlreadyDecided, NotOffered, InTheFuture: as their names say.
    :raises TooEarly: for a day before the application.
    """
    application = (
        Application.objects.select_for_update(of=["self"]).select_related("person").get(pk=application.pk)
    )
    _require_person(application.person, by)
    if application.decision != PENDING:
        raise AlreadyDecided(_("The decision on this application is already noted."))
    if decision == PENDING:
        raise NotOffered(_("Say whether it was approved or not."), field="decision")
    _require_code("application_decision", decision, field="decision")
    application.decision = decision
    application.decided_on = _day(on, at, not_before=application.submitted_on)
    application.save(update_fields=["decision", "decided_on"])
    audit.record("application.decided", application, by=by, at=at, decision=decision)
    return application


def _held(person: Person, by: Worker) -> Person:
    """The record that stands for the person, held against being joined with another meanwhile."""
    person = people.hold(person.pk)
    _require_person(person, by)
    return person


def _require_person(person: Person, by: Worker) -> None:
    may_note = any(by.may(action) for action in _MAY_NOTE)
    if not may_note or not persons_visible_to(by).filter(pk=standing_of(person).pk).exists():
        raise NotYourPerson(
            _("Your institution does not accompany this person, so nothing can be noted here.")
        )


def _require_code(list_code: str, code: str, *, field: str) -> None:
    if code not in content.codelist(list_code):
        raise NotOffered(_("Choose one of the options of the list."), field=field)


def _day(on: date | None, at: datetime, *, not_before: date | None = None) -> date:
    today = timezone.localdate(at)
    day = on or today
    if day > today:
        raise InTheFuture(_("That day has not come yet. Write today’s date or an earlier one."))
    if not_before and day < not_before:
        raise TooEarly(_("That day is before it was asked for. Review the date."))
    return day


def _currency(amount: Decimal | None, currency: str, country: str) -> str:
    if amount is None:
        return ""
    own = content.country(country).currency
    if amount < 0:
        raise NotAnAmount(_("Write the amount without a minus sign."))
    if currency and currency != own:
        raise NotAnAmount(
            _("Write the amount in the currency of the country, %(currency)s.") % {"currency": own}
        )
    return own


@transaction.atomic
def take_in(
    *, document_requests: Sequence[DocumentRequest], applications: Sequence[Application], at: datetime
) -> None:
    """Take in history from elsewhere (an exchange package, the simulator); one audit line for all."""
    DocumentRequest.objects.bulk_create(document_requests, batch_size=500)
    Application.objects.bulk_create(applications, batch_size=500)
    rows = len(document_requests) + len(applications)
    audit.record_bulk("support.taken_in", "support.application", by=None, at=at, rows=rows)
