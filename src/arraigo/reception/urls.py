"""Addresses of the room."""

from django.urls import URLPattern

app_name = "reception"
urlpatterns: list[URLPattern] = []
