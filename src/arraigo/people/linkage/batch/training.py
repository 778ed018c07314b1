"""
Training a match model on a register without labels: u from random pairs, m by expectation maximisation
(Splink).

Two rules keep the families of one register out of what is learned: m is learned from pairs that share a
document number, and from pairs that share given names and birth date, which are hardly ever of two persons;
and a level that a sample is too small to meet is given what the sample's size allows, never nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from arraigo.people.linkage.batch.comparing import linker
from arraigo.people.linkage.batch.stores import Store
from arraigo.people.linkage.evidence import Mark
from arraigo.people.linkage.levels import COMPARISONS, DIFFERENT
from arraigo.people.linkage.model import MatchModel, Odds

SMALLEST = 20_000
"""Tables of fewer rows are not trained on: the model that is known serves."""

_RANDOM_PAIRS = 1_000_000
_PAIRS_TO_LEARN_FROM = 1_000_000
_FEWEST_PAIRS = 300
_LEAST_M = 1e-4
_LEARN_FROM = (
    "l.number = r.number",
    "l.given_sound = r.given_sound and l.day = r.day",
)
# Where documents have no numbers: pairs that share all surnames, the place and the year learn of given names and dates.
_LEARN_WITHOUT_NUMBERS = (
    "l.surnames = r.surnames and l.municipality = r.municipality and l.year = r.year",
    "l.given_sound = r.given_sound and l.surnames = r.surnames and l.municipality = r.municipality",
)
# Levels that are the same value: how often two persons reach them follows from how often each value is met.
_SAME = {
    "given_names": "given",
    "paternal_surname": "paternal",
    "maternal_surname": "maternal",
    "birth_date": "day",
    "municipality": "municipality",
    "national_id": "number",
}


def trained(
    store: Store,
    known: MatchModel,
    frequencies: Mapping[str, Mapping[str, float]],
    rows: int,
    *,
    at: datetime,
) -> tuple[MatchModel, dict[str, Any]]:
    """
    A model for the table ``features``, and the figures of its training. A table that is too small keeps the
    odds of the known model, with its own frequencies of names.
    """
    pairs = {rule: _pairs_of(store, rule) for rule in _LEARN_FROM} if rows >= SMALLEST else {}
    learned = {rule: found for rule, found in pairs.items() if found >= _FEWEST_PAIRS}
    if _LEARN_FROM[1] not in learned:
        return replace(known, frequencies=frequencies), {"learned": False, "rows": rows}
    rules = list(learned) if _LEARN_FROM[0] in learned else [_LEARN_FROM[1], *_LEARN_WITHOUT_NUMBERS]
    odds = _learn(store, rules, rows, known)
    version = f"{at:%Y%m%d.%H%M%S}"
    model = MatchModel(
        version=version,
        trained_at=at.isoformat(timespec="seconds"),
        trained_on=rows,
        odds=odds,
        frequencies=frequencies,
    )
    return model, {"learned": True, "rows": rows, "rules": {rule: pairs.get(rule) for rule in rules}}


def _pairs_of(store: Store, rule: str) -> int:
    """How many pairs a rule would give, from the sizes of its groups."""
    names = [part.split("=")[0].strip().removeprefix("l.") for part in rule.split(" and ")]
    present = " and ".join(f"{name} is not null" for name in names)
    counted = f"select count(*) n from features where {present} group by {', '.join(names)}"
    return int(store.rows(f"select coalesce(sum(n * (n - 1) / 2), 0) from ({counted}) groups")[0][0])


def _learn(store: Store, rules: list[str], rows: int, known: MatchModel) -> dict[str, dict[str, Odds]]:
    splinked, _splink = linker(store, None, rows)
    splinked.training.estimate_u_using_random_sampling(
        max_pairs=_RANDOM_PAIRS, seed=1, min_count_per_level=None, num_chunks=1
    )
    for rule in rules:
        splinked.training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=_PAIRS_TO_LEARN_FROM
        )
    learned: dict[str, dict[str, Odds]] = {}
    for comparison in splinked._settings_obj.comparisons:  # noqa: SLF001 - Splink has no public way to read them
        name = comparison.output_column_name
        said = {
            level.label_for_charts: level for level in comparison.comparison_levels if not level.is_null_level
        }
        learned[name] = {code: _odds(level, known.odds[name][code]) for code, level in said.items()}
    return _sound(learned, _chance_of_same(store))


def _odds(level: Any, known: Odds) -> Odds:
    """What was learned of a level; what the sample never met is as rare as its size allows, or as rare as known."""
    m, u = level.m_probability, level.u_probability
    seen_u = level._has_estimated_u_values and isinstance(u, float)  # noqa: SLF001
    seen_m = level._has_estimated_m_values and isinstance(m, float)  # noqa: SLF001
    return Odds(
        m=min(max(m if seen_m else known.m, _LEAST_M), 1.0),
        u=min(max(u, 0.5 / _RANDOM_PAIRS), 1.0) if seen_u else min(known.u, 1 / _RANDOM_PAIRS),
    )


def _chance_of_same(store: Store) -> dict[str, float]:
    """Field -> how likely two records drawn at random hold the same value."""
    chances = {}
    for name, column in _SAME.items():
        counted = f"select count(*) n from features where {column} is not null group by {column}"
        found = store.rows(f"select sum(n * (n - 1.0)), sum(n) from ({counted}) groups")[0]
        same, all_of_them = (float(value or 0) for value in found)
        if all_of_them > 1:
            chances[name] = max(same / (all_of_them * (all_of_them - 1)), 0.5 / all_of_them**2)
    return chances


def _sound(learned: dict[str, dict[str, Odds]], chances: Mapping[str, float]) -> dict[str, dict[str, Odds]]:
    """
    Exact chances for the same value; and no level that says *different* speaks for one person, none that is
    alike does more often than the same: so a slip of the pen never makes two records more alike than they
    were.
    """
    sound: dict[str, dict[str, Odds]] = {}
    for comparison in COMPARISONS:
        odds = dict(learned[comparison.field])
        if comparison.field in chances:
            odds["same"] = Odds(odds["same"].m, chances[comparison.field])
        marks = {level.code: level.mark for level in comparison.levels} | {DIFFERENT: Mark.DIFFERENT}
        for code, one in odds.items():
            most = one.u if marks[code] is Mark.DIFFERENT else odds["same"].m
            odds[code] = Odds(min(one.m, most), one.u)
        sound[comparison.field] = odds
    return sound
