"""
The star: what happened (facts), each row with everything that figures ask of it, worked out once per snapshot.

A join, a "latest of", a count of days is paid for here and not by every figure: a fact knows its country and place,
who the person was on that day, and the day of its *successor*, the next fact of the same person (case, initiative).
Being the latest of a period is then one comparison: the successor comes after its last day. SQL is DuckDB's; what it
gives is plain columns that any engine reads.
"""

from arraigo.warehouse.star.building import PLACED, Put, build
from arraigo.warehouse.star.facts import FACTS, Fact

__all__ = ["FACTS", "PLACED", "Fact", "Put", "build"]
