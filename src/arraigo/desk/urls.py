"""Addresses of the pages that gather several rooms."""

from django.urls import path

from arraigo.desk import case_file, my_day, person, search, start, team

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("my-day/", my_day.my_day, name="my_day"),
    path("case/<uuid:pk>/", case_file.case_file, name="case_file"),
    path("people/", search.people_search, name="people"),
    path("person/<uuid:pk>/", person.person, name="person"),
    path("team/", team.team, name="team"),
]
