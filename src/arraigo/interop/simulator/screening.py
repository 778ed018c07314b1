"""The short screening of a case, answered from what was said at reception."""

from __future__ import annotations

from arraigo.interop.simulator.chance import Chance
from arraigo.interop.simulator.world import Trip

Answers = dict[str, str | list[str]]


def screening_answers(chance: Chance, trip: Trip, *, protected: bool) -> Answers:
    """Answers to the instrument ``screening_short``."""
    return_ = trip.return_
    return {
        "safe_now": "no" if return_.destination_safe == "no" and chance.happens(0.3) else "yes",
        "urgent_health": "yes" if trip.passenger.health_first else "no",
        "health_condition": _health(chance, trip) or ["none"],
        "company": _company(chance, trip),
        "identity_document": {"yes": "yes", "no": "no"}.get(return_.identity_document, "unknown"),
        "place_to_sleep": _place_to_sleep(chance),
        "threats": _threats(chance, protected=protected),
        "wants_accompaniment": "yes" if chance.happens(0.9) else "later",
    }


def _health(chance: Chance, trip: Trip) -> list[str]:
    groups = trip.return_.groups
    found = {
        "pregnancy": "woman" in groups and chance.happens(0.05),
        "chronic_illness": "poor_health" in groups,
        "disability": "disability" in groups,
    }
    return [condition for condition, holds in found.items() if holds]


def _company(chance: Chance, trip: Trip) -> str:
    if trip.alone:
        return "child_alone"
    if trip.traveller.children and chance.happens(0.5):
        return "dependants"
    return "with_family" if chance.happens(0.8) else "alone"


def _place_to_sleep(chance: Chance) -> str:
    if chance.happens(0.93):
        return "yes"
    return "tonight_only" if chance.happens(0.6) else "no"


def _threats(chance: Chance, *, protected: bool) -> str:
    if protected and chance.happens(0.5):
        return "yes"
    return "prefer_not" if chance.happens(0.05) else "no"
