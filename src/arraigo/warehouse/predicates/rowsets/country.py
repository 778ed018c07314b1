"""Sets of rows about what a country puts in place: institutions, municipalities, programmes, campaigns, networks."""

from __future__ import annotations

from arraigo.warehouse.predicates import columns
from arraigo.warehouse.predicates.columns import (
    INSTITUTION,
    MOMENT,
    MONEY_COLUMNS,
    PLACE,
    Column,
    plain,
)
from arraigo.warehouse.predicates.placing import LAST_WHOLE_YEAR, Placing
from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.tables import Kind

LINKED_INSTITUTIONS = RowSet(
    "linked_institutions",
    "Each institution that takes part in reintegration processes on the last day of the period.",
    "institutions",
    {"linked_on": Placing("institutions", "end", "linked_on", "unlinked_on")},
    {
        **plain(
            Kind.CODE, child_mandate="Has a mandate to care for children.", actor_type="Which kind of actor."
        ),
        **columns.of(
            Column(
                "runs_local_programme",
                "Runs a programme active in the period with a named municipality.",
                Kind.CODE,
                "CASE WHEN l.institution IS NULL THEN 'no' ELSE 'yes' END",
            )
        ),
    },
    {**PLACE, **INSTITUTION},
    joins="""
    LEFT JOIN (
        SELECT DISTINCT v.label, g.institution
        FROM fact_programmes AS g JOIN periods AS v ON g.starts_on <= v.last_day AND g.ends_on >= v.first_day
        WHERE g.is_local = 'yes'
    ) AS l ON l.label = w.label AND l.institution = f.institution
    """,
)

INSTITUTION_YEARS = RowSet(
    "institution_years",
    "Each institution's resources in a fiscal year of the period.",
    "institution_years",
    {"year": Placing("institution_years", "year")},
    {
        **plain(
            Kind.MONEY,
            budget_total="Of the whole institution.",
            budget_reintegration="Allocated to reintegration processes.",
            budget_economic_reintegration="Allocated to economic reintegration support.",
        ),
        **plain(
            Kind.WHOLE,
            staff_total="Officials.",
            staff_reintegration="Officials who accompany reintegration processes.",
        ),
        **plain(Kind.CODE, child_mandate="Has a mandate to care for children."),
        **MONEY_COLUMNS,
    },
    {**PLACE, **INSTITUTION},
)

_MUNICIPALITY_YEAR = {
    "migrant_office": "Runs an office of assistance to the migrant.",
    "attends_reintegration": "Attends reintegration processes.",
    "reintegration_protocol": "Implements protocols of family and community reintegration.",
    "budget_increased": "Budget for reintegration above that of the year before, in the same currency.",
}

MUNICIPALITY_YEARS = RowSet(
    "municipality_years",
    "Each local government's row of a year of the period.",
    "municipality_years",
    {"year": Placing("municipality_years", "year")},
    plain(Kind.CODE, **_MUNICIPALITY_YEAR),
    PLACE,
)

MUNICIPALITIES = RowSet(
    "municipalities",
    "Each municipality of the country, with its row of the last whole year of the period, if it has one.",
    "municipality_years",
    {"year": Placing("municipalities", "whole_year")},
    columns.of(*(Column(name, words, Kind.CODE, f"y.{name}") for name, words in _MUNICIPALITY_YEAR.items())),
    PLACE,
    joins=f"""
    LEFT JOIN fact_municipality_years AS y
        ON y.municipality = f.municipality AND y.year = {LAST_WHOLE_YEAR}
    """,
)

PROGRAMMES = RowSet(
    "programmes",
    "Each programme, project or service on offer that is active on a day of the period.",
    "programmes",
    {"active_on": Placing("programmes", "span", "starts_on", "ends_on")},
    {
        **plain(Kind.CODES, target_groups="Whom it is for."),
        **plain(
            Kind.CODE,
            human_rights_protocol="Runs under a protocol that respects human rights.",
            funding="Who pays.",
            service_type="Which type of service.",
            is_local="Has a named municipality.",
        ),
    },
    {
        **plain(Kind.CODE, country="Of the programme."),
        **INSTITUTION,
        **plain(Kind.CODE, programme="Itself.", level="Of the programme.", dimension="Of the programme."),
    },
)

CAMPAIGNS = RowSet(
    "campaigns",
    "Each campaign that started in the period.",
    "campaigns",
    {"started_on": Placing("campaigns")},
    {**plain(Kind.CODE, topic="On what."), **plain(Kind.WHOLE, reach="People reached.")},
    {**PLACE, **MOMENT, **INSTITUTION},
)

FAMILY_NETWORKS = RowSet(
    "family_networks",
    "Each family network or support group active on a day of the period.",
    "family_networks",
    {"active_on": Placing("family_networks", "span", "started_on", "ended_on")},
    plain(Kind.CODE, psychosocial_support="Gives psycho-social support to returnees."),
    PLACE,
)

SETS = (
    LINKED_INSTITUTIONS,
    INSTITUTION_YEARS,
    MUNICIPALITY_YEARS,
    MUNICIPALITIES,
    PROGRAMMES,
    CAMPAIGNS,
    FAMILY_NETWORKS,
)
