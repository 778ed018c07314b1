"""What the case file shows of needs and plan: the next step, the columns, the matrix, what answers call for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from arraigo.cases import queries
from arraigo.cases.models import Case, FollowUp, Need, PlanAction
from arraigo.cases.queries.caseload import plan_due_of
from arraigo.cases.rules import ActionStatus, Stage, days_late
from arraigo.core import content
from arraigo.web import components as c
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Step:
    """What the case needs next: the sentence, the words of the button, where it leads, and by when."""

    sentence: str
    button: str
    url: str
    by_when: str = ""
    late: bool = False


def next_step(case: Case, actions: Sequence[PlanAction], today: date) -> Step | None:
    if case.closed_on:
        return None
    stage, plan = Stage(case.stage), getattr(case, "plan", None)
    due = plan_due_of(case)
    by_when, late = _plan_words(due, today), bool(days_late(due, today))
    if stage in (Stage.OPEN, Stage.SCREENING):
        return Step(_("Next: the short screening."), _("Do the screening"), _url("screening", case))
    if stage is Stage.ASSESSMENT:
        sentence = _("Next: what is lacking and what is there.")
        return Step(sentence, _("Note needs and capacities"), _url("needs", case), by_when, late)
    if stage is Stage.PLAN and not actions:
        return Step(_("Next: the plan."), _("Add an action"), _url("action_new", case), by_when, late)
    if stage is Stage.PLAN:
        return Step(
            _("Next: the signature of the plan."), _("Sign the plan"), _url("sign", case), by_when, late
        )
    if plan and plan.signed_on is None:
        changed = _("The plan changed and waits for the signature of version %(version)d.") % {
            "version": plan.version
        }
        return Step(changed, _("Sign the plan"), _url("sign", case))
    return None


def _url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.pk])


def _plan_words(due: date | None, today: date) -> str:
    if due is None:
        return ""
    if due < today:
        return _("The plan should have been signed by %(day)s.") % {"day": formats.day_letters(due)}
    return _("The plan should be signed by %(day)s.") % {"day": formats.day_letters(due)}


@dataclass(frozen=True, slots=True)
class Item:
    """A need or a capacity as the file shows it."""

    shape: str
    words: str
    state: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A column of needs and capacities; ``protected`` are shown to the case's own worker on demand only."""

    name: str
    items: Sequence[Item]
    protected: Sequence[Item]
    hidden: int


def dimensions_of(
    needs: Sequence[Need], capacities: Sequence[Any], actions: Sequence[PlanAction], *, own: bool
) -> list[Dimension]:
    at_work = {
        action.need_id
        for action in actions
        if action.status in (ActionStatus.PLANNED, ActionStatus.UNDER_WAY)
    }
    columns = []
    for dimension in content.codelist("dimension"):
        mine = [need for need in needs if need.dimension == dimension.code]
        shown = [_need_item(need, at_work) for need in mine if not need.is_protected]
        has = [
            Item("plus", content.label("capacity", one.capacity), _("something that is there"), one.detail)
            for one in capacities
            if one.dimension == dimension.code
        ]
        hidden = [_need_item(need, at_work) for need in mine if need.is_protected]
        columns.append(Dimension(str(dimension.label), [*shown, *has], hidden if own else [], len(hidden)))
    return columns


def _need_item(need: Need, at_work: set[UUID | None]) -> Item:
    label = content.label("need", need.code)
    if need.met_on:
        return Item("disc_check", label, pgettext("need", "met"), need.detail)
    if need.pk in at_work:
        return Item("half_disc", label, _("under way"), need.detail)
    return Item(
        "diamond" if need.urgent else "ring", label, _("cannot wait") if need.urgent else "", need.detail
    )


def matrix_of(case: Case, matrix: queries.PlanMatrix, may_add: bool, today: date) -> c.Matrix:
    dimensions, levels = content.codelist("dimension"), content.codelist("level")
    add = reverse("cases:action_new", args=[case.pk])
    rows = [
        c.MatrixRow(
            str(levels.item(level).get("in_plan") or levels.label(level)),
            [
                [_matrix_item(action, today) for action in matrix.cells[level, dimension]]
                for dimension in matrix.dimensions
            ],
            [
                f"{add}?{urlencode({'level': level, 'dimension': dimension})}"
                for dimension in matrix.dimensions
            ]
            if may_add
            else (),
        )
        for level in matrix.levels
    ]
    return c.Matrix(
        [dimensions.label(one) for one in matrix.dimensions], rows, _("Plan by level and dimension")
    )


def _matrix_item(action: PlanAction, today: date) -> c.MatrixItem:
    shape = str(content.codelist("action_status").item(action.status).get("shape"))
    state = content.label("action_status", action.status)
    late = days_late(action.due_on, today)
    if action.done_on:
        when = _("finished on %(day)s") % {"day": formats.day_short(action.done_on)}
    elif late:
        when = format_html('<span class="late">{}</span>', formats.days_late(late))
    else:
        when = formats.day_short(action.due_on) if action.due_on else ""
    facts = format_html_join(" · ", "{}", ((part,) for part in (action.institution.name, when) if part))
    return c.MatrixItem(action.title, facts, shape, state, reverse("cases:action", args=[action.pk]))


def alerts_of(
    case: Case, followups: Sequence[FollowUp], actions: Sequence[PlanAction]
) -> list[dict[str, Any]]:
    screening = case.screenings.select_related("response").first()
    done = [followup for followup in followups if followup.done_on]
    plan = getattr(case, "plan", None)
    found = queries.alerts_of(
        screening,
        done[-1] if done else None,
        actions,
        signed_on=plan.signed_on if plan else None,
        country=case.institution.country,
    )
    add = reverse("cases:action_new", args=[case.pk])
    return [
        {
            "task": alert.task,
            "urgency": alert.urgency,
            "url": f"{add}?{urlencode({'title': str(alert.task), 'alert': alert.code, 'level': 'individual'})}",
        }
        for alert in found
    ]
