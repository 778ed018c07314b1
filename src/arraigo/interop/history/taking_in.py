"""The order in which history enters the rooms, from the lowest stair up."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from arraigo.cases import services as cases
from arraigo.interop.history import people_rows, reception_rows, work_rows
from arraigo.interop.history.cast import Cast
from arraigo.interop.simulator import Population
from arraigo.people import services as people
from arraigo.reception.services import history as reception
from arraigo.referrals import services as referrals
from arraigo.support import services as support

Progress = Callable[[str], None]


@transaction.atomic
def take_in_population(population: Population, cast: Cast, *, at: datetime, progress: Progress) -> None:
    """Take in a simulated population whose institutions, services and workers exist. All or nothing."""
    progress("people")
    people.take_in(**people_rows.records(population, cast), at=at)
    progress("returns")
    reception.take_in(**reception_rows.records(population, cast), at=at)
    progress("cases")
    cases.take_in(**work_rows.case_records(population, cast), at=at)
    progress("referrals")
    referrals.take_in(work_rows.referral_records(population, cast), at=at)
    progress("support")
    support.take_in(**work_rows.support_records(population, cast), at=at)
