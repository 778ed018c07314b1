"""Addresses of the room."""

from django.urls import path

from arraigo.cases.views import case, caseload, followups, needs, opening, plan, screening

app_name = "cases"
urlpatterns = [
    path("", caseload.case_list, name="list"),
    path("open/<uuid:pk>/", opening.open_case, name="open"),
    path("<uuid:pk>/screening/", screening.screening, name="screening"),
    path("screening/<uuid:pk>/", screening.screened, name="screened"),
    path("<uuid:pk>/needs/", needs.needs, name="needs"),
    path("<uuid:pk>/plan/add/", plan.action_new, name="action_new"),
    path("<uuid:pk>/plan/sign/", plan.sign, name="sign"),
    path("<uuid:pk>/plan/sheet/", plan.sheet, name="sheet"),
    path("action/<uuid:pk>/", plan.action, name="action"),
    path("action/<uuid:pk>/move/", plan.action_move, name="action_move"),
    path("followup/<uuid:pk>/", followups.followup, name="followup"),
    path("followup/<uuid:pk>/excuse/", followups.excuse, name="excuse"),
    path("<uuid:pk>/contact/", case.contact, name="contact"),
    path("<uuid:pk>/protect/", case.protect, name="protect"),
    path("<uuid:pk>/unprotect/", case.unprotect, name="unprotect"),
    path("<uuid:pk>/assign/", case.assign, name="assign"),
    path("<uuid:pk>/stage/", case.stage, name="stage"),
    path("<uuid:pk>/close/", case.close, name="close"),
    path("<uuid:pk>/reopen/", case.reopen, name="reopen"),
]
