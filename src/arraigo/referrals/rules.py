"""What may follow from what in a referral, by when it is answered, and what its receiver may see."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class Status(StrEnum):
    """State of a referral (exchange package, table ``referrals``; labels: code list ``referral_status``)."""

    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    WITHDRAWN = "withdrawn"


NEXT: dict[Status, frozenset[Status]] = {
    Status.SENT: frozenset({Status.ACCEPTED, Status.DECLINED, Status.WITHDRAWN}),
    Status.ACCEPTED: frozenset({Status.COMPLETED, Status.NOT_COMPLETED, Status.WITHDRAWN}),
    Status.DECLINED: frozenset(),
    Status.COMPLETED: frozenset(),
    Status.NOT_COMPLETED: frozenset(),
    Status.WITHDRAWN: frozenset(),
}

GOING_ON: frozenset[Status] = frozenset(now for now, after in NEXT.items() if after)
"""States in which something is still to come."""

NEEDS_NOTE = frozenset({"other"})
"""Reasons to decline that say nothing without words."""


def may_become(now: Status, wanted: Status) -> bool:
    return wanted in NEXT[now]


def answer_due(sent_at: datetime, hours: int) -> datetime:
    """When an answer is due: the service's own promise, in hours of the clock."""
    return sent_at + timedelta(hours=hours)


def receiver_sees(status: Status, shared_fields: Sequence[str], *, may_share: bool) -> tuple[str, ...]:
    """
    What the receiving institution may see of the person: what was shared, and only as long as it has a use for it.

    Nothing once the request was declined or taken back, and nothing while it waits after the person took back the
    permission to share. What was accepted before stays known (`people.services.withdraw_consent`).
    """
    if status in {Status.DECLINED, Status.WITHDRAWN} or (status is Status.SENT and not may_share):
        return ()
    return tuple(shared_fields)


def median_hours(spans: Sequence[timedelta]) -> float | None:
    """The median of answering times in hours; ``None`` where there is none."""
    ordered = sorted(span.total_seconds() / 3600 for span in spans)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
