"""What content says of names: strictly read, folded once, and true of the names of the region."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.core import content
from arraigo.core.content import Library, Problem
from arraigo.people import schema  # noqa: F401 - importing registers the kind
from arraigo.people.lexicon import lexicon
from arraigo.people.linkage.lexicon import plain

LIST = """\
kind: lexicon
code: nicknames
holds: nicknames
name: {es: Hipocorísticos, en: Pet names}
source: {document: arraigo}
table: nicknames.csv
"""


def problems_of(root: Path, table: str, yaml: str = LIST) -> list[Problem]:
    code = next(line for line in yaml.splitlines() if line.startswith("code:")).removeprefix("code: ")
    folder = root / "lexicon"
    folder.mkdir(exist_ok=True)
    (folder / f"{code}.yaml").write_text(yaml, encoding="utf-8")
    if table:
        (folder / f"{code}.csv").write_text(table, encoding="utf-8")
    return Library(root).check()


def list_of(holds: str, rest: str) -> str:
    return LIST.replace("nicknames", holds).replace(f"table: {holds}.csv\n", rest)


class TestCheck:
    def test_names_the_line_of_the_table(self, tmp_path: Path) -> None:
        (problem,) = problems_of(tmp_path, "word,means,sex\nChepe,José,male\n\nPaco,Francisco,man\n")

        assert (problem.file, problem.line) == ("lexicon/nicknames.csv", 4)
        assert "'male'" in problem.allowed

    def test_says_an_unknown_column_once(self, tmp_path: Path) -> None:
        (problem,) = problems_of(tmp_path, "word,meaning\nChepe,José\nPaco,Francisco\n")[:1]

        assert (problem.file, problem.line) == ("lexicon/nicknames.csv", 1)
        assert "unknown key 'meaning'" in problem.what
        assert len([each for each in problems_of(tmp_path, "") if "unknown" in each.what]) == 1

    @pytest.mark.parametrize(
        ("table", "said"),
        [
            ("word,means\nChepe,José\nCHEPE,Jose\n", "'CHEPE' is there twice"),
            ("word,means\nChepe,\n", "'Chepe' has nothing in the column 'means'"),
            ("word,means\nÁngel,Angel\n", "are the same word once folded"),
            ("word,means\n-,José\n", "has neither letter nor digit"),
            ("word,means,per_mille\nChepe,José,3\n", "has no column 'per_mille'"),
            ("word,means\nChepe,José,male\n", "the row has 3 cells, the header 2"),
            ("word,word\nChepe,José\n", "two have the same"),
            ('word,means\n"Chepe,José\n', "not CSV"),
        ],
    )
    def test_finds_what_is_wrong_in_a_table(self, tmp_path: Path, table: str, said: str) -> None:
        assert any(said in problem.what for problem in problems_of(tmp_path, table))

    def test_finds_contradictions(self, tmp_path: Path) -> None:
        abbreviations = list_of("abbreviations", "table: abbreviations.csv\n")
        spellings = list_of("spellings", "table: spellings.csv\n")

        two_meanings = problems_of(
            tmp_path, "word,means,part\nMa.,María,given\nMª,Marta,given\n", abbreviations
        )
        chain = problems_of(tmp_path, "word,means\nTsoc,Tzoc\nTzoc,Tz'oq\n", spellings)

        assert ["another meaning further up" in each.what for each in two_meanings] == [True]
        assert "'Tzoc' is itself written as another word" in "".join(each.what for each in chain)

    def test_lets_one_nickname_be_that_of_several_names(self, tmp_path: Path) -> None:
        assert problems_of(tmp_path, "word,means\nBeto,Alberto\nBeto,Roberto\n") == []

    def test_wants_words_or_a_table_as_the_list_has_it(self, tmp_path: Path) -> None:
        wrong = problems_of(tmp_path, "", LIST.replace("table: nicknames.csv", "words: [Chepe]"))
        missing = problems_of(tmp_path, "", list_of("missing", "words: [N/A, n/a]\n"))

        assert any("a list of nicknames is a table" in each.what for each in wrong)
        assert any("'n/a' is there twice" in each.what for each in missing)

    def test_wants_the_table_under_its_own_name(self, tmp_path: Path) -> None:
        (elsewhere,) = problems_of(tmp_path, "", LIST.replace("table: nicknames.csv", "table: ../names.csv"))[
            :1
        ]
        (absent,) = problems_of(tmp_path, "")[:1]

        assert elsewhere.allowed == "nicknames.csv"
        assert "no file 'nicknames.csv'" in absent.what


class TestPlain:
    @pytest.mark.parametrize(
        ("text", "folded"),
        [
            ("Ka'al", "kaal"), ("Choq’", "choq"), ("M.ª", "ma"), ("Mª", "ma"), ("MA.DE LOS ÁNGELES", "ma de los angeles"),
            ("N.N.", "nn"), ("S/D", "s d"), ("PE?A", "pe?a"), ("Núñez-Xol", "nunez xol"), ("  Güitz ", "guitz"),
            ("¿?", ""), ("v. de", "v de"), ("😀", ""), ("Ka´al", "kaal"), ("Kaʼal", "kaal"), ("A¸", "a"),
        ],
    )  # fmt: skip
    def test_folds(self, text: str, folded: str) -> None:
        assert plain(text) == folded

    @given(st.text(max_size=80))
    def test_changes_nothing_twice(self, text: str) -> None:
        assert plain(plain(text)) == plain(text)


class TestMissing:
    @pytest.mark.parametrize(
        "text",
        ["", " ", "-", ".", "?", "¿?", "****", "X", "xxxx", "X X X", "x.x", "0", "000000", "N/A", "n.a.", "NA", "S/D", "SD",
         "SIN DATO", "Sin apellido", "DESCONOCIDA", "no sabe", "No refiere", "no proporciona", "ninguno", "NULL", "none",
         "unknown", "TEST", "prueba", "NN", "N.N.", "FNU", "LNU", "no name given", "#N/A", "😀", "\u200b"],
    )  # fmt: skip
    def test_is_what_people_type_for_nothing(self, text: str) -> None:
        assert lexicon().is_missing(text)

    @pytest.mark.parametrize(
        "text",
        ["Ana", "Xol", "Xo", "X José", "Sin Choc", "Ng", "Ba", "O", "Nada García", "Paz", "Domingo", "012"],
    )
    def test_is_no_name(self, text: str) -> None:
        assert not lexicon().is_missing(text)

    def test_holds_no_common_name(self) -> None:
        words = lexicon()

        assert words.missing.isdisjoint({*words.given, *words.surnames, *words.nicknames})


class TestLexicon:
    @pytest.mark.parametrize(
        ("nickname", "name"),
        [
            ("chepe", "jose"), ("paco", "francisco"), ("pancho", "francisco"), ("lupe", "guadalupe"), ("chayo", "rosario"),
            ("concha", "concepcion"), ("nacho", "ignacio"), ("beto", "humberto"), ("tono", "antonio"), ("memo", "guillermo"),
            ("neto", "ernesto"), ("quique", "enrique"), ("kike", "enrique"), ("licha", "alicia"), ("mincho", "benjamin"),
            ("chema", "jose maria"), ("meches", "mercedes"), ("tencha", "hortensia"), ("chabela", "isabel"),
            ("chente", "vicente"), ("moncho", "ramon"), ("nando", "fernando"), ("lalo", "eduardo"), ("tavo", "gustavo"),
            ("goyo", "gregorio"), ("lencho", "lorenzo"), ("chus", "jesus"), ("chuy", "jesus"), ("tere", "teresa"),
            ("mari", "maria"), ("loli", "dolores"), ("lety", "leticia"), ("paty", "patricia"), ("vicky", "victoria"),
            ("pepe", "jose"), ("juancho", "juan"), ("juanita", "juana"), ("chamba", "salvador"), ("guicho", "luis"),
            ("maricarmen", "maria carmen"), ("angelines", "maria angeles"),
        ],
    )  # fmt: skip
    def test_knows_what_people_are_called(self, nickname: str, name: str) -> None:
        assert name in lexicon().nicknames[nickname]

    def test_knows_abbreviations_by_where_they_stand(self) -> None:
        words = lexicon()

        assert [words.abbreviations_given[each] for each in ("ma", "fco", "jph", "gpe")] == [
            "maria", "francisco", "jose", "guadalupe",
        ]  # fmt: skip
        assert [words.abbreviations_surname[each] for each in ("hdez", "glez", "mtz", "rdz", "gtz", "lpz")] == [
            "hernandez", "gonzalez", "martinez", "rodriguez", "gutierrez", "lopez",
        ]  # fmt: skip

    def test_puts_the_longer_mark_of_marriage_first(self) -> None:
        married = lexicon().married

        assert married.index("viuda de") < married.index("de")
        assert [len(phrase) for phrase in married] == sorted(
            (len(phrase) for phrase in married), reverse=True
        )

    @pytest.mark.parametrize(
        "word", ["santos", "domingo", "andres", "pascual", "sebastian", "jacinto", "tomas", "rosario", "cruz"]
    )
    def test_has_names_that_are_given_names_and_surnames_in_both_lists(self, word: str) -> None:
        assert lexicon().given[word] > 0 and lexicon().surnames[word] > 0

    def test_has_shares_that_a_thousand_words_can_have(self) -> None:
        words = lexicon()

        assert 800 < sum(words.given.values()) <= 1000
        assert 800 < sum(words.surnames.values()) <= 1000
        assert words.given["maria"] > words.given["jose"] > words.given["petrona"]
        assert words.surnames["lopez"] > words.surnames["caal"] > 0

    def test_is_long_enough_to_be_of_use(self) -> None:
        words = lexicon()
        counted = [words.nicknames, words.given, words.surnames, words.spellings, words.abbreviations_given]

        assert [len(each) for each in counted] >= [250, 600, 900, 500, 150]

    @pytest.mark.parametrize(
        "words", ["nicknames", "abbreviations_given", "abbreviations_surname", "given", "surnames"]
    )
    def test_folds_every_word(self, words: str) -> None:
        assert all(plain(word) == word for word in getattr(lexicon(), words))

    def test_joins_spellings_that_sound_rules_do_not(self) -> None:
        spellings = lexicon().spellings

        assert spellings["jessenia"] == spellings["jesenia"] == "yesenia"
        assert spellings["brian"] == spellings["bryan"] == "brayan"
        assert spellings["michael"] == "maikol"
        assert spellings["witz"] == spellings["huitz"] == "guitz"


@pytest.mark.usefixtures("read_anew")
class TestPack:
    def test_adds_words_for_its_country_only(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pack = tmp_path / "countries" / "gtm"
        shutil.copytree(content.ROOT / "codelists", tmp_path / "codelists")
        (pack / "lexicon").mkdir(parents=True)
        shutil.copy(content.ROOT / "countries" / "gtm" / "country.yaml", pack)
        added = LIST.replace("code: nicknames", "code: nicknames_gtm").replace(
            "nicknames.csv", "nicknames_gtm.csv"
        )
        (pack / "lexicon" / "nicknames_gtm.yaml").write_text(added, encoding="utf-8")
        (pack / "lexicon" / "nicknames_gtm.csv").write_text("word,means\nChepe,Josefo\n", encoding="utf-8")
        assert problems_of(tmp_path, "word,means\nChepe,José\n") == []
        monkeypatch.setattr(content, "ROOT", tmp_path)
        content.library.cache_clear()
        lexicon.cache_clear()

        assert lexicon("GTM").nicknames["chepe"] == ("jose", "josefo")
        assert lexicon("HND").nicknames["chepe"] == lexicon().nicknames["chepe"] == ("jose",)


@pytest.fixture
def read_anew() -> Iterator[None]:
    yield
    lexicon.cache_clear()
    content.library.cache_clear()
