"""Registers the kinds of content that this room brings, before anything is read."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "arraigo.indicators"
    label = "indicators"

    def ready(self) -> None:
        from arraigo.indicators import definitions  # noqa: F401 - importing registers
