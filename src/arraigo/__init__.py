"""Arraigo: the system a country runs so that people who return to it can put down roots again."""

__version__ = "0.1.0"
