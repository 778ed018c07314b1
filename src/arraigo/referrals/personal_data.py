"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, ordinary, personal, protected
from arraigo.referrals.models import Referral

DECLARED: Declarations = {
    Referral: {
        **ordinary(
            "id", "number", "from_institution", "to_institution", "sent_by", "answered_by", "synthetic"
        ),
        **personal("case", "service", "priority", "shared_fields", "status", erased=Erased.KEPT),
        **personal(
            "sent_at", "answer_due_at", "answered_at", "completed_at", "withdrawn_at", erased=Erased.KEPT
        ),
        **personal("appointment_at", "decline_reason", erased=Erased.KEPT),
        **protected("reason", "can_come", "decline_note", "outcome_note"),
    },
}
