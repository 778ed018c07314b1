"""`arraigo load` and `arraigo dump` as people start them."""

import csv

import pytest

from tests.cli.commands import arraigo
from tests.interop.package.packages import REYNA, a_return, history, written


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


class TestLoad:
    def test_takes_a_package_in_and_knows_it_again(self, home, tmp_path):
        package = written(tmp_path / "in", history())

        first, second = (arraigo(home, "load", package, "--json") for _ in range(2))

        assert (first.code, second.code) == (0, 0)
        assert first.document["tables"]["people"] == {"rows": 2, "new": 2, "updated": 0, "unchanged": 0}
        assert second.document["tables"]["people"] == {"rows": 2, "new": 0, "updated": 0, "unchanged": 2}
        assert first.document["errors"] == []

    def test_lists_every_fault_on_stdout_and_in_a_report(self, home, tmp_path):
        people = [{**REYNA, "person_id": f"q-{number}", "birth_date": "1995-02-30"} for number in range(30)]

        done = arraigo(home, "load", written(tmp_path / "in", {"people": people}), "--json")

        assert done.code == 1
        assert [set(each) for each in done.document["errors"]] == [
            {"table", "row", "column", "value", "message"}
        ] * 30
        assert done.document["errors"][0]["row"] == 2 and done.document["errors"][0]["value"] == "1995-02-30"
        (report,) = (home / "reports").iterdir()
        assert str(report) in done.said and report.stat().st_mode & 0o077 == 0
        with report.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == 30

    def test_says_it_in_words_where_nobody_asks_for_json(self, home, tmp_path):
        done = arraigo(home, "load", written(tmp_path / "in", {"returns": [a_return(9, "nobody")]}))

        assert done.code == 1 and "Traceback" not in done.said
        assert done.out.split("\n")[0].split() == ["table", "rows", "new", "updated", "unchanged"]
        assert "returns, row 2, person_id: 'nobody'" in done.said and "Nothing was changed" in done.said

    def test_refuses_what_is_no_package_with_a_document_all_the_same(self, home, tmp_path):
        (tmp_path / "package.zip").write_text("no zip")

        done = arraigo(home, "load", tmp_path / "package.zip", "--json")

        assert done.code == 1 and done.document["tables"] == {} and len(done.document["errors"]) == 1

    def test_is_wrongly_used_without_a_package(self, home, tmp_path):
        assert arraigo(home, "load", tmp_path / "nothing", "--json").code == 2


class TestDump:
    def test_writes_a_package_that_loads_elsewhere(self, home, tmp_path):
        arraigo(home, "load", written(tmp_path / "in", history()))
        other = tmp_path / "other"
        other.mkdir()

        done = arraigo(home, "dump", tmp_path / "out.zip", "--format", "parquet", "--json")
        loaded = arraigo(other, "load", tmp_path / "out.zip", "--json")

        assert (done.code, loaded.code) == (0, 0)
        assert done.document["tables"]["people"] == {"rows": 2}
        assert loaded.document["tables"]["people"]["new"] == 2

    def test_refuses_to_write_over_anything(self, home, tmp_path):
        (tmp_path / "notes.txt").write_text("mine")

        done = arraigo(home, "dump", tmp_path, "--json")

        assert done.code == 1 and set(done.document) == {"refused"}
