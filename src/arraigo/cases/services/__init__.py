"""What can be done about a case: the only writers of the room, by noun."""

from .case import (
    AlreadyOpen,
    CaseClosed,
    ConsentMissing,
    FollowUpsAhead,
    NotInYourScope,
    NotNext,
    NotOfInstitution,
    NotYourCase,
    ProtectedNeedsWorker,
    UnknownCode,
    assign_worker,
    move,
    open_from,
    protect,
    set_own_words,
    unprotect,
)
from .closing import NotClosed, close, reopen
from .contacts import note_contact
from .day import InTheFuture, TooEarly
from .followups import AlreadySettled, excuse_followup, record_followup
from .history import take_in
from .needs import Found, NeedAlreadyMet, mark_need_met, mark_need_unmet, set_capacities, set_needs
from .plan import NotFromHere, NothingToSign, add_action, change_action, move_action, sign_plan
from .screening import record_screening

__all__ = [
    "AlreadyOpen",
    "AlreadySettled",
    "CaseClosed",
    "ConsentMissing",
    "FollowUpsAhead",
    "Found",
    "InTheFuture",
    "NeedAlreadyMet",
    "NotClosed",
    "NotFromHere",
    "NotInYourScope",
    "NotNext",
    "NotOfInstitution",
    "NotYourCase",
    "NothingToSign",
    "ProtectedNeedsWorker",
    "TooEarly",
    "UnknownCode",
    "add_action",
    "assign_worker",
    "change_action",
    "close",
    "excuse_followup",
    "mark_need_met",
    "mark_need_unmet",
    "move",
    "move_action",
    "note_contact",
    "open_from",
    "protect",
    "record_followup",
    "record_screening",
    "reopen",
    "set_capacities",
    "set_needs",
    "set_own_words",
    "sign_plan",
    "take_in",
    "unprotect",
]
