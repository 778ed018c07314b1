"""Cases on which people do anything, in any order: whatever is refused, the register stays consistent."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from arraigo.cases import services
from arraigo.cases.models import Case
from arraigo.cases.rules import ActionStatus, Stage, may_become
from arraigo.cases.services import Found
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from tests.cases.acts import add_action, screening_answers, sustainability_answers
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def any_action(case, choose):
    actions = list(case.plan.actions.all()) if hasattr(case, "plan") else []
    return choose.choice(actions) if actions else None


def steps(case, marta, choose, at):
    """What somebody might do next."""
    by = {"by": marta, "at": at}
    followup = choose.choice(list(case.followups.all()))
    action = any_action(case, choose)
    return {
        "screen": lambda: services.record_screening(case, id=uuid7(), answers=screening_answers(), **by),
        "needs": lambda: services.set_needs(case, [Found("income", "economic")], **by),
        "add": lambda: add_action(case, marta, at=at, due_on=None),
        "sign": lambda: services.sign_plan(case, **by),
        "act": lambda: action and services.move_action(action, to=choose.choice(list(ActionStatus)), **by),
        "move": lambda: services.move(case, to=choose.choice(list(Stage)), because="person_asked", **by),
        "follow": lambda: services.record_followup(
            followup, channel="phone", answers=sustainability_answers(choose.choice([0, -1])), **by
        ),
        "excuse": lambda: services.excuse_followup(followup, excuse="moved", **by),
        "close": lambda: services.close(case, reason=choose.choice(["withdrew", "goals_achieved"]), **by),
        "reopen": lambda: services.reopen(case, **by),
    }


@pytest.mark.parametrize("seed", range(12))
def test_any_walk_leaves_a_consistent_case(seed, case_of_reyna, marta):
    choose = random.Random(seed)
    for day in range(60):
        case = Case.objects.get(pk=case_of_reyna.pk)
        step = choose.choice(list(steps(case, marta, choose, NOW + timedelta(days=5 * day)).values()))
        with suppress(Refused):
            step()

    case = Case.objects.get(pk=case_of_reyna.pk)
    assert (case.stage == Stage.CLOSED) == bool(case.closed_on) == bool(case.closure_reason)
    moves = list(case.stage_moves.all())
    assert all(may_become(Stage(move.from_stage), Stage(move.to_stage)) for move in moves)
    assert [move.from_stage for move in moves] == [Stage.OPEN, *[move.to_stage for move in moves]][
        : len(moves)
    ]
    assert case.stage == (moves[-1].to_stage if moves else Stage.OPEN)
    assert not case.followups.filter(done_on__isnull=False, excused_on__isnull=False).exists()
