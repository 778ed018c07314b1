"""
What the room's fields say of a person, and how each is erased, exported and masked.

Loaded rows keep the sender's keys, so that they are known again; a person's rows are found by ``person_id``, and
those of a case by ``case_id``.
"""

from arraigo.access.personal_data import Declarations, Erased, Exported, Fields, Masked, ordinary, personal
from arraigo.exchange import models as loaded

_ROW = ordinary("id", "load", exported=Exported.NOBODY)


def _kept(*names: str) -> Fields:
    """What the figures of past years need; without the name it points at nobody."""
    return personal(*names, erased=Erased.KEPT)


DECLARED: Declarations = {
    loaded.Load: ordinary("number", "at", "source", "synthetic", "counts"),
    loaded.LoadedInstitution: {
        **_ROW,
        **ordinary(
            "institution_id",
            "name",
            "country",
            "actor_type",
            "municipality",
            "child_mandate",
            "linked_on",
            "unlinked_on",
        ),
    },
    loaded.LoadedInstitutionYear: {
        **_ROW,
        **ordinary(
            "institution_id",
            "year",
            "budget_total",
            "budget_reintegration",
            "budget_economic_reintegration",
            "currency",
            "staff_total",
            "staff_reintegration",
        ),
    },
    loaded.LoadedMunicipalityYear: {
        **_ROW,
        **ordinary(
            "municipality",
            "country",
            "year",
            "migrant_office",
            "attends_reintegration",
            "reintegration_protocol",
            "budget_reintegration",
            "currency",
        ),
    },
    loaded.LoadedProgramme: {
        **_ROW,
        **ordinary(
            "programme_id",
            "institution_id",
            "name",
            "country",
            "level",
            "dimension",
            "service_type",
            "target_groups",
            "municipalities",
            "capacity_per_year",
            "funding",
            "starts_on",
            "ends_on",
            "human_rights_protocol",
        ),
    },
    loaded.LoadedCampaign: {
        **_ROW,
        **ordinary("campaign_id", "institution_id", "started_on", "topic", "reach"),
    },
    loaded.LoadedPerson: {
        **_ROW,
        **_kept("person_id", "sex", "nationality"),
        **personal("given_names", "paternal_surname", "maternal_surname", masked=Masked.INITIALS),
        **personal("birth_date", "birth_date_precision", "origin_municipality", erased=Erased.COARSENED),
    },
    loaded.LoadedIdentifier: {
        **_ROW,
        **_kept("person_id", "kind", "country"),
        **personal("number", masked=Masked.LAST_FOUR),
    },
    loaded.LoadedReturn: {
        **_ROW,
        **_kept(
            "return_id",
            "person_id",
            "arrived_on",
            "country",
            "from_country",
            "route",
            "port_of_entry",
            "transport_ref",
            "return_type",
            "identity_document",
            "certifiable_skills",
            "startup_capital",
            "unaccompanied",
            "months_abroad",
            "age",
            "registered_at",
            "reception_completed_at",
            "reception_care",
        ),
        **personal("destination_municipality", erased=Erased.COARSENED),
        # Some of these codes are of protected groups: shown in no list.
        **personal("groups", "migration_causes", erased=Erased.KEPT, masked=Masked.HIDDEN),
    },
    loaded.LoadedDocumentRequest: {
        **_ROW,
        **_kept("request_id", "person_id", "institution_id", "document", "requested_on", "delivered_on"),
    },
    loaded.LoadedCase: {
        **_ROW,
        **_kept(
            "case_id", "person_id", "return_id", "institution_id", "opened_on", "closed_on", "closure_reason"
        ),
        **personal("municipality", erased=Erased.COARSENED),
    },
    loaded.LoadedApplication: {
        **_ROW,
        **_kept(
            "application_id",
            "person_id",
            "institution_id",
            "kind",
            "submitted_on",
            "decided_on",
            "decision",
            "amount",
            "currency",
        ),
    },
    loaded.LoadedService: {
        **_ROW,
        **_kept(
            "delivery_id",
            "person_id",
            "case_id",
            "institution_id",
            "programme_id",
            "service_type",
            "level",
            "dimension",
            "delivered_on",
            "value",
            "currency",
        ),
    },
    loaded.LoadedReferral: {
        **_ROW,
        **_kept(
            "referral_id",
            "case_id",
            "from_institution",
            "to_institution",
            "service_type",
            "sent_on",
            "answered_on",
            "status",
            "completed_on",
        ),
    },
    loaded.LoadedInitiative: {
        **_ROW,
        **_kept("initiative_id", "person_id", "started_on", "sector", "collective"),
        **personal("municipality", erased=Erased.COARSENED),
    },
    loaded.LoadedInitiativeYear: {
        **_ROW,
        **_kept(
            "initiative_id",
            "year_of_life",
            "observed_on",
            "operating",
            "needs_economic_assistance",
            "private_sector_support",
            "consolidated",
            "jobs_generated",
        ),
    },
    loaded.LoadedEnrolment: {
        **_ROW,
        **_kept("enrolment_id", "person_id", "school_year", "enrolled_on", "completed"),
    },
    loaded.LoadedSatisfactionAnswer: {
        **_ROW,
        **_kept("response_id", "person_id", "institution_id", "answered_on", "satisfied"),
    },
    loaded.LoadedFamilyNetwork: {
        **_ROW,
        **ordinary("network_id", "municipality", "country", "started_on", "ended_on", "psychosocial_support"),
    },
    loaded.LoadedFollowUp: {
        **_ROW,
        **_kept(
            "followup_id",
            "case_id",
            "due_on",
            "done_on",
            "channel",
            "intends_to_remigrate",
            "score_economic",
            "score_social",
            "score_psychosocial",
            "score",
        ),
    },
}
