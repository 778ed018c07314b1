"""What the room's fields say of a person, and how each is erased, exported and masked."""

from arraigo.access.personal_data import Declarations, Erased, Exported, Masked, ordinary, personal
from arraigo.people.models import (
    CandidatePair,
    Consent,
    Ground,
    Household,
    Identifier,
    LinkModel,
    LinkRun,
    Merge,
    MergeMove,
    NameCount,
    Person,
    SearchKey,
)

DECLARED: Declarations = {
    Person: {
        **ordinary("id", "synthetic", "created_at", "changed_at"),
        **personal("given_names", "paternal_surname", "maternal_surname", masked=Masked.INITIALS),
        **personal("sex", "nationality", "language", erased=Erased.KEPT),
        **personal("birth_date", "birth_date_precision", "origin_municipality", erased=Erased.COARSENED),
        **personal("phone", masked=Masked.LAST_FOUR),
        **personal("household"),
        **personal("merged_into", exported=Exported.NOBODY, masked=Masked.HIDDEN),
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
        # That a ground is protected is said to nobody; the mark itself guards the rest.
        **personal("protected", erased=Erased.KEPT, exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    # What the register is searched by follows from the names, and goes with them.
    SearchKey: personal("pk", "key", "person", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    NameCount: ordinary("pk", "municipality", "surname", "persons", exported=Exported.NOBODY),
    LinkModel: ordinary(
        "id", "version", "trained_at", "parameters", "figures", "in_use", exported=Exported.NOBODY
    ),
    LinkRun: ordinary(
        *("id", "kind", "engine", "model", "started_at", "compared_until", "ended_at"),
        *("persons", "pairs_scored", "pairs_found"),
        exported=Exported.NOBODY,
    ),
    CandidatePair: {
        **ordinary("id", "run", "found_at", "asked", exported=Exported.NOBODY),
        **personal("one", "other", "probability", "band", "state", exported=Exported.NOBODY),
        **personal("decided_at", "decided_by", "reason", "was", erased=Erased.KEPT, exported=Exported.NOBODY),
    },
    # That two records were joined, by whom and why, outlives the names; what was taken over goes with them.
    Merge: {
        **ordinary("id", "at", "by", "reason", exported=Exported.NOBODY),
        **personal("kept", "merged", erased=Erased.KEPT, exported=Exported.NOBODY),
        **personal("undone_at", "undone_by", "undone_reason", erased=Erased.KEPT, exported=Exported.NOBODY),
        **personal("held", "changed_before", erased=Erased.KEPT, exported=Exported.NOBODY),
        **personal("chosen", exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    MergeMove: {
        **ordinary("id", "merge", "model", "field", exported=Exported.NOBODY),
        **personal("row", erased=Erased.KEPT, exported=Exported.NOBODY),
    },
}
