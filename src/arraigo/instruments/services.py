"""What can be done with questionnaires: keeping one person's answers with their scores."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.instruments import rules
from arraigo.instruments.models import Response


class NotOffered(Refused):
    """An answer is not one of those that the question offers."""


class NothingAnswered(Refused):
    """A questionnaire without a single answer says nothing."""


@transaction.atomic
def record_response(
    instrument_code: str,
    answers: rules.Answers,
    *,
    country: str | None = None,
    by: Worker | None,
    at: datetime,
) -> Response:
    """
    Keep the answers to a questionnaire, encrypted, with version, weights and scores, so that these can be recomputed.

    Answers to questions that were skipped are left out.

    :param country: ISO3 of the country whose version of the questionnaire was asked; that of ``by`` by default.
    :raises NotOffered: for a question or an option that the questionnaire does not have.
    :raises NothingAnswered: when there is no answer.
    """
    instrument = content.instrument(instrument_code, country or (by.country if by else None))
    wrong = rules.misanswers(instrument, answers)
    if wrong:
        raise NotOffered(_("Choose one of the answers that the question offers."), field=wrong[0].question)
    counted = rules.kept(instrument, answers)
    if not counted:
        raise NothingAnswered(_("Answer at least one question; “Does not know” is an answer too."))
    scores = rules.score(instrument, counted)
    response = Response.objects.create(
        instrument=instrument.code,
        version=instrument.version,
        weights_profile=instrument.default_profile or "",
        answers_json=json.dumps(counted, sort_keys=True),
        scores=scores.as_stored(),
        answered=len(counted),
        answered_at=at,
        taken_by=by,
    )
    audit.record("response.recorded", response, by=by, at=at, instrument=instrument.code)
    return response
