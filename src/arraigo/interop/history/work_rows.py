"""Cases with all that hangs on them, referrals and support from a population's rows."""

import json
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from arraigo.cases.models import Capacity, Case, FollowUp, Need, Plan, PlanAction, Screening, StageMove
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.instruments import rules as scoring
from arraigo.instruments.models import Response
from arraigo.interop.history.cast import Cast
from arraigo.interop.simulator import Population
from arraigo.referrals.models import Referral
from arraigo.support.models import Application, DocumentRequest

_SUSTAINABILITY, _SCREENING = "sustainability_short", "screening_short"


def case_records(population: Population, cast: Cast) -> dict[str, Any]:
    """Arguments of the operation `cases.services.take_in`."""
    responses: list[Response] = []
    ordered = sorted(population.cases, key=lambda row: (row.opened_on, row.case_id))
    plans = {row.case_id: _plan(row) for row in ordered if row.plan_started_on}
    return {
        "responses": responses,
        "cases": [_case(row, number, cast) for number, row in enumerate(ordered, start=1)],
        "stage_moves": [move for row in ordered for move in _moves(row)],
        "screenings": [_screening(row, responses) for row in ordered if row.screened_on],
        "needs": [_need(row, one) for row in ordered for one in row.needs],
        "capacities": [
            Capacity(
                case_id=row.case_id, dimension=one.dimension, capacity=one.capacity, found_on=one.found_on
            )
            for row in ordered
            for one in row.capacities
        ],
        "plans": list(plans.values()),
        "actions": [
            _action(one, plans[row.case_id], cast)
            for row in ordered
            if row.case_id in plans
            for one in row.actions
        ],
        "followups": [_followup(row, responses) for row in population.followups],
    }


def referral_records(population: Population, cast: Cast) -> list[Referral]:
    """Referrals in the order in which they were sent."""
    rows = sorted(population.referrals, key=lambda row: (row.sent_at, row.referral_id))
    return [
        Referral(
            id=row.referral_id,
            number=number,
            case_id=row.case_id,
            service=cast.services[row.programme_id],
            from_institution=cast.institutions[row.from_institution],
            sent_by=cast.case_workers.get(cast.institutions[row.from_institution].pk),
            priority=row.priority,
            reason=row.reason,
            can_come=row.can_come,
            shared_fields=list(row.shared_fields),
            status=row.status,
            sent_at=row.sent_at,
            answer_due_at=row.answer_due_at,
            answered_at=row.answered_at,
            appointment_at=row.appointment_at,
            decline_reason=row.decline_reason,
            completed_at=row.completed_at,
            synthetic=True,
        )
        for number, row in enumerate(rows, start=1)
    ]


def support_records(population: Population, cast: Cast) -> dict[str, Any]:
    """Arguments of the operation `support.services.take_in`."""
    return {
        "document_requests": [
            DocumentRequest(
                id=row.request_id,
                person_id=row.person_id,
                institution=cast.institutions.get(row.institution_id),
                document=row.document,
                requested_on=row.requested_on,
                delivered_on=row.delivered_on,
            )
            for row in population.document_requests
        ],
        "applications": [
            Application(
                id=row.application_id,
                person_id=row.person_id,
                institution=cast.institutions.get(row.institution_id),
                kind=row.kind,
                submitted_on=row.submitted_on,
                decided_on=row.decided_on,
                decision=row.decision,
                amount=row.amount,
                currency=row.currency,
            )
            for row in population.applications
        ],
    }


def _case(row: Any, number: int, cast: Cast) -> Case:
    institution = cast.institutions[row.institution_id]
    return Case(
        id=row.case_id,
        number=number,
        person_id=row.person_id,
        after_return_id=row.return_id,
        institution=institution,
        worker=cast.case_workers.get(institution.pk),
        municipality=row.municipality,
        stage=row.stage,
        stage_since=row.stage_since,
        opened_on=row.opened_on,
        opened_because=row.opened_because,
        own_words=row.own_words,
        own_words_on=row.own_words_on,
        protected=row.protected,
        careful_contact=row.careful_contact,
        closed_on=row.closed_on,
        closure_reason=row.closure_reason,
        synthetic=True,
    )


def _need(row: Any, one: Any) -> Need:
    protected = content.codelist("need").item(one.need).protected
    return Need(
        case_id=row.case_id,
        dimension=one.dimension,
        need="" if protected else one.need,
        protected_need=one.need if protected else "",
        urgent=one.urgent,
        found_on=one.found_on,
        met_on=one.met_on,
    )


def _moves(row: Any) -> list[StageMove]:
    """Each stage that the case passed, with its reason."""
    return [
        StageMove(
            case_id=row.case_id,
            from_stage=before.stage,
            to_stage=after.stage,
            because=after.because,
            moved_at=_noon(after.since),
        )
        for before, after in zip(row.stages, row.stages[1:], strict=False)
    ]


def _screening(row: Any, responses: list[Response]) -> Screening:
    moment = _noon(row.screened_on)
    response = _response(_SCREENING, row.screening_answers, moment)
    responses.append(response)
    return Screening(case_id=row.case_id, response=response, done_at=moment, flags=list(row.screening_flags))


def _plan(row: Any) -> Plan:
    return Plan(id=uuid7(), case_id=row.case_id, started_on=row.plan_started_on, signed_on=row.plan_signed_on)


def _action(row: Any, plan: Plan, cast: Cast) -> PlanAction:
    return PlanAction(
        id=row.action_id,
        plan=plan,
        level=row.level,
        dimension=row.dimension,
        title=row.title,
        institution=cast.institutions[row.institution_id],
        due_on=row.due_on,
        status=row.status,
        done_on=row.done_on,
    )


def _followup(row: Any, responses: list[Response]) -> FollowUp:
    taken = row.done_on and row.answers
    response = _response(_SUSTAINABILITY, row.answers, _noon(row.done_on)) if taken else None
    if response is not None:
        responses.append(response)
    return FollowUp(
        id=row.followup_id,
        case_id=row.case_id,
        month=row.month,
        due_on=row.due_on,
        done_on=row.done_on,
        channel=row.channel,
        intends_to_remigrate=row.intends_to_remigrate,
        response=response,
        score_economic=row.score_economic,
        score_social=row.score_social,
        score_psychosocial=row.score_psychosocial,
        score=row.score,
        excuse=row.excuse,
        excused_on=row.excused_on,
    )


def _response(code: str, answers: Any, moment: datetime) -> Response:
    instrument = content.instrument(code)
    scores = scoring.score(instrument, answers)
    return Response(
        id=uuid7(),
        instrument=instrument.code,
        version=instrument.version,
        weights_profile=instrument.default_profile or "",
        answers_json=json.dumps(answers, sort_keys=True),
        scores=scores.as_stored(),
        answered=scores.answered,
        answered_at=moment,
    )


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
