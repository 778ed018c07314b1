"""Searching persons within sight, and recognising them across the whole register."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arraigo.access.models import Worker
from arraigo.people import queries, services
from arraigo.people.linkage import Band, Described
from arraigo.people.models import Person
from tests.cast import NOW, person

pytestmark = pytest.mark.django_db

TODAY = Described(
    given_names="REYNA ISABEL", paternal_surname="LOPEZ", maternal_surname="CHOC", birth_date=date(1995, 4, 3)
)


class TestSearch:
    @pytest.mark.parametrize("text", ["reyna", "lópez rey", "CHOC  Isabel", "5550 1234", "+502 5550-1234"])
    def test_finds_by_words_in_any_order_and_by_telephone(
        self, reyna: Person, elena: Worker, text: str
    ) -> None:
        assert list(queries.search(elena, text)) == [reyna]

    def test_finds_by_document_number(self, reyna: Person, elena: Worker) -> None:
        services.add_identifier(reyna, kind="national_id", number="2541873101308", by=elena, at=NOW)

        assert list(queries.search(elena, "2541 87310 1308")) == [reyna]

    @pytest.mark.parametrize("text", ["", "  ", "eyna", "reyna pérez", "123"])
    def test_finds_nobody_for_less(self, reyna: Person, elena: Worker, text: str) -> None:
        assert not queries.search(elena, text).exists()

    def test_finds_nobody_out_of_sight(self, reyna: Person, otto: Worker) -> None:
        assert not queries.search(otto, "reyna").exists()


class TestPossiblySame:
    def test_recognises_across_the_register_with_the_evidence(self, reyna: Person, elena: Worker) -> None:
        services.add_identifier(reyna, kind="national_id", number="2541873101308", by=elena, at=NOW)

        [found] = queries.possibly_same(TODAY)

        assert (found.person, found.band, found.masked_number) == (reyna, Band.SAME, "··· 1308")

    def test_puts_the_most_alike_first_and_shows_five_at_most(self, reyna: Person, elena: Worker) -> None:
        for _more in range(6):
            person("Reyna", "López", by=elena)

        found = queries.possibly_same(TODAY)

        assert len(found) == 5 and found[0].person == reyna
        assert {one.band for one in found[1:]} == {Band.PROBABLY}

    def test_passes_over_others_born_on_the_same_day(self, elena: Worker) -> None:
        person("Irma Yolanda", "Tzul", "Batz", by=elena)

        assert queries.possibly_same(TODAY) == []


class TestSurelyKnown:
    def test_recognises_a_whole_list_in_a_constant_number_of_queries(
        self, reyna: Person, elena: Worker
    ) -> None:
        others = [
            Described(given_names=f"Nadie {place}", paternal_surname="Tal", birth_date=date(1990, 1, 1))
            for place in range(60)
        ]
        with CaptureQueriesContext(connection) as for_few:
            queries.surely_known([TODAY, others[0]])

        with CaptureQueriesContext(connection) as for_many:
            found = queries.surely_known([*others, TODAY])

        assert found == {60: reyna} and len(for_many) == len(for_few)

    def test_names_nobody_where_two_could_be_meant(self, reyna: Person, elena: Worker) -> None:
        person("Reyna Isabel", "López", "Choc", by=elena)

        assert queries.surely_known([TODAY]) == {}
