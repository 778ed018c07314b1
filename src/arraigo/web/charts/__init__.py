"""
Charts as SVG made on the server: a sentence for readers, labels on the series, a data table of its own.

Never a chart of fewer than three points: that is said in words.
"""

from .bars import BarCell, BarItem, BarList
from .lines import GoalPoint, LineChart, Series, Threshold, line_chart
from .sparklines import Sparkline, sparkline

__all__ = [
    "BarCell",
    "BarItem",
    "BarList",
    "GoalPoint",
    "LineChart",
    "Series",
    "Sparkline",
    "Threshold",
    "line_chart",
    "sparkline",
]
