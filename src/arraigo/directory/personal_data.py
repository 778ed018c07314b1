"""What the room's fields say of a person: nothing."""

from arraigo.access.personal_data import Declarations, ordinary
from arraigo.directory.models import InstitutionProfile, Service

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
    InstitutionProfile: ordinary("id", "institution", "child_mandate", "linked_on", "unlinked_on"),
}
