"""Taking in referrals in bulk: history from elsewhere (an exchange package, the simulator)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.referrals.models import Referral

_BATCH = 500


@transaction.atomic
def take_in(referrals: Sequence[Referral], *, at: datetime) -> None:
    """Take in referrals that nobody knows yet, with one audit line for all. Their grounds come in with the persons."""
    for referral in referrals:
        referral.to_institution_id = referral.service.institution_id
    Referral.objects.bulk_create(referrals, batch_size=_BATCH)
    audit.record_bulk("referrals.taken_in", "referrals.referral", by=None, at=at, rows=len(referrals))
