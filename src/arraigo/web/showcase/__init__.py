"""The sheet of components: each of them in each of its states, with synthetic content in both languages."""

from .sheet import sheet

__all__ = ["sheet"]
