"""Plans: actions that answer the needs found, who does them, and how far they came."""

from __future__ import annotations

from datetime import date, timedelta

from arraigo.interop.simulator.rows import Case, Institution, PlanAction
from arraigo.interop.simulator.schema import Action
from arraigo.interop.simulator.world import World

STARTED_AFTER_DAYS = 7
GIVEN_UP_AFTER_DAYS = 100
"""An open action that is later than this was given up."""


class PlanMaker:
    """Chooses actions for a case and says what became of each by a day."""

    def __init__(self, world: World) -> None:
        self._world, self._profile = world, world.profile
        self._chance = world.stream("plans")

    def actions(
        self,
        case: Case,
        owner: Institution,
        tags: frozenset[str],
        *,
        started: date,
        signed: date,
        until: date,
    ) -> list[PlanAction]:
        chosen = self._chosen([need.need for need in case.needs], tags)
        return [self._action(action, case, owner, started, signed, until) for action in chosen]

    def _chosen(self, needs: list[str], tags: frozenset[str]) -> list[Action]:
        """First one action for each need, in their order, then more, up to the number of the plan."""
        fitting = [
            a for a in self._profile.actions if not set(needs).isdisjoint(a.meets) and tags.issuperset(a.of)
        ]
        self._chance.shuffle(fitting)
        wanted = int(self._chance.pick(self._profile.weighted("actions_in_plan")))
        chosen: list[Action] = []
        for need in needs:
            if not any(need in action.meets for action in chosen):
                chosen += [action for action in fitting if need in action.meets][:1]
        chosen += [action for action in fitting if action not in chosen]
        return chosen[:wanted]

    def _action(
        self, action: Action, case: Case, owner: Institution, started: date, signed: date, until: date
    ) -> PlanAction:
        due = signed + timedelta(days=round(action.due_after_days * self._chance.near(1, 0.15, 0.6, 1.4)))
        done: date | None = due + timedelta(days=round(self._chance.near(8, 18, -30, 75)))
        if done is not None and done < signed:
            done = signed + timedelta(days=1)
        if done is None or done > until or not self._chance.happens(self._profile.value("action_done")):
            done = None
        return PlanAction(
            action_id=self._chance.id(self._world.office_hour(self._chance, started)),
            level=action.level,
            dimension=action.dimension,
            title=action.title.es,
            service_type=action.service_type,
            institution_id=self._institution(action, case, owner).institution_id,
            due_on=due,
            status=_status(signed, due, done, until),
            done_on=done,
            lifts=float(action.lifts),
            meets=action.meets,
        )

    def _institution(self, action: Action, case: Case, owner: Institution) -> Institution:
        """Who does it: the owner, or the institution with that duty that is near enough."""
        if action.duty == "own" or action.duty == owner.duty:
            return owner
        if action.duty == "health":
            near = [h for h in self._world.having("health") if h.municipality[:4] == case.municipality[:4]]
            far = self._world.having("ngo")[0]
            return near[0] if near else far if self._world.offer(far, action.service_type) else owner
        if action.duty == "window":
            return self._world.window_for(case.municipality) or owner
        return next(iter(self._world.having(action.duty)), owner)


def _status(signed: date, due: date, done: date | None, until: date) -> str:
    if done:
        return "done"
    if (until - due).days > GIVEN_UP_AFTER_DAYS:
        return "cancelled"
    return "under_way" if (until - signed).days > STARTED_AFTER_DAYS else "planned"
