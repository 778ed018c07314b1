"""Linking the register: who may be in it twice goes to the reviewers, once, and nothing joins by itself."""

from datetime import UTC, date, datetime, timedelta

import pytest

from arraigo.core.ids import uuid7
from arraigo.people import services
from arraigo.people.linkage.batch.stores import Engine
from arraigo.people.models import CandidatePair, LinkModel, LinkRun, NameCount, Person, SearchKey
from arraigo.people.queries import possibly_same
from arraigo.people.services import linking, search_index

NOW = datetime(2026, 5, 4, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
WHO = [
    ("María de los Ángeles", "López", "Tzoc", date(1994, 4, 3), "GT1308"),
    ("MA. ANGELES", "LOPEZ", "TZOC", date(1994, 3, 4), "GT1308"),
    ("Pedro", "Ramírez", "Caal", date(1980, 1, 20), "GT1601"),
    ("Silvia", "Xol", "Choc", date(1971, 6, 2), "GT1607"),
]


def add(name: tuple[str, str, str, date, str], at: datetime = NOW) -> Person:
    given, paternal, maternal, born, place = name
    return services.add_person(
        id=uuid7(),
        given_names=given,
        paternal_surname=paternal,
        maternal_surname=maternal,
        birth_date=born,
        birth_date_precision="day",
        origin_municipality=place,
        by=None,
        at=at,
    )


@pytest.fixture
def register(db) -> list[Person]:
    return [add(one) for one in WHO]


def everybody(at: datetime = LATER) -> linking.Ran:
    return linking.link_everybody(engine=Engine.DUCKDB, master="", at=at)


class TestLinkEverybody:
    def test_puts_who_may_be_one_person_to_the_reviewers(self, register: list[Person]) -> None:
        ran = everybody()

        pair = CandidatePair.objects.get()
        assert {pair.one_id, pair.other_id} == {register[0].pk, register[1].pk}
        assert (pair.state, pair.band) == ("waiting", "same")
        assert (ran.waiting, ran.clusters, ran.compared) == (1, 3, 4)
        assert Person.objects.standing().count() == 4

    def test_asks_once_however_often_it_runs(self, register: list[Person]) -> None:
        everybody()
        again = everybody(LATER + timedelta(days=1))

        assert again.run.pairs_found == 0 and CandidatePair.objects.count() == 1

    def test_never_asks_again_what_was_decided_different(self, register: list[Person], sol) -> None:
        everybody()
        pair = CandidatePair.objects.get()
        services.decide(pair, "different", reason="family", by=sol, at=LATER)

        everybody(LATER + timedelta(days=1))

        pair.refresh_from_db()
        assert pair.state == "different" and CandidatePair.objects.count() == 1

    def test_keeps_the_model_and_how_rare_names_are(self, register: list[Person]) -> None:
        everybody()

        kept = LinkModel.objects.get(in_use=True)
        assert kept.parameters["odds"]["birth_date"]["same"]["m"] > 0.5 and kept.figures["rows"] == 4
        assert NameCount.objects.get(municipality="GT1308", surname="lopes").persons == 2
        assert NameCount.objects.get(municipality="GT1308", surname="").persons == 2

    def test_leaves_out_aliases(self, register: list[Person]) -> None:
        Person.objects.filter(pk=register[1].pk).update(merged_into=register[0])

        assert everybody().compared == 3 and not CandidatePair.objects.exists()

    def test_waits_for_another_run(self, register: list[Person]) -> None:
        LinkRun.objects.create(kind="all", engine="duckdb", started_at=NOW, compared_until=NOW)

        with pytest.raises(linking.AlreadyRunning):
            everybody()

        assert not CandidatePair.objects.exists()

    def test_a_run_that_failed_leaves_the_way_free(self, register, monkeypatch) -> None:
        monkeypatch.setattr(linking, "propose", lambda *_args, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            everybody()
        monkeypatch.undo()

        assert everybody().waiting == 1

    def test_an_empty_register_is_no_trouble(self, db) -> None:
        assert everybody().compared == 0


class TestLinkTheNew:
    def test_compares_only_who_came_or_was_corrected_since(self, register: list[Person], elena) -> None:
        everybody()
        again = add(("Silbia", "Shol", "Chok", date(1971, 6, 2), "GT1607"), LATER + timedelta(hours=1))
        services.correct_person(
            register[2], given_names="Pedro Luis", by=elena, at=LATER + timedelta(hours=1)
        )

        ran = linking.link_the_new(at=LATER + timedelta(hours=2))

        assert ran.compared == 2
        pair = CandidatePair.objects.exclude(one=register[0]).exclude(other=register[0]).get()
        assert {pair.one_id, pair.other_id} == {register[3].pk, again.pk}

    def test_without_a_run_before_it_everybody_is_new(self, register: list[Person]) -> None:
        assert linking.link_the_new(at=LATER).compared == 4

    def test_agrees_with_the_run_over_everybody(self, register: list[Person]) -> None:
        linking.link_the_new(at=LATER)
        new = CandidatePair.objects.get().probability
        CandidatePair.objects.all().delete()

        everybody()

        assert CandidatePair.objects.get().band == "same" and new > 0.9


class TestIndex:
    def test_is_kept_by_every_write(self, register: list[Person]) -> None:
        kept = set(SearchKey.objects.values_list("key", "person"))

        search_index.rebuild()

        assert set(SearchKey.objects.values_list("key", "person")) == kept != set()

    def test_follows_a_correction(self, register: list[Person], elena) -> None:
        services.correct_person(
            register[2], paternal_surname="Ixcoy", maternal_surname="Tuc", by=elena, at=LATER
        )
        kept = set(SearchKey.objects.values_list("key", "person"))

        search_index.rebuild()

        assert set(SearchKey.objects.values_list("key", "person")) == kept

    def test_finds_by_what_another_list_wrote(self, register: list[Person]) -> None:
        from arraigo.people.linkage import Described

        found = possibly_same(Described("Anjeles Lopes", "", "", date(1994, 4, 3)))

        assert register[0].pk in {one.person.pk for one in found}
