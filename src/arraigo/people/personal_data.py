"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, Exported, Masked, ordinary, personal
from arraigo.people.models import Consent, Ground, Household, Identifier, Person

DECLARED: Declarations = {
    Person: {
        **ordinary("id", "synthetic", "created_at"),
        **personal("given_names", "paternal_surname", "maternal_surname", masked=Masked.INITIALS),
        **personal("sex", "nationality", "language", erased=Erased.KEPT),
        **personal("birth_date", "birth_date_precision", "origin_municipality", erased=Erased.COARSENED),
        **personal("phone", masked=Masked.LAST_FOUR),
        **personal("household"),
        **personal("search_text", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    Household: ordinary("id", "created_at"),
    Identifier: {
        **ordinary("id", "kind", "country"),
        **personal("person", "number", masked=Masked.LAST_FOUR),
    },
    # A consent and a ground outlive the names: they say why something was once allowed.
    Consent: {
        **ordinary("id", "purpose", "taken_by"),
        **personal(
            "person", "scope", "given_at", "withdrawn_at", erased=Erased.KEPT, exported=Exported.PERSON
        ),
    },
    Ground: {
        **ordinary("id", "institution", "because"),
        **personal("person", "since_at", "ended_at", erased=Erased.KEPT, exported=Exported.PERSON),
    },
}
