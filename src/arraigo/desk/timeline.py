"""A person's way through all rooms: from the first list to the last follow-up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.cases.models import Case, CaseQuerySet, Contact, FollowUp, PlanAction, Screening, StageMove
from arraigo.cases.rules import ActionStatus
from arraigo.cases.templatetags.cases import month_name
from arraigo.core import content
from arraigo.people.models import Person
from arraigo.people.queries import records_of
from arraigo.reception.evidence import nth_return
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
    the case's own. An institution that sees the person through a referral gets neither these nor how they returned,
    and of documents and support what it deals with itself.
    """
    cases = Case.objects.visible_to(worker).filter(person__in=records_of(person))
    sees_returns = worker.may(Action.SEE_CASE) or worker.may(Action.REGISTER_RETURN)
    facts = [
        *(_reception(person, worker) if sees_returns else ()),
        *_cases(cases),
        *_followups(cases),
        *_referrals(person, worker),
        *_support(person, worker),
    ]
    facts.sort(key=lambda fact: fact.order, reverse=True)
    return [Event(fact.on, fact.words, fact.who, today=fact.day == today) for fact in facts]


class Rank(IntEnum):
    """What comes before what on one day; many facts have a day and no hour."""

    LIST = 0
    RETURN = 1
    RECEPTION = 2
    OPENING = 3
    WORK = 4
    CLOSING = 5


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened."""

    on: date | datetime
    words: str
    who: str = ""
    rank: Rank = Rank.WORK

    @property
    def day(self) -> date:
        return timezone.localdate(self.on) if isinstance(self.on, datetime) else self.on

    @property
    def order(self) -> tuple[date, Rank, float]:
        """By day, by what comes first in a day, by the hour where there is one."""
        return self.day, self.rank, self.on.timestamp() if isinstance(self.on, datetime) else 0.0


def _reception(person: Person, worker: Worker) -> Iterator[Fact]:
    returns = (
        Return.objects.visible_to(worker).filter(person=person).select_related("institution", "passenger")
    )
    services: dict[object, list[ReceptionService]] = {}
    for service in ReceptionService.objects.filter(of_return__in=returns):
        services.setdefault(service.of_return_id, []).append(service)
    found = list(returns)
    for place, one in enumerate(found):
        yield from _of_return(one, services.get(one.pk, []), nth_return(len(found) - place))


def _of_return(one: Return, services: Sequence[ReceptionService], nth: str) -> Iterator[Fact]:
    centre = one.institution.name
    passenger: Passenger | None = one.passenger
    if passenger is not None and passenger.manifest_row_id:
        yield Fact(passenger.created_at, _("Announced on an arrivals list"), centre, Rank.LIST)
    route = content.label("route", one.route) if one.route else ""
    back = _("Returned (%(route)s)") % {"route": route.lower()} if route else _("Returned")
    back = f"{back}: {nth}" if nth else back
    yield Fact(one.arrived_on, back, one.port_of_entry or centre, Rank.RETURN)
    if one.registered_at:
        yield Fact(one.registered_at, _("Registered at reception"), centre, Rank.RECEPTION)
    if services:
        count = ngettext("%(count)d reception service", "%(count)d reception services", len(services))
        last = max(each.given_at for each in services)
        yield Fact(last, count % {"count": len(services)}, centre, Rank.RECEPTION)
    if one.reception_completed_at and one.registered_at:
        took = formats.minutes(one.reception_completed_at - one.registered_at)
        after = _("after %(time)s") % {"time": took}
        yield Fact(one.reception_completed_at, _("Left the centre"), after, Rank.RECEPTION)


def _cases(cases: CaseQuerySet) -> Iterator[Fact]:
    found = cases.select_related("institution", "worker", "plan").defer("own_words", "careful_contact")
    for case in found:
        yield from _of_case(case)
    for screening in (
        Screening.objects.filter(case__in=cases).select_related("done_by").only("done_at", "done_by__name")
    ):
        yield Fact(screening.done_at, _("Screening"), _name(screening.done_by))
    for move in StageMove.objects.filter(case__in=cases, because__in=_SHOWN_MOVES).select_related("moved_by"):
        stage = content.label("case_stage", move.to_stage)
        yield Fact(
            move.moved_at,
            _("On to “%(stage)s”") % {"stage": stage},
            content.label("stage_reason", move.because),
        )
    for contact in Contact.objects.filter(case__in=cases).select_related("noted_by").defer("note"):
        yield Fact(contact.happened_on, _of_contact(contact), _name(contact.noted_by))
    done = PlanAction.objects.filter(plan__case__in=cases, status=ActionStatus.DONE).select_related(
        "institution"
    )
    for action in done:
        if action.done_on:
            yield Fact(
                action.done_on, _("Done: %(action)s") % {"action": action.title}, action.institution.name
            )


def _of_case(case: Case) -> Iterator[Fact]:
    opened = _("Case %(number)s opened") % {"number": case.shown_number}
    yield Fact(case.opened_on, opened, case.institution.name, Rank.OPENING)
    plan = getattr(case, "plan", None)
    if plan and plan.signed_on:
        version = _("version %(version)d") % {"version": plan.version}
        yield Fact(plan.signed_on, _("Plan signed"), version)
    if case.closed_on:
        reason = content.label("closure_reason", case.closure_reason)
        yield Fact(case.closed_on, _("Case closed"), reason, Rank.CLOSING)


def _of_contact(contact: Contact) -> str:
    channel = content.label("followup_channel", contact.channel)
    if contact.reached == "yes":
        return _("Contact: %(channel)s") % {"channel": channel.lower()}
    return _("Attempt without an answer: %(channel)s") % {"channel": channel.lower()}


def _followups(cases: CaseQuerySet) -> Iterator[Fact]:
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
        yield Fact(followup.done_on or followup.excused_on or followup.due_on, fact, why)


def _referrals(person: Person, worker: Worker) -> Iterator[Fact]:
    visible = Referral.objects.visible_to(worker).filter(case__person__in=records_of(person))
    for referral in visible.select_related("service__institution"):
        service, where = referral.service.name, referral.service.institution.name
        yield Fact(referral.sent_at, _("Referred: %(service)s") % {"service": service}, where)
        if referral.answered_at:
            state = content.label(
                "referral_status", "declined" if referral.status == "declined" else "accepted"
            )
            yield Fact(referral.answered_at, _("Referral: %(state)s") % {"state": state.lower()}, where)
        if referral.completed_at:
            state = content.label("referral_status", referral.status)
            yield Fact(referral.completed_at, _("Referral: %(state)s") % {"state": state.lower()}, where)


def _support(person: Person, worker: Worker) -> Iterator[Fact]:
    own = {} if worker.may(Action.SEE_CASE) else {"institution": worker.institution_id}
    requests = DocumentRequest.objects.visible_to(worker).filter(person=person, **own)
    for request in requests.select_related("institution"):
        name = content.label("document_type", request.document)
        where = request.institution.name if request.institution else ""
        yield Fact(request.requested_on, _("Asked for: %(what)s") % {"what": name}, where)
        if request.delivered_on:
            yield Fact(request.delivered_on, _("Delivered: %(what)s") % {"what": name}, where)
    applications = Application.objects.visible_to(worker).filter(person=person, **own)
    for application in applications.select_related("institution"):
        name = content.label("application_kind", application.kind)
        where = application.institution.name if application.institution else ""
        yield Fact(application.submitted_on, _("Applied for: %(what)s") % {"what": name}, where)
        if application.decided_on:
            decision = content.label("application_decision", application.decision)
            yield Fact(application.decided_on, f"{name}: {decision.lower()}", where)


def _name(worker: Worker | None) -> str:
    return worker.name if worker else ""
