"""`arraigo manifest`: arrivals lists from files."""

import hashlib
import json
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from arraigo.cli.ready import failed, say, store_ready

if TYPE_CHECKING:
    from arraigo.access.models import Institution
    from arraigo.reception.manifests import Reading
    from arraigo.reception.models import Arrival


@click.group()
def manifest() -> None:
    """Arrivals lists."""


@manifest.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", help="What headers mean: a JSON file, or JSON itself, of header -> field.")
@click.option("--dry-run", is_flag=True, help="Read and say what would happen; keep nothing.")
@click.option("--centre", help="Code of the reception centre; the only one, or the first, by default.")
@click.option("--sender", default="", help="Who sends the list; its headers are remembered for them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
def import_(
    file: Path, mapping: str | None, dry_run: bool, centre: str | None, sender: str, as_json: bool
) -> None:
    """Take in an arrivals list (XLSX or CSV), messy headers and all; rows with a fault are kept for correction."""
    columns = _columns(mapping)
    if not file.is_file():
        raise click.UsageError(f"There is no file {file}. Check the path.")
    store_ready()
    from arraigo.reception.manifests import REGISTRY, ManifestRefused

    try:
        document = _import(file, columns, centre, sender, dry_run=dry_run, limits=REGISTRY)
    except ManifestRefused as refused:
        if as_json:
            click.echo(json.dumps({"refused": refused.code, "message": str(refused)}, ensure_ascii=False))
        failed(str(refused))
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    _say_it(document)


def _import(
    file: Path, columns: dict[str, str], centre: str | None, sender: str, *, dry_run: bool, limits: Any
) -> dict[str, Any]:
    from django.utils import timezone

    from arraigo.reception.manifests import open_sheet
    from arraigo.reception.services import manifests

    open_sheet(file, limits=limits)  # refuses by size before anything is read into memory
    content, now = file.read_bytes(), timezone.now()
    institution = _centre(centre)
    before = manifests.same_file(institution, hashlib.sha256(content).hexdigest())
    reading = manifests.read(content, file.name, columns, today=timezone.localdate(), limits=limits)
    if before is not None:
        return _document(reading, {row.row for row in reading.rows})
    arrival = _arrival(institution, reading, file, at=now)
    known = manifests.known_rows(arrival, reading)
    if not dry_run:
        _keep(arrival, file, content, columns, sender, limits, at=now)
    return _document(reading, known)


def _keep(
    arrival: "Arrival",
    file: Path,
    content: bytes,
    columns: dict[str, str],
    sender: str,
    limits: Any,
    *,
    at: Any,
) -> None:
    from django.db import transaction

    from arraigo.core.ids import uuid7
    from arraigo.reception.services import arrivals, manifests

    with transaction.atomic():
        announced = arrivals.announce(
            id=arrival.pk,
            institution=arrival.institution,
            route=arrival.route,
            origin=arrival.origin,
            scheduled_at=arrival.scheduled_at,
            transport_ref=arrival.transport_ref,
            by=None,
            at=at,
        )
        received = manifests.receive(
            id=uuid7(),
            arrival=announced,
            sender_name=sender or file.stem,
            file_name=file.name,
            content=content,
            columns=columns,
            limits=limits,
            by=None,
            at=at,
        )
        manifests.confirm(received.manifest, by=None, at=at)


def _document(reading: "Reading", already: Collection[int]) -> dict[str, Any]:
    return reading.as_json(already)


def _centre(code: str | None) -> "Institution":
    """The centre that receives: by its code, else the first that has arrivals, else a plain new one."""
    from django.conf import settings
    from django.utils import timezone

    from arraigo.access import services as access
    from arraigo.access.models import Institution

    if code:
        found = Institution.objects.filter(code=code).first()
        if found is None:
            raise click.UsageError(f"There is no institution with the code {code!r}.")
        return found
    country = settings.ARRAIGO_COUNTRY
    used = Institution.objects.filter(country=country, arrivals__isnull=False).order_by("id").first()
    return used or access.add_institution(
        code=f"{country.lower()}_reception_centre",
        name="Centro de recepción",
        country=country,
        actor_type="origin_government",
        synthetic=False,
        at=timezone.now(),
    )


def _arrival(institution: "Institution", reading: "Reading", file: Path, *, at: Any) -> "Arrival":
    """Today's arrival that the list names by its flight or bus; else a new one, not kept yet."""
    from django.utils import timezone

    from arraigo.core.ids import uuid7
    from arraigo.reception.models import Arrival

    flights = {row.values.transport_ref for row in reading.rows if row.values.transport_ref}
    flight = flights.pop() if len(flights) == 1 else ""
    today = Arrival.objects.filter(institution=institution, scheduled_at__date=timezone.localdate(at))
    named = today.filter(transport_ref=flight).first() if flight else None
    if named is not None:
        return named
    return Arrival(
        id=uuid7(),
        institution=institution,
        route="air",
        origin=file.stem[:120],
        scheduled_at=at,
        transport_ref=(flight or "")[:40],
    )


def _columns(mapping: str | None) -> dict[str, str]:
    if not mapping:
        return {}
    try:
        text = Path(mapping).read_text() if Path(mapping).is_file() else mapping
        said = json.loads(text)
    except (OSError, ValueError) as wrong:
        raise click.UsageError(f"--mapping is neither a JSON file nor JSON: {wrong}") from wrong
    if not isinstance(said, dict):
        raise click.UsageError('--mapping must be an object such as {"APELLIDOS": "surnames"}.')
    return {str(header): str(field or "") for header, field in said.items()}


def _say_it(document: dict[str, Any]) -> None:
    say(f"{document['rows_read']} rows read, {document['already_imported']} of them already imported.")
    for kept in document["kept_for_correction"]:
        say(f"  row {kept['row']}, {kept['column']}: {kept['value']!r}. {kept['reason']}")
    say(f"{sum(row['status'] == 'expected' for row in document['rows'])} people are expected.")
