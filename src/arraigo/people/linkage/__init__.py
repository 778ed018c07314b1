"""
Is this person already known? Comparing what is said today with what the register holds.

Pure Python. This first version is exact and normalised: accents, case, spaces, swapped surnames and swapped day and
month are seen through; spelling and sound are not yet.
"""

from arraigo.people.linkage.compare import (
    Band,
    Described,
    Evidence,
    Mark,
    Why,
    band,
    compare,
    same_person,
)

__all__ = ["Band", "Described", "Evidence", "Mark", "Why", "band", "compare", "same_person"]
