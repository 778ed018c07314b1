"""The short first look at what cannot wait."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Case, Screening
from arraigo.cases.rules import Stage
from arraigo.cases.services.case import locked, step
from arraigo.core import content
from arraigo.instruments import rules as instrument_rules
from arraigo.instruments import services as instruments
from arraigo.instruments.rules import Answers

INSTRUMENT = "screening_short"


@transaction.atomic
def record_screening(
    case: Case, *, id: UUID, answers: Answers, protected_note: str = "", by: Worker, at: datetime
) -> Screening:
    """
    Record a screening: its answers, what they say cannot wait, and an encrypted note.

    The first one takes the case on to the assessment; later ones change no stage. The same ``id`` again records
    nothing twice.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NotOffered, NothingAnswered: from the questionnaire.
    """
    case = locked(case, by=by)
    made = case.screenings.filter(pk=id).first()
    if made:
        return made
    country = case.institution.country
    response = instruments.record_response(INSTRUMENT, answers, country=country, by=by, at=at)
    screening = Screening.objects.create(
        id=id,
        case=case,
        response=response,
        done_at=at,
        done_by=by,
        flags=flags_of(answers, country),
        protected_note=protected_note.strip(),
    )
    if case.stage == Stage.OPEN:
        step(case, Stage.SCREENING, because="screening_started", by=by, at=at)
    if case.stage == Stage.SCREENING:
        step(case, Stage.ASSESSMENT, because="screening_done", by=by, at=at)
    audit.record("screening.recorded", screening, by=by, at=at)
    return screening


def flags_of(answers: Answers, country: str) -> list[str]:
    """Codes of ``screening_flag`` that the answers raise, the most urgent first."""
    alerts = instrument_rules.raised(content.instrument(INSTRUMENT, country), answers)
    raised = {alert.flag for alert in alerts if alert.flag}
    return [code for code in content.codelist("screening_flag").codes if code in raised]


def asks_for_protection(flags: list[str]) -> bool:
    """Whether what was found is so dangerous if it leaks that the case should be protected."""
    return any(content.codelist("screening_flag").item(code).protected for code in flags)
