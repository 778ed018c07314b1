"""The follow-ups of the first twelve months: done with a questionnaire, or excused with a reason; never skipped."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import FollowUp
from arraigo.cases.services.case import locked, require_code
from arraigo.cases.services.day import happened_on
from arraigo.core.errors import Refused
from arraigo.instruments import queries as instrument_queries
from arraigo.instruments import services as instruments
from arraigo.instruments.rules import Answers

INSTRUMENT = "sustainability_short"
REMIGRATION_QUESTION = "intends_to_remigrate"


class AlreadySettled(Refused):
    """The follow-up is done or excused, and stays so."""


@transaction.atomic
def record_followup(
    followup: FollowUp,
    *,
    channel: str,
    answers: Answers,
    intends_to_remigrate: str = "",
    on: date | None = None,
    by: Worker,
    at: datetime,
) -> FollowUp:
    """
    Record a follow-up: how it was done, the answers to the sustainability questionnaire, and their scores.

    :param channel: a code of ``followup_channel``.
    :param intends_to_remigrate: ``yes``, ``no`` or ``unknown``; by default what the questionnaire's own question says.
    :param on: the day of the contact, today by default.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises AlreadySettled: when it is done or excused.
    :raises InTheFuture, TooEarly: for a day after today or before the opening.
    :raises NotOffered, NothingAnswered: from the questionnaire.
    """
    followup = _unsettled(followup, by=by)
    require_code("followup_channel", channel, field="channel")
    day = happened_on(on, at=at, not_before=followup.case.opened_on, field="on")
    country = followup.case.institution.country
    response = instruments.record_response(INSTRUMENT, answers, country=country, by=by, at=at)
    scores = instrument_queries.scores_of(response)
    followup.done_on, followup.done_by, followup.channel = day, by, channel
    followup.intends_to_remigrate = intends_to_remigrate or _intention(answers)
    followup.response = response
    followup.score_economic, followup.score_social = scores["economic"], scores["social"]
    followup.score_psychosocial, followup.score = scores["psychosocial"], scores["composite"]
    followup.save()
    audit.record("followup.recorded", followup, by=by, at=at, month=followup.month, channel=channel)
    return followup


@transaction.atomic
def excuse_followup(followup: FollowUp, *, excuse: str, by: Worker, at: datetime) -> FollowUp:
    """
    Say why a follow-up will not be done.

    :param excuse: a code of ``followup_excuse``.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises AlreadySettled: when it is done or excused.
    """
    followup = _unsettled(followup, by=by)
    require_code("followup_excuse", excuse, field="excuse")
    followup.excuse, followup.excused_on = excuse, timezone.localdate(at)
    followup.save(update_fields=["excuse", "excused_on"])
    audit.record("followup.excused", followup, by=by, at=at, month=followup.month, excuse=excuse)
    return followup


def _unsettled(followup: FollowUp, *, by: Worker) -> FollowUp:
    case = locked(followup.case, by=by)
    fresh = FollowUp.objects.select_for_update().get(pk=followup.pk)
    fresh.case = case
    if fresh.done_on or fresh.excused_on:
        raise AlreadySettled(
            _(
                "This follow-up is already done and its answers stay as they are. Note what is new in the case."
            )
            if fresh.done_on
            else _("This follow-up was excused and stays so. Note what is new in the case.")
        )
    return fresh


def _intention(answers: Answers) -> str:
    answer = answers.get(REMIGRATION_QUESTION)
    return answer if answer in ("yes", "no") else "unknown"
