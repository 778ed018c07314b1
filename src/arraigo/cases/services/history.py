"""Taking in cases in bulk: history from elsewhere (an exchange package, the simulator)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.cases.models import Capacity, Case, FollowUp, Need, Plan, PlanAction, Screening, StageMove
from arraigo.instruments.models import Response

_BATCH = 500


@transaction.atomic
def take_in(
    *,
    responses: Sequence[Response],
    cases: Sequence[Case],
    stage_moves: Sequence[StageMove],
    screenings: Sequence[Screening],
    needs: Sequence[Need],
    capacities: Sequence[Capacity],
    plans: Sequence[Plan],
    actions: Sequence[PlanAction],
    followups: Sequence[FollowUp],
    at: datetime,
) -> None:
    """Take in cases of known persons with all that hangs on them; one audit line for all."""
    Response.objects.bulk_create(responses, batch_size=_BATCH)
    Case.objects.bulk_create(cases, batch_size=_BATCH)
    StageMove.objects.bulk_create(stage_moves, batch_size=_BATCH)
    Screening.objects.bulk_create(screenings, batch_size=_BATCH)
    Need.objects.bulk_create(needs, batch_size=_BATCH)
    Capacity.objects.bulk_create(capacities, batch_size=_BATCH)
    Plan.objects.bulk_create(plans, batch_size=_BATCH)
    PlanAction.objects.bulk_create(actions, batch_size=_BATCH)
    FollowUp.objects.bulk_create(followups, batch_size=_BATCH)
    audit.record_bulk("cases.taken_in", "cases.case", by=None, at=at, rows=len(cases))
