"""The plan: actions by level and dimension, who does them until when, and the signature."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.cases.models import Case, Need, Plan, PlanAction
from arraigo.cases.rules import ActionStatus, Stage, action_may_become
from arraigo.cases.services.case import UnknownCode, locked, require_code, step
from arraigo.cases.services.day import happened_on
from arraigo.core import content
from arraigo.core.errors import Refused


class NotFromHere(Refused):
    """The action cannot go from its state to the one that was asked for."""


class NothingToSign(Refused):
    """A plan without actions, or one that is signed as it stands."""


class DueInThePast(Refused):
    """What is still to be done cannot be due before today."""

    field = "due_on"


class TitleMissing(Refused):
    """An action says what will be done."""

    field = "title"


@transaction.atomic
def add_action(
    case: Case,
    *,
    id: UUID,
    level: str,
    dimension: str,
    title: str,
    institution: Institution,
    due_on: date | None,
    need: Need | None = None,
    alert: str = "",
    by: Worker,
    at: datetime,
) -> PlanAction:
    """
    Add an action to the plan; the first one starts it. The same ``id`` again adds nothing twice.

    A plan that was signed needs a new signature then, as its next version. A case that was only being monitored is
    being worked on again.

    :param alert: code of the alert of a questionnaire that the action answers to, if it does.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises UnknownCode: for a level or dimension that does not exist, or a need of another case.
    :raises TitleMissing: when it does not say what will be done.
    :raises DueInThePast: for a due day before today.
    """
    case = locked(case, by=by)
    plan = _plan_of(case, at)
    made = plan.actions.filter(pk=id).first()
    if made:
        return made
    _require_places(case, level, dimension, need)
    _require_sense(title, due_on, timezone.localdate(at))
    action = PlanAction.objects.create(
        id=id,
        plan=plan,
        level=level,
        dimension=dimension,
        title=title.strip(),
        institution=institution,
        due_on=due_on,
        need=need,
        alert=alert,
    )
    _ask_for_new_signature(plan)
    if case.stage == Stage.MONITORING:
        step(case, Stage.IMPLEMENTATION, because="action_added", by=by, at=at)
    audit.record("plan.action_added", action, by=by, at=at, level=level, dimension=dimension)
    return action


@transaction.atomic
def change_action(
    action: PlanAction,
    *,
    level: str,
    dimension: str,
    title: str,
    institution: Institution,
    due_on: date | None,
    need: Need | None = None,
    by: Worker,
    at: datetime,
) -> PlanAction:
    """
    Change what an action says. What was agreed changes with it, so a signed plan needs a new signature.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises UnknownCode, TitleMissing, DueInThePast: as for `add_action`; a due day that stays may be past.
    """
    case = locked(action.plan.case, by=by)
    action = PlanAction.objects.select_for_update(of=["self"]).select_related("plan").get(pk=action.pk)
    _require_places(case, level, dimension, need)
    _require_sense(title, due_on if due_on != action.due_on else None, timezone.localdate(at))
    values = (level, dimension, title.strip(), institution.pk, due_on, need.pk if need else None)
    names = ("level", "dimension", "title", "institution_id", "due_on", "need_id")
    changed = [name for name, value in zip(names, values, strict=True) if getattr(action, name) != value]
    for name, value in zip(names, values, strict=True):
        setattr(action, name, value)
    action.save(update_fields=names)
    if changed:
        _ask_for_new_signature(action.plan)
    audit.record("plan.action_changed", action, by=by, at=at, fields=changed)
    return action


@transaction.atomic
def move_action(
    action: PlanAction, *, to: ActionStatus, on: date | None = None, by: Worker, at: datetime
) -> PlanAction:
    """
    Start, finish or cancel an action, or take that back.

    When nothing is left to do in a signed plan, the case goes on to monitoring; when something is again, back to
    implementation.

    :param on: the day on which it was done, today by default.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NotFromHere: when its state does not lead there.
    :raises InTheFuture, TooEarly: for a day after today or before the plan.
    """
    case = locked(action.plan.case, by=by)
    action = PlanAction.objects.select_for_update(of=["self"]).select_related("plan").get(pk=action.pk)
    now = ActionStatus(action.status)
    if not action_may_become(now, to):
        raise NotFromHere(
            _("This action is “%(now)s”. Reload the page to see how it stands.")
            % {"now": content.label("action_status", now)}
        )
    action.status = to
    action.done_on = None
    if to is ActionStatus.DONE:
        action.done_on = happened_on(on, at=at, not_before=case.opened_on, field="on")
    action.save(update_fields=["status", "done_on"])
    audit.record("plan.action_moved", action, by=by, at=at, now=now.value, to=to.value)
    _follow_with_stage(case, action.plan, by=by, at=at)
    return action


@transaction.atomic
def sign_plan(case: Case, *, on: date | None = None, by: Worker, at: datetime) -> Plan:
    """
    Note that the person agreed to the plan as it stands. The first signature takes the case on to implementation.

    :param on: the day of the signature, today by default.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NothingToSign: without an action to do, or when this version is signed.
    :raises InTheFuture, TooEarly: for a day after today or before the opening.
    """
    case = locked(case, by=by)
    plan = Plan.objects.filter(case=case).first()
    if plan is None or not plan.actions.exclude(status=ActionStatus.CANCELLED).exists():
        raise NothingToSign(
            _("The plan has no actions yet. Add at least one that you agreed with the person.")
        )
    if plan.signed_on:
        raise NothingToSign(
            _("This version of the plan is already signed. Change something to sign a new one.")
        )
    plan.signed_on = happened_on(on, at=at, not_before=case.opened_on, field="on")
    plan.save(update_fields=["signed_on"])
    audit.record("plan.signed", plan, by=by, at=at, version=plan.version)
    for stage, because in _WAY_TO_IMPLEMENTATION.items():
        if case.stage == stage:
            step(case, because[0], because=because[1], by=by, at=at)
    _follow_with_stage(case, plan, by=by, at=at)
    return plan


# A person may sign a plan before every form is filled in: the stages in between are passed, not skipped.
_WAY_TO_IMPLEMENTATION = {
    Stage.OPEN: (Stage.SCREENING, "plan_signed"),
    Stage.SCREENING: (Stage.ASSESSMENT, "plan_signed"),
    Stage.ASSESSMENT: (Stage.PLAN, "plan_signed"),
    Stage.PLAN: (Stage.IMPLEMENTATION, "plan_signed"),
}


def _plan_of(case: Case, at: datetime) -> Plan:
    plan = Plan.objects.filter(case=case).first()
    return plan or Plan.objects.create(case=case, started_on=timezone.localdate(at))


def _ask_for_new_signature(plan: Plan) -> None:
    if plan.signed_on:
        plan.version, plan.signed_on = plan.version + 1, None
        plan.save(update_fields=["version", "signed_on"])


def _follow_with_stage(case: Case, plan: Plan, *, by: Worker, at: datetime) -> None:
    left = plan.actions.to_do().exists()
    if case.stage == Stage.IMPLEMENTATION and plan.signed_on and not left:
        step(case, Stage.MONITORING, because="actions_done", by=by, at=at)
    elif case.stage == Stage.MONITORING and left:
        step(case, Stage.IMPLEMENTATION, because="action_again", by=by, at=at)


def _require_places(case: Case, level: str, dimension: str, need: Need | None) -> None:
    require_code("level", level, field="level")
    require_code("dimension", dimension, field="dimension")
    if need is not None and need.case_id != case.pk:
        raise UnknownCode(_("Choose one of the needs of this case."), field="need")


def _require_sense(title: str, due_on: date | None, today: date) -> None:
    if not title.strip():
        raise TitleMissing(_("Write what will be done, in a few words that the person understands."))
    if due_on and due_on < today:
        raise DueInThePast(_("That day is already past. Write today’s date or a later one."))
