"""Arrivals lists, who sends them, and their rows that wait for a correction."""

from django.db.models import Count, Q, QuerySet

from arraigo.access.models import Worker
from arraigo.core.names import fold
from arraigo.people.rules import search_text
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Sender


def manifests(worker: Worker) -> QuerySet[Manifest]:
    """Lists of the worker's centre, newest first, each with its number of rows to correct."""
    return (
        Manifest.objects.visible_to(worker)
        .defer("content")
        .select_related("arrival", "sender", "imported_by")
        .annotate(to_correct=Count("rows", filter=Q(rows__status=ManifestRow.Status.CORRECTION)))
        .order_by("-received_at", "-id")
    )


def senders(worker: Worker) -> QuerySet[Sender]:
    """Who has sent lists to the worker's centre."""
    return Sender.objects.filter(institution_id=worker.institution_id)


def rows_to_correct(arrival: Arrival, text: str) -> list[ManifestRow]:
    """Rows of the arrival's lists that wait for a correction and whose names hold all the words: at most eight."""
    waiting = ManifestRow.objects.filter(
        manifest__arrival=arrival, manifest__confirmed_at__isnull=False, status=ManifestRow.Status.CORRECTION
    )
    words = fold(text).split()
    found = [row for row in waiting if words and all(f" {word}" in _names_in(row) for word in words)]
    return found[:8]


def _names_in(row: ManifestRow) -> str:
    parts = (
        str(row.reading.get(name) or "") for name in ("given_names", "paternal_surname", "maternal_surname")
    )
    return search_text(*parts)
