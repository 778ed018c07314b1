"""
What an indicator and a goal look like as content (``content/indicators``, ``content/goals``).

An indicator is declarative: a set of rows, flat conditions (one column, one test), an aggregate. It carries its reason,
source, steward and worked examples; the examples are its tests. ``docs/content.md`` shows how one is written.
"""

from arraigo.core.content import register_kind
from arraigo.indicators.definitions.conditions import Conditions, Filter, conditions_of
from arraigo.indicators.definitions.examples import Example, Gives, GoalExample, GoalGives
from arraigo.indicators.definitions.goal import Amount, Goal
from arraigo.indicators.definitions.indicator import Indicator, Steward

register_kind("indicator", Indicator)
register_kind("goal", Goal)

__all__ = [
    "Amount",
    "Conditions",
    "Example",
    "Filter",
    "Gives",
    "Goal",
    "GoalExample",
    "GoalGives",
    "Indicator",
    "Steward",
    "conditions_of",
]
