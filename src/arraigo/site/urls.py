"""The root of all addresses: one prefix a room."""

from django.urls import include, path

from arraigo.site.api import api

urlpatterns = [
    path("", include("arraigo.desk.urls")),
    path("access/", include("arraigo.access.urls")),
    path("register/", include("arraigo.people.urls")),
    path("reception/", include("arraigo.reception.urls")),
    path("cases/", include("arraigo.cases.urls")),
    path("referrals/", include("arraigo.referrals.urls")),
    path("support/", include("arraigo.support.urls")),
    path("indicators/", include("arraigo.indicators.urls")),
    path("policy/", include("arraigo.policy.urls")),
    path("web/", include("arraigo.web.urls")),
    path("api/", api.urls),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler400 = "arraigo.web.views.bad_request"
handler403 = "arraigo.web.views.not_allowed"
handler404 = "arraigo.web.views.not_found"
handler500 = "arraigo.web.views.server_trouble"
