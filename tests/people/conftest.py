"""Two records of Reyna, and somebody else."""

import pytest

from arraigo.access.models import Worker
from arraigo.people.models import Person
from tests.people.registers import life, record


@pytest.fixture
def reina(elena: Worker, otto: Worker) -> Person:
    """Reyna again, as another list wrote her: a return, a case elsewhere, a number, a request for a document."""
    reina = record("REINA ISABEL", "LOPEZ", "CHOC", by=elena, phone="50244445555", language="kjb")
    life(reina, elena=elena, worker=otto, number="1234567890101")
    return reina


@pytest.fixture
def rosa(elena: Worker) -> Person:
    """Rosa, with a return of her own."""
    rosa = record("Rosa", "Méndez", "Ixcoy", by=elena, nationality="GTM")
    life(rosa, elena=elena)
    return rosa
