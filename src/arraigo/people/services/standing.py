"""Holding the record that stands for a person, so that nobody joins it with another in the middle of a write."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from arraigo.core.errors import Refused
from arraigo.people.models import Person

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE = "700ms"
"""Less than the second after which PostgreSQL looks for a ring of waits, and ends any one of those in it."""


class BusyNow(Refused):
    """Somebody is writing to one of these people at this moment."""


def giving_way(operation: Callable[P, T]) -> Callable[P, T]:
    """
    Run an operation as one transaction that gives way to the desks: where it would have to wait for a lock, it is
    refused whole, and whoever serves people goes on.

    :raises BusyNow: when it gave way.
    """

    @wraps(operation)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with transaction.atomic():
                _be_impatient()
                return operation(*args, **kwargs)
        except OperationalError as failure:
            if getattr(failure.__cause__, "sqlstate", "") != "55P03":  # lock not available
                raise
            raise BusyNow(
                _("Somebody is working with one of these people right now. Wait a moment and try again.")
            ) from failure

    return run


def hold(person: UUID) -> Person:
    """
    The record that stands for a person, locked until the transaction ends: itself, or the one that it was joined with.

    Only standing records are ever locked, and several of them in the order of their ids: so nobody waits in a ring.
    """
    while True:
        wanted = Person.objects.values_list("merged_into", flat=True).get(pk=person) or person
        held = Person.objects.select_for_update().get(pk=wanted)
        if held.merged_into_id is None:
            return held


def hold_as_they_are(persons: Iterable[UUID]) -> dict[UUID, Person]:
    """The records themselves, locked in the order of their ids, whether they stand or not."""
    rows = Person.objects.select_for_update().filter(pk__in=set(persons)).order_by("pk")
    return {one.pk: one for one in rows}


def _be_impatient() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as store:
            store.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
