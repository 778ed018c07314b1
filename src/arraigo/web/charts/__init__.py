"""
Charts as SVG made on the server: a sentence for readers, labels on the series, a data table of its own.

Never a chart of fewer than three points: that is said in words.
"""

from .bars import BarCell, BarItem, BarList
from .lines import GoalPoint, LineChart, Series, Threshold, line_chart
from .maps import Area, Map
from .sparklines import Sparkline, sparkline

__all__ = [
    "Area",
    "BarCell",
    "BarItem",
    "BarList",
    "GoalPoint",
    "LineChart",
    "Map",
    "Series",
    "Sparkline",
    "Threshold",
    "line_chart",
    "sparkline",
]
