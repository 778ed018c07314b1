"""
The indicator engine: definitions in, one plan out, figures from it. Plain Python and SQL, no framework.

``compile_plan`` fuses all definitions that read the same rows into one scan; ``run`` computes it on a warehouse;
``records`` opens a figure to the rows it was counted from; :mod:`~arraigo.indicators.engine.goals` judges goals.
"""

from arraigo.indicators.engine.compiling import Plan, Scan, compile_plan
from arraigo.indicators.engine.definition import AGGREGATES, BREAKDOWNS, Condition, Definition, OutOf
from arraigo.indicators.engine.figures import Figure
from arraigo.indicators.engine.periods import PeriodNotUnderstood, read_period
from arraigo.indicators.engine.records import Part, records, table_behind
from arraigo.indicators.engine.refusals import BreakdownDoesNotApply, FilterDoesNotApply
from arraigo.indicators.engine.running import run

__all__ = [
    "AGGREGATES",
    "BREAKDOWNS",
    "BreakdownDoesNotApply",
    "Condition",
    "Definition",
    "Figure",
    "FilterDoesNotApply",
    "OutOf",
    "Part",
    "PeriodNotUnderstood",
    "Plan",
    "Scan",
    "compile_plan",
    "read_period",
    "records",
    "run",
    "table_behind",
]
