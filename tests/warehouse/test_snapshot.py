"""Snapshots of the warehouse: whole or not at all, and without anything that says who somebody is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.people.models import Person
from arraigo.reception.models import Return
from arraigo.support.models import Application, DocumentRequest
from arraigo.warehouse import queries, snapshot, sources
from arraigo.warehouse.tables import TABLES, Kind, Row
from tests.cast import MONDAY, SOLOMA

AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)

ONE_RETURN: list[Row] = [{"return_id": "a", "person_id": "p", "arrived_on": "2024-02-29", "country": "GTM"}]


def write(home: Path, rows: list[Row], *, version: str = "1", at: datetime = AT) -> snapshot.Snapshot:
    return snapshot.write({"returns": lambda: rows}, home, data_version=version, at=at)


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
            snapshot.write({"returns": broken}, tmp_path, data_version="2", at=LATER)

        assert snapshot.latest(tmp_path) == former
        assert {path.name for path in (tmp_path / "warehouse").iterdir()} == {former.id, "latest"}

    def test_keeps_what_others_may_still_be_reading_and_forgets_the_rest(self, tmp_path: Path):
        written = [write(tmp_path, ONE_RETURN, at=AT.replace(minute=minute)) for minute in range(5)]

        kept = {path.name for path in (tmp_path / "warehouse").iterdir()} - {"latest"}

        assert kept == {each.id for each in written[-snapshot.KEPT :]}

    def test_can_be_read_by_its_owner_only(self, tmp_path: Path):
        written = write(tmp_path, ONE_RETURN)

        assert {path.stat().st_mode & 0o077 for path in [written.path, *written.path.iterdir()]} == {0}


class TestLatest:
    def test_is_none_where_there_is_none(self, tmp_path: Path):
        assert snapshot.latest(tmp_path) is None

    @pytest.mark.parametrize("damage", ["cut a table", "lose a table", "spoil the card", "lose the folder"])
    def test_passes_over_a_damaged_one(self, tmp_path: Path, damage: str):
        former, newest = write(tmp_path, ONE_RETURN), write(tmp_path, [], version="2", at=LATER)

        if damage == "cut a table":
            (newest.path / "returns.parquet").write_bytes(b"PAR1")
        elif damage == "lose a table":
            (newest.path / "returns.parquet").unlink()
        elif damage == "spoil the card":
            (newest.path / "snapshot.json").write_text("[]")
        else:
            newest.path.rename(tmp_path / "elsewhere")

        assert snapshot.latest(tmp_path) == former


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
            {name: pq.read_table(written.path / f"{name}.parquet").to_pylist() for name in TABLES}
        )

        assert str(reyna.pk) in everything
        for told in ("Reyna", "López", "lopez", "Choc", reyna.phone, "Elena", "sembrar", "Aurora"):
            assert told not in everything


class TestSources:
    def test_every_table_of_the_warehouse_has_a_source(self):
        assert set(sources.store()) == set(TABLES)

    def test_a_return_enters_with_all_its_groups(self, return_of_reyna: Return):
        return_of_reyna.groups, return_of_reyna.protected_groups = ["woman"], ["gbv_survivor"]
        return_of_reyna.save()

        (row,) = sources.returns()

        assert row["groups"] == ["woman", "gbv_survivor"]
        assert (row["country"], row["destination_municipality"]) == ("GTM", SOLOMA)
        assert row["identity_document"] == "no"

    def test_followups_enter_with_their_scores(self, case_of_reyna: Case):
        followup = case_of_reyna.followups.order_by("due_on").first()
        assert followup is not None
        followup.done_on, followup.score = followup.due_on, Decimal("0.4321")
        followup.save()

        rows = {row["followup_id"]: row for row in sources.followups()}

        assert rows[followup.pk]["score"] == Decimal("0.4321")
        assert rows[followup.pk]["case_id"] == case_of_reyna.pk
        assert len(rows) == case_of_reyna.followups.count()

    def test_requests_and_applications_enter(self, reyna: Person, case_of_reyna: Case):
        DocumentRequest.objects.create(person=reyna, document="national_id", requested_on=MONDAY.date())
        Application.objects.create(person=reyna, kind="economic_support", submitted_on=MONDAY.date())

        assert [row["document"] for row in sources.document_requests()] == ["national_id"]
        assert [row["decision"] for row in sources.applications()] == ["pending"]
        assert [row["return_id"] for row in sources.cases()] == [case_of_reyna.after_return_id]

    def test_places_of_the_register_lie_in_the_department_that_begins_them(self, return_of_reyna: Return):
        return_of_reyna.destination_municipality = "GT1399"
        return_of_reyna.save()

        departments = {row["code"]: row["department"] for row in sources.places()}

        assert (departments["GT1399"], departments[SOLOMA], departments["GT13"]) == ("GT13", "GT13", "GT13")


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
