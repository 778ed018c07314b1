"""Registers the kinds of content that this room brings, before anything is read."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "arraigo.people"
    label = "people"

    def ready(self) -> None:
        from arraigo.people import schema  # noqa: F401 - importing registers
