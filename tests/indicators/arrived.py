"""People who came back, for tests of pages of figures: each as a return of Elena's centre, on a day that stays."""

from datetime import date, datetime
from pathlib import Path

import pytest

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.reception.models import Return
from tests.cast import MONDAY, NOW, SOLOMA, ZACAPA, person

TODAY = date(2026, 11, 20)
"""The Friday of ``tests.cast.NOW``, in Guatemala."""

HUEHUETENANGO_DEPARTMENT = "GT13"


def came(
    by: Worker,
    on: date,
    *,
    document: str = "no",
    born: date | None = date(1995, 4, 3),
    sex: str = "female",
    to: str = SOLOMA,
    groups: tuple[str, ...] = (),
    protected_groups: tuple[str, ...] = (),
    name: str = "Reyna",
) -> Return:
    """Somebody came back on a day and was registered by a worker."""
    somebody = person(name, "López", by=by)
    Person.objects.filter(pk=somebody.pk).update(birth_date=born, sex=sex)
    came_back = Return.objects.create(
        person=somebody,
        institution=by.institution,
        arrived_on=on,
        country="GTM",
        from_country="USA",
        return_type="involuntary",
        identity_document=document,
        destination_municipality=to,
        groups=list(groups),
        protected_groups=list(protected_groups),
    )
    people.give_ground(somebody, institution=by.institution, because="registered", by=by, at=MONDAY)
    audit.record("return.registered", came_back, by=by, at=MONDAY)
    return came_back


def three_years(by: Worker) -> None:
    """
    Of 2024 two of four adults without a document and both children; of 2025 one of four and one of two; of 2026 one of
    five, one of whom it is not known, and no child.
    """
    child = date(2015, 1, 1)
    for year, adults, children in (
        (2024, ["no", "no", "yes", "yes"], ["no", "no"]),
        (2025, ["no", "yes", "yes", "yes"], ["no", "yes"]),
        (2026, ["no", "yes", "yes", "yes", "unknown"], ["yes"]),
    ):
        for document in adults:
            came(by, date(year, 1, 4), document=document)
        for document in children:
            came(by, date(year, 6, 4), document=document, born=child, sex="male", to=ZACAPA)


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """A home without a snapshot."""
    settings.ARRAIGO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def friday(monkeypatch) -> datetime:
    """It is Friday, 20 November 2026, and stays so."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


@pytest.fixture
def country(home: Path, friday: datetime, elena: Worker) -> None:
    """Three years of returns to Huehuetenango (adults) and Zacapa (children)."""
    three_years(elena)
