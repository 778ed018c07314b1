"""Signing in and out, choosing the post to act in, and the audit."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access import audit, queries
from arraigo.access.forms import SignInForm
from arraigo.access.http import (
    WorkerRequest,
    ask_to_sign_in,
    door,
    has_draft,
    leave_draft_to,
    start,
    way_back,
)
from arraigo.access.middleware import WORKER_KEY
from arraigo.access.roles import Action
from arraigo.web.toasts import toast

_ENTRIES_A_PAGE = 50


class SignInView(LoginView):
    """The sign-in page. Says so when a form waits to be taken up again; only its owner is led back to it."""

    template_name = "access/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"draft_waits": has_draft(self.request)}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        theirs = leave_draft_to(self.request, form.get_user())
        signed_in = super().form_valid(form)
        return signed_in if theirs else redirect(start())


sign_in = SignInView.as_view()


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    A form whose protection token no longer fits: its page was open while somebody signed in or out elsewhere.

    Nothing is done with it; its contents go back into the form for the login that was filling it in.
    """
    back = way_back(request)
    if not has_draft(request):
        toast(request, _("The page had been open for too long, so nothing was done. Here it is, up to date."))
    return redirect(back)


@require_http_methods(["GET", "POST"])
def choose_post(request: HttpRequest) -> HttpResponse:
    """One's posts; act in the chosen one from now on."""
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    posts = queries.posts_of(request.user)
    if request.method == "POST":
        chosen = next((post for post in posts if str(post.pk) == request.POST.get("worker")), None)
        if chosen is None:
            raise Http404
        request.session[WORKER_KEY] = str(chosen.pk)
        return redirect(start())
    return render(request, "access/choose_post.html", {"posts": posts})


@require_GET
@door(Action.SEE_AUDIT)
def audit_list(request: WorkerRequest) -> HttpResponse:
    """Who did or saw what, newest first. ``?record=`` keeps to one record, ``?check=1`` tests the chain."""
    record = request.GET.get("record", "")[:60]
    page = Paginator(queries.audit_entries(record), _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    broken = list(audit.broken_links()) if request.GET.get("check") else None
    context = {"page": page, "record": record, "broken": broken, "checked_at": timezone.now()}
    return render(request, "access/audit.html", context)
