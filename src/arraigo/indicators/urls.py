"""Addresses of the room."""

from django.urls import path

from arraigo.indicators import views

app_name = "indicators"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("explain/<str:code>/", views.indicator, name="indicator"),
    path("records/<str:code>/", views.records, name="records"),
    path("export/", views.export, name="export"),
]
