"""Signing in and out, choosing the post to act in, and the audit."""

from django.contrib.auth.views import LoginView
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from arraigo.access import audit, queries
from arraigo.access.forms import SignInForm
from arraigo.access.http import WorkerRequest, door, has_draft, keep_draft
from arraigo.access.middleware import WORKER_KEY
from arraigo.access.roles import Action

_ENTRIES_A_PAGE = 50


class SignInView(LoginView):
    """The sign-in page. Says so when a form waits to be taken up again."""

    template_name = "access/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(**kwargs) | {"draft_waits": has_draft(self.request)}


sign_in = SignInView.as_view()


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    A form whose protection token no longer fits: its page was open while somebody signed in or out elsewhere.

    Nothing is done with it; its contents go back into the form for the login that was filling it in.
    """
    keep_draft(request)
    return redirect(request.get_full_path())


@require_POST
def choose_post(request: HttpRequest) -> HttpResponse:
    """Act in another of one's posts from now on."""
    if not request.user.is_authenticated:
        return redirect("access:sign_in")
    post = get_object_or_404(queries.posts_of(request.user), pk=request.POST.get("worker"))  # type: ignore[arg-type]
    request.session[WORKER_KEY] = str(post.pk)
    return redirect("desk:start")


@require_GET
@door(Action.SEE_AUDIT)
def audit_list(request: WorkerRequest) -> HttpResponse:
    """Who did or saw what, newest first; codes and ids only."""
    page = Paginator(queries.audit_entries(), _ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    broken = list(audit.broken_links()) if request.GET.get("check") else None
    return render(
        request, "access/audit.html", {"page": page, "broken": broken, "checked_at": timezone.now()}
    )
