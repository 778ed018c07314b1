"""The design system as an application, so that Django finds its templates, tags and files."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "arraigo.web"
    label = "web"
