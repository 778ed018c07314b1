"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, Masked, ordinary, personal, protected
from arraigo.cases.models import (
    Capacity,
    Case,
    Contact,
    FollowUp,
    Need,
    Plan,
    PlanAction,
    Screening,
    StageMove,
)

DECLARED: Declarations = {
    Case: {
        **ordinary("id", "number", "institution", "worker", "synthetic"),
        **personal("person", "after_return", "stage", "stage_since", erased=Erased.KEPT),
        **personal("opened_on", "opened_because", "closed_on", "closure_reason", erased=Erased.KEPT),
        **personal("municipality", erased=Erased.COARSENED),
        **personal("own_words", "own_words_on", masked=Masked.HIDDEN),
        # That a case is protected is said to nobody but the worker responsible; the mark itself guards the rest.
        **personal("protected", erased=Erased.KEPT, masked=Masked.HIDDEN),
        **protected("careful_contact"),
    },
    StageMove: {
        **ordinary("id", "moved_by"),
        **personal("case", "from_stage", "to_stage", "because", "moved_at", erased=Erased.KEPT),
    },
    Contact: {
        **ordinary("id", "noted_at", "noted_by"),
        **personal("case", "happened_on", "channel", "reached", erased=Erased.KEPT),
        **protected("note"),
    },
    Screening: {
        **ordinary("id", "done_at", "done_by"),
        **personal("case", "response", erased=Erased.KEPT),
        **protected("flags", "protected_note"),
    },
    Need: {
        **ordinary("id"),
        **personal("case", "dimension", "need", "urgent", "found_on", "met_on", erased=Erased.KEPT),
        **protected("protected_need", "detail"),
    },
    Capacity: {
        **ordinary("id"),
        **personal("case", "dimension", "capacity", "found_on", erased=Erased.KEPT),
        **protected("detail"),
    },
    Plan: {
        **ordinary("id", "version"),
        **personal("case", "started_on", "signed_on", erased=Erased.KEPT),
    },
    PlanAction: {
        **ordinary("id", "institution"),
        **personal("plan", "level", "dimension", "due_on", "status", "done_on", "need", erased=Erased.KEPT),
        **personal("title"),
        **personal("alert", masked=Masked.HIDDEN),
    },
    FollowUp: {
        **ordinary("id", "month", "done_by"),
        **personal("case", "due_on", "done_on", "channel", "excuse", "excused_on", erased=Erased.KEPT),
        **personal(
            "response", "score", "score_economic", "score_social", "score_psychosocial", erased=Erased.KEPT
        ),
        **personal("intends_to_remigrate", erased=Erased.KEPT),
    },
}
