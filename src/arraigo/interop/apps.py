"""The room's place in Django."""

from django.apps import AppConfig


class InteropConfig(AppConfig):
    """Registers the simulator's kind of content, so that `arraigo content check` reads it too."""

    name = "arraigo.interop"

    def ready(self) -> None:
        from arraigo.interop.simulator import schema  # noqa: F401
