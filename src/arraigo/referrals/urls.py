"""Addresses of the room: what was sent, what was received, and the answers."""

from django.urls import path

from arraigo.referrals.views import received, sending, sent

app_name = "referrals"
urlpatterns = [
    path("", sent.sent_list, name="sent"),
    path("inbox/", received.inbox, name="inbox"),
    path("inbox/<uuid:pk>/", received.received, name="received"),
    path("inbox/<uuid:pk>/accept/", received.accept, name="accept"),
    path("inbox/<uuid:pk>/decline/", received.decline, name="decline"),
    path("inbox/<uuid:pk>/finish/", received.finish, name="finish"),
    path("send/<uuid:pk>/", sending.choose_service, name="send"),
    path("send/<uuid:pk>/to/<uuid:service>/", sending.send, name="send_to"),
    path("<uuid:pk>/", sent.referral, name="referral"),
    path("<uuid:pk>/withdraw/", sent.withdraw, name="withdraw"),
]
