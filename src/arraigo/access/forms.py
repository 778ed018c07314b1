"""The sign-in form, in our words."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arraigo.access import throttle


class SignInForm(AuthenticationForm):
    """User name and password. The message never says which of the two was wrong, nor whether such a login exists."""

    error_messages = {
        "invalid_login": _(
            "The user name or the password does not match. Check both; capital letters count."
        ),
        "inactive": _("This login is closed. Ask the administrator of your institution."),
        "paused": _(
            "There were too many attempts with this user name. Wait %(minutes)d minutes and try again, or ask the "
            "administrator of your institution for a new password."
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["username"].error_messages["required"] = _("Write your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Write your password.")

    def clean(self) -> dict[str, Any]:
        """Refuse, without looking at the password, who has failed too often; count who fails now."""
        attempt = throttle.attempt(self.cleaned_data.get("username", ""), self.request)
        if throttle.is_paused(attempt):
            minutes = {"minutes": throttle.PAUSE_MINUTES}
            raise ValidationError(self.error_messages["paused"], code="paused", params=minutes)
        try:
            cleaned = super().clean()
        except ValidationError:
            throttle.note_failure(attempt)
            raise
        throttle.forget(attempt)
        return cleaned
