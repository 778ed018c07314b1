"""Addresses of signing in, posts and the audit."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from arraigo.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("post/", views.choose_post, name="choose_post"),
    path("audit/", views.audit_list, name="audit"),
]
