"""Whatever is given for a package, the answer is a sentence: never a traceback, never half a load."""

import json
import os
import zipfile

import pyarrow as pa
import pytest
from pyarrow import parquet

from arraigo.exchange.models import MODELS, Load
from tests.interop.package.packages import REYNA, TOMAS, a_return, history, loaded, written

pytestmark = pytest.mark.django_db

PEOPLE = "person_id,given_names,sex\np-1,REYNA,female\n"


def codes(path):
    _, faults = loaded(path)
    assert all(fault.message for fault in faults)
    assert not Load.objects.exists() and not any(model.objects.exists() for model in MODELS.values())
    return [fault.code for fault in faults]


def zipped(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


class TestPackage:
    def test_that_is_an_empty_folder(self, tmp_path):
        assert codes(tmp_path) == ["nothing"]

    def test_that_has_no_table(self, tmp_path):
        (tmp_path / "README.md").write_text("nothing here")

        assert codes(tmp_path) == ["nothing"]

    def test_that_is_some_file(self, tmp_path):
        (tmp_path / "people.csv").write_text(PEOPLE)

        assert codes(tmp_path / "people.csv") == ["no_zip"]

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"\0" * 5000])
    def test_that_is_a_broken_zip(self, tmp_path, content):
        (tmp_path / "package.zip").write_bytes(content)

        assert codes(tmp_path / "package.zip") == ["no_zip"]

    def test_that_is_a_zip_cut_off_in_the_middle_of_a_file(self, tmp_path):
        path = zipped(tmp_path / "package.zip", {"people.csv": os.urandom(5000).hex()})
        content = bytearray(path.read_bytes())
        content[200:300] = bytes(100)
        path.write_bytes(content)

        assert set(codes(path)) & {"unreadable", "no_such_column", "encoding", "row_too_long"}

    def test_that_leads_out_of_the_zip(self, tmp_path):
        assert codes(zipped(tmp_path / "package.zip", {"../people.csv": PEOPLE})) == ["outside"]
        assert codes(zipped(tmp_path / "other.zip", {"C:\\people.csv": PEOPLE})) == ["outside"]

    def test_that_is_a_bomb(self, tmp_path):
        path = zipped(tmp_path / "package.zip", {"people.csv": PEOPLE + "\n" * (80 * 2**20)})

        assert path.stat().st_size < 2**20
        assert codes(path) == ["bomb"]

    def test_that_is_locked(self, tmp_path):
        path = zipped(tmp_path / "package.zip", {"people.csv": PEOPLE})
        content = bytearray(path.read_bytes())
        for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            content[content.index(mark) + place] |= 1
        path.write_bytes(content)

        assert codes(path) == ["locked"]

    def test_that_has_one_table_twice(self, tmp_path):
        written(tmp_path, {"people": [REYNA]})
        parquet.write_table(pa.table({"person_id": ["p-1"], "sex": ["female"]}), tmp_path / "people.parquet")

        assert codes(tmp_path) == ["two_files"]

    def test_that_has_a_table_nobody_knows(self, tmp_path):
        written(tmp_path, {"people": [REYNA]})
        (tmp_path / "personas.csv").write_text(PEOPLE)

        assert codes(tmp_path) == ["no_such_table"]

    def test_that_has_a_folder_for_a_table(self, tmp_path):
        (tmp_path / "people.csv").mkdir()

        assert codes(tmp_path) == ["folder"]

    def test_that_leads_out_of_the_folder(self, tmp_path):
        (tmp_path / "elsewhere.csv").write_text(PEOPLE)
        (tmp_path / "package").mkdir()
        (tmp_path / "package" / "people.csv").symlink_to(tmp_path / "elsewhere.csv")

        assert codes(tmp_path / "package") == ["outside"]


class TestDescriptor:
    @pytest.mark.parametrize("content", ["", "{", "[]", '{"resources": 3}', "[" * 100_000, "\udc80"])
    def test_that_cannot_be_read(self, tmp_path, content):
        (tmp_path / "datapackage.json").write_bytes(content.encode("utf-8", "surrogateescape"))
        (tmp_path / "people.csv").write_text(PEOPLE)

        assert codes(tmp_path) == ["no_descriptor"]

    @pytest.mark.parametrize(
        ("resource", "code"),
        [
            ({"name": "people", "path": "../people.csv"}, "outside"),
            ({"name": "people", "path": "/etc/passwd"}, "outside"),
            ({"name": "people", "path": "https://example.org/people.csv"}, "outside"),
            ({"name": "people", "path": ["a.csv", "b.csv"]}, "no_resource"),
            ({"name": "people"}, "no_resource"),
            ("people", "no_resource"),
            ({"name": "personas", "path": "personas.csv"}, "no_such_table"),
        ],
    )
    def test_that_lists_what_cannot_be(self, tmp_path, resource, code):
        written(tmp_path, {"returns": [a_return(1, "p-1")], "people": [REYNA]}, resources=[resource])

        assert codes(tmp_path) == [code]

    def test_may_call_the_files_as_it_likes(self, tmp_path):
        written(tmp_path / "data", {"people": [REYNA]})
        (tmp_path / "data" / "people.csv").rename(tmp_path / "data" / "personas 2023.CSV")
        listed = {"name": "people", "path": "data/personas 2023.CSV"}
        (tmp_path / "datapackage.json").write_text(json.dumps({"resources": [listed]}))

        counts, faults = loaded(tmp_path / "datapackage.json")

        assert faults == [] and counts["people"]["new"] == 1


class TestFile:
    def test_without_anything_in_it(self, tmp_path):
        (tmp_path / "people.csv").write_text("")

        assert codes(tmp_path) == ["no_header"]

    def test_with_a_header_and_no_rows_is_no_fault(self, tmp_path):
        (tmp_path / "people.csv").write_text("person_id,sex\n")

        counts, faults = loaded(tmp_path)

        assert faults == [] and counts["people"]["rows"] == 0

    @pytest.mark.parametrize("separator", [";", "\t"])
    def test_with_another_separator(self, tmp_path, separator):
        (tmp_path / "people.csv").write_text(PEOPLE.replace(",", separator))

        assert codes(tmp_path) == ["separator"]

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16", "utf-16-le"])
    def test_in_another_encoding(self, tmp_path, encoding):
        (tmp_path / "people.csv").write_text(PEOPLE.replace("REYNA", "PEÑA"), encoding=encoding)

        assert set(codes(tmp_path)) & {"encoding", "no_such_column"}

    def test_with_the_mark_of_utf_8_is_no_fault(self, tmp_path):
        (tmp_path / "people.csv").write_text(PEOPLE.replace("REYNA", "PEÑA"), encoding="utf-8-sig")

        counts, faults = loaded(tmp_path)

        assert faults == [] and counts["people"]["new"] == 1

    def test_with_a_quotation_mark_that_never_closes(self, tmp_path):
        (tmp_path / "people.csv").write_text(PEOPLE + 'p-2,"TOMÁS,male\n' + "p-3,ANA,female\n" * 1000)

        assert codes(tmp_path) == ["quotes"]

    def test_with_a_row_that_never_ends(self, tmp_path):
        (tmp_path / "people.csv").write_text(PEOPLE + "p" * (17 * 2**20))

        assert codes(tmp_path) == ["row_too_long"]

    def test_of_any_bytes(self, tmp_path):
        (tmp_path / "people.csv").write_bytes(os.urandom(100_000))
        (tmp_path / "returns.parquet").write_bytes(os.urandom(100_000))

        assert "no_parquet" in codes(tmp_path)

    @pytest.mark.parametrize("cut", [0, 4, 100, -4])
    def test_that_is_a_broken_parquet(self, tmp_path, cut):
        path = tmp_path / "people.parquet"
        parquet.write_table(pa.table({"person_id": ["p-1"] * 1000, "sex": ["female"] * 1000}), path)
        path.write_bytes(path.read_bytes()[:cut])

        assert codes(tmp_path) == ["no_parquet"]

    def test_that_is_a_parquet_with_pages_overwritten(self, tmp_path):
        path = tmp_path / "people.parquet"
        keys = [f"p-{number}" for number in range(5000)]
        parquet.write_table(pa.table({"person_id": keys, "sex": ["female"] * 5000}), path)
        content = bytearray(path.read_bytes())
        content[20:2000] = os.urandom(1980)
        path.write_bytes(content)

        assert codes(tmp_path)

    def test_with_columns_that_no_table_has(self, tmp_path):
        table = pa.table({"person_id": ["p-1"], "sex": [{"is": "female"}], "given_names": [b"\xff\xfe"]})
        parquet.write_table(table, tmp_path / "people.parquet")

        assert set(codes(tmp_path)) == {"column_kind", "required"}

    def test_that_may_not_be_read(self, tmp_path, monkeypatch):
        written(tmp_path, history())
        from arraigo.interop.package import source

        def refuses(path):
            def opened():
                raise PermissionError(13, "Permission denied")

            return opened if path.name == "people.csv" else lambda: path.open("rb")

        monkeypatch.setattr(source, "_opener", refuses)

        assert "unreadable" in codes(tmp_path)


class TestZip:
    @pytest.mark.parametrize("within", ["", "historia 2023/"])
    def test_of_tables_is_a_package(self, tmp_path, within):
        files = {f"{within}people.csv": PEOPLE, f"{within}README.md": "x", "__MACOSX/._people.csv": "x"}

        counts, faults = loaded(zipped(tmp_path / "package.zip", files))

        assert faults == [] and counts["people"]["new"] == 1


class TestParquet:
    def test_is_read_typed_or_as_text(self, tmp_path):
        from datetime import UTC, date, datetime
        from decimal import Decimal

        written(tmp_path, {"people": [REYNA, TOMAS], "institutions": history()["institutions"]})
        typed = pa.table(
            {
                "return_id": pa.array(["r-1", "r-2"]).dictionary_encode(),
                "person_id": ["p-1", "p-2"],
                "arrived_on": [date(2023, 1, 5), None],
                "country": ["GTM", "GTM"],
                "return_type": ["involuntary", "involuntary"],
                "months_abroad": [36.0, None],
                "groups": [["woman", "indigenous"], None],
                "registered_at": [datetime(2023, 1, 5, 16, 0, tzinfo=UTC), None],
            }
        )
        years = pa.table(
            {
                "institution_id": ["i-1"],
                "year": [2023],
                "budget_total": [Decimal("1250.50")],
                "staff_total": pa.array([12], pa.int8()),
            }
        )
        parquet.write_table(typed, tmp_path / "returns.parquet")
        parquet.write_table(years, tmp_path / "institution_years.parquet")

        counts, faults = loaded(tmp_path)

        assert [(f.table, f.row, f.column, f.code) for f in faults] == [
            ("returns", 3, "arrived_on", "required")
        ]
        typed = typed.set_column(
            2, "arrived_on", pa.array(["2023-01-05", "2023-01-06"]).cast(pa.timestamp("ns"))
        )
        parquet.write_table(typed, tmp_path / "returns.parquet")

        counts, faults = loaded(tmp_path)

        assert faults == [] and counts["returns"]["new"] == 2
        first = MODELS["returns"].objects.get(return_id="r-1")
        assert (first.arrived_on, first.months_abroad, first.groups) == (
            date(2023, 1, 5),
            36,
            "woman;indigenous",
        )
        assert first.registered_at == datetime(2023, 1, 5, 16, 0, tzinfo=UTC)
        assert MODELS["institution_years"].objects.get().budget_total == "1250.5"
