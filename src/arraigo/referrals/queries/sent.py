"""The sender's side: what was asked for, what others owe an answer to, and what was turned down."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.referrals.models import Referral, ReferralQuerySet
from arraigo.referrals.rules import Status

TO_CHOOSE_AGAIN = timedelta(days=30)
"""For so long a referral that was turned down asks for another way."""


class Show(StrEnum):
    """What a list of sent referrals can show."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"
    COMPLETED = "completed"
    ALL = "all"


_SHOWN: dict[Show, Q] = {
    Show.WAITING: Q(status=Status.SENT),
    Show.ACCEPTED: Q(status=Status.ACCEPTED),
    Show.TURNED_DOWN: Q(status__in=[Status.DECLINED, Status.NOT_COMPLETED]),
    Show.COMPLETED: Q(status=Status.COMPLETED),
    Show.ALL: Q(),
}


def sent(worker: Worker, show: Show, *, only_own: bool) -> ReferralQuerySet:
    """What the worker's institution sent; those that wait by what falls due first, others the newest first."""
    found = _sent(worker, only_own=only_own).filter(_SHOWN[show])
    order = ("answer_due_at", "id") if show is Show.WAITING else ("-sent_at", "-id")
    return _with_related(found).order_by(*order)


def sent_counts(worker: Worker, *, only_own: bool) -> dict[Show, int]:
    """How many `sent` would show of each; one query."""
    counts = {show.value: Count("pk", filter=condition) for show, condition in _SHOWN.items() if condition}
    found = _sent(worker, only_own=only_own).aggregate(all=Count("pk"), **counts)
    return {show: found[show.value] for show in Show}


def of_case(case: Case, worker: Worker) -> list[Referral]:
    """The referrals of a case as far as the worker may see them, the newest first; one query."""
    found = Referral.objects.sent_from(worker).filter(case=case)
    return list(_with_related(found).order_by("-sent_at", "-id"))


def waiting_on_others(worker: Worker, at: datetime) -> list[Referral]:
    """What other institutions owe an answer to in the worker's own cases, what falls due first on top; one query."""
    found = Referral.objects.sent_from(worker).waiting().filter(case__worker=worker, sent_at__lte=at)
    return list(_with_related(found).order_by("answer_due_at", "id"))


def turned_down(worker: Worker, at: datetime) -> list[Referral]:
    """
    What was declined, or not completed, in the worker's own open cases lately, and nothing of the kind was asked for
    since: another way must be chosen. The newest answer first; one query.
    """
    since = at - TO_CHOOSE_AGAIN
    lately = Q(status=Status.DECLINED, answered_at__gte=since) | Q(
        status=Status.NOT_COMPLETED, completed_at__gte=since
    )
    asked_again = Referral.objects.filter(
        case=OuterRef("case"),
        service__service_type=OuterRef("service__service_type"),
        sent_at__gt=OuterRef("sent_at"),
    )
    found = Referral.objects.sent_from(worker).filter(lately, case__worker=worker, case__closed_on=None)
    found = found.exclude(Exists(asked_again))
    return list(_with_related(found).order_by(F("answered_at").desc(nulls_last=True), "-id"))


def _sent(worker: Worker, *, only_own: bool) -> ReferralQuerySet:
    found = Referral.objects.sent_from(worker)
    return found.filter(case__worker=worker) if only_own else found


def _with_related(referrals: ReferralQuerySet) -> ReferralQuerySet:
    return referrals.select_related("case__person", "case__worker", "service", "to_institution", "sent_by")
