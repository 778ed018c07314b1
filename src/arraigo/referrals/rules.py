"""What may follow from what in a referral."""

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


def may_become(now: Status, wanted: Status) -> bool:
    return wanted in NEXT[now]


def answer_due(sent_at: datetime, hours: int) -> datetime:
    """When an answer is due: the service's own promise, in hours of the clock."""
    return sent_at + timedelta(hours=hours)
