"""What can be asked, what cannot, and what the command line makes of it."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from arraigo.cli import main
from arraigo.interop.simulator.bulk import NoPlace, NotAsked, asked, simulate_package


def run(*words):
    return CliRunner().invoke(main, ["simulate", *map(str, words)])


class TestAsked:
    @pytest.mark.parametrize(
        ("question", "says"),
        [
            ({"people": 0}, "people"),
            ({"people": -5}, "people"),
            ({"people": 1, "countries": ("GTM", "HND")}, "people"),
            ({"seed": -1}, "seed"),
            ({"countries": ("USA",)}, "GTM, HND"),
            ({"countries": ()}, "GTM, HND"),
            ({"first": date(2024, 2, 1), "last": date(2024, 1, 1)}, "ends"),
            ({"first": date(1999, 1, 1)}, "2016"),
            ({"last": date(2100, 1, 1)}, "2026"),
            ({"format_": "xlsx"}, "csv"),
        ],
    )
    def test_refuses_with_a_sentence_that_says_what_can_be(self, question, says):
        with pytest.raises(NotAsked, match=says):
            asked(**{"people": 10, "seed": 1} | question)

    def test_takes_a_country_once_and_in_any_case(self):
        assert asked(10, 1, countries=("gtm", "GTM")).countries == ("GTM",)

    def test_has_another_prefix_for_every_question(self):
        questions = [
            asked(10, 1),
            asked(11, 1),
            asked(10, 2),
            asked(10, 1, countries=("HND",)),
            asked(10, 1, last=date(2025, 1, 1)),
        ]

        assert len({each.prefix for each in questions}) == 5


class TestCommand:
    def test_writes_a_package_and_one_document(self, tmp_path):
        done = run(tmp_path / "out", "--people", 40, "--years", "2024", "--format", "csv", "--json")

        document = json.loads(done.stdout)
        assert done.exit_code == 0 and done.stderr == ""
        assert document["synthetic"] is True and document["tables"]["people"] == 40
        assert (document["from"], document["until"]) == ("2024-01-01", "2024-12-31")
        assert len((tmp_path / "out" / "people.csv").read_text().splitlines()) == 41
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    @pytest.mark.parametrize(
        "words",
        [
            ("--people", 0),
            ("--people", 5, "--country", "XXX"),
            ("--people", 5, "--years", "2025-2019"),
            ("--people", 5, "--years", "last"),
            ("--people", 5, "--years", "2024", "--from", "2024-01-01"),
            ("--people", 5, "--from", "2024-01-01"),
            ("--people", "many"),
            (),
        ],
    )
    def test_is_wrong_use_where_that_cannot_be_asked(self, tmp_path, words):
        done = run(tmp_path / "out", *words)

        assert done.exit_code == 2 and "Error" in done.stderr and "Traceback" not in done.output
        assert not list(tmp_path.iterdir())

    def test_leaves_what_is_there(self, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")
        done = run(tmp_path, "--people", 5, "--json")

        assert done.exit_code == 1 and "not an empty folder" in json.loads(done.stdout)["refused"]
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

    def test_takes_an_empty_folder_and_refuses_a_file(self, tmp_path):
        (tmp_path / "empty").mkdir()
        (tmp_path / "file").write_text("")

        assert run(tmp_path / "empty", "--people", 5).exit_code == 0
        assert run(tmp_path / "file", "--people", 5).exit_code == 1
        assert run(tmp_path / "file" / "inside", "--people", 5).exit_code == 1

    def test_leaves_nothing_behind_where_it_fails(self, tmp_path, monkeypatch):
        from arraigo.interop.simulator.bulk import package

        def full(*args: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(package.CountryMaker, "part", full)
        with pytest.raises(NoPlace, match="No space left"):
            simulate_package(asked(5, 1), tmp_path / "out")
        assert not list(tmp_path.iterdir())
