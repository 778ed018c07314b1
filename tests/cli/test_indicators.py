"""`arraigo indicators` and `arraigo snapshot`: the JSON of the command-line contract, and plain refusals."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from arraigo.cli.main import main
from arraigo.people.models import Person


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> Path:
    settings.ARRAIGO_HOME = tmp_path
    return tmp_path


def arraigo(*words: str) -> Result:
    return CliRunner().invoke(main, words)


class TestCompute:
    def test_prints_the_figures_and_nothing_else(self, reyna: Person):
        result = arraigo(
            *("indicators", "compute", "--year", "2026", "--country", "GTM", "--format", "json"),
            *("--code", "context.undocumented_share", "--by", "sex,age_band"),
        )

        total, cell = json.loads(result.stdout)
        assert result.exit_code == 0
        assert (total["by"], total["period"], total["country"]) == ({}, "2026", "GTM")
        assert set(cell) == {
            *("code", "period", "country", "by", "currency", "value", "numerator", "denominator", "unknown")
        }
        assert (cell["by"], cell["value"]) == ({"sex": "female", "age_band": "25-34"}, 100.0)

    def test_takes_any_range_and_several_values_of_a_filter(self, reyna: Person):
        result = arraigo(
            *("indicators", "compute", "--from", "2026-11-16", "--to", "2026-11-16", "--format", "json"),
            *(
                "--code",
                "context.returns",
                "--where",
                "sex=male",
                "--where",
                "sex=female",
                "--where",
                "child=no",
            ),
        )

        (figure,) = json.loads(result.stdout)
        assert (figure["period"], figure["country"], figure["value"]) == ("2026-11-16..2026-11-16", "GTM", 1)

    def test_fails_where_the_latest_snapshot_is_wanted_and_there_is_none(self, db: None):
        result = arraigo("indicators", "compute", "--year", "2026", "--snapshot", "latest")

        assert (result.exit_code, result.stdout) == (1, "")
        assert "arraigo snapshot" in result.stderr

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ((), "--year"),
            (("--year", "2026", "--from", "2026-01-01"), "--from"),
            (("--from", "2026-02-01", "--to", "2026-01-01"), "2026-01-01"),
            (("--from", "2026-02-30", "--to", "2026-03-01"), "2026-02-30"),
            (("--year", "2026", "--by", "shoe_size"), "shoe_size"),
            (("--year", "2026", "--where", "child"), "child"),
            (("--year", "2026", "--where", "sex=woman"), "woman"),
            (("--year", "2026", "--country", "Guatemala"), "Guatemala"),
            (("--year", "2026", "--code", "context.happiness"), "context.happiness"),
            (("--year", "2026", "--code", "context.returns", "--by", "institution"), "institution"),
            (("--year", "2026", "--code", "context.returns", "--where", "institution=clinic"), "institution"),
        ],
    )
    def test_tells_wrong_use_apart_and_names_it(self, db: None, words: tuple[str, ...], said: str):
        result = arraigo("indicators", "compute", *words)

        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr


class TestSnapshot:
    def test_writes_one_and_says_what_is_in_it(self, reyna: Person, home: Path):
        said = json.loads(arraigo("snapshot", "--json").stdout)

        assert (home / "warehouse" / said["id"] / "facts/returns/all.parquet").is_file()
        assert said["rows"]["returns"] == 1


class TestList:
    def test_names_every_indicator(self, db: None):
        codes = [each["code"] for each in json.loads(arraigo("indicators", "list", "--json").stdout)]

        assert codes[0] == "context.persons_returned"
        assert "sustainability.score" in codes
