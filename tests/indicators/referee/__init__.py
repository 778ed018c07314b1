"""
The slow, obvious referee: the indicator contract once more, in plain Python over plain rows.

It shares no code with the engine, so that agreement means something. Rows are dicts in the contract's columns with
Python values; what is missing is None. Nothing here is clever on purpose.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.indicators.referee import institutions as i
from tests.indicators.referee import people as p
from tests.indicators.referee.arithmetic import (
    Lots,
    Verdict,
    count,
    growth,
    mean,
    median,
    ratio,
    share,
    share_of_others,
    total,
)
from tests.indicators.referee.attributes import Row, Tables, Unit

Units = Callable[[Tables, date, date], list[Unit]]


def nothing(_tables: Tables, _first: date, _last: date) -> list[Unit]:
    return []


@dataclass(frozen=True)
class Rule:
    """Which rows, which they are set against, and the arithmetic; ``per_currency``: a figure for each."""

    rows: Units
    arithmetic: Callable[[Lots], Verdict]
    others: Units = nothing
    per_currency: bool = False


def _all(_row: Row, _attributes: Mapping[str, Any]) -> bool:
    return True


def _children(_row: Row, attributes: Mapping[str, Any]) -> bool:
    return bool(attributes["child"] == "yes")


def _vulnerable_children(row: Row, attributes: Mapping[str, Any]) -> bool:
    return _children(row, attributes) and p.vulnerable(row)


def _of_returnees(answer: p.Answer, of: Callable[[Row, dict[str, Any]], bool] = _all) -> Rule:
    return Rule(lambda t, a, z: p.returnees(t, a, z, answer, of), share)


def _economic_budget(t: Tables, a: date, z: date) -> list[Unit]:
    return i.institution_years(t, a, z, "budget_economic_reintegration", money=True)


def _second_years(column: str, wanted: str) -> Rule:
    return Rule(lambda t, a, z: p.initiative_years(t, a, z, p.in_second_year, column, wanted), share)


def _municipality_years(column: str) -> Rule:
    return Rule(lambda t, a, z: i.municipality_years(t, a, z, column), count)


def _scores(column: str) -> Rule:
    return Rule(lambda t, a, z: p.scores(t, a, z, column), mean)


SUPPORT = {"reinsertion_support", "economic_support"}

RULES: dict[str, Rule] = {
    "context.persons_returned": Rule(lambda t, a, z: p.returnees(t, a, z, lambda *_: "yes", _all), count),
    "context.returns": Rule(p.all_returns, count),
    "context.undocumented_share": _of_returnees(p.column_is("identity_document", "no")),
    "context.children_share": _of_returnees(p.is_child),
    "context.certifiable_skills_share": _of_returnees(p.column_is("certifiable_skills", "yes")),
    "context.startup_capital_share": _of_returnees(p.column_is("startup_capital", "yes")),
    "outset.economic_budget_growth": Rule(
        _economic_budget,
        growth,
        lambda t, a, z: _economic_budget(t, *i.period_before(a, z)),
        per_currency=True,
    ),
    "outset.staff_share": Rule(
        lambda t, a, z: i.institution_years(t, a, z, "staff_reintegration", "staff_total", money=False), ratio
    ),
    "outset.document_days": Rule(p.documents, mean),
    "outset.support_approval_days": Rule(lambda t, a, z: p.approved(t, a, z, "economic_support"), mean),
    "outset.child_institutions": Rule(
        lambda t, a, z: i.linked(t, a, z, lambda _: True, "child_mandate"), count
    ),
    "outset.municipal_offices": _municipality_years("migrant_office"),
    "progress.positive_responses": Rule(lambda t, a, z: p.submitted(t, a, z, SUPPORT), share),
    "progress.autonomous_initiatives": _second_years("needs_economic_assistance", "no"),
    "progress.private_sector_initiatives": Rule(p.latest_operating, share),
    "progress.certified": Rule(lambda t, a, z: p.submitted(t, a, z, {"certification"}), share),
    "progress.satisfaction": Rule(p.persons_answering, share_of_others, p.persons_served),
    "progress.satisfaction_of_respondents": Rule(p.persons_answering, share),
    "progress.school_return": _of_returnees(p.enrolled_within_a_year, _children),
    "impact.consolidated_initiatives": _second_years("consolidated", "yes"),
    "impact.jobs_generated": Rule(
        lambda t, a, z: p.initiative_years(t, a, z, lambda _: True, "operating", "yes"), total
    ),
    "impact.family_networks": Rule(i.family_networks, count),
    "impact.municipal_budget_increase": Rule(i.budgets, share),
    "impact.school_year_completed": Rule(p.persons_enrolled, share),
    "children.stigma_campaigns": Rule(i.campaigns, share),
    "children.reception_care": _of_returnees(p.column_is("reception_care", "yes"), _children),
    "children.documented": _of_returnees(p.documented, _children),
    "children.rights_protocol_programmes": Rule(i.programmes_for_children, share),
    "children.vulnerable_share": _of_returnees(p.is_vulnerable, _children),
    "children.vulnerable_served": _of_returnees(p.served(None), _vulnerable_children),
    "children.resources_share": Rule(
        lambda t, a, z: i.of_child_mandate(
            i.institution_years(t, a, z, "budget_reintegration", "budget_total", money=True)
        ),
        ratio,
        per_currency=True,
    ),
    "children.in_school": Rule(
        lambda t, a, z: [Unit(each.attributes) for each in p.persons_enrolled(t, a, z)], count
    ),
    "children.scholarships": Rule(lambda t, a, z: p.approved(t, a, z, "scholarship"), count),
    "children.protocol_municipalities": Rule(i.municipalities, share),
    "children.psychosocial_coverage": _of_returnees(p.served("psychosocial"), _children),
    "children.institutions_in_strategy": Rule(lambda t, a, z: i.linked(t, a, z, lambda _: True), count),
    "children.sustainable": Rule(p.children_scored, share),
    "children.local_programmes": Rule(
        lambda t, a, z: i.linked(t, a, z, lambda row: row["runs_local_programme"] == "yes"), count
    ),
    "children.municipalities_involved": _municipality_years("attends_reintegration"),
    "sustainability.score": _scores("score"),
    "sustainability.score_economic": _scores("score_economic"),
    "sustainability.score_social": _scores("score_social"),
    "sustainability.score_psychosocial": _scores("score_psychosocial"),
    "sustainability.sustained_share": Rule(lambda t, a, z: p.scores(t, a, z, "score"), share),
    "sustainability.remigration_intent": Rule(p.latest_followups, share),
    "process.followup_on_time": Rule(p.due, share),
    "process.referral_answer_days": Rule(p.referrals_answered, mean),
    "process.referral_completed_share": Rule(p.referrals_sent, share),
    "process.reception_minutes": Rule(p.all_returns, median),
}
"""The computed indicators of the contract, each with its rows and its arithmetic."""

REPORTED = {"children.competences", "children.benefits"}
"""Those that an institution types in."""

Cell = tuple[tuple[str, str], ...]
Key = tuple[str, Cell, str | None]
"""Country, the cell as pairs in the order of the breakdown (empty for the total), and the currency."""


def verdicts(
    code: str,
    tables: Tables,
    first: date,
    last: date,
    *,
    countries: Iterable[str],
    by: tuple[str, ...] = (),
    where: Mapping[str, str] | None = None,
) -> dict[Key, Verdict]:
    """What every figure must be: a total for each country, and every cell that has rows."""
    return judged(code, lots_of(code, tables, first, last, where), countries=countries, by=by)


def lots_of(
    code: str, tables: Tables, first: date, last: date, where: Mapping[str, str] | None = None
) -> Lots:
    """The rows of a figure, and those that they are set against."""
    rule = RULES[code]
    rows, others = (
        [unit for unit in units(tables, first, last) if _holds(unit, where or {})]
        for units in (rule.rows, rule.others)
    )
    return rows, others


def judged(
    code: str, lots: Lots, *, countries: Iterable[str], by: tuple[str, ...] = ()
) -> dict[Key, Verdict]:
    """The totals of the rows, and the cells of a breakdown."""
    rule = RULES[code]
    cells: dict[tuple[str, Cell], Lots] = {(country, ()): ([], []) for country in countries}
    for lot, units in enumerate(lots):
        for unit in units:
            country = unit.attributes["country"]
            if (country, ()) in cells:
                for cell in {(), *_cells(unit, by)}:
                    cells.setdefault((country, cell), ([], []))[lot].append(unit)
    found: dict[Key, Verdict] = {}
    for (country, cell), members in cells.items():
        for currency, same in _by_currency(members, rule).items():
            found[country, cell, currency] = rule.arithmetic(same)
    return found


def _by_currency(lots: Lots, rule: Rule) -> dict[str | None, Lots]:
    """Money of two currencies is never added; where there is none at all, there is one figure of nothing."""
    if not rule.per_currency or not any(lots):
        return {None: lots}
    currencies = {unit.currency for units in lots for unit in units}
    return {
        currency: (
            [unit for unit in lots[0] if unit.currency == currency],
            [unit for unit in lots[1] if unit.currency == currency],
        )
        for currency in currencies
    }


def _holds(unit: Unit, where: Mapping[str, str]) -> bool:
    for key, wanted in where.items():
        value = unit.attributes[key]
        if wanted not in value if isinstance(value, list) else wanted != value:
            return False
    return True


def _cells(unit: Unit, by: tuple[str, ...]) -> list[Cell]:
    """The cells that a unit is in: one, or one for each of its groups; none without a breakdown."""
    if not by:
        return []
    cells: list[Cell] = [()]
    for key in by:
        value = unit.attributes[key]
        cells = [
            (*cell, (key, each)) for cell in cells for each in (value if isinstance(value, list) else [value])
        ]
    return cells


__all__ = ["REPORTED", "RULES", "Key", "Rule", "Tables", "Verdict", "judged", "lots_of", "verdicts"]
