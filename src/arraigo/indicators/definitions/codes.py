"""Of which code list the codes of a column are, so that a misspelt code is a problem and not a figure of zero."""

from __future__ import annotations

from collections.abc import Mapping

from arraigo.warehouse.predicates import RowSet

_YES_NO = "yes_no_unknown"

LISTS: Mapping[str, str] = {
    "sex": "sex",
    "age_band": "age_band",
    "child": _YES_NO,
    "return_type": "return_type",
    "groups": "target_group",
    "target_groups": "target_group",
    "route": "route",
    "identity_document": _YES_NO,
    "certifiable_skills": _YES_NO,
    "startup_capital": _YES_NO,
    "unaccompanied": _YES_NO,
    "reception_care": _YES_NO,
    "documented": _YES_NO,
    "served": _YES_NO,
    "served_psychosocial": _YES_NO,
    "enrolled_within_a_year": _YES_NO,
    "vulnerable": _YES_NO,
    "was_child": _YES_NO,
    "document": "document_type",
    "kind": "application_kind",
    "decision": "application_decision",
    "service_type": "service_type",
    "level": "level",
    "dimension": "dimension",
    "answered": _YES_NO,
    "satisfied": _YES_NO,
    "status": "referral_status",
    "channel": "followup_channel",
    "intends_to_remigrate": _YES_NO,
    "operating": _YES_NO,
    "needs_economic_assistance": _YES_NO,
    "private_sector_support": _YES_NO,
    "consolidated": _YES_NO,
    "collective": _YES_NO,
    "completed": "school_completion",
    "child_mandate": _YES_NO,
    "actor_type": "actor_type",
    "runs_local_programme": _YES_NO,
    "migrant_office": _YES_NO,
    "attends_reintegration": _YES_NO,
    "reintegration_protocol": _YES_NO,
    "budget_increased": _YES_NO,
    "human_rights_protocol": _YES_NO,
    "is_local": _YES_NO,
    "funding": "funding",
    "topic": "campaign_topic",
    "psychosocial_support": _YES_NO,
}
"""Column or attribute, and the code list of its codes. Countries, places and ids have none."""


def list_of(rows: RowSet, column: str) -> str | None:
    """The code of the list of a column's codes; None where it has none."""
    return LISTS.get(column) if rows.kind_of(column) is not None else None
