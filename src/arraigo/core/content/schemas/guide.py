"""What the Guide of the Regional Conference on Migration gives: its guiding principles and its words."""

from __future__ import annotations

from pydantic import Field

from arraigo.core.content.schemas.base import ContentObject
from arraigo.core.content.texts import Text


class Principle(ContentObject):
    """
    One of the guiding principles. ``name`` is its short name, ``sense`` what it says, in our own condensed
    words.
    """

    order: int = Field(ge=1, description="Place in the Guide's list of principles")
    matrix_order: int = Field(
        ge=1, description="Row in the Guide's Table 6, which follows the phases of the process"
    )
    sense: Text
    unofficial_translation: tuple[str, ...] = ()


class Term(ContentObject):
    """One word of the glossary: ``name`` is the term, ``meaning`` its definition in condensed words."""

    meaning: Text
    also: Text | None = None
    unofficial_translation: tuple[str, ...] = ()
