"""What can be asked about workers and the audit."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from arraigo.access.models import Entry, User, Worker, WorkerQuerySet


def posts_of(user: User | AnonymousUser) -> WorkerQuerySet:
    """All posts in which a login may act now, the oldest first; none for a visitor."""
    active = Worker.objects.active().select_related("institution").order_by("started_at", "id")
    return active.filter(user=user) if isinstance(user, User) else active.none()


def acting_in(posts: Sequence[Worker], chosen: str | None) -> Worker | None:
    """The chosen one of a login's posts, else the oldest; ``None`` where there is none."""
    return next((post for post in posts if str(post.pk) == chosen), posts[0] if posts else None)


def acting_worker(user: User | AnonymousUser, chosen: str | None) -> Worker | None:
    """The chosen post of a login, else the oldest one; ``None`` for a visitor or a login without a post."""
    return acting_in(list(posts_of(user)), chosen)


def colleagues(worker: Worker) -> WorkerQuerySet:
    """Everybody who works at the worker's institution now."""
    return Worker.objects.of_institution(worker.institution).select_related("institution", "user")


def audit_entries(subject_id: str = "") -> QuerySet[Entry]:
    """The audit, newest first; of one record where its id is given."""
    entries = Entry.objects.select_related("worker__institution").order_by("-id")
    return entries.filter(subject_id=subject_id) if subject_id else entries
