"""A referral of Reyna to Inés's clinic, as most tests of the room start."""

import pytest

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.directory.models import Service
from arraigo.referrals import services
from arraigo.referrals.models import Referral
from tests.cast import NOW


@pytest.fixture
def referral(case_of_reyna: Case, psychosocial_support: Service, ines: Worker, marta: Worker) -> Referral:
    """Marta asks Inés's clinic for somebody with whom Reyna can talk."""
    return services.send(
        case_of_reyna,
        id=uuid7(),
        service=psychosocial_support,
        priority="ordinary",
        reason="Duerme mal y pidió hablar con alguien.",
        can_come="Martes y jueves",
        by=marta,
        at=NOW,
    )
