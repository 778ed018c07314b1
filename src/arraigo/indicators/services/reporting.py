"""Values that institutions report: entered once, corrected by another that says why, never overwritten."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.indicators import queries
from arraigo.indicators.engine import PeriodNotUnderstood, read_period
from arraigo.indicators.models import Attachment, ReportedValue
from arraigo.indicators.reported import folder, may_correct

MOST_BYTES = 10_000_000
TYPES = {
    "application/pdf": b"%PDF-",
    "image/png": b"\x89PNG\r\n",
    "image/jpeg": b"\xff\xd8\xff",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": b"PK\x03\x04",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": b"PK\x03\x04",
}
"""What may be attached, and how such a file begins: its name and its sender's word are not enough."""
_OF_ENDING = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NotYoursToReport(Refused):
    """The worker's role reports no values, or not of this country."""


class NoSuchIndicator(Refused):
    """The country has no indicator of that code."""

    field = "indicator"


class NotAPeriod(Refused):
    """The period is none, or has not begun."""

    field = "period"


class SourceInFuture(Refused):
    """A source cannot be of a day to come."""

    field = "source_on"


class AlreadyReported(Refused):
    """There is a value of that indicator and period: it is corrected, not entered again."""

    field = "period"


class CorrectedMeanwhile(Refused):
    """Somebody has corrected this value already."""


class ReasonMissing(Refused):
    """A correction says why."""

    field = "reason"


class AttachmentTooLarge(Refused):
    """The file has more than ten megabytes."""

    field = "attachment"

    @staticmethod
    def words() -> str:
        """What is said of it, also by the form that has not kept the file."""
        return _(
            "The file has more than 10 MB, so it was not kept. Choose a smaller one; what you typed is here."
        )


class AttachmentNotTaken(Refused):
    """The file is none of the types that are kept."""

    field = "attachment"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes


@transaction.atomic
def report_value(
    *,
    id: UUID,
    indicator: str,
    period: str,
    value: Decimal,
    source: str,
    source_on: date,
    attachment: Upload | None = None,
    by: Worker,
    at: datetime,
) -> ReportedValue:
    """
    Enter the value of an indicator in a period of the worker's country. The same ``id`` again enters nothing twice.

    :raises NotYoursToReport, NoSuchIndicator, NotAPeriod, SourceInFuture, AlreadyReported: as their names say.
    :raises AttachmentTooLarge, AttachmentNotTaken: of the file.
    """
    _require_reporter(by)
    if made := ReportedValue.objects.filter(pk=id, reported_by=by).first():
        return made
    _require_indicator(indicator, by.country)
    row = ReportedValue(
        id=id,
        indicator=indicator,
        country=by.country,
        period=_period(period, at),
        value=value,
        source=source.strip(),
    )
    return _entered(row, source_on, attachment, "value.reported", by, at)


@transaction.atomic
def correct_value(
    earlier: ReportedValue,
    *,
    id: UUID,
    value: Decimal,
    source: str,
    source_on: date,
    reason: str,
    attachment: Upload | None = None,
    by: Worker,
    at: datetime,
) -> ReportedValue:
    """
    Put another value in the place of one, with the reason; the earlier one stays to be read.

    :raises NotYoursToReport, ReasonMissing, SourceInFuture, CorrectedMeanwhile: as their names say.
    :raises AttachmentTooLarge, AttachmentNotTaken: of the file.
    """
    _require_reporter(by, earlier)
    if made := ReportedValue.objects.filter(pk=id, reported_by=by).first():
        return made
    if not reason.strip():
        raise ReasonMissing(_("Write why the value is corrected."))
    earlier = ReportedValue.objects.select_for_update(of=("self",)).get(pk=earlier.pk)
    if ReportedValue.objects.filter(supersedes=earlier).exists():
        raise CorrectedMeanwhile(_("This value was corrected meanwhile. Look at the newest one first."))
    row = ReportedValue(
        id=id,
        indicator=earlier.indicator,
        country=earlier.country,
        period=earlier.period,
        value=value,
        source=source.strip(),
        supersedes=earlier,
        reason=reason.strip(),
    )
    return _entered(row, source_on, attachment, "value.corrected", by, at)


def _entered(
    row: ReportedValue, source_on: date, upload: Upload | None, event: str, by: Worker, at: datetime
) -> ReportedValue:
    if source_on > timezone.localdate(at):
        raise SourceInFuture(_("That day has not come yet. Write today’s date or an earlier one."))
    row.source_on, row.institution, row.reported_by, row.reported_at = source_on, by.institution, by, at
    row.attachment = _kept(upload) if upload else None
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:
        if row.attachment:
            (folder() / str(row.attachment.pk)).unlink(missing_ok=True)
        if row.supersedes_id:
            raise CorrectedMeanwhile(
                _("This value was corrected meanwhile. Look at the newest one first.")
            ) from twice
        raise AlreadyReported(
            _("There is already a value of this indicator for that period. Correct that one.")
        ) from twice
    if event == "value.corrected":
        audit.record("value.corrected", row, by=by, at=at, indicator=row.indicator, period=row.period)
    else:
        audit.record("value.reported", row, by=by, at=at, indicator=row.indicator, period=row.period)
    return row


def _kept(upload: Upload) -> Attachment:
    """The file on disk, and its row. It is written first: a row without its file would promise what is not there."""
    kind = _OF_ENDING.get(PurePath(upload.name).suffix.lower())
    if len(upload.content) > MOST_BYTES:
        raise AttachmentTooLarge(AttachmentTooLarge.words())
    if kind is None or not upload.content.startswith(TYPES[kind]):
        raise AttachmentNotTaken(_("Attach a PDF, a picture (PNG or JPEG), or a document of Word or Excel."))
    key = uuid7()
    place = folder() / str(key)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode=0o600)
    place.write_bytes(upload.content)
    return Attachment.objects.create(
        id=key,
        name=PurePath(upload.name.replace("\\", "/")).name[-160:],
        content_type=kind,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
    )


def _require_reporter(by: Worker, earlier: ReportedValue | None = None) -> None:
    may = by.may(Action.REPORT_VALUE) if earlier is None else may_correct(by, earlier)
    if not may:
        raise NotYoursToReport(_("Your role reports no values here."))


def _require_indicator(code: str, country: str) -> None:
    try:
        queries.indicator(code, country)
    except queries.IndicatorUnknown as unknown:
        raise NoSuchIndicator(str(unknown)) from unknown


def _period(written: str, at: datetime) -> str:
    try:
        period = read_period(written.strip())
    except PeriodNotUnderstood as wrong:
        raise NotAPeriod(_("Write a year, a quarter or a month: 2025, 2025-Q1 or 2025-03.")) from wrong
    if period.first > timezone.localdate(at):
        raise NotAPeriod(_("That period has not begun yet."))
    return period.label
