"""`arraigo manifest import`: an arrivals list from a file, and one JSON document about it."""

import json
import sqlite3

import pytest

from tests.cli.commands import LIST, arraigo

KEYS = {
    "sheet",
    "header_row",
    "columns",
    "ignored_columns",
    "rows_read",
    "already_imported",
    "kept_for_correction",
    "rows",
}
ROW = {
    "row",
    "given_names",
    "paternal_surname",
    "maternal_surname",
    "sex",
    "birth_date",
    "birth_date_precision",
    "national_id",
    "nationality",
    "municipality",
    "status",
}
SMALL = (
    "No.;Apellidos;Nombres;F. NAC.;Sexo;Lugar de origen\n"
    "1;LÓPEZ TZOC;MARÍA JOSÉ;03/04/1990;F;Cobán\n"
    "2;NÚÑEZ PEÑA;RIGOBERTO;31/02/1990;M;Sayaxché\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def first(home):
    """Every test that has it comes after the first import."""
    return arraigo(home, "manifest", "import", LIST, "--json")


@pytest.fixture
def small(tmp_path):
    """A list of two people as a Latin-1 text file with semicolons."""
    file = tmp_path / "lista.csv"
    file.write_text(SMALL, encoding="latin-1")
    return file


def counts(home):
    """How many lists, rows and passengers the store of a home holds; nothing where there is no store."""
    if not (home / "arraigo.sqlite3").exists():
        return None
    store = sqlite3.connect(f"file:{home / 'arraigo.sqlite3'}?mode=ro", uri=True)
    tables = ("reception_manifest", "reception_manifestrow", "reception_passenger")
    try:
        return tuple(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)
    finally:
        store.close()


class TestDryRun:
    def test_says_the_same_and_keeps_nothing(self, tmp_path):
        ran = arraigo(tmp_path, "manifest", "import", LIST, "--dry-run", "--json")

        assert ran.code == 0 and ran.document["rows_read"] == 135
        assert counts(tmp_path) in (None, (0, 0, 0))


class TestImport:
    def test_gives_one_document_in_the_shape_of_the_contract(self, first):
        document = first.document

        assert first.code == 0 and first.out.count("\n") == 1
        assert set(document) == KEYS
        assert all(set(row) == ROW for row in document["rows"])
        assert all(
            set(kept) == {"row", "column", "value", "reason"} for kept in document["kept_for_correction"]
        )

    def test_reads_the_bundled_list_and_loses_nobody(self, first):
        document = first.document
        by_status = [row["status"] for row in document["rows"]]

        assert document["rows_read"] == len(document["rows"]) == 135
        assert (by_status.count("expected"), by_status.count("correction")) == (131, 4)
        assert {kept["row"] for kept in document["kept_for_correction"]} == {
            row["row"] for row in document["rows"] if row["status"] == "correction"
        }
        assert document["already_imported"] == 0
        assert document["header_row"] == 6 and document["columns"]["APELLIDOS"] == "surnames"

    def test_keeps_it(self, home, first):
        assert counts(home) == (1, 135, 131)

    def test_a_second_time_changes_nothing_and_says_so(self, home, first):
        again = arraigo(home, "manifest", "import", LIST, "--json")

        assert again.code == 0 and again.document["already_imported"] == 135
        assert {row["status"] for row in again.document["rows"]} == {"already_imported"}
        assert counts(home) == (1, 135, 131)

    def test_without_json_speaks_to_people_only(self, home, first):
        ran = arraigo(home, "manifest", "import", LIST)

        assert ran.code == 0 and not ran.out and "135" in ran.said

    def test_reads_a_latin_1_text_file_and_names_the_fault(self, home, small):
        document = arraigo(home, "manifest", "import", small, "--dry-run", "--json").document

        maria, rigoberto = document["rows"]
        assert document["sheet"] is None
        assert (maria["paternal_surname"], maria["maternal_surname"]) == ("LÓPEZ", "TZOC")
        assert (maria["row"], maria["birth_date"], maria["sex"]) == (2, "1990-04-03", "female")
        assert maria["municipality"] == "GT1601" and maria["national_id"] is None
        assert rigoberto["status"] == "correction"
        [kept] = document["kept_for_correction"]
        assert (kept["row"], kept["column"], kept["value"]) == (3, "F. NAC.", "31/02/1990") and kept["reason"]


class TestMapping:
    @pytest.mark.parametrize("as_file", [True, False])
    def test_says_what_a_header_means(self, tmp_path, home, small, as_file):
        said = json.dumps({"Lugar de origen": ""})
        if as_file:
            (tmp_path / "mapping.json").write_text(said)
            said = str(tmp_path / "mapping.json")

        document = arraigo(
            home, "manifest", "import", small, "--mapping", said, "--dry-run", "--json"
        ).document

        assert "Lugar de origen" in document["ignored_columns"]
        assert all(row["municipality"] is None for row in document["rows"])

    @pytest.mark.parametrize("said", ["not JSON", "[1, 2]"])
    def test_that_is_none_is_wrong_use(self, home, small, said):
        ran = arraigo(home, "manifest", "import", small, "--mapping", said, "--json")

        assert ran.code == 2 and not ran.out and "--mapping" in ran.said


class TestRefusal:
    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("foto.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 200),
            ("vacio.csv", b""),
            ("sin-encabezado.csv", b"hola\nadios\n"),
            ("roto.xlsx", b"PK\x03\x04" + b"0" * 200),
        ],
    )
    def test_ends_with_1_and_one_document_that_says_why(self, tmp_path, home, name, content):
        file = tmp_path / name
        file.write_bytes(content)

        before = counts(home)
        ran = arraigo(home, "manifest", "import", file, "--json")

        assert ran.code == 1 and set(ran.document) == {"refused", "message"}
        assert ran.document["message"] in ran.said
        assert counts(home) == before


class TestWrongUse:
    def test_of_a_file_that_is_not_there_ends_with_2(self, tmp_path):
        ran = arraigo(tmp_path, "manifest", "import", tmp_path / "nada.xlsx", "--json")

        assert ran.code == 2 and not ran.out and "nada.xlsx" in ran.said

    def test_of_a_folder_ends_with_2(self, tmp_path):
        assert arraigo(tmp_path, "manifest", "import", tmp_path, "--json").code == 2

    def test_of_a_centre_that_is_not_there_ends_with_2(self, home, small):
        ran = arraigo(home, "manifest", "import", small, "--centre", "nowhere", "--json")

        assert ran.code == 2 and "nowhere" in ran.said
