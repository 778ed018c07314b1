"""The one way an operation says no."""


class Refused(Exception):
    """
    An operation was refused for a reason that the person at the screen can act on.

    ``str(refusal)`` is a whole sentence in the reader's language: what happened, why, what to do now.
    Subclasses live beside the operation that raises them; ``field`` names the form field at fault, if one is.
    """

    field: str | None = None

    def __init__(self, message: object = "", *, field: str | None = None) -> None:
        super().__init__(message)
        if field is not None:
            self.field = field

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""
