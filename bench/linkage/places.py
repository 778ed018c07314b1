"""
Where the invented people come from: municipalities with weights, neighbours and the peoples who live there.

Codes and positions are those of the content files (read as plain CSV: the generator imports nothing of the
product). Weights follow the departments people return to most; within a department, the order of its
municipalities.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

CONTENT = Path(__file__).parents[2] / "src/arraigo/content/places"

# Share of returns, in thousandths; the order is that of public figures of the last years, the figures are rounded.
DEPARTMENTS = {
    "GT01": 92, "GT02": 8, "GT03": 12, "GT04": 42, "GT05": 40, "GT06": 28, "GT07": 30, "GT08": 48,
    "GT09": 78, "GT10": 38, "GT11": 28, "GT12": 125, "GT13": 135, "GT14": 92, "GT15": 28, "GT16": 48,
    "GT17": 26, "GT18": 20, "GT19": 12, "GT20": 24, "GT21": 22, "GT22": 44,
}  # fmt: skip
OTHER_DEPARTMENT = 1.2  # of Honduras, each: about two in a hundred of all people

# Which peoples live in a department, and what part of its inhabitants they are.
PEOPLES = {
    "GT01": {"kaqchikel": 0.15}, "GT03": {"kaqchikel": 0.4}, "GT04": {"kaqchikel": 0.75},
    "GT05": {"kaqchikel": 0.1}, "GT07": {"tzutujil": 0.35, "kaqchikel": 0.35, "kiche": 0.25},
    "GT08": {"kiche": 0.95}, "GT09": {"kiche": 0.35, "mam": 0.2},
    "GT10": {"kiche": 0.35, "tzutujil": 0.08}, "GT11": {"kiche": 0.2}, "GT12": {"mam": 0.4},
    "GT13": {"mam": 0.35, "qanjobal": 0.35}, "GT14": {"kiche": 0.7, "ixil": 0.15}, "GT15": {"achi": 0.6},
    "GT16": {"qeqchi": 0.7, "poqomchi": 0.2}, "GT17": {"qeqchi": 0.3},
    "GT18": {"qeqchi": 0.25, "garifuna": 0.06}, "GT19": {"chorti": 0.05}, "GT20": {"chorti": 0.25},
    "HN01": {"garifuna": 0.15}, "HN02": {"garifuna": 0.2}, "HN11": {"garifuna": 0.1},
    "HN09": {"miskito": 0.8},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Places:
    """All municipalities in one order: what stands at a position of one list stands there in the others."""

    codes: list[str]
    weights: np.ndarray  # sums to 1
    departments: list[str]
    capitals: list[int]  # position of the department's capital
    neighbours: list[list[int]]  # the five nearest of the same country
    peoples: list[dict[str, float]]  # share of each people; the rest are ladinos


@cache
def places() -> Places:
    rows = [row for country in ("gtm", "hnd") for row in _municipalities(country)]
    codes = [row["code"] for row in rows]
    departments = [row["parent"] for row in rows]
    first = {department: departments.index(department) for department in dict.fromkeys(departments)}
    rng = np.random.default_rng(340)  # the land is the same whatever the seed of its people
    return Places(
        codes,
        _weights(departments),
        departments,
        [first[department] for department in departments],
        _neighbours(rows),
        [_peoples(department, rng) for department in departments],
    )


def _municipalities(country: str) -> list[dict[str, str]]:
    with (CONTENT / f"{country}.csv").open(encoding="utf-8", newline="") as file:
        return [
            row for row in csv.DictReader(file) if row["level"] == "municipality" and not row["valid_until"]
        ]


def _weights(departments: list[str]) -> np.ndarray:
    rank: dict[str, int] = {}
    weights = []
    for department in departments:
        rank[department] = rank.get(department, 0) + 1
        weights.append(rank[department] ** -0.6)
    totals: dict[str, float] = {}
    for department, weight in zip(departments, weights, strict=True):
        totals[department] = totals.get(department, 0.0) + weight
    shares = [
        DEPARTMENTS.get(department, OTHER_DEPARTMENT) * weight / totals[department]
        for department, weight in zip(departments, weights, strict=True)
    ]
    return np.array(shares) / sum(shares)


def _neighbours(rows: list[dict[str, str]]) -> list[list[int]]:
    at = np.array([[float(row["lat"] or 0), float(row["lng"] or 0)] for row in rows])
    distance = ((at[:, None, :] - at[None, :, :]) ** 2).sum(axis=2)
    country = np.array([row["code"][:2] for row in rows])
    distance[country[:, None] != country[None, :]] = np.inf
    np.fill_diagonal(distance, np.inf)
    return [[int(other) for other in order[:5]] for order in distance.argsort(axis=1)]


def _peoples(department: str, rng: np.random.Generator) -> dict[str, float]:
    """One valley speaks one language more than its department does."""
    shares = PEOPLES.get(department, {})
    if not shares:
        return {}
    drawn = rng.dirichlet([max(0.05, share * 2) for share in [*shares.values(), 1 - sum(shares.values())]])
    return {people: float(share) for people, share in zip(shares, drawn, strict=False)}
