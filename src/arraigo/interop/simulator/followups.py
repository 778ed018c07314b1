"""Follow-ups: due by the calendar, done, late or excused; answers to the questionnaire, and what they score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from arraigo.cases.rules import calendar_of_followups
from arraigo.core import content
from arraigo.core.content import Option, Question
from arraigo.instruments.rules import DIMENSIONS, Scores, holds, options_of, score
from arraigo.interop.simulator.cases import Told
from arraigo.interop.simulator.rows import FollowUp
from arraigo.interop.simulator.schema import StoryFollowUp
from arraigo.interop.simulator.world import World

INSTRUMENT = "sustainability_short"
EARLIEST_DAYS, LATEST_ON_TIME_DAYS = -4, 12
OPEN_FOR_DAYS = 50
"""A follow-up of an open case that is later than this was excused: no contact after several attempts."""
UNSAFE = ("always_unsafe", "mostly_unsafe", "mixed")
A_MONTHS_GAIN = 0.03
"""What levels have mostly risen by until the first follow-up: the published shares are about that one."""
EXCUSE_OF = {
    "remigrated": "remigrated",
    "moved": "moved",
    "lost_contact": "not_reachable",
    "transferred": "transferred",
    "withdrew": "declined",
}
"""Why a follow-up was not done before a case closed for a reason."""


@dataclass(slots=True)
class Levels:
    """How a person does in each dimension: at first, and what a year adds."""

    first: dict[str, float]
    gain: dict[str, float]

    def at(self, told: Told, day: date) -> dict[str, float]:
        """The levels on a day; what was done until then has lifted them."""
        year = (day - told.trip.return_.arrived_on).days / 365
        levels = {d: self.first[d] + self.gain[d] * year for d in DIMENSIONS}
        for action in told.case.actions:
            if action.done_on and action.done_on <= day:
                levels[action.dimension] += action.lifts
        return {d: min(0.97, max(0.03, level)) for d, level in levels.items()}


class FollowUpMaker:
    """Makes the follow-ups of a case, one after the other."""

    def __init__(self, world: World) -> None:
        self._world, self._profile = world, world.profile
        self._chance = world.stream("followups")
        self._deck = world.deck
        self._instrument = content.instrument(INSTRUMENT, world.country)
        self._mean = sum(self._profile.numbers("first_scores", "mean").values()) / len(DIMENSIONS)

    def make(self, told: Told) -> Iterator[FollowUp]:
        case, levels = told.case, self._levels()
        calendar = calendar_of_followups(
            told.trip.return_.arrived_on, case.opened_on, self._profile.country.followup_months
        )
        last = case.opened_on
        for due in calendar:
            if case.closed_on and due.due_on > case.closed_on:
                break
            followup = self._due(told, due.month, due.due_on)
            story = _of_story(told, due.month)
            if self._world.known(due.due_on) or (story and story.near):
                self._happen(told, followup, levels, last, story)
            last = followup.done_on or last
            yield followup

    def _due(self, told: Told, month: int, due_on: date) -> FollowUp:
        return FollowUp(
            followup_id=self._chance.id(self._world.office_hour(self._chance, told.case.opened_on)),
            case_id=told.case.case_id,
            due_on=due_on,
            done_on=None,
            channel="",
            intends_to_remigrate="",
            score_economic=None,
            score_social=None,
            score_psychosocial=None,
            score=None,
            month=month,
            answers={},
            excuse="",
            excused_on=None,
        )

    def _happen(
        self, told: Told, followup: FollowUp, levels: Levels, last: date, story: StoryFollowUp | None
    ) -> None:
        """What became of a follow-up whose day has come."""
        done = self._done_on(followup.due_on, story)
        if done is not None:
            done = max(done, last + timedelta(days=1))
        if done is not None and done <= told.until:
            self._do(told, followup, done, levels, story)
        elif told.case.closed_on or (done is None and not story):
            self._excuse(told, followup)

    def _done_on(self, due: date, story: StoryFollowUp | None) -> date | None:
        if story:
            return min(due, self._world.yesterday) if story.near else None
        part = self._deck.part(("followup", self._world.years_ago(due)))
        on_time = self._world.in_year("followup_on_time", "share", due)
        if part < on_time:
            return due + timedelta(days=round(self._chance.near(1.5, 4, EARLIEST_DAYS, LATEST_ON_TIME_DAYS)))
        if part < on_time + self._profile.value("followup_late"):
            return due + timedelta(days=15 + int(self._chance.random() * 30))
        return None

    def _excuse(self, told: Told, followup: FollowUp) -> None:
        """Never silently skipped: what is not done in time is excused with a reason, once that is clear."""
        given_up = followup.due_on + timedelta(days=20 + int(self._chance.random() * (OPEN_FOR_DAYS - 20)))
        if told.case.closed_on:
            given_up = min(given_up, told.case.closed_on)
        if given_up <= told.until:
            followup.excused_on = given_up
            own = EXCUSE_OF.get(told.case.closure_reason) if given_up == told.case.closed_on else None
            followup.excuse = own or self._chance.pick(self._profile.weighted("followup_excuse"))

    def _do(
        self, told: Told, followup: FollowUp, done: date, levels: Levels, story: StoryFollowUp | None
    ) -> None:
        followup.done_on = done
        followup.channel = self._chance.pick(self._profile.weighted("followup_channel"))
        if told.trip.traveller.is_child:
            followup.intends_to_remigrate = "unknown"  # the questionnaire is for adults
            return
        near = {d: float(level) for d, level in story.near.items()} if story else levels.at(told, done)
        intends = story.intends_to_remigrate if story else None
        followup.intends_to_remigrate = intends or self._intention(near, first=followup.month == 1)
        followup.answers = self._answers(told, near, done, followup)
        _put_scores(followup, score(self._instrument, followup.answers))

    def _intention(self, near: Mapping[str, float], *, first: bool) -> str:
        """A third at first; less as people do better."""
        yes = self._profile.value("intends_to_remigrate") + 0.9 * (
            self._mean + A_MONTHS_GAIN - sum(near.values()) / len(near)
        )
        yes = min(0.95, max(0.04, yes))
        return self._deck.yes_no_unknown(("intention", first), yes, self._profile.value("intention_unknown"))

    def _answers(
        self, told: Told, near: Mapping[str, float], day: date, followup: FollowUp
    ) -> dict[str, str | list[str]]:
        """Answers near the levels; facts of the case where a question asks for one."""
        answers: dict[str, str | list[str]] = {}
        known = {"intends_to_remigrate": followup.intends_to_remigrate, "document": self._document(told, day)}
        known["children_in_school"] = (
            "" if told.trip.traveller.children else self._chance.one_of(("no_children", ""))
        )
        for question in self._instrument.questions:
            if question.ask_if and not holds(question.ask_if, answers):
                continue
            answers[question.code] = known.get(question.code) or self._answer(
                question, near, first=followup.month == 1
            )
        return answers

    def _answer(self, question: Question, near: Mapping[str, float], *, first: bool) -> str:
        if self._chance.happens(self._profile.value("no_answer")) and self._instrument.special_answers:
            return self._chance.one_of(self._instrument.special_answers).code
        level = near.get(question.dimension or "", 0.5)
        if question.code == "safety":
            return self._safety(question, level, near, first=first)
        return self._nearest(question, level + self._chance.gauss(0, self._profile.value("answer_spread")))

    def _safety(self, question: Question, level: float, near: Mapping[str, float], *, first: bool) -> str:
        """Six in ten feel unsafe at first; fewer as they do better."""
        at_first = self._profile.number("first_scores", "psychosocial", "mean")
        share = self._profile.value("feels_unsafe") - 0.9 * (level - at_first - A_MONTHS_GAIN)
        unsafe = self._deck.happens(("unsafe", first), min(0.95, max(0.08, share)))
        among = [
            o
            for o in options_of(self._instrument, question)
            if o.score is not None and (o.code in UNSAFE) == unsafe
        ]
        return self._near(among, level + self._chance.gauss(0, self._profile.value("answer_spread")))

    def _nearest(self, question: Question, level: float) -> str:
        return self._near(
            [option for option in question.options if option.score is not None] or list(question.options),
            level,
        )

    def _near(self, options: list[Option], level: float) -> str:
        return min(options, key=lambda option: abs(float(option.score or 0) - level)).code

    def _document(self, told: Told, day: date) -> str:
        if told.trip.return_.identity_document == "yes":
            return "yes"
        done = [a for a in told.case.actions if "documents" in a.meets and a.done_on and a.done_on <= day]
        return "yes" if done else "in_process" if self._chance.happens(0.5) else "no"

    def _levels(self) -> Levels:
        spread = self._profile.value("score_spread")
        own = self._chance.gauss(0, spread * 0.7)
        first = {
            d: mean + own + self._chance.gauss(0, spread * 0.7)
            for d, mean in self._profile.numbers("first_scores", "mean").items()
        }
        gain = {
            d: mean + self._chance.gauss(0, spread)
            for d, mean in self._profile.numbers("first_scores", "gain_in_a_year").items()
        }
        return Levels(first, gain)


def bring_to_today(world: World, tolds: list[Told], followups: list[FollowUp]) -> None:
    """
    Let each window have something to do today: of its open cases, the next follow-up that is due soonest is agreed
    for today, and another one for tomorrow.
    """
    owner = {
        told.case.case_id: told.case.institution_id
        for told in tolds
        if not told.case.closed_on and not told.story
    }
    next_of: dict[UUID, FollowUp] = {}
    for followup in sorted(followups, key=lambda f: f.due_on):
        if followup.due_on >= world.today and followup.case_id in owner:
            next_of.setdefault(followup.case_id, followup)
    for institution in world.institutions:
        coming = [f for case, f in next_of.items() if owner[case] == institution.institution_id]
        for days, followup in enumerate(coming[:2]):
            if (followup.due_on - world.today).days <= 21:
                followup.due_on = world.today + timedelta(days=days)


def _put_scores(followup: FollowUp, scores: Scores) -> None:
    followup.score_economic, followup.score_social = scores.economic, scores.social
    followup.score_psychosocial, followup.score = scores.psychosocial, scores.composite


def _of_story(told: Told, month: int) -> StoryFollowUp | None:
    return next((f for f in told.story.followups if f.month == month), None) if told.story else None
