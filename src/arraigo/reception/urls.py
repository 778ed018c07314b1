"""Addresses of reception: the board, lists, registration and the first services."""

from django.urls import path

from arraigo.reception.views import board, manifests, registration

app_name = "reception"
urlpatterns = [
    path("", board.board, name="board"),
    path("arrivals/new/", board.announce, name="announce"),
    path("arrivals/<uuid:pk>/", board.arrival, name="arrival"),
    path("arrivals/<uuid:pk>/rows/", board.rows, name="rows"),
    path("arrivals/<uuid:pk>/land/", board.land, name="land"),
    path("arrivals/<uuid:pk>/undo-landing/", board.undo_landing, name="undo_landing"),
    path("arrivals/<uuid:pk>/sheet/", board.sheet, name="sheet"),
    path("arrivals/<uuid:pk>/walk-in/", board.walk_in, name="walk_in"),
    path("passengers/<uuid:pk>/state/", board.passenger_state, name="passenger_state"),
    path("passengers/<uuid:pk>/register/", registration.register, name="register"),
    path("passengers/<uuid:pk>/alike/", registration.alike, name="alike"),
    path("returns/<uuid:pk>/services/", registration.services, name="services"),
    path("lists/", manifests.manifests, name="manifests"),
    path("lists/new/", manifests.manifest_new, name="manifest_new"),
    path("lists/<uuid:pk>/", manifests.manifest, name="manifest"),
    path("lists/<uuid:pk>/row/<int:row>/", manifests.correct_row, name="correct_row"),
    path("lists/<uuid:pk>/row/<int:row>/undo/", manifests.uncorrect_row, name="uncorrect_row"),
    path("lists/<uuid:pk>/row/<int:row>/as-is/", manifests.take_as_is, name="take_as_is"),
    path("lists/<uuid:pk>/at-the-desk/", manifests.at_the_desk, name="at_the_desk"),
    path("lists/<uuid:pk>/faults.csv", manifests.faults_file, name="manifest_faults"),
]
