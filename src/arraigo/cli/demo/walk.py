"""The main job, walked through the same services as the screens: from the list to the goal."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from arraigo.access.models import Worker
from arraigo.access.roles import Role
from arraigo.cases import services as cases
from arraigo.cases.models import Case, FollowUp
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.directory.models import Service
from arraigo.people.linkage import Band
from arraigo.reception import queries as reception
from arraigo.reception.models import Arrival, Passenger, Return
from arraigo.reception.rules import State, is_child
from arraigo.reception.services import arrivals, registration
from arraigo.reception.services.registration import Registration
from arraigo.referrals import services as referrals
from arraigo.referrals.models import Referral
from arraigo.support import services as support
from arraigo.support.models import Application, DocumentRequest

CASES, REFERRALS, FOLLOWUPS = 9, 10, 4
DECLINED, COMPLETED = 2, 3
DELIVERED, DECIDED = 3, 2
"""How many of each the walk makes, where there are as many to make them of."""


@dataclass(slots=True)
class Walked:
    """What the walk did, in the words of the command-line contract."""

    people_new: int = 0
    people_known: int = 0
    registered: int = 0
    cases_opened: int = 0
    referrals: dict[str, int] = field(default_factory=lambda: {"accepted": 0, "declined": 0, "completed": 0})
    followups_done: int = 0


def walk(arrival: Arrival, *, seed: int, at: datetime) -> Walked:
    """Walk steps 2 to 6 for everybody expected on the arrival, as the workers concerned."""
    chance, done = random.Random(seed), Walked()
    officer = Worker.objects.active().filter(institution=arrival.institution, role=Role.RECEPTION_OFFICER)[0]
    if arrival.arrived_at is None:
        arrivals.land(arrival, by=officer, at=at)
    returns = _register_all(arrival, officer, chance, done, at=at)
    opened = _open_cases(returns, officer, done, at=at)
    _refer(opened, done, at=at)
    _follow_up(done, at=at)
    _support(at=at)
    return done


def _register_all(
    arrival: Arrival, officer: Worker, chance: random.Random, done: Walked, *, at: datetime
) -> list[Return]:
    waiting = (
        arrival.passengers.filter(state=State.ARRIVED).select_related("arrival").order_by("list_number", "id")
    )
    made = []
    for passenger in waiting:
        found = reception.known_before(reception.described(passenger))
        person = next((one.candidate.person for one in found if one.candidate.band is Band.SAME), None)
        done.people_known += person is not None
        done.people_new += person is None
        said = _said(passenger, chance)
        registered = registration.register(passenger, said, id=uuid7(), person=person, by=officer, at=at)
        registration.give_service(registered, "welcome", by=officer, at=at)
        made.append(registered)
        done.registered += 1
    for registered in made[: len(made) // 2]:
        registration.leave(registered, by=officer, at=at)
    return made


def _said(passenger: Passenger, chance: random.Random) -> Registration:
    """What a synthetic person answers at the desk."""
    child = is_child(passenger.age) or (
        passenger.birth_date is not None and (timezone.localdate() - passenger.birth_date).days < 18 * 365
    )
    documented = chance.random() < (0.85 if child else 0.8)
    return Registration(
        given_names=passenger.given_names,
        paternal_surname=passenger.paternal_surname,
        maternal_surname=passenger.maternal_surname,
        sex=passenger.sex or "unknown",
        birth_date=passenger.birth_date,
        birth_date_precision=passenger.birth_date_precision,
        age=passenger.age,
        national_id=passenger.national_id,
        nationality=passenger.nationality,
        language=passenger.language or "spa",
        origin_municipality=passenger.municipality,
        destination_municipality=passenger.municipality,
        destination_safe="yes",
        unaccompanied=passenger.alone,
        return_type=chance.choice(("involuntary", "involuntary", "voluntary_obligated")),
        return_causes=(),
        migration_causes=("economic", "unemployment") if not child else ("family_reunification",),
        identity_document="yes" if documented else "no",
        certifiable_skills=chance.choice(("yes", "no", "unknown")),
        startup_capital=chance.choice(("yes", "no", "no", "unknown")),
        needs=("food", "call_family"),
        consent="share",
    )


def _open_cases(returns: list[Return], officer: Worker, done: Walked, *, at: datetime) -> list[Case]:
    """A case for the first who have none open, at the window that is nearest, accompanied to a signed plan."""
    windows = list(
        Worker.objects.active()
        .filter(role=Role.CASE_WORKER, institution__actor_type="local_government")
        .select_related("institution")
        .order_by("started_at", "id")
    )
    opened: list[Case] = []
    for of_return in returns:
        if len(opened) == CASES or not windows:
            break
        near = [one for one in windows if one.institution.municipality == of_return.destination_municipality]
        worker = (near or windows)[0]
        if Case.objects.filter(
            person=of_return.person, institution=worker.institution, closed_on=None
        ).exists():
            continue
        if is_child(of_return.age):
            continue
        case = cases.open_from(
            of_return,
            id=uuid7(),
            institution=worker.institution,
            worker=worker,
            because="wants_support",
            by=officer,
            at=at,
        )
        _plan(case, worker, at=at)
        opened.append(case)
        done.cases_opened += 1
    return opened


def _plan(case: Case, worker: Worker, *, at: datetime) -> None:
    answers = _calm_answers("screening_short")
    cases.record_screening(case, id=uuid7(), answers=answers, by=worker, at=at)
    cases.set_needs(case, [_found("need")], by=worker, at=at)
    cases.set_capacities(case, [_found("capacity")], by=worker, at=at)
    due = timezone.localdate(at) + timedelta(days=45)
    title = next(str(one.label) for one in content.codelist("service_type") if one.dimension == "economic")
    cases.add_action(
        case,
        id=uuid7(),
        level="individual",
        dimension="economic",
        title=title,
        institution=worker.institution,
        due_on=due,
        by=worker,
        at=at,
    )
    cases.sign_plan(case, by=worker, at=at)


def _found(list_code: str) -> cases.Found:
    item = next(one for one in content.codelist(list_code) if one.dimension and not one.protected)
    return cases.Found(code=item.code, dimension=str(item.dimension))


def _calm_answers(instrument_code: str) -> dict[str, Any]:
    """The answers of somebody whom nothing presses: the options that raise no alert and score best."""
    instrument = content.instrument(instrument_code)
    worrying = {(alert.when.question, code) for alert in instrument.alerts for code in alert.when.among}
    answers: dict[str, Any] = {}
    for question in instrument.questions:
        calm = [one for one in question.options if (question.code, one.code) not in worrying]
        best = max(calm or list(question.options), key=lambda one: one.score or 0)
        answers[question.code] = [best.code] if question.several else best.code
    return answers


def _refer(opened: list[Case], done: Walked, *, at: datetime) -> None:
    offered = list(
        Service.objects.filter(active=True)
        .select_related("institution")
        .order_by("institution__code", "name", "id")
    )
    for number in range(REFERRALS if opened else 0):
        case = opened[number % len(opened)]
        elsewhere = [one for one in offered if one.institution_id != case.institution_id]
        service = elsewhere[number % len(elsewhere)]
        answering = _focal_point(service)
        if answering is None or case.worker is None:
            continue
        sent = referrals.send(
            case,
            id=uuid7(),
            service=service,
            priority="ordinary",
            reason=service.name,
            by=case.worker,
            at=at,
        )
        _answer(sent, number, answering, done, at=at)


def _answer(sent: Referral, number: int, answering: Worker, done: Walked, *, at: datetime) -> None:
    if number < DECLINED:
        referrals.decline(sent, reason="no_capacity", note="", by=answering, at=at)
        done.referrals["declined"] += 1
        return
    accepted = referrals.accept(sent, appointment_at=at + timedelta(days=3), by=answering, at=at)
    if number < DECLINED + COMPLETED:
        referrals.complete(accepted, note="", by=answering, at=at)
        done.referrals["completed"] += 1
    else:
        done.referrals["accepted"] += 1


def _focal_point(service: Service) -> Worker | None:
    there = Worker.objects.active().filter(institution=service.institution, role=Role.FOCAL_POINT)
    return there.order_by("started_at", "id").first()


def _follow_up(done: Walked, *, at: datetime) -> None:
    """The follow-ups that have been due longest, each by the worker who accompanies the case."""
    today = timezone.localdate(at)
    due = (
        FollowUp.objects.filter(done_on=None, excused_on=None, due_on__lte=today, case__closed_on=None)
        .filter(Q(case__worker__isnull=False))
        .select_related("case__worker__institution")
        .order_by("due_on", "id")[:FOLLOWUPS]
    )
    for followup in due:
        worker = followup.case.worker
        assert worker is not None
        answers = _calm_answers("sustainability_short")
        cases.record_followup(followup, channel="phone", answers=answers, by=worker, at=at)
        done.followups_done += 1


def _support(*, at: datetime) -> None:
    """What people with an open case have waited for longest is delivered and decided today, so that figures move."""
    today = timezone.localdate(at)
    workers = _workers_of_open_cases()
    waiting = DocumentRequest.objects.filter(delivered_on=None, person__in=workers).order_by(
        "requested_on", "id"
    )
    for request in waiting[:DELIVERED]:
        support.deliver_document(request, on=today, by=workers[request.person_id], at=at)
    pending = Application.objects.filter(decision="pending", person__in=workers).order_by(
        "submitted_on", "id"
    )
    for application in pending[:DECIDED]:
        support.decide(application, decision="approved", on=today, by=workers[application.person_id], at=at)


def _workers_of_open_cases() -> dict[UUID, Worker]:
    """Who accompanies each person who has an open case."""
    cases_open = Case.objects.open().filter(worker__isnull=False).select_related("worker__institution")
    return {case.person_id: case.worker for case in cases_open if case.worker is not None}
