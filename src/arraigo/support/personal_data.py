"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, ordinary, personal
from arraigo.support.models import Application, DocumentRequest

DECLARED: Declarations = {
    DocumentRequest: {
        **ordinary("id", "institution"),
        **personal("person", "document", "requested_on", "delivered_on", erased=Erased.KEPT),
    },
    Application: {
        **ordinary("id", "institution"),
        **personal("person", "kind", "submitted_on", "decided_on", "decision", erased=Erased.KEPT),
        **personal("amount", "currency", erased=Erased.KEPT),
    },
}
