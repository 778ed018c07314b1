"""Dumps: everything is in them, they load elsewhere to the same, and they are written whole or not at all."""

import csv
import json
import os
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from arraigo.access.audit import data_version
from arraigo.access.models import Entry
from arraigo.exchange.contract import DOCUMENT, TABLES
from arraigo.exchange.models import MODELS
from arraigo.interop.package import dumping
from arraigo.interop.package.dumping import InTheWay
from tests.cast import NOW
from tests.interop.package.generated import packages
from tests.interop.package.packages import REYNA, history, load, loaded, written

pytestmark = pytest.mark.django_db


def dump(target: Path, form: str = "csv", *, force: bool = False) -> dict[str, int]:
    return dumping.dump(target, form=form, force=force, at=NOW)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def elsewhere() -> None:
    """As if this were another installation, to which nothing was loaded yet."""
    for model in MODELS.values():
        model.objects.all().delete()


class TestDump:
    def test_has_all_tables_with_all_columns(self, tmp_path):
        load(tmp_path / "in", history())

        counts = dump(tmp_path / "out")

        assert (counts["people"], counts["returns"], counts["campaigns"]) == (2, 2, 0)
        for table in TABLES.values():
            with (tmp_path / "out" / f"{table.name}.csv").open() as file:
                assert next(csv.reader(file)) == list(table.names)
        assert json.loads((tmp_path / "out" / "datapackage.json").read_text()) == dict(DOCUMENT)

    def test_has_rows_in_the_order_of_their_keys(self, tmp_path):
        people = [{**REYNA, "person_id": key} for key in ("ñ", "p-10", "P-2", "p-2")]
        load(tmp_path / "in", {"people": people})

        dump(tmp_path / "out")

        assert [row["person_id"] for row in rows(tmp_path / "out" / "people.csv")] == [
            "P-2",
            "p-10",
            "p-2",
            "ñ",
        ]

    def test_may_be_read_by_its_owner_only(self, tmp_path):
        dump(tmp_path / "out")
        dump(tmp_path / "out.zip")

        for path in (tmp_path / "out", *(tmp_path / "out").iterdir(), tmp_path / "out.zip"):
            assert path.stat().st_mode & 0o077 == 0, path

    def test_says_that_it_is_synthetic_where_any_load_was(self, tmp_path):
        loaded(written(tmp_path / "in", {"people": [REYNA]}, synthetic=True))

        dump(tmp_path / "out")

        assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["synthetic"] is True

    def test_leaves_a_line_of_audit_and_the_data_as_they_are(self, tmp_path):
        load(tmp_path / "in", history())
        before = data_version()

        dump(tmp_path / "out")

        line = Entry.objects.get(event="exchange.dumped")
        assert line.facts["rows"]["people"] == 2 and not line.changes_data
        assert data_version() == before

    @pytest.mark.parametrize("form", ["csv", "parquet"])
    @pytest.mark.parametrize("name", ["out", "out.zip"])
    def test_loads_elsewhere_to_the_same(self, tmp_path, form, name):
        load(tmp_path / "in", history())
        dump(tmp_path / name, form)
        dump(tmp_path / "before")
        elsewhere()

        counts, faults = loaded(tmp_path / name)
        dump(tmp_path / f"again-{name}", form)
        dump(tmp_path / "after")

        assert faults == [] and counts["followups"]["new"] == 1
        assert files(tmp_path / "after") == files(tmp_path / "before")
        if name == "out.zip":
            assert (tmp_path / "again-out.zip").read_bytes() == (tmp_path / "out.zip").read_bytes()
        else:
            assert files(tmp_path / "again-out") == files(tmp_path / "out")

    @pytest.mark.parametrize("form", ["csv", "parquet"])
    def test_loads_where_it_came_from_without_a_change(self, tmp_path, form):
        load(tmp_path / "in", history())
        dump(tmp_path / "out", form)

        counts, faults = loaded(tmp_path / "out")

        assert faults == []
        assert all(each["unchanged"] == each["rows"] for each in counts.values())


class TestRoundTrip:
    @settings(
        max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    )
    @given(package=packages())
    def test_gives_back_every_row_of_any_package(self, db, package):
        elsewhere()
        with tempfile.TemporaryDirectory() as folder:
            load(Path(folder) / "in", package) if package else None
            dump(Path(folder) / "out")

            for name, table in TABLES.items():
                sent = {tuple(row[key] for key in table.key): row for row in package.get(name, [])}
                back = {
                    tuple(row[key] for key in table.key): row
                    for row in rows(Path(folder) / "out" / f"{name}.csv")
                }
                expected = {
                    key: {column: row.get(column, "") for column in table.names} for key, row in sent.items()
                }
                assert back == expected, name


class TestTarget:
    def test_that_holds_anything_is_left_alone(self, tmp_path):
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "notes.txt").write_text("mine")

        for force in (False, True):
            with pytest.raises(InTheWay):
                dump(tmp_path / "out", force=force)

        assert files(tmp_path / "out") == {"notes.txt": b"mine"}
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_that_is_empty_is_taken(self, tmp_path):
        (tmp_path / "out").mkdir()

        dump(tmp_path / "out")

        assert (tmp_path / "out" / "people.csv").is_file()

    @pytest.mark.parametrize("name", ["out", "out.zip"])
    def test_that_is_a_package_is_replaced_when_one_insists(self, tmp_path, name):
        dump(tmp_path / name)
        load(tmp_path / "in", history())

        with pytest.raises(InTheWay):
            dump(tmp_path / name)
        dump(tmp_path / name, "parquet", force=True)

        counts, faults = loaded(tmp_path / name)
        assert faults == [] and counts["people"]["unchanged"] == 2
        assert {path.name for path in tmp_path.iterdir()} == {name, "in"}

    def test_without_a_folder_around_it_is_refused(self, tmp_path):
        with pytest.raises(InTheWay):
            dump(tmp_path / "nowhere" / "out")

    def test_is_untouched_where_writing_fails(self, tmp_path, monkeypatch):
        dump(tmp_path / "out")
        before = files(tmp_path / "out")

        def fails(*_, **__):
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(dumping, "_write_descriptor", fails)

        with pytest.raises(OSError, match="No space"):
            dump(tmp_path / "out", force=True)
        with pytest.raises(OSError, match="No space"):
            dump(tmp_path / "other.zip")

        assert files(tmp_path / "out") == before
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_that_is_a_zip_holds_the_files_alone(self, tmp_path):
        dump(tmp_path / "out.zip", "parquet")

        with zipfile.ZipFile(tmp_path / "out.zip") as archive:
            assert sorted(archive.namelist()) == sorted(
                ["datapackage.json", *(f"{name}.parquet" for name in TABLES)]
            )
