"""Addresses of the design system."""

from django.urls import path

from . import views

app_name = "web"
urlpatterns = [path("components/", views.components, name="components")]
