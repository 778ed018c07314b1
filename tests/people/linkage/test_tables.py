"""`arraigo link table`: any file in, the same rows out, each with whose it is."""

import csv
import json
import random
from datetime import date
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from arraigo.cli.main import main
from tests.people.linkage.synthetic import PLACES

COLUMNS = [
    "person_id", "given_names", "paternal_surname", "maternal_surname", "sex", "birth_date", "origin_municipality",
    "national_id", "note",
]  # fmt: skip
ROWS = [
    ["p1", "María de los Ángeles", "López", "Tzoc", "female", "1994-04-03", "GT1308", "2547896541308", "a"],
    ["p2", "Pedro", "Ramírez", "Caal", "male", "1980-01-20", "GT1601", "", "b"],
    ["p3", "MA. ANGELES", "LOPEZ", "TZOC", "female", "1994-03-04", "GT1308", "", "c, d"],
    ["p4", "Ana", "Xol", "", "female", "", "", "", ""],
    ["p5", "Angeles Lopez Tzoc", "", "", "", "1994-04-03", "", "2547896541308", "e"],
    ["p6", "Silvia", "López", "Tzoc", "female", "1994-04-03", "GT1308", "", "her twin"],
]


def written(path: Path, rows: list[list[str]], columns: list[str] = COLUMNS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def linked(*arguments: object, code: int = 0) -> dict:
    result = CliRunner().invoke(main, ["link", "table", *map(str, arguments), "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


class TestTable:
    def test_keeps_every_row_in_its_order_and_says_whose_it_is(self, tmp_path: Path) -> None:
        said = linked(written(tmp_path / "in.csv", ROWS), tmp_path / "out.csv")

        rows = read(tmp_path / "out.csv")
        assert [list(row.values())[:-2] for row in rows] == ROWS
        assert [row["cluster_id"] for row in rows] == ["p1", "p2", "p1", "p4", "p1", "p6"]
        assert [bool(row["match_probability"]) for row in rows] == [True, False, True, False, True, False]
        assert (said["rows"], said["clusters"]) == (6, 4)
        assert said["pairs_scored"] >= 3 and said["model"]["version"]

    def test_reads_and_writes_parquet_too(self, tmp_path: Path) -> None:
        source = written(tmp_path / "in.csv", ROWS)
        duckdb.sql(f"copy (select * from read_csv('{source}')) to '{tmp_path}/in.parquet'")

        linked(tmp_path / "in.parquet", tmp_path / "out.parquet")

        found = duckdb.sql(
            f"select person_id, cluster_id, birth_date from '{tmp_path}/out.parquet'"
        ).fetchall()
        assert [row[1] for row in found] == ["p1", "p2", "p1", "p4", "p1", "p6"]
        assert found[0][2] == date(1994, 4, 3)

    def test_does_not_depend_on_the_order_of_the_rows(self, tmp_path: Path) -> None:
        shuffled = ROWS.copy()
        random.Random(2).shuffle(shuffled)

        linked(written(tmp_path / "a.csv", ROWS), tmp_path / "a.out.csv")
        linked(written(tmp_path / "b.csv", shuffled), tmp_path / "b.out.csv")

        a, b = ({row["person_id"]: row for row in read(tmp_path / f"{name}.out.csv")} for name in "ab")
        assert a == b

    @pytest.mark.parametrize("kept", [["given_names"], ["given_names", "paternal_surname", "birth_date"]])
    def test_takes_any_of_the_columns(self, tmp_path: Path, kept: list[str]) -> None:
        at = [COLUMNS.index(name) for name in ["person_id", *kept]]
        some = [[row[one] for one in at] for row in ROWS]

        said = linked(written(tmp_path / "in.csv", some, ["person_id", *kept]), tmp_path / "out.csv")

        assert said["rows"] == 6 == len(read(tmp_path / "out.csv"))

    def test_rows_of_one_id_are_of_one_person(self, tmp_path: Path) -> None:
        rows = [["p9", "Ana", "Xol", "", "", "", "", "", ""], ["p9", "Berta", "Caal", "", "", "", "", "", ""]]

        said = linked(written(tmp_path / "in.csv", rows), tmp_path / "out.csv")

        assert said["clusters"] == 1

    def test_a_higher_threshold_joins_fewer(self, tmp_path: Path) -> None:
        source = written(tmp_path / "in.csv", ROWS)

        assert linked(source, tmp_path / "out.csv", "--threshold", "1")["clusters"] == 6

    def test_joins_again_what_was_joined_before(self, tmp_path: Path) -> None:
        linked(written(tmp_path / "in.csv", ROWS), tmp_path / "once.csv")
        linked(tmp_path / "once.csv", tmp_path / "twice.csv")

        assert read(tmp_path / "once.csv") == read(tmp_path / "twice.csv")


NASTY = [
    "", "X", "?", "-", "🙂🙂", "x" * 400, "Robert'); DROP TABLE people;--", "<script>alert(1)</script>", "\u202eزبدة\u202c",
    "SIN DATO", "N/A", "XXXX", "desconocido", "\t", "null", "1990", "'", '"', "\\", "ñ", "Ma.", "de la", ",", "López,",
]  # fmt: skip


class TestBadInput:
    def test_nothing_that_people_type_is_refused_or_linked(self, tmp_path: Path) -> None:
        rows = [[f"n{at}", text, text, text, text, text, text, text, ""] for at, text in enumerate(NASTY)]

        said = linked(written(tmp_path / "in.csv", rows), tmp_path / "out.csv")

        assert said["rows"] == said["clusters"] == len(NASTY)
        assert said["birth_dates_unread"] > 5

    @pytest.mark.parametrize(
        ("columns", "named"),
        [
            (["given_names", "sex"], "person_id"),
            (["person_id", "birth_date"], "given_names"),
            (["id"], "person_id"),
        ],
    )
    def test_a_column_that_is_missing_is_named(self, tmp_path: Path, columns: list[str], named: str) -> None:
        source = written(tmp_path / "in.csv", [["a"] * len(columns)], columns)

        said = linked(source, tmp_path / "out.csv", code=1)

        assert named in said["refused"] and "in.csv" in said["refused"]
        assert not (tmp_path / "out.csv").exists()

    def test_a_row_without_an_id_is_told_by_its_line(self, tmp_path: Path) -> None:
        source = written(tmp_path / "in.csv", [*ROWS[:2], ["", *ROWS[2][1:]]])

        assert "line 4" in linked(source, tmp_path / "out.csv", code=1)["refused"]

    def test_an_empty_table_is_a_table(self, tmp_path: Path) -> None:
        said = linked(written(tmp_path / "in.csv", []), tmp_path / "out.csv")

        assert (said["rows"], said["clusters"]) == (0, 0)
        assert read(tmp_path / "out.csv") == []

    @pytest.mark.parametrize("name", ["none.csv", "in.xlsx", "folder.csv"])
    def test_a_file_that_cannot_be_read_is_said_so(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "in.xlsx").write_bytes(b"PK")
        (tmp_path / "folder.csv").mkdir()

        assert name in linked(tmp_path / name, tmp_path / "out.csv", code=1)["refused"]

    def test_a_file_that_is_no_parquet_is_said_so(self, tmp_path: Path) -> None:
        (tmp_path / "in.parquet").write_bytes(b"\x00\x01\x02 no parquet")

        assert "in.parquet" in linked(tmp_path / "in.parquet", tmp_path / "out.csv", code=1)["refused"]

    def test_the_same_file_in_and_out_is_a_wrong_use(self, tmp_path: Path) -> None:
        source = written(tmp_path / "in.csv", ROWS)

        result = CliRunner().invoke(main, ["link", "table", str(source), str(source)])

        assert result.exit_code == 2 and read(source)

    def test_a_quote_in_the_path_does_no_harm(self, tmp_path: Path) -> None:
        folder = tmp_path / "o'brien"
        folder.mkdir()

        assert linked(written(folder / "in.csv", ROWS), folder / "out.csv")["rows"] == 6


def test_trains_on_a_table_that_is_large_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The threshold of size is lowered: 3,000 people, a tenth of them twice."""
    from arraigo.people.linkage.batch import training

    monkeypatch.setattr(training, "SMALLEST", 1_000)
    monkeypatch.setattr(training, "_FEWEST_PAIRS", 20)
    chance = random.Random(4)
    syllables = ["ma", "lo", "tzi", "xo", "ra", "pe", "cu", "ji", "no", "sa", "be", "ti"]
    word = lambda: "".join(chance.choices(syllables, k=3)).title()  # noqa: E731
    rows = []
    for at in range(2_700):
        born = f"{chance.randrange(1950, 2010)}-{chance.randrange(1, 13):02}-{chance.randrange(2, 28):02}"
        row = [
            f"a{at}",
            word(),
            word(),
            word(),
            "female",
            born,
            chance.choice(PLACES),
            str(10**12 + at * 7919),
            "",
        ]
        rows.append(row)
        if at % 9 == 0:
            rows.append([f"b{at}", row[1].upper(), *row[2:6], "", row[7] if at % 2 else "", ""])

    said = linked(
        written(tmp_path / "in.csv", rows), tmp_path / "out.csv", "--save-model", tmp_path / "model.json"
    )

    found = {row["person_id"]: row["cluster_id"] for row in read(tmp_path / "out.csv")}
    assert said["model"]["trained_on"] == 3_000
    assert sum(found[f"b{at}"] == f"a{at}" for at in range(0, 2_700, 9)) >= 295
    assert said["clusters"] >= 2_695
    assert json.loads((tmp_path / "model.json").read_text())["odds"]["national_id"]["same"]["m"] > 0.9
