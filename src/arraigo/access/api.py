"""The doors of the programming interface: the same login and the same table of roles as the pages."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError, HttpError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from arraigo.access.models import Worker
from arraigo.access.roles import Action


class ApiDoor(APIKeyCookie):
    """
    Let in a signed-in worker whose role may do the action; hold a call to the token that forms carry as well.

    Tokens of programs come with the exchange between institutions; until then a call is made for somebody at a desk.
    """

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, action: Action) -> None:
        super().__init__(csrf=False)  # asked here, to say it in the reader's language
        self.action = action

    def authenticate(self, request: HttpRequest, key: str | None) -> Worker:
        """
        :raises AuthenticationError: when nobody is signed in.
        :raises AuthorizationError: when the role may not.
        """
        if not request.user.is_authenticated:
            raise AuthenticationError(message=_("Sign in first: your session has ended."))
        worker: Worker | None = getattr(request, "worker", None)
        if worker is None or not worker.may(self.action):
            raise AuthorizationError(message=_("Your post does not include this."))
        if check_csrf(request):
            raise HttpError(403, _("The call lacks the token of the page (X-CSRFToken)."))
        return worker
