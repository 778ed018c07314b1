"""What the room's fields say of a person: nothing."""

from arraigo.access.personal_data import Declarations, ordinary
from arraigo.directory.models import Service

DECLARED: Declarations = {
    Service: ordinary(
        "id",
        "institution",
        "name",
        "service_type",
        "level",
        "dimension",
        "municipality",
        "answer_hours",
        "priority_answer_hours",
        "active",
    ),
}
