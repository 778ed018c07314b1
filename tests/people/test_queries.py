"""Searching persons within sight, and recognising them across the whole register."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from arraigo.access.models import Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
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
        assert found[0].probability > max(one.probability for one in found[1:])

    def test_passes_over_others_born_on_the_same_day(self, elena: Worker) -> None:
        person("Irma Yolanda", "Tzul", "Batz", by=elena)

        assert queries.possibly_same(TODAY) == []


class TestRecognise:
    def test_shows_anybody_to_whom_it_falls_to_recognise(
        self, reyna: Person, elena: Worker, sol: Worker
    ) -> None:
        for worker in (elena, sol):
            assert [one.person for one in queries.recognise(worker, TODAY).shown] == [reyna]

    def test_tells_others_only_where_to_ask(self, reyna: Person, marta: Worker, ines: Worker) -> None:
        for worker in (marta, ines):
            found = queries.recognise(worker, TODAY)

            assert not found.shown
            assert [one.institutions for one in found.elsewhere] == [("Centro de Recepción La Aurora",)]

    def test_tells_nobody_where_to_ask_about_who_is_only_a_little_alike(
        self, reyna: Person, marta: Worker
    ) -> None:
        assert not len(queries.recognise(marta, replace(TODAY, birth_date=date(1960, 1, 9))))

    def test_says_nothing_of_an_institution_whose_ground_is_protected(
        self, case_of_reyna: Case, elena: Worker, marta: Worker, otto: Worker
    ) -> None:
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert [one.institutions for one in queries.recognise(otto, TODAY).elsewhere] == [
            ("Centro de Recepción La Aurora",)
        ]
        assert not queries.recognise(marta, TODAY).shown
        assert queries.followed_at([case_of_reyna.person_id]) == {}

    def test_finds_whoever_was_once_registered_under_another_name(
        self, reyna: Person, elena: Worker, sol: Worker
    ) -> None:
        other = person("Chepa", "Tzul", "Batz", by=elena)
        services.merge(reyna, other, id=uuid7(), fields={}, reason="same_facts", by=sol, at=NOW)

        said = Described("Josefa", "Tzul", "Batz", date(1995, 4, 3))

        assert [one.person for one in queries.recognise(elena, said).shown] == [reyna]


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
