"""
What leaves the circle of those who may see records, with small cells protected.

Primary: counts of people below the country's threshold, and a numerator of nobody or everybody in a small group; a
share is hidden whole. Secondary: in every line of a breakdown as many other shares as it takes that no small count can
be recomputed from all that is published together. What is promised, and what not: ``docs/published.md``, decision 14.
"""

from arraigo.indicators.published.figures import DisclosurePolicy, Given, Meaning, PublishedFigure
from arraigo.indicators.published.publishing import PeriodsOverlap, protect

__all__ = ["DisclosurePolicy", "Given", "Meaning", "PeriodsOverlap", "PublishedFigure", "protect"]
