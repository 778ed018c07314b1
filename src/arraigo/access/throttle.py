"""
Slowing down who guesses passwords: some failures with one user name from one address, and then a pause.

Counted in Django's cache, which all processes of an installation share. A name that no login has is counted like any
other, so that the pause tells nothing.
"""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from arraigo.core.names import fold

FAILURES = 8
PAUSE_MINUTES = 15


def attempt(username: str, request: HttpRequest | None) -> str:
    """What is counted: a digest of the user name and the address, so that the cache holds neither."""
    address = request.META.get("REMOTE_ADDR", "") if request else ""
    return salted_hmac("arraigo.access.throttle", f"{fold(username)}|{address}").hexdigest()


def is_paused(attempt: str) -> bool:
    """Whether there were so many failures that the password is not even looked at."""
    return int(cache.get(attempt, 0)) >= FAILURES


def note_failure(attempt: str) -> None:
    """Count one more; the pause lasts from the last one counted."""
    cache.set(attempt, int(cache.get(attempt, 0)) + 1, PAUSE_MINUTES * 60)


def forget(attempt: str) -> None:
    """Start anew after a success."""
    cache.delete(attempt)
