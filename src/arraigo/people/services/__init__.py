"""What can be done about a person: the only writers of the room."""

from arraigo.people.services.deciding import (
    AlreadyDecided,
    JoinedMeanwhile,
    MergeFirst,
    NotDecided,
    NotForReview,
    ReasonMissing,
    decide,
    reopen,
)
from arraigo.people.services.history import take_in
from arraigo.people.services.merging import AlreadyJoined, NotTheSame, SameRecord, merge
from arraigo.people.services.pairs import propose
from arraigo.people.services.persons import (
    NameMissing,
    NotAgreed,
    add_identifier,
    add_person,
    correct_person,
    end_ground,
    give_ground,
    join_household,
    protect_ground,
    record_consent,
    withdraw_consent,
)
from arraigo.people.services.standing import BusyNow, hold
from arraigo.people.services.unmerging import AlreadyUndone, LaterMerge, OwnersUnknown, Unmerged, unmerge

__all__ = [
    "AlreadyDecided",
    "AlreadyJoined",
    "AlreadyUndone",
    "BusyNow",
    "JoinedMeanwhile",
    "LaterMerge",
    "MergeFirst",
    "NameMissing",
    "NotAgreed",
    "NotDecided",
    "NotForReview",
    "NotTheSame",
    "OwnersUnknown",
    "ReasonMissing",
    "SameRecord",
    "Unmerged",
    "add_identifier",
    "add_person",
    "correct_person",
    "decide",
    "end_ground",
    "give_ground",
    "hold",
    "join_household",
    "merge",
    "propose",
    "protect_ground",
    "record_consent",
    "reopen",
    "take_in",
    "unmerge",
    "withdraw_consent",
]
