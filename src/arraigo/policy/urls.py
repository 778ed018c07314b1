"""Addresses of the room."""

from django.urls import path

from arraigo.policy import views

app_name = "policy"
urlpatterns = [
    path("goals/", views.goals, name="goals"),
    path("goals/<str:code>/", views.goal, name="goal"),
]
