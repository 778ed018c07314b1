"""Referrals: actions that another institution does, asked for, answered, and brought to an end; and full inboxes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from arraigo.core import content
from arraigo.interop.simulator.cases import Told
from arraigo.interop.simulator.chance import Chance
from arraigo.interop.simulator.rows import PlanAction, Programme, Referral
from arraigo.interop.simulator.world import World
from arraigo.referrals.rules import Status, answer_due

ALWAYS_SHARED = ("name", "age", "municipality")
WAITING_LATE_HOURS = 2
"""The first referral of an inbox is late by so much."""


class ReferralMaker:
    """Makes the referrals of cases, and then sees that every inbox has something to answer."""

    def __init__(self, world: World, now: datetime) -> None:
        self._world, self._profile, self._now = world, world.profile, now
        self._chance = world.stream("referrals")
        self._institutions = {i.institution_id: i for i in world.institutions}
        self._fates = world.profile.weighted("referral_fate")
        self.fulfilled: dict[object, Referral] = {}  # action -> the referral that did it

    def make(self, told: Told) -> Iterator[Referral]:
        case = told.case
        if case.consent_scope != "share" or case.plan_signed_on is None:
            return
        for action in case.actions:
            programme = self._offered_elsewhere(told, action)
            if programme and self._chance.happens(self._profile.value("referral_of_action")):
                yield self._of_action(told, action, programme)
        if told.story and told.story.declined_yesterday:
            yield self._declined_yesterday(told, told.story.declined_yesterday)

    def fill_inboxes(self, tolds: list[Told], referrals: list[Referral]) -> Iterator[Referral]:
        """More referrals sent in the last days, until each institution that offers something has enough to answer."""
        waiting = {actor.code: actor.waiting for actor in self._profile.actors}
        open_cases = [
            t for t in tolds if not t.case.closed_on and t.case.consent_scope == "share" and not t.story
        ]
        for institution in self._world.institutions:
            offers = [p for p in self._world.programmes if p.institution_id == institution.institution_id]
            others = [t for t in open_cases if t.owner is not institution and self._serves(t, offers)]
            if not offers or institution.duty in {"reception", "window"} or not others:
                continue
            now_waiting = sum(
                r.to_institution == institution.institution_id and r.status == Status.SENT for r in referrals
            )
            wanted = (
                max(waiting[institution.code], int(self._profile.value("waiting_at_least"))) - now_waiting
            )
            self._chance.shuffle(others)
            for number, told in enumerate((others * (wanted // len(others) + 1))[: max(wanted, 0)]):
                programme = self._chance.one_of([p for p in offers if self._fits(told, p)] or offers)
                hours = (
                    programme.answer_hours + WAITING_LATE_HOURS
                    if number == 0
                    else 2 + self._chance.random() * 60
                )
                yield self._referral(
                    told, programme, self._now - timedelta(hours=hours), priority=number == 1
                )

    def _of_action(self, told: Told, action: PlanAction, programme: Programme) -> Referral:
        """Sent when the plan was signed; answered after some hours; ended when the action was done."""
        case = told.case
        assert case.plan_signed_on is not None
        sent = self._world.office_hour(
            self._chance, case.plan_signed_on + timedelta(days=int(self._chance.random() * 6))
        )
        sent = min(sent, self._now - timedelta(hours=1))
        priority = self._chance.happens(self._profile.value("referral_priority"))
        referral = self._referral(told, programme, sent, priority=priority)
        answered = sent + timedelta(hours=self._answer_hours(priority=priority))
        until = self._world.at(told.until, 17)
        if answered > min(self._now, until):
            if case.closed_on:
                referral.status = Status.WITHDRAWN.value
            return referral
        self._answer(referral, action, answered, until, closed=case.closed_on is not None)
        return referral

    def _answer(
        self, referral: Referral, action: PlanAction, at: datetime, until: datetime, *, closed: bool
    ) -> None:
        fate = "accepted" if action.done_on else self._chance.pick(self._fates)
        if fate == "withdrawn":
            referral.status = Status.WITHDRAWN.value
            return
        referral.answered_at, referral.answered_on = at, at.date()
        if fate == "declined":
            referral.status = Status.DECLINED.value
            referral.decline_reason = self._chance.pick(self._profile.weighted("decline_reason"))
            return
        referral.status = Status.ACCEPTED.value
        referral.appointment_at = self._world.at(
            at.date() + timedelta(days=2 + int(self._chance.random() * 9)), "09:30"
        )
        self._end(referral, action, at, until, closed=closed)

    def _end(
        self, referral: Referral, action: PlanAction, answered: datetime, until: datetime, *, closed: bool
    ) -> None:
        if action.done_on and action.done_on > answered.date():
            referral.completed_at = self._world.office_hour(self._chance, action.done_on)
            referral.completed_on, referral.status = action.done_on, Status.COMPLETED.value
            self.fulfilled[action.action_id] = referral
        elif action.status == "cancelled" or closed:
            ended = min(
                answered + timedelta(days=self._chance.days(self._profile.value("referral_end_days"))), until
            )
            if ended > answered:
                referral.completed_at, referral.completed_on = ended, ended.date()
                referral.status = Status.NOT_COMPLETED.value

    def _declined_yesterday(self, told: Told, service_type: str) -> Referral:
        near = [h for h in self._world.having("health") if self._world.offer(h, service_type)]
        programme = self._world.offer(near[0], service_type)
        assert programme is not None
        referral = self._referral(
            told, programme, self._world.at(self._world.today - timedelta(days=3), 10.5), priority=False
        )
        referral.answered_at = self._world.at(self._world.yesterday, 15.2)
        referral.answered_on, referral.status = self._world.yesterday, Status.DECLINED.value
        referral.decline_reason = "no_capacity"
        return referral

    def _referral(self, told: Told, programme: Programme, sent: datetime, *, priority: bool) -> Referral:
        hours = programme.priority_answer_hours if priority else programme.answer_hours
        reasons = self._profile.referral_reasons
        said = self._chance.one_of(reasons.get(programme.service_type, reasons["other"]))
        shared = (
            content.codelist("service_type", self._world.country)
            .item(programme.service_type)
            .get("shares", ALWAYS_SHARED)
        )
        return Referral(
            referral_id=self._chance.id(sent),
            case_id=told.case.case_id,
            from_institution=told.case.institution_id,
            to_institution=programme.institution_id,
            service_type=programme.service_type,
            sent_on=sent.date(),
            answered_on=None,
            status=Status.SENT.value,
            completed_on=None,
            programme_id=programme.programme_id,
            priority="priority" if priority else "ordinary",
            reason=said.text.es,
            can_come=self._chance.one_of(self._profile.can_come).es if self._chance.happens(0.7) else "",
            shared_fields=tuple(shared),
            sent_at=sent,
            answer_due_at=answer_due(sent, hours),
            answered_at=None,
            appointment_at=None,
            decline_reason="",
            completed_at=None,
        )

    def _offered_elsewhere(self, told: Told, action: PlanAction) -> Programme | None:
        institution = self._institutions[action.institution_id]
        return None if institution is told.owner else self._world.offer(institution, action.service_type)

    def _answer_hours(self, *, priority: bool) -> float:
        return _median(self._chance, self._profile.value("referral_answer_hours") * (0.5 if priority else 1))

    def _serves(self, told: Told, offers: list[Programme]) -> bool:
        """Whether a service of one municipality is near the case; one of the whole country always is."""
        places = {place[:4] for offer in offers for place in offer.municipalities}
        return (not places or told.case.municipality[:4] in places) and any(
            self._fits(told, p) for p in offers
        )

    def _fits(self, told: Told, programme: Programme) -> bool:
        child = told.trip.traveller.is_child or told.trip.traveller.children > 0
        only_children = bool(programme.target_groups) and "child" in programme.target_groups
        return (
            child if only_children else not told.trip.traveller.is_child or programme.dimension != "economic"
        )


def _median(chance: Chance, median: float) -> float:
    return median * chance.lognormvariate(0, 0.8)
