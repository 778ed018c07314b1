"""Closing a case with its reason, and taking it up again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.cases.rules import Stage
from arraigo.cases.services.case import AlreadyOpen, FollowUpsAhead, locked, require_code, step
from arraigo.cases.services.day import happened_on
from arraigo.core.errors import Refused


class NotClosed(Refused):
    """Only a closed case can be reopened."""


@transaction.atomic
def close(case: Case, *, reason: str, on: date | None = None, by: Worker, at: datetime) -> Case:
    """
    Close a case. Its follow-ups still to come are no longer due.

    «Reached the goals» and «Lost contact» want the follow-ups that are due settled first: a missed one is done or
    excused, never skipped in silence (design, section 4).

    :param reason: a code of the list ``closure_reason``.
    :param on: the day, today by default.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises InTheFuture, TooEarly: for a day after today or before the opening.
    :raises FollowUpsAhead: when follow-ups are late and the reason does not explain them.
    """
    case = locked(case, by=by)
    require_code("closure_reason", reason, field="reason")
    day = happened_on(on, at=at, not_before=case.opened_on, field="on")
    _refuse_late_followups(case, reason, day)
    step(case, Stage.CLOSED, because="closed", by=by, at=at)
    case.closed_on, case.closure_reason = day, reason
    case.save(update_fields=["closed_on", "closure_reason"])
    audit.record("case.closed", case, by=by, at=at, reason=reason)
    return case


@transaction.atomic
def reopen(case: Case, *, by: Worker, at: datetime) -> Case:
    """
    Take up a closed case again, in the stage of monitoring.

    :raises NotYourCase: as for all work on a case.
    :raises NotClosed: when it is open.
    :raises AlreadyOpen: when the person has another open case at the institution.
    """
    case = locked(case, by=by, even_closed=True)
    if not case.closed_on:
        raise NotClosed(_("The case is open: there is nothing to reopen."))
    other = Case.objects.open().filter(person=case.person_id, institution=case.institution_id).first()
    if other:
        raise AlreadyOpen(
            _("The person has another open case here: %(number)s. Continue in that one.")
            % {"number": other.shown_number},
            other,
        )
    case.closed_on, case.closure_reason = None, ""
    case.save(update_fields=["closed_on", "closure_reason"])
    step(case, Stage.MONITORING, because="reopened", by=by, at=at)
    audit.record("case.reopened", case, by=by, at=at)
    return case


_NEED_SETTLED_FOLLOWUPS = frozenset({"goals_achieved", "lost_contact"})


def _refuse_late_followups(case: Case, reason: str, day: date) -> None:
    late = case.followups.filter(done_on=None, excused_on=None, due_on__lt=day).count()
    if late and reason in _NEED_SETTLED_FOLLOWUPS:
        raise FollowUpsAhead(
            _(
                "There are late follow-ups in this case. Note each as done or excuse it with a reason, then close."
            ),
            field="reason",
        )
