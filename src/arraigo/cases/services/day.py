"""The day on which something happened: never after today, never before what it follows from."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.core.errors import Refused


class InTheFuture(Refused):
    """What has happened cannot lie ahead."""


class TooEarly(Refused):
    """What follows cannot lie before what it follows from."""


def happened_on(on: date | None, *, at: datetime, not_before: date | None = None, field: str) -> date:
    """
    The day that was named, or today.

    :raises InTheFuture: when the day is after today.
    :raises TooEarly: when it is before ``not_before``.
    """
    today = timezone.localdate(at)
    day = on or today
    if day > today:
        raise InTheFuture(_("That day has not come yet. Write today’s date or an earlier one."), field=field)
    if not_before and day < not_before:
        raise TooEarly(_("That day is before the case was opened. Review the date."), field=field)
    return day
