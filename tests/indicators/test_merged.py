"""Figures count a person once, however many records there were of them."""

from pathlib import Path

import pytest

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.periods import Period
from arraigo.indicators.queries import compute
from arraigo.people.models import Person
from arraigo.warehouse import queries as warehouse
from arraigo.warehouse import sources
from tests.people.registers import case_at, join, life, part, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def twice(reyna: Person, elena: Worker, marta: Worker) -> Person:
    """Reyna's second record, with a return and an open case at the window that also accompanies the first."""
    case_at(reyna.returns.get(), marta)
    other = record("REINA", "LOPEZ", "CHOC", by=elena)
    life(other, elena=elena, worker=marta, number="55")
    return other


def persons_returned(home: Path) -> int:
    snapshot = warehouse.ensure(home)
    found = compute(["context.persons_returned"], Period.year(2026), ["GTM"], snapshot=snapshot)
    return int(next(one.value for one in found if not one.by))


class TestMerged:
    def test_a_joined_person_is_counted_once_and_twice_again_when_undone(
        self, reyna: Person, twice: Person, sol: Worker, tmp_path: Path
    ):
        assert persons_returned(tmp_path) == 2

        made = join(reyna, twice, by=sol)
        assert persons_returned(tmp_path) == 1

        part(made, by=sol)
        assert persons_returned(tmp_path) == 2

    def test_what_had_to_stay_with_the_alias_is_of_the_person_too(
        self, reyna: Person, twice: Person, sol: Worker
    ):
        join(reyna, twice, by=sol)

        assert Case.objects.filter(person=twice).count() == 1
        assert {row["person_id"] for row in sources.live("cases")} == {str(reyna.pk)}
        assert [row["person_id"] for row in sources.live("people")] == [str(reyna.pk)]
