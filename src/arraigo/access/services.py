"""What can be done about institutions and workers."""

from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Institution, User, Worker
from arraigo.access.roles import Role


@transaction.atomic
def add_institution(
    *,
    code: str,
    name: str,
    country: str,
    actor_type: str,
    municipality: str = "",
    synthetic: bool,
    at: datetime,
) -> Institution:
    """Add an institution, or give back the one that has the code already."""
    institution, new = Institution.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "country": country,
            "actor_type": actor_type,
            "municipality": municipality,
            "synthetic": synthetic,
        },
    )
    if new:
        audit.record("institution.added", institution, by=None, at=at)
    return institution


@transaction.atomic
def add_worker(
    *, username: str, password_hash: str, name: str, role: Role, institution: Institution, at: datetime
) -> Worker:
    """
    Give a login a post at an institution, and make the login where there is none.

    :param password_hash: as ``django.contrib.auth.hashers.make_password`` gives it; a plain password never comes here.
    """
    user = User.objects.filter(username=username).first()
    if user is None:
        user = User.objects.create(username=username, password=password_hash)
    worker, new = Worker.objects.get_or_create(
        user=user, institution=institution, role=role, ended_at=None, defaults={"name": name}
    )
    if new:
        audit.record("worker.added", worker, by=None, at=at, role=role.value)
    return worker
