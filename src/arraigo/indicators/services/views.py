"""Choices of the explorer that a worker keeps."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core.errors import Refused
from arraigo.indicators.models import SavedView


class NameTaken(Refused):
    """The worker has another view of that name."""

    field = "name"


class NotYourView(Refused):
    """A view is its worker's alone."""


@transaction.atomic
def save_view(*, id: UUID, name: str, query: str, by: Worker, at: datetime) -> SavedView:
    """
    Keep a choice under a name. The same ``id`` again keeps nothing twice.

    :param query: the query string of the explorer's address, without the question mark.
    :raises NameTaken: when the worker has another view of that name.
    """
    if made := SavedView.objects.filter(pk=id, worker=by).first():
        return made
    view = SavedView(id=id, worker=by, query=query.removeprefix("?")[:2000], created_at=at)
    _named(view, name)
    audit.seen("view.saved", view, by=by, at=at)
    return view


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: Worker, at: datetime) -> SavedView:
    """
    Give a kept choice another name.

    :raises NotYourView, NameTaken: as their names say.
    """
    _require_own(view, by)
    _named(view, name)
    audit.seen("view.renamed", view, by=by, at=at)
    return view


@transaction.atomic
def delete_view(view: SavedView, *, by: Worker, at: datetime) -> None:
    """
    Keep a choice no longer.

    :raises NotYourView: of another worker's.
    """
    _require_own(view, by)
    audit.seen("view.deleted", view, by=by, at=at)
    view.delete()


def _require_own(view: SavedView, by: Worker) -> None:
    if view.worker_id != by.pk:
        raise NotYourView(_("This view belongs to somebody else."))


def _named(view: SavedView, name: str) -> None:
    view.name = name.strip()[:80] or _("Without name")
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as taken:
        raise NameTaken(_("You have another view of that name. Choose a different one.")) from taken
