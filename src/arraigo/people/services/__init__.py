"""What can be done about a person: the only writers of the room."""

from arraigo.people.services.history import take_in
from arraigo.people.services.persons import (
    NameMissing,
    NotAgreed,
    add_identifier,
    add_person,
    correct_person,
    end_ground,
    give_ground,
    join_household,
    record_consent,
    withdraw_consent,
)

__all__ = [
    "NameMissing",
    "NotAgreed",
    "add_identifier",
    "add_person",
    "correct_person",
    "end_ground",
    "give_ground",
    "join_household",
    "record_consent",
    "take_in",
    "withdraw_consent",
]
