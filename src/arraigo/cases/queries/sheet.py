"""What stands on the sheet that a person takes home: the plan in plain words, grouped by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list

from arraigo.cases.models import Case, FollowUp, PlanAction
from arraigo.cases.queries.company import company_of
from arraigo.cases.rules import ActionStatus
from arraigo.web import formats


@dataclass(frozen=True, slots=True)
class Month:
    """The actions due in a month; ``first`` is its first day, ``None`` where no day was agreed."""

    first: date | None
    actions: Sequence[PlanAction]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan of one case, as it is printed."""

    months: Sequence[Month]
    talks: Sequence[FollowUp]
    household: str


def sheet_of(case: Case) -> Sheet:
    """The sheet of a case. Nothing on it says return, protection or therapy but the actions in the person's words."""
    plan = getattr(case, "plan", None)
    actions = (
        plan.actions.exclude(status=ActionStatus.CANCELLED).select_related("institution") if plan else []
    )
    by_month: dict[date | None, list[PlanAction]] = {}
    for action in actions:
        by_month.setdefault(action.due_on.replace(day=1) if action.due_on else None, []).append(action)
    months = sorted(by_month.items(), key=lambda pair: (pair[0] is None, pair[0] or date.max))
    return Sheet(
        months=[Month(first, month_actions) for first, month_actions in months],
        talks=list(FollowUp.objects.to_do().filter(case=case)),
        household="" if case.protected else _household(case),
    )


def _household(case: Case) -> str:
    """*Kevin Estuardo y Ana Sofía*."""
    names = [member.given_names for member in company_of(case.person)]
    return format_list(names, locale=formats.reader_locale()) if names else ""
