"""
A small country to explore: a seeded, synthetic population, calibrated on published shares.

Nobody in it exists. Shares, their sources and our own assumptions are content (``content/simulator``).
"""

from arraigo.interop.simulator.population import Population, RegisteredToday, simulate

__all__ = ["Population", "RegisteredToday", "simulate"]
