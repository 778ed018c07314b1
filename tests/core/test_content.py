"""Reading content: strictness, one report for all problems, texts in the active language, country packs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from arraigo.core import content
from arraigo.core.content import CodeList, ContentError, ContentObject, Library, Problem

SEX = """\
kind: codelist
code: sex
name: {es: Sexo, en: Sex}
source: {document: exchange_package}
items:
  - {code: female, label: {es: Mujer, en: Woman}}
  - {code: male, label: {es: Hombre, en: Man}}
"""

COUNTRY = """\
kind: country
code: XXX
name: {es: Un país, en: A country}
iso2: XX
p_code_prefix: XX
languages: [spa]
locale: es_XX
currency: XXX
time_zone: America/Guatemala
national_id: {name: {es: Cédula, en: ID card}, number: {es: número, en: number}, digits: 8}
phone: {country_code: "599", digits: 7}
followup_months: [1, 6, 12]
levels:
  department: {es: provincia, en: province}
  departments: {es: provincias, en: provinces}
  municipality: {es: cantón, en: canton}
  municipalities: {es: cantones, en: cantons}
source: {document: iso_3166}
"""

PACK = "countries/xxx"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "codelists/sex.yaml", SEX)
    write(tmp_path, f"{PACK}/country.yaml", COUNTRY)
    return tmp_path


@pytest.fixture(autouse=True)
def spanish() -> Iterator[None]:
    content.use_language(lambda: "es")
    yield
    content.use_language(None)


def write(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def problems_of(root: Path) -> list[Problem]:
    return Library(root).check()


def sex_of(root: Path, country: str | None = None) -> CodeList:
    found = Library(root).objects("codelist", country)["sex"]
    assert isinstance(found, CodeList)
    return found


class TestReading:
    def test_takes_every_scalar_as_text(self, root: Path) -> None:
        write(
            root,
            "codelists/answer.yaml",
            SEX.replace("code: sex", "code: answer")
            .replace("female, label: {es: Mujer", "no, label: {es: No")
            .replace("male, label: {es: Hombre", "yes, label: {es: Sí"),
        )

        assert Library(root).objects("codelist")["answer"].codes == ("no", "yes")  # type: ignore[attr-defined]

    def test_reports_all_problems_of_all_files_at_once(self, root: Path) -> None:
        write(root, "codelists/sex.yaml", SEX.replace("{es: Mujer, en: Woman}", "{es: Mujer}"))
        write(
            root, "codelists/route.yaml", SEX.replace("source:", "sauce:").replace("code: sex", "code: ruta")
        )
        write(root, "codelists/level.yaml", "kind: codelist\ncode: level\ncode: level\n")
        write(root, "codelists/stage.yaml", "kind: [\n")
        write(root, f"{PACK}/country.yaml", COUNTRY.replace("digits: 8", "digits: eight"))

        found = {(problem.file, problem.line, problem.what) for problem in problems_of(root)}

        assert found >= {
            ("codelists/sex.yaml", 6, "the translation 'items[1].label.en' is missing"),
            ("codelists/route.yaml", 4, "unknown key 'sauce'; is 'source' meant"),
            ("codelists/route.yaml", 1, "the key 'source' is missing"),
            ("codelists/route.yaml", 2, "the code 'ruta' is not the path of the file"),
            ("codelists/level.yaml", 3, "the key 'code' is repeated"),
        }
        assert {"codelists/stage.yaml", f"{PACK}/country.yaml"} <= {file for file, _, _ in found}

    def test_says_what_is_allowed(self, root: Path) -> None:
        write(root, "codelists/sex.yaml", SEX.replace("label: {es: Mujer", "lable: {es: Mujer"))

        said = [str(problem) for problem in problems_of(root)]

        assert any("unknown key 'lable'" in line and "code, label, about, source" in line for line in said)

    def test_refuses_content_with_any_problem(self, root: Path) -> None:
        write(root, "codelists/sex.yaml", SEX.replace("code: male", "code: female"))

        with pytest.raises(ContentError) as error:
            Library(root).objects("codelist")

        assert "repeated codes: female" in str(error.value)
        assert error.value.problems[0].file == "codelists/sex.yaml"

    def test_wants_declared_attributes_in_their_types(self, root: Path) -> None:
        listed = SEX.replace("items:", "attributes: {short: flag, like: sex}\nitems:")
        write(
            root,
            "codelists/sex.yaml",
            listed.replace("{code: female,", "{code: female, short: yes, like: femal,"),
        )

        said = {problem.what for problem in problems_of(root)}

        assert said == {"the value of 'short' is no flag", "'femal' is not in the code list 'sex'"}

    def test_says_that_files_of_an_unregistered_kind_were_not_checked(self, root: Path) -> None:
        write(root, "poems/fewer.yaml", "kind: poem\ncode: fewer\n")

        (problem,) = [each for each in problems_of(root) if each.file == "poems"]

        assert problem.what == "no schema is registered for 'poems': files not checked: 1"
        with pytest.raises(LookupError, match="No schema is registered for content of the kind 'target'"):
            Library(root).objects("target")

    def test_refuses_a_second_schema_for_a_kind(self) -> None:
        content.register_kind("codelist", CodeList)

        with pytest.raises(ValueError, match="already has the schema CodeList"):
            content.register_kind("codelist", ContentObject)


class TestPack:
    OWN = SEX.replace("code: male", "code: other").replace("Hombre, en: Man", "Otro, en: Other")
    REPLACES = "replaces: {code: sex, version: '1', reason: {es: Ley propia, en: Own law}}\n"

    def test_replaces_an_object_for_its_country_only(self, root: Path) -> None:
        write(root, f"{PACK}/codelists/sex.yaml", self.OWN + self.REPLACES)

        assert sex_of(root, "XXX").codes == ("female", "other")
        assert sex_of(root).codes == ("female", "male")
        assert problems_of(root) == []

    def test_does_not_replace_without_saying_so(self, root: Path) -> None:
        write(root, f"{PACK}/codelists/sex.yaml", self.OWN)

        (problem,) = problems_of(root)

        assert "the pack does not say that it replaces it" in problem.what
        assert "version: '1'" in problem.allowed

    def test_must_be_reviewed_when_what_it_replaces_has_changed(self, root: Path) -> None:
        write(root, "codelists/sex.yaml", SEX.replace("name:", 'version: "2"\nname:'))
        write(root, f"{PACK}/codelists/sex.yaml", self.OWN + self.REPLACES)

        (problem,) = problems_of(root)

        assert problem.line == 8 and "review it" in problem.what and problem.allowed == "2"

    def test_adds_an_object(self, root: Path) -> None:
        write(root, f"{PACK}/codelists/ethnicity.yaml", SEX.replace("code: sex", "code: ethnicity"))

        library = Library(root)

        assert set(library.objects("codelist", "XXX")) == {"sex", "ethnicity"}
        assert set(library.objects("codelist")) == {"sex"}

    def test_switches_an_object_off_with_a_reason(self, root: Path) -> None:
        off = "kind: codelist\ncode: sex\nswitched_off: {es: No, en: 'No'}\nsource: {document: law}\n"
        write(root, f"{PACK}/codelists/sex.yaml", off)

        assert "sex" not in Library(root).objects("codelist", "XXX")
        assert "sex" in Library(root).objects("codelist")

    def test_without_country_file_is_a_problem(self, root: Path) -> None:
        (root / PACK / "country.yaml").unlink()

        assert [problem.what for problem in problems_of(root)] == ["the pack has no country.yaml"]


class TestText:
    def test_speaks_the_active_language(self) -> None:
        text = content.Text(es="Hola", en="Hello")

        assert str(text) == "Hola"
        content.use_language(lambda: "en-gb")
        assert str(text) == "Hello"

    def test_falls_back_to_spanish(self) -> None:
        content.use_language(lambda: "fr")

        assert str(content.Text(es="Hola", en="Hello")) == "Hola"

    def test_follows_the_language_of_the_web_framework(self) -> None:
        from django.utils import translation

        content.use_language(None)

        with translation.override("en"):
            assert content.label("return_type", "involuntary") == "Involuntary"
        with translation.override("es-gt"):
            assert content.label("return_type", "involuntary") == "Involuntario"

    def test_agrees_with_the_person_it_is_said_of(self) -> None:
        states = content.codelist("passenger_state")

        assert [states.label("expected", sex) for sex in ("female", "male", "unknown", None)] == [
            "Esperada",
            "Esperado",
            "Por llegar",
            "Por llegar",
        ]
