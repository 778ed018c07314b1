"""A person's way through all rooms: from the first list to the last follow-up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.access.models import Worker
from arraigo.cases.models import Case, Contact, FollowUp, PlanAction, Screening, StageMove
from arraigo.cases.rules import ActionStatus
from arraigo.cases.templatetags.cases import month_name
from arraigo.core import content
from arraigo.people.models import Person
from arraigo.reception.models import Passenger, ReceptionService, Return
from arraigo.referrals.models import Referral
from arraigo.support.models import Application, DocumentRequest
from arraigo.web import formats
from arraigo.web.components import Event

_SHOWN_MOVES = {"reopened", "circumstances_changed", "person_asked", "plan_redone", "enough_done"}


def timeline_of(person: Person, worker: Worker, today: date) -> list[Event]:
    """
    Everything that happened with a person as far as the worker may see it, newest first; a constant number of queries.

    Of a protected case only its own worker sees anything, also that it exists. Scores, screenings and contacts are
    the case's own: an institution that sees the person through a referral does not get them.
    """
    cases = Case.objects.visible_to(worker).filter(person=person)
    facts = [
        *_reception(person, worker),
        *_cases(cases),
        *_followups(cases),
        *_referrals(person, worker),
        *_support(person, worker),
    ]
    facts.sort(key=lambda event: _moment(event.on), reverse=True)
    return [_marked(event, today) for event in facts]


def _moment(on: date | datetime) -> tuple[date, float]:
    """Days in order, and moments inside a day; what has no moment comes last of its day, as it stood there first."""
    if isinstance(on, datetime):
        return timezone.localdate(on), on.timestamp()
    return on, 0.0


def _marked(event: Event, today: date) -> Event:
    day = timezone.localdate(event.on) if isinstance(event.on, datetime) else event.on
    return Event(event.on, event.fact, event.who, event.url, today=day == today)


def _reception(person: Person, worker: Worker) -> Iterator[Event]:
    returns = (
        Return.objects.visible_to(worker).filter(person=person).select_related("institution", "passenger")
    )
    services: dict[object, list[ReceptionService]] = {}
    for service in ReceptionService.objects.filter(of_return__in=returns):
        services.setdefault(service.of_return_id, []).append(service)
    for one in returns:
        yield from _of_return(one, services.get(one.pk, []))


def _of_return(one: Return, services: Sequence[ReceptionService]) -> Iterator[Event]:
    centre = one.institution.name
    passenger: Passenger | None = one.passenger
    if passenger is not None and passenger.manifest_row_id:
        yield Event(passenger.created_at, _("Announced on an arrivals list"), centre)
    route = content.label("route", one.route) if one.route else ""
    back = _("Returned (%(route)s)") % {"route": route.lower()} if route else _("Returned")
    yield Event(one.arrived_on, back, one.port_of_entry or centre)
    if one.registered_at:
        yield Event(one.registered_at, _("Registered at reception"), centre)
    if services:
        count = ngettext("%(count)d reception service", "%(count)d reception services", len(services))
        yield Event(max(each.given_at for each in services), count % {"count": len(services)}, centre)
    if one.reception_completed_at and one.registered_at:
        took = formats.minutes(one.reception_completed_at - one.registered_at)
        yield Event(one.reception_completed_at, _("Left the centre"), _("after %(time)s") % {"time": took})


def _cases(cases: Iterable[Case]) -> Iterator[Event]:
    found = cases.select_related("institution", "worker", "plan").defer("own_words", "careful_contact")  # type: ignore[attr-defined]
    for case in found:
        yield from _of_case(case)
    for screening in (
        Screening.objects.filter(case__in=cases).select_related("done_by").only("done_at", "done_by__name")
    ):
        yield Event(screening.done_at, _("Screening"), _name(screening.done_by))
    for move in StageMove.objects.filter(case__in=cases, because__in=_SHOWN_MOVES).select_related("moved_by"):
        stage = content.label("case_stage", move.to_stage)
        yield Event(
            move.moved_at,
            _("On to “%(stage)s”") % {"stage": stage},
            content.label("stage_reason", move.because),
        )
    for contact in Contact.objects.filter(case__in=cases).select_related("noted_by").defer("note"):
        yield Event(contact.happened_on, _of_contact(contact), _name(contact.noted_by))
    done = PlanAction.objects.filter(plan__case__in=cases, status=ActionStatus.DONE).select_related(
        "institution"
    )
    for action in done:
        if action.done_on:
            yield Event(
                action.done_on, _("Done: %(action)s") % {"action": action.title}, action.institution.name
            )


def _of_case(case: Case) -> Iterator[Event]:
    opened = _("Case %(number)s opened") % {"number": case.shown_number}
    yield Event(case.opened_on, opened, case.institution.name)
    plan = getattr(case, "plan", None)
    if plan and plan.signed_on:
        version = _("version %(version)d") % {"version": plan.version}
        yield Event(plan.signed_on, _("Plan signed"), version)
    if case.closed_on:
        yield Event(case.closed_on, _("Case closed"), content.label("closure_reason", case.closure_reason))


def _of_contact(contact: Contact) -> str:
    channel = content.label("followup_channel", contact.channel)
    if contact.reached == "yes":
        return _("Contact: %(channel)s") % {"channel": channel.lower()}
    return _("Attempt without an answer: %(channel)s") % {"channel": channel.lower()}


def _followups(cases: Iterable[Case]) -> Iterator[Event]:
    settled = FollowUp.objects.filter(case__in=cases).exclude(done_on=None, excused_on=None).defer("response")
    for followup in settled:
        month = month_name(followup.month)
        if followup.done_on and followup.score is not None:
            score = formats.number(float(followup.score), 2)
            fact = _("Follow-up at %(months)s: %(score)s") % {"months": month, "score": score}
        elif followup.done_on:
            fact = _("Follow-up at %(months)s") % {"months": month}
        else:
            fact = _("Follow-up at %(months)s excused") % {"months": month}
        why = (
            content.label("followup_channel", followup.channel)
            if followup.done_on
            else content.label("followup_excuse", followup.excuse)
        )
        yield Event(followup.done_on or followup.excused_on or followup.due_on, fact, why)


def _referrals(person: Person, worker: Worker) -> Iterator[Event]:
    visible = Referral.objects.visible_to(worker).filter(case__person=person)
    for referral in visible.select_related("service__institution"):
        service, where = referral.service.name, referral.service.institution.name
        yield Event(referral.sent_at, _("Referred: %(service)s") % {"service": service}, where)
        if referral.answered_at:
            state = content.label(
                "referral_status", "declined" if referral.status == "declined" else "accepted"
            )
            yield Event(referral.answered_at, _("Referral: %(state)s") % {"state": state.lower()}, where)
        if referral.completed_at:
            state = content.label("referral_status", referral.status)
            yield Event(referral.completed_at, _("Referral: %(state)s") % {"state": state.lower()}, where)


def _support(person: Person, worker: Worker) -> Iterator[Event]:
    for request in (
        DocumentRequest.objects.visible_to(worker).filter(person=person).select_related("institution")
    ):
        name = content.label("document_type", request.document)
        where = request.institution.name if request.institution else ""
        yield Event(request.requested_on, _("Asked for: %(what)s") % {"what": name}, where)
        if request.delivered_on:
            yield Event(request.delivered_on, _("Delivered: %(what)s") % {"what": name}, where)
    for application in (
        Application.objects.visible_to(worker).filter(person=person).select_related("institution")
    ):
        name = content.label("application_kind", application.kind)
        where = application.institution.name if application.institution else ""
        yield Event(application.submitted_on, _("Applied for: %(what)s") % {"what": name}, where)
        if application.decided_on:
            decision = content.label("application_decision", application.decision)
            yield Event(application.decided_on, f"{name}: {decision.lower()}", where)


def _name(worker: Worker | None) -> str:
    return worker.name if worker else ""
