"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, ordinary, personal, protected
from arraigo.instruments.models import Response

DECLARED: Declarations = {
    Response: {
        **ordinary("id", "instrument", "version", "weights_profile", "answered", "answered_at", "taken_by"),
        # Scores stay for the figures; without the answers and the name they tell nothing of anybody.
        **personal("scores", erased=Erased.KEPT),
        **protected("answers_json"),
    },
}
