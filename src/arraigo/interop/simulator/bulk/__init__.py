"""
A whole synthetic country as an exchange package, in numbers that a ministry has: millions of returns.

The demo's simulator (the folder above) tells stories and fills boards; this one draws columns. Nobody in it exists:
the package says so of itself, names of institutions say so, and every id begins with ``SIM``.
"""

from arraigo.interop.simulator.bulk.asked import FORMATS, Asked, NotAsked, asked
from arraigo.interop.simulator.bulk.package import Written, simulate_package
from arraigo.interop.simulator.bulk.writing import NoPlace

__all__ = ["FORMATS", "Asked", "NoPlace", "NotAsked", "Written", "asked", "simulate_package"]
