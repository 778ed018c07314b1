"""The command line."""

from arraigo.cli.main import main

__all__ = ["main"]
