"""The content that the reader speaks with: complete, in both languages, and nothing in it that nobody says."""

import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

from arraigo.core import content
from arraigo.reception import manifests
from arraigo.reception.manifests import FIELDS, Fault, ManifestRefused, refusals
from arraigo.reception.manifests.vocabulary import is_missing

SOURCES = [path.read_text() for path in Path(manifests.__file__).parent.glob("*.py")]
KNOWN_WORDS = {"month_name", "id_number", "value"}
REFUSALS = [
    each for each in vars(refusals).values() if isinstance(each, type) and issubclass(each, ManifestRefused)
]


def words_of(text: object) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}


class TestFaultWords:
    @pytest.mark.parametrize("item", list(content.codelist("manifest_fault")), ids=lambda item: item.code)
    def test_are_whole_sentences_with_the_same_words_in_both_languages(self, item):
        for part in (item.label, item.get("reason"), item.get("remedy")):
            assert words_of(part.es) == words_of(part.en)
        for part in (item.get("reason"), item.get("remedy")):
            assert part.es.endswith(".") and part.en.endswith(".") and "!" not in part.es

    def test_are_there_for_every_fault_and_for_no_other(self):
        used = {code for source in SOURCES for code in re.findall(r'"([a-z_]+)"', source)}

        assert set(content.codelist("manifest_fault").codes) <= used
        for source in SOURCES:
            for code in re.findall(r'Fault\("([a-z_]+)"', source):
                assert code in content.codelist("manifest_fault")

    def test_do_not_break_where_a_value_is_missing(self):
        assert "…" in Fault("id_wrong_length", "national_id").message("es")


class TestRefusalWords:
    def test_are_there_for_every_refusal_and_for_no_other(self):
        assert {each.code for each in REFUSALS} == set(content.codelist("manifest_refusal").codes)

    @pytest.mark.parametrize("item", list(content.codelist("manifest_refusal")), ids=lambda item: item.code)
    def test_say_the_same_in_both_languages(self, item):
        assert words_of(item.get("reason").es) == words_of(item.get("reason").en)


class TestColumnWords:
    def test_are_there_for_every_field(self):
        assert content.codelist("manifest_column").codes == (*FIELDS, "ignored")


class TestMissingWords:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "-",
            "--",
            "N/A",
            "n.a.",
            "S/D",
            "XXXX",
            "xx xx",
            "NULL",
            "Sin Información",
            "0",
            "00/00/0000",
            "?",
        ],
    )
    def test_say_nothing(self, text):
        assert is_missing(text)

    @pytest.mark.parametrize("text", ["X", "0801", "Nájera", "No", "10/10/2000", "a"])
    def test_are_not_everything_short(self, text):
        assert not is_missing(text)


def test_the_reader_needs_no_framework():
    check = "import sys, arraigo.reception.manifests; sys.exit('django' in sys.modules)"

    assert (
        subprocess.run([sys.executable, "-c", check], env={"PYTHONPATH": "src"}, check=False).returncode == 0
    )
