"""Sets of rows about productive initiatives."""

from __future__ import annotations

from arraigo.warehouse.predicates.columns import (
    ABOUT_A_PERSON,
    plain,
)
from arraigo.warehouse.predicates.placing import Placing
from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.tables import Kind

_OBSERVED = {"observed_on": Placing("initiative_years")}
_INITIATIVE_YEAR = {
    **plain(
        Kind.CODE,
        operating="Was operating.",
        needs_economic_assistance="Needed economic assistance.",
        private_sector_support="Had the support of the private sector.",
        consolidated="Was consolidated.",
        collective="A cooperative or other association.",
    ),
    **plain(
        Kind.WHOLE, year_of_life="Which year of its life.", jobs_generated="Jobs generated in that year."
    ),
}

INITIATIVE_YEARS = RowSet(
    "initiative_years",
    "Each observation of a productive initiative, by the day of the observation.",
    "initiative_years",
    _OBSERVED,
    _INITIATIVE_YEAR,
    ABOUT_A_PERSON,
)

LATEST_INITIATIVE_YEAR = RowSet(
    "latest_initiative_year",
    "Each initiative observed in the period, once, by the latest observation (on a tie the greatest year of life).",
    "initiative_years",
    _OBSERVED,
    _INITIATIVE_YEAR,
    ABOUT_A_PERSON,
    next="next_on",
    part_of="initiative_years",
)

SETS = (INITIATIVE_YEARS, LATEST_INITIATIVE_YEAR)
