"""Addresses of the room."""

from django.urls import path

from arraigo.indicators import explorer_views, saved, taking_away, views, views_closing, views_reported

app_name = "indicators"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("explain/<str:code>/", views.indicator, name="indicator"),
    path("compare/<str:code>/", explorer_views.compare_places, name="compare"),
    path("explore/", explorer_views.explore, name="explore"),
    path("views/", saved.my_views, name="views"),
    path("views/<uuid:pk>/delete/", saved.forget, name="view_delete"),
    path("records/<str:code>/", views.records, name="records"),
    path("export/", taking_away.export, name="export"),
    path("chart/<str:code>/", taking_away.chart_alone, name="chart"),
    path("reported/", views_reported.reported_values, name="reported"),
    path("reported/new/", views_reported.report, name="report"),
    path("reported/<uuid:pk>/correct/", views_reported.correct, name="correct"),
    path("reported/<uuid:pk>/document/", views_reported.attachment, name="attachment"),
    path("closed/", views_closing.closed_periods, name="closed_periods"),
    path("closed/<uuid:pk>/again/", views_closing.recompute, name="recompute"),
    path("revisions/<str:code>/", views_closing.revisions, name="revisions"),
    path("revisions/of/<uuid:pk>/", views_closing.explain, name="explain"),
]
