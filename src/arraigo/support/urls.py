"""Addresses of the room: each under the case from which it is noted."""

from django.urls import path

from arraigo.support import views

app_name = "support"
urlpatterns = [
    path("<uuid:pk>/document/", views.document, name="document"),
    path("<uuid:pk>/document/<uuid:request_pk>/delivered/", views.deliver, name="deliver"),
    path("<uuid:pk>/application/", views.application, name="application"),
    path("<uuid:pk>/application/<uuid:application_pk>/decision/", views.decide, name="decide"),
]
