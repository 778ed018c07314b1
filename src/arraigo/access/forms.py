"""The sign-in form, in our words."""

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password. The message never says which of the two was wrong."""

    error_messages = {
        "invalid_login": _("The user name or the password does not match. Check both; capital letters count."),
        "inactive": _("This login is closed. Ask the administrator of your institution."),
    }
