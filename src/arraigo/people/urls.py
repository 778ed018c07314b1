"""Addresses of who keeps the register."""

from django.urls import path

from arraigo.people.views import asking, merges, merging, pairs, records

app_name = "people"
urlpatterns = [
    path("persons/<uuid:pk>/ask/", asking.ask, name="ask"),
    path("pairs/", pairs.pair_list, name="pairs"),
    path("pairs/<uuid:pk>/", pairs.pair, name="pair"),
    path("pairs/<uuid:pk>/reopen/", pairs.reopen, name="reopen"),
    path("compare/<uuid:pk>/<uuid:other>/", pairs.side_by_side, name="compare"),
    path("merge/<uuid:kept>/<uuid:merged>/", merging.merge, name="merge"),
    path("merges/", merges.merge_list, name="merges"),
    path("merges/<uuid:pk>/", merges.merged, name="merged"),
    path("records/", records.find, name="records"),
    path("records/<uuid:pk>/", records.record, name="record"),
    path("records/<uuid:pk>/beside/", records.find_other, name="find_other"),
]
