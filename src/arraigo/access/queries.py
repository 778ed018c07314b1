"""What can be asked about workers."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from arraigo.access.models import Entry, User, Worker, WorkerQuerySet


def posts_of(user: User) -> WorkerQuerySet:
    """All posts in which a login may act now."""
    return Worker.objects.active().filter(user=user).select_related("institution").order_by("started_at", "id")


def acting_worker(user: User | AnonymousUser, chosen: str | None) -> Worker | None:
    """The chosen post of a login, else the oldest one; ``None`` for a visitor or a login without a post."""
    if not isinstance(user, User):
        return None
    posts = list(posts_of(user))
    return next((post for post in posts if str(post.pk) == chosen), posts[0] if posts else None)


def colleagues(worker: Worker) -> WorkerQuerySet:
    """Everybody who works at the worker's institution now."""
    return Worker.objects.of_institution(worker.institution).select_related("institution", "user")


def audit_entries() -> QuerySet[Entry]:
    """The audit, newest first."""
    return Entry.objects.select_related("worker").order_by("-id")
