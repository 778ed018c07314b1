"""Taking in arrivals and returns in bulk: history from elsewhere (an exchange package, the simulator)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from arraigo.access import audit
from arraigo.people.rules import search_text
from arraigo.reception.models import Arrival, Passenger, ReceptionService, Return

_BATCH = 500


@transaction.atomic
def take_in(
    *,
    arrivals: Sequence[Arrival],
    passengers: Sequence[Passenger],
    returns: Sequence[Return],
    reception_services: Sequence[ReceptionService],
    at: datetime,
) -> None:
    """Take in arrivals, their passengers, the returns of known persons and the services given; one audit line."""
    for one in passengers:
        one.search_text = search_text(one.given_names, one.paternal_surname, one.maternal_surname)
    Arrival.objects.bulk_create(arrivals, batch_size=_BATCH)
    Passenger.objects.bulk_create(passengers, batch_size=_BATCH)
    Return.objects.bulk_create(returns, batch_size=_BATCH)
    ReceptionService.objects.bulk_create(reception_services, batch_size=_BATCH)
    audit.record_bulk("returns.taken_in", "reception.return", by=None, at=at, rows=len(returns))
