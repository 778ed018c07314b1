"""`arraigo demo`: a country ready to explore, in one command."""

from arraigo.cli.demo.command import demo

__all__ = ["demo"]
