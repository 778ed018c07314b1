"""Snapshots of the warehouse: whole or not at all, and without anything that says who somebody is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.directory.services import describe_institution
from arraigo.exchange.models import LoadedReturn
from arraigo.people.models import Person
from arraigo.reception.models import Return
from arraigo.support.models import Application, DocumentRequest
from arraigo.warehouse import queries, snapshot, sources, transport, writing
from arraigo.warehouse.tables import TABLES, Kind, Row, arrow
from tests.cast import MONDAY, SOLOMA

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

ONE_RETURN: list[Row] = [{"return_id": "a", "person_id": "p", "arrived_on": "2024-02-29", "country": "GTM"}]


def part(rows: Callable[[], Iterable[Row]], version: str = "1", table: str = "returns") -> sources.Part:
    """A part of a table whose rows are of the warehouse's kinds already."""
    return sources.Part(
        table,
        "live",
        version,
        "SELECT * FROM incoming",
        lambda: (b for b in arrow(table, rows()).to_batches()),
    )


def write(home: Path, rows: list[Row], *, version: str = "1", at: datetime = AT) -> snapshot.Snapshot:
    return writing.write([part(lambda: rows, version)], home, data_version=version, at=at)


class TestWrite:
    def test_writes_every_table_and_puts_it_in_use(self, tmp_path: Path):
        written = write(tmp_path, ONE_RETURN)

        assert snapshot.latest(tmp_path) == written
        assert written.rows == {**dict.fromkeys(TABLES, 0), "returns": 1}
        assert queries.connect(written).execute("SELECT arrived_on FROM returns").fetchall() == [
            (date(2024, 2, 29),)
        ]

    def test_leaves_the_former_one_in_use_when_it_breaks_off(self, tmp_path: Path):
        former = write(tmp_path, ONE_RETURN)

        def broken() -> Iterator[Row]:
            yield from ONE_RETURN
            raise RuntimeError("the power went")

        with pytest.raises(RuntimeError):
            writing.write([part(broken, "2")], tmp_path, data_version="2", at=LATER)

        assert snapshot.latest(tmp_path) == former
        assert {path.name for path in (tmp_path / "warehouse").iterdir()} == {former.id, "latest"}

    def test_keeps_what_others_may_still_be_reading_and_forgets_the_rest(self, tmp_path: Path):
        written = [write(tmp_path, ONE_RETURN, at=AT.replace(minute=minute)) for minute in range(5)]

        kept = {path.name for path in (tmp_path / "warehouse").iterdir()} - {"latest"}

        assert kept == {each.id for each in written[-snapshot.KEPT :]}

    def test_can_be_read_by_its_owner_only(self, tmp_path: Path):
        written = write(tmp_path, ONE_RETURN)

        assert {path.stat().st_mode & 0o077 for path in [written.path, *written.path.rglob("*.parquet")]} == {
            0
        }


class TestIncrement:
    def test_makes_anew_only_what_changed(self, tmp_path: Path):
        programme = [{"programme_id": "g", "country": "GTM"}]
        parts = [part(lambda: ONE_RETURN), part(lambda: programme, table="programmes")]
        first = writing.write(parts, tmp_path, data_version="1", at=AT)

        def unread() -> Iterable[Row]:
            raise AssertionError("nothing of it has changed")

        later = [part(unread), part(lambda: [*programme, {"programme_id": "h"}], "2", "programmes")]
        second = writing.write(later, tmp_path, data_version="2", at=LATER)

        assert dict(second.rows) == {**first.rows, "programmes": 2}
        same = {name for name, version in first.facts.items() if second.facts[name] == version}
        assert set(first.facts) - same == {"programmes"}
        inodes = [(each.path / "facts/returns/all.parquet").stat().st_ino for each in (first, second)]
        assert inodes[0] == inodes[1]

    def test_facts_of_a_large_table_lie_by_country_and_year(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(writing, "LARGE", 1)
        rows = [
            *ONE_RETURN,
            {"return_id": "b", "person_id": "q", "arrived_on": "2025-01-01", "country": "HND"},
        ]

        written = write(tmp_path, rows)

        folders = {
            str(path.parent.relative_to(written.path))
            for path in written.path.rglob("facts/returns/**/*.parquet")
        }
        assert folders == {"facts/returns/country=GTM/year=2024", "facts/returns/country=HND/year=2025"}
        found = (
            queries.connect(written)
            .execute("SELECT id, country, year FROM fact_returns ORDER BY id")
            .fetchall()
        )
        assert found == [("a", "GTM", 2024), ("b", "HND", 2025)]


class TestLatest:
    def test_is_none_where_there_is_none(self, tmp_path: Path):
        assert snapshot.latest(tmp_path) is None

    @pytest.mark.parametrize("damage", ["cut a table", "lose a table", "spoil the card", "lose the folder"])
    def test_passes_over_a_damaged_one(self, tmp_path: Path, damage: str):
        former, newest = write(tmp_path, ONE_RETURN), write(tmp_path, [], version="2", at=LATER)

        if damage == "cut a table":
            (newest.path / "facts/returns/all.parquet").write_bytes(b"PAR1")
        elif damage == "lose a table":
            (newest.path / "facts/returns/all.parquet").unlink()
        elif damage == "spoil the card":
            (newest.path / "snapshot.json").write_text("[]")
        else:
            newest.path.rename(tmp_path / "elsewhere")

        assert snapshot.latest(tmp_path) == former
        assert snapshot.damaged(tmp_path) == [newest.id]


class TestPseudonymity:
    def test_no_kind_of_column_can_hold_a_name_or_a_text(self):
        assert {kind for table in TABLES.values() for kind in table.columns.values()} <= set(Kind)
        assert "text" not in set(Kind)

    def test_no_column_is_one_that_says_who_somebody_is(self):
        said = {
            "name",
            "given_names",
            "paternal_surname",
            "maternal_surname",
            "number",
            "phone",
            "address",
            "email",
        }
        said |= {"port_of_entry", "transport_ref", "own_words", "note", "search_text", "nationality"}

        assert not said & {column for table in TABLES.values() for column in table.columns}

    def test_nothing_of_reyna_but_codes_and_days_is_in_the_files(
        self, reyna: Person, case_of_reyna: Case, tmp_path
    ):
        case_of_reyna.own_words = "quiero volver a sembrar"
        case_of_reyna.save()
        written = queries.ensure(tmp_path)

        everything = repr(
            [pq.ParquetFile(path).read().to_pylist() for path in written.path.rglob("*.parquet")]
        )

        assert str(reyna.pk) in everything
        for told in ("Reyna", "López", "lopez", "Choc", reyna.phone, "Elena", "sembrar", "Aurora"):
            assert told not in everything


class TestSources:
    def test_every_table_of_the_warehouse_is_read_after_those_that_refer_to_it(self):
        assert sorted(sources.READ_IN_THIS_ORDER) == sorted(TABLES)

    def test_a_return_enters_with_all_its_groups(self, return_of_reyna: Return):
        return_of_reyna.groups, return_of_reyna.protected_groups = ["woman"], ["gbv_survivor"]
        return_of_reyna.save()

        (row,) = sources.live("returns")

        assert row["groups"] == ["gbv_survivor", "woman"]
        assert (row["country"], row["destination_municipality"]) == ("GTM", SOLOMA)
        assert row["identity_document"] == "no"
        assert row["return_id"] == str(return_of_reyna.pk)

    def test_followups_enter_with_their_scores(self, case_of_reyna: Case):
        followup = case_of_reyna.followups.order_by("due_on").first()
        assert followup is not None
        followup.done_on, followup.score = followup.due_on, Decimal("0.4321")
        followup.save()

        rows = {row["followup_id"]: row for row in sources.live("followups")}

        assert rows[str(followup.pk)]["score"] == Decimal("0.4321")
        assert rows[str(followup.pk)]["case_id"] == str(case_of_reyna.pk)
        assert len(rows) == case_of_reyna.followups.count()

    def test_requests_and_applications_enter(self, reyna: Person, case_of_reyna: Case):
        DocumentRequest.objects.create(person=reyna, document="national_id", requested_on=MONDAY.date())
        Application.objects.create(person=reyna, kind="economic_support", submitted_on=MONDAY.date())

        assert [row["document"] for row in sources.live("document_requests")] == ["national_id"]
        assert [row["decision"] for row in sources.live("applications")] == ["pending"]
        assert [row["return_id"] for row in sources.live("cases")] == [str(case_of_reyna.after_return_id)]

    def test_institutions_enter_with_their_part_in_the_strategy(self, elena: Worker):
        describe_institution(
            elena.institution, child_mandate="yes", linked_on=date(2020, 1, 1), by=None, at=MONDAY
        )

        rows = {row["institution_id"]: row for row in sources.live("institutions")}

        told = rows[str(elena.institution_id)]
        assert (told["child_mandate"], told["linked_on"], told["unlinked_on"]) == (
            "yes",
            date(2020, 1, 1),
            None,
        )

    def test_what_was_loaded_enters_beside_what_desks_recorded(self, reyna: Person, tmp_path: Path):
        LoadedReturn.objects.create(
            load=1,
            return_id="old-1",
            person_id="p-1",
            arrived_on=date(2019, 5, 1),
            country="GTM",
            groups="woman;youth",
        )

        written = queries.make(tmp_path)

        found = (
            queries.connect(written)
            .execute("SELECT return_id, groups FROM returns ORDER BY arrived_on")
            .fetchall()
        )
        assert found[0] == ("old-1", ["woman", "youth"])
        assert len(found) == 2
        assert {key for key in written.parts if key.startswith("returns/")} == {
            "returns/live",
            "returns/load-1",
        }


@pytest.mark.django_db(transaction=True)
def test_rows_are_the_same_through_adbc_as_through_django(
    reyna: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """ADBC has a connection of its own: inside a transaction the rows take the other way."""
    monkeypatch.setattr(transport, "MANY", 0)
    through_adbc = queries.make(tmp_path / "own")
    with transaction.atomic():
        through_django = queries.make(tmp_path / "django")

    for table in TABLES:
        asked = f'SELECT * FROM "{table}" ORDER BY ALL'
        one, other = (
            queries.connect(each).execute(asked).fetchall() for each in (through_adbc, through_django)
        )
        assert one == other, table


class TestEnsure:
    def test_makes_one_only_when_the_register_has_changed(self, reyna: Person, elena: Worker, tmp_path: Path):
        first = queries.ensure(tmp_path)

        assert queries.ensure(tmp_path) == first
        audit.seen("person.seen", reyna, by=elena, at=MONDAY)
        assert queries.ensure(tmp_path) == first
        audit.record("person.changed", reyna, by=elena, at=MONDAY)
        assert queries.ensure(tmp_path).id != first.id

    def test_a_register_without_a_line_is_read_too(self, db: None, tmp_path: Path):
        Person.objects.create(id=uuid7(), given_names="Nadie", created_at=MONDAY)

        assert queries.ensure(tmp_path).rows["people"] == 1
