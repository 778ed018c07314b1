"""Cases: who opens one, what was found, what was agreed, how far it came, and why it closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from arraigo.cases.rules import Stage
from arraigo.core import content
from arraigo.instruments.rules import raised
from arraigo.interop.simulator.history import History
from arraigo.interop.simulator.plans import PlanMaker
from arraigo.interop.simulator.rows import Capacity, Case, Institution, Need, StageMove
from arraigo.interop.simulator.schema import Concern, KnownReturn, Story
from arraigo.interop.simulator.screening import screening_answers
from arraigo.interop.simulator.world import Trip, World

MOST_NEEDS = 7
CLOSED_AFTER_DAYS = 365
GRAVE = frozenset({"gbv_survivor", "trafficking_survivor"})


@dataclass(slots=True)
class Told:
    """A case with what only the simulator knows: whose it is, and what a story says of it."""

    case: Case
    trip: Trip
    owner: Institution
    tags: frozenset[str]
    until: date  # the last day on which something may happen in it
    story: Story | None = None


@dataclass(slots=True)
class Steps:
    """When a case is screened, assessed, gets a plan and has it signed."""

    screened: date
    assessed: date
    started: date
    signed: date


class CaseMaker:
    """Opens cases after returns, in the order of the returns."""

    def __init__(self, world: World, history: History) -> None:
        self._world, self._profile, self._history = world, world.profile, history
        self._chance = world.stream("cases")
        self._plans = PlanMaker(world)
        self._again: dict[object, list[date]] = {}
        for trip in history.trips:
            self._again.setdefault(trip.traveller.person.person_id, []).append(trip.return_.arrived_on)

    def make(self) -> Iterator[Told]:
        stories = {id(trip): self._profile.stories[number] for number, trip in self._history.stories.items()}
        known = {id(trip): self._profile.known_people[number] for number, trip in self._history.known.items()}
        headed: set[object] = set()
        for trip in self._history.trips:
            head = trip.party is None or trip.party not in headed
            headed.add(trip.party)
            story, earlier = stories.get(id(trip)), known.get(id(trip))
            if story or (earlier and earlier.case_at):
                yield self._case(trip, self._world.by_code(_case_at(story, earlier)), story, earlier)
            elif earlier is None and head and self._opens(trip):
                told = self._case(trip, self._owner(trip), None, None)
                if told.case.opened_on <= self._world.yesterday:
                    yield told

    def _opens(self, trip: Trip) -> bool:
        if trip.return_.consent_scope == "refused" or (trip.traveller.is_child and not trip.alone):
            return False
        window = self._world.window_for(trip.return_.destination_municipality)
        where = "child_alone" if trip.alone else "window" if window else "elsewhere"
        return self._world.deck.happens(("case", where), self._profile.number("case_share", where, "share"))

    def _owner(self, trip: Trip) -> Institution:
        if trip.alone:
            return self._world.having("child_protection")[0]
        return self._world.window_for(trip.return_.destination_municipality) or self._world.having("ngo")[0]

    def _case(self, trip: Trip, owner: Institution, story: Story | None, known: KnownReturn | None) -> Told:
        arrived = trip.return_.arrived_on
        opened = arrived + timedelta(
            days=1 if story else min(self._chance.days(self._profile.value("opened_after_days")), 25)
        )
        end, reason = self._end(trip, opened, story, known)
        closed = end if self._world.known(end) else None
        protected = story is None and self._protected(trip)
        tags = self._tags(trip)
        case = Case(
            case_id=self._chance.id(self._world.office_hour(self._chance, opened)),
            person_id=trip.traveller.person.person_id,
            return_id=trip.return_.return_id,
            institution_id=owner.institution_id,
            municipality=trip.return_.destination_municipality,
            opened_on=opened,
            closed_on=closed,
            closure_reason=reason if closed else "",
            stage=Stage.OPEN.value,
            stage_since=opened,
            opened_because=self._because(trip),
            own_words=self._own_words(tags, story),
            own_words_on=None,
            protected=protected,
            consent_scope=trip.return_.consent_scope,
            careful_contact=self._chance.one_of(self._profile.careful_contact).es if protected else "",
            screened_on=None,
            screening_answers={},
            screening_flags=(),
            needs=(),
            capacities=(),
            plan_started_on=None,
            plan_signed_on=None,
        )
        told = Told(case, trip, owner, tags, closed or self._world.yesterday, story)
        self._walk(told)
        return told

    def _because(self, trip: Trip) -> str:
        return (
            "child_protection" if trip.alone else self._chance.pick(self._profile.weighted("opened_because"))
        )

    def _protected(self, trip: Trip) -> bool:
        grave = not GRAVE.isdisjoint(trip.return_.groups)
        return grave or self._chance.happens(self._profile.value("protected_case"))

    def _end(
        self, trip: Trip, opened: date, story: Story | None, known: KnownReturn | None
    ) -> tuple[date, str]:
        """When and why the case closes or will close; a person who returns again had migrated before."""
        arrived = trip.return_.arrived_on
        if story:
            return arrived + timedelta(days=CLOSED_AFTER_DAYS), "goals_achieved"
        if known and known.closed_because:
            return arrived + timedelta(days=290), known.closed_because
        if self._chance.happens(self._profile.value("early_closure")):
            end, when = opened + timedelta(days=20 + int(self._chance.random() * 290)), "early"
        else:
            days = CLOSED_AFTER_DAYS + 3 + int(self._chance.random() * 35)
            end, when = arrived + timedelta(days=days), "at_end"
        reason = self._chance.pick(self._profile.weighted("closure_reason", when))
        later = [day for day in self._again[trip.traveller.person.person_id] if day > arrived]
        left_by = min(later) - timedelta(days=7 + int(self._chance.random() * 40)) if later else None
        if left_by and left_by < end:
            return max(left_by, opened + timedelta(days=1)), "remigrated"
        return end, reason

    def _walk(self, told: Told) -> None:
        """Take the case through its stages, as far as the days until now or its end reach."""
        case, steps = told.case, self._steps(told)
        if steps.screened <= told.until:
            self._screen(told, steps.screened)
        if steps.assessed <= told.until:
            self._assess(told, steps.assessed)
        if steps.started <= told.until:
            self._plan(told, steps)
        if steps.signed <= told.until:
            case.plan_signed_on = steps.signed
            _go(case, Stage.IMPLEMENTATION, steps.signed, "plan_signed")
            self._finish_actions(told)
        if case.closed_on:
            _go(case, Stage.CLOSED, case.closed_on, "closed")

    def _steps(self, told: Told) -> Steps:
        """The days of a case's steps, whether or not they have come."""
        screened = told.case.opened_on + timedelta(days=int(self._chance.random() * 6))
        assessed = screened + timedelta(days=2 + int(self._chance.random() * 9))
        started = assessed + timedelta(days=1 + int(self._chance.random() * 7))
        usual = self._chance.days(self._profile.value("plan_signed_days"), 0.35)
        signed = max(started + timedelta(days=1), told.trip.return_.arrived_on + timedelta(days=usual))
        if told.story and told.story.stage == Stage.PLAN:
            started, signed = self._world.today - timedelta(days=6), self._world.today
        return Steps(screened, assessed, started, signed)

    def _screen(self, told: Told, day: date) -> None:
        instrument = content.instrument("screening_short", self._world.country)
        case = told.case
        answers = screening_answers(self._chance, told.trip, protected=case.protected)
        case.screened_on, case.screening_answers = day, answers
        case.screening_flags = tuple(dict.fromkeys(a.flag for a in raised(instrument, answers) if a.flag))
        _go(case, Stage.SCREENING, day, "screening_started")
        _go(case, Stage.ASSESSMENT, day, "screening_done")

    def _plan(self, told: Told, steps: Steps) -> None:
        told.case.plan_started_on = steps.started
        told.case.actions = self._plans.actions(
            told.case, told.owner, told.tags, started=steps.started, signed=steps.signed, until=told.until
        )
        self._meet_needs(told)

    def _assess(self, told: Told, day: date) -> None:
        """What the person needs and has; the three dimensions are looked at."""
        needs = content.codelist("need", self._world.country)
        capacities = content.codelist("capacity", self._world.country)
        found = self._named(self._profile.needs, told.tags) or ["emotional_support"]
        if told.story:
            found = list(dict.fromkeys([*told.story.needs, *found]))
        found = found[:MOST_NEEDS]
        told.case.needs = tuple(
            Need(code, needs.item(code).dimension or "social", self._chance.happens(0.12), day, None)
            for code in found
        )
        strong = self._named(self._profile.capacities, told.tags) or ["family"]
        told.case.capacities = tuple(
            Capacity(code, capacities.item(code).dimension or "social", day) for code in strong
        )
        if told.case.own_words:
            told.case.own_words_on = day
        _go(told.case, Stage.PLAN, day, "needs_found")

    def _named(self, concerns: Iterable[Concern], tags: frozenset[str]) -> list[str]:
        """Codes said of this person, in a chance order, each once."""
        fitting = [
            concern
            for concern in concerns
            if tags.issuperset(concern.of) and self._chance.happens(concern.weight)
        ]
        sure = [concern.code for concern in fitting if concern.weight == 1]
        self._chance.shuffle(fitting)
        return list(dict.fromkeys([*sure, *(concern.code for concern in fitting)]))

    def _meet_needs(self, told: Told) -> None:
        """A need is met on the day when the first action that answers it is done, mostly."""
        for need in told.case.needs:
            done = [a.done_on for a in told.case.actions if a.done_on and need.need in a.meets]
            if done and self._chance.happens(0.8):
                need.met_on = min(done)

    def _finish_actions(self, told: Told) -> None:
        """With no action left to do, the case goes into monitoring; what is left when it closes is cancelled."""
        case = told.case
        left = [action for action in case.actions if action.status in {"planned", "under_way"}]
        if case.closed_on:
            for action in left:
                action.status = "cancelled"
        elif not left:
            done = [action.done_on for action in case.actions if action.done_on]
            _go(case, Stage.MONITORING, max([case.stage_since, *done]), "actions_done")

    def _own_words(self, tags: frozenset[str], story: Story | None) -> str:
        if story and story.own_words:
            return story.own_words.es
        fitting = [words.text.es for words in self._profile.own_words if tags.issuperset(words.of)]
        return self._chance.one_of(fitting) if fitting and self._chance.happens(0.85) else ""

    def _tags(self, trip: Trip) -> frozenset[str]:
        """Whom needs, words and actions may be said of."""
        return_, traveller = trip.return_, trip.traveller
        age = trip.age if trip.age is not None else 30
        facts = {
            "child": traveller.is_child,
            "adult": not traveller.is_child,
            "woman": "woman" in return_.groups,
            "young": not traveller.is_child and age < 25,
            "with_children": bool(traveller.children),
            "without_document": return_.identity_document == "no",
            "alone": trip.alone,
            "unsafe": return_.destination_safe == "no" or not GRAVE.isdisjoint(return_.groups),
            "interpreter": traveller.wants_interpreter,
            "skilled": return_.certifiable_skills == "yes",
            "with_capital": return_.startup_capital == "yes",
        }
        return frozenset(tag for tag, holds in facts.items() if holds)


def _go(case: Case, stage: Stage, day: date, because: str) -> None:
    case.stage, case.stage_since = stage.value, day
    case.stages.append(StageMove(stage.value, day, because))


def _case_at(story: Story | None, known: KnownReturn | None) -> str:
    code = story.case_at if story else known.case_at if known else None
    assert code is not None
    return code
