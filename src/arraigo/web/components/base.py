"""What all components are."""

from typing import ClassVar

Words = object
"""Text, a lazy translation or a label: anything whose ``str`` is what the reader should see."""


class Component:
    """A record that knows the template that draws it; there it is called ``it``."""

    template: ClassVar[str]
