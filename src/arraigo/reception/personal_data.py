"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, Exported, Masked, ordinary, personal, protected
from arraigo.reception.models import (
    Arrival,
    Manifest,
    ManifestRow,
    Passenger,
    ReceptionService,
    Return,
    Sender,
)

DECLARED: Declarations = {
    Arrival: ordinary(
        "id",
        "institution",
        "route",
        "origin",
        "from_country",
        "port_of_entry",
        "transport_ref",
        "scheduled_at",
        "arrived_at",
    ),
    Sender: ordinary("id", "institution", "name", "columns"),
    Manifest: {
        **ordinary("id", "institution", "arrival", "sender", "sha256", "sheet", "header_row", "columns"),
        **ordinary("rows_read", "skipped_rows", "received_at", "confirmed_at", "imported_by"),
        # The file names everybody on the flight, and its own name may name somebody.
        **personal("file_name", "content", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    ManifestRow: {
        **ordinary("id", "manifest", "row", "status"),
        **personal("raw", "reading", "faults", exported=Exported.NOBODY, masked=Masked.HIDDEN),
        **personal("corrections", "mended", exported=Exported.NOBODY, masked=Masked.HIDDEN),
        # Made from the name and the date of birth: whoever knows both could find the row again.
        **personal("fingerprint", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    Passenger: {
        **ordinary("id", "institution", "arrival", "manifest_row", "list_number", "created_at", "synthetic"),
        **personal("state", "no_show_reason", "state_changed_at", erased=Erased.KEPT),
        **personal("given_names", "paternal_surname", "maternal_surname", masked=Masked.INITIALS),
        **personal("sex", "age", "nationality", "language", "alone", erased=Erased.KEPT),
        **personal("birth_date", "birth_date_precision", "municipality", erased=Erased.COARSENED),
        **personal("national_id", "phone", masked=Masked.LAST_FOUR),
        **personal("health_first", "needs_interpreter", "travel_group", "known_since"),
        **personal("search_text", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    Return: {
        **ordinary("id", "institution", "registered_at", "registered_by", "reception_completed_at"),
        **personal("person", "passenger", "arrived_on", "country", "from_country", erased=Erased.KEPT),
        **personal("route", "port_of_entry", "transport_ref", "return_type", erased=Erased.KEPT),
        **personal("return_causes", "migration_causes", "groups", "needs", erased=Erased.KEPT),
        **personal("identity_document", "certifiable_skills", "startup_capital", erased=Erased.KEPT),
        **personal("unaccompanied", "reception_care", "months_abroad", "age", erased=Erased.KEPT),
        **personal("destination_municipality", erased=Erased.COARSENED),
        **personal("destination_safe"),
        **protected("protected_groups"),
    },
    ReceptionService: {
        **ordinary("id", "given_by"),
        **personal("of_return", "service", "given_at", erased=Erased.KEPT),
    },
}
