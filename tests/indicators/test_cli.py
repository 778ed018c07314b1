"""What `arraigo indicators compute` writes, beside the JSON of the contract; and one real process."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from arraigo.cli.main import main
from arraigo.people.models import Person
from tests.cli.commands import arraigo

ASKED = ("indicators", "compute", "--year", "2026", "--code", "context.undocumented_share", "--by", "sex")

pytestmark = pytest.mark.usefixtures("home")


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


class TestFormats:
    def test_say_the_same(self, reyna: Person, home: Path):
        book = home / "figures.xlsx"
        figures = json.loads(run(*ASKED, "--json").stdout)
        lines = list(csv.DictReader(io.StringIO(run(*ASKED, "--format", "csv").stdout)))
        assert run(*ASKED, "--format", "xlsx", "--output", book).exit_code == 0
        heads, *rows = load_workbook(book)["figures"].iter_rows(values_only=True)

        assert figures == json.loads(run(*ASKED, "--format", "json").stdout)
        assert [float(line["value"]) for line in lines] == [figure["value"] for figure in figures]
        assert [dict(zip(heads, row, strict=True))["value"] for row in rows] == [
            figure["value"] for figure in figures
        ]

    def test_a_table_is_for_people(self, reyna: Person):
        heads, total, cell = run(*ASKED).stdout.splitlines()

        assert heads.split()[:4] == ["code", "period", "country", "sex"]
        assert "100.00" in total and "female" in cell

    def test_a_workbook_needs_a_file(self, db: None):
        refused = run(*ASKED, "--format", "xlsx")

        assert refused.exit_code == 2 and "--output" in refused.stderr


class TestWrongUse:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (("--where", "shoe_size=44"), "shoe_size"),
            (("--country", "QQQ"), "QQQ"),
            (("--engine", "abacus"), "abacus"),
            (("--to", "2026-12-31"), "--year"),
        ],
    )
    def test_is_told_apart_and_named(self, db: None, words: tuple[str, ...], said: str):
        refused = run(*ASKED, *words)

        assert (refused.exit_code, refused.stdout) == (2, "") and said in refused.stderr


def test_a_process_of_its_own_prints_one_document(tmp_path: Path):
    ran = arraigo(tmp_path, "indicators", "compute", "--year", "2026", "--country", "gtm", "--json")

    assert ran.code == 0
    assert {figure["country"] for figure in ran.document} == {"GTM"}
    assert all(figure["value"] in (0, None) and figure["by"] == {} for figure in ran.document)
