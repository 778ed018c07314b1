"""What can be done about a referral: the only writers. The sender asks and withdraws, the receiver answers."""

from arraigo.referrals.services.answering import (
    AppointmentPast,
    NoteMissing,
    NotYours,
    PermissionEnded,
    ReasonMissing,
    accept,
    complete,
    decline,
    fail_to_complete,
)
from arraigo.referrals.services.history import take_in
from arraigo.referrals.services.sending import (
    AlreadyAsked,
    MoreThanNeeded,
    NobodyAnswers,
    NotOffered,
    NotPermitted,
    OwnService,
    PurposeMissing,
    UnknownPriority,
    send,
    withdraw,
)
from arraigo.referrals.services.state import NotWaiting

__all__ = [
    "AlreadyAsked",
    "AppointmentPast",
    "MoreThanNeeded",
    "NobodyAnswers",
    "NotOffered",
    "NotPermitted",
    "NotWaiting",
    "NotYours",
    "NoteMissing",
    "OwnService",
    "PermissionEnded",
    "PurposeMissing",
    "ReasonMissing",
    "UnknownPriority",
    "accept",
    "complete",
    "decline",
    "fail_to_complete",
    "send",
    "take_in",
    "withdraw",
]
