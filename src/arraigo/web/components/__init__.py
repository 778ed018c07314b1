"""
What a view hands to a page when it is more than three values: plain records, each drawn by ``{% show record %}``.

Numbers arrive written (``formats`` has the writers) unless a track is drawn from them. Shares go from 0 to 1.
"""

from .base import Component, Words
from .lists import (
    Event,
    Figure,
    FigureLine,
    Matrix,
    MatrixItem,
    MatrixRow,
    StageLine,
    Stepper,
    Sum,
    Tab,
    Tabs,
    Term,
    Timeline,
)
from .tracks import Clock, GoalTrack, Part, StackBar, YearLine, YearMark

__all__ = [
    "Clock",
    "Component",
    "Event",
    "Figure",
    "FigureLine",
    "GoalTrack",
    "Matrix",
    "MatrixItem",
    "MatrixRow",
    "Part",
    "StackBar",
    "StageLine",
    "Stepper",
    "Sum",
    "Tab",
    "Tabs",
    "Term",
    "Timeline",
    "Words",
    "YearLine",
    "YearMark",
]
