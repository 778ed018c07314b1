"""The indicators and goals of the content do what they promise, and what is written wrong is said."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from arraigo.core import content
from arraigo.core.content import Problem
from arraigo.indicators import examples
from arraigo.indicators.definitions import Goal, Indicator
from arraigo.indicators.definitions.indicator import breakdowns_of
from arraigo.indicators.engine import BREAKDOWNS
from arraigo.warehouse.predicates import ROW_SETS

COUNTRIES = (None, *(each.code for each in content.countries()))


def indicators(country: str | None = None) -> list[Indicator]:
    return [each for each in content.objects("indicator", country) if isinstance(each, Indicator)]


INDICATORS = indicators()
OF_PACKS = [each for country in COUNTRIES[1:] for each in indicators(country) if each not in INDICATORS]
GOALS = [each for each in content.objects("goal") if isinstance(each, Goal)]
BETTER = {each.code: each.better for each in INDICATORS}

SOUND = "indicators/context/undocumented_share.yaml"
SOUND_GOAL = "goals/children_documented_on_return.yaml"


@pytest.mark.parametrize(
    "indicator", [*INDICATORS, *OF_PACKS], ids=lambda each: f"{each.code}-{each.name.en}"
)
def test_the_worked_examples_of_an_indicator_give_what_they_say(indicator: Indicator):
    assert list(examples.failures(indicator)) == []


@pytest.mark.parametrize("goal", GOALS, ids=lambda each: each.code)
def test_the_worked_examples_of_a_goal_give_what_they_say(goal: Goal):
    assert list(examples.goal_failures(goal, BETTER[goal.indicator])) == []


def test_an_example_that_is_wrong_is_said():
    indicator = INDICATORS[0]
    wrong = indicator.examples[0].model_copy(
        update={"gives": indicator.examples[0].gives.model_copy(update={"unknown": 9})}
    )

    said = list(examples.failures(indicator.model_copy(update={"examples": (wrong,)})))

    assert said == [f"{indicator.code}: unknown is 0, not 9, but: {wrong.because}"]


class TestIndicators:
    def test_are_those_of_the_contract(self):
        families = [each.family for each in INDICATORS]

        assert {family: families.count(family) for family in families} == {
            "context": 6,
            "outset": 6,
            "progress": 7,
            "impact": 5,
            "children": 17,
            "sustainability": 6,
            "process": 4,
        }

    def test_have_every_breakdown_of_the_contract_that_their_rows_can_bear(self):
        for indicator in INDICATORS:
            if indicator.rows:
                offered = breakdowns_of(ROW_SETS[indicator.rows])

                assert list(indicator.by) == offered, indicator.code

    def test_together_have_every_breakdown_of_the_contract(self):
        assert {key for indicator in INDICATORS for key in indicator.by} == set(BREAKDOWNS) - {
            "programme"
        } | {"programme"}

    def test_come_in_the_order_of_the_families(self):
        families = list(content.codelist("indicator_family").codes)
        orders = [(families.index(each.family), each.order) for each in INDICATORS]

        assert len({order for _family, order in orders}) == len(INDICATORS)

    def test_of_the_matrix_serve_one_of_its_principles_in_its_order(self):
        of = {each.code: each.matrix_order for each in content.principles()}
        rows = [of[each.principle] for each in INDICATORS if each.principle]

        assert rows == sorted(rows) and set(rows) == set(range(1, 17))

    def test_that_are_reported_compute_nothing(self):
        reported = [each for each in INDICATORS if each.aggregate == "reported"]

        assert [each.code for each in reported] == ["children.competences", "children.benefits"]
        assert all((each.computed.rows, each.computed.period) == ("", "") for each in reported)


class TestGoals:
    def test_are_all_of_the_guides_matrix(self):
        served = [goal.principle for goal in GOALS]

        assert set(served) == {principle.code for principle in content.principles()}
        assert len(GOALS) == 18, "the matrix has two goals for resources and two for education"

    def test_are_all_about_an_indicator_that_every_country_has(self):
        for country in COUNTRIES:
            codes = {each.code for each in indicators(country)}

            assert {
                goal.indicator for goal in content.objects("goal", country) if isinstance(goal, Goal)
            } <= codes


def written(file: str, root: Path = content.ROOT) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((root / file).read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def put(root: Path, file: str, what: Mapping[str, Any]) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({key: value for key, value in what.items() if value is not None}, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def put_lists(root: Path) -> None:
    for folder in ("codelists", "principles"):
        shutil.copytree(content.ROOT / folder, root / folder)


def problems_of(root: Path, name: str) -> list[Problem]:
    return [problem for problem in content.check(root) if name in problem.file]


def line_of(root: Path, file: str, text: str) -> int:
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


RATIO = {"aggregate": "ratio", "that": None, "rows": "institution_years", "period": "year", "by": []}


class TestADefinition:
    @pytest.mark.parametrize(
        ("change", "said", "at"),
        [
            ({"rows": "returnies"}, "there are no rows 'returnies'", "rows:"),
            ({"period": "done_on"}, "not placed by 'done_on'", "period:"),
            ({"that": {"identity_documents": "no"}}, "have no 'identity_documents'", "identity_documents"),
            (
                {"that": {"identity_document": {"at_least": "5"}}},
                "'identity_document' is a code",
                "  identity",
            ),
            (
                {"that": {"identity_document": "unknown"}},
                "unknown is not something to test for",
                "  identity",
            ),
            ({"of": {"sex": "femail"}}, "'femail' is not in the code list 'sex'", "sex: femail"),
            (
                {"of": {"groups": ["child", "teen"]}},
                "'teen' is not in the code list 'target_group'",
                "groups:",
            ),
            ({"of": {"age": "old"}}, "'age' is a number", "age:"),
            ({"that": None}, "a share says 'that'", "kind:"),
            ({"aggregate": "mean"}, "a mean says 'measure'", "aggregate:"),
            ({"aggregate": "mean"}, "a mean has no 'that'", "that:"),
            ({"aggregate": "sum", "that": None, "measure": "route"}, "have no number 'route'", "measure:"),
            (
                {"aggregate": "sum", "that": None, "measure": "age"},
                "a sum has no 'denominator'",
                "denominator:",
            ),
            ({"aggregate": "reported"}, "a reported has no 'rows'", "rows:"),
            ({**RATIO, "measure": "staff_total"}, "a ratio says 'over'", "aggregate:"),
            ({"by": ["sex", "institution"]}, "no breakdown 'institution'", "- institution"),
            (
                {"out_of": {"rows": "nobody", "period": "done_on"}},
                "there are no rows 'nobody'",
                "  rows: nobody",
            ),
            ({"out_of": {"rows": "campaigns", "period": "started_on"}}, "have no breakdown 'sex'", "by:"),
            ({"denominator": None}, "a share has a 'denominator'", "kind:"),
            ({"unit": "days"}, "a share is in percent", "unit:"),
            ({"unit": "miles"}, "'miles' is not in the code list 'indicator_unit'", "unit:"),
            ({"principle": "kindness"}, "there is no principle 'kindness'", "principle:"),
            ({"code": "weather.undocumented_share"}, "is not the path of the file", "code:"),
            ({"examples": []}, "at least one worked example", "kind:"),
        ],
    )
    def test_that_cannot_be_computed_is_a_problem_with_its_line(
        self, tmp_path: Path, change: dict[str, Any], said: str, at: str
    ):
        put_lists(tmp_path)
        put(tmp_path, SOUND, {**written(SOUND), **change})

        problems = problems_of(tmp_path, "undocumented_share")

        lines = [problem.line for problem in problems if said in problem.what]
        assert lines == [line_of(tmp_path, SOUND, at)], problems

    def test_hears_of_everything_at_once_even_beside_a_missing_translation(self, tmp_path: Path):
        put_lists(tmp_path)
        wrong = {
            "why": {"es": "Porque importa."},
            "that": {"identity_papers": "no"},
            "of": {"sex": "femail"},
            "by": ["institution"],
        }
        put(tmp_path, SOUND, {**written(SOUND), **wrong})

        said = " ".join(problem.what for problem in problems_of(tmp_path, "undocumented_share"))

        for each in ("translation 'why.en'", "'identity_papers'", "'femail'", "breakdown 'institution'"):
            assert each in said

    def test_of_the_documentation_gives_what_its_example_says(self):
        page = (content.ROOT.parents[2] / "docs" / "content.md").read_text(encoding="utf-8")
        shown = page.split("## An indicator")[1].split("```yaml")[1].split("```")[0]
        sound = written("indicators/process/referral_completed_share.yaml")

        indicator = Indicator.model_validate({**sound, **yaml.load(shown, yaml.BaseLoader)})

        assert list(examples.failures(indicator)) == []


class TestAGoal:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"by": {"percent": "10", "number": "3"}}, "one of percent, points, number"),
            ({"by": {"percent": "101"}}, "more than 100 percent"),
            ({"by": {"number": "3"}}, "'context.undocumented_share' is in percent"),
            ({"reach": "3"}, "'change' and 'by', or 'reach'"),
            ({"until": "2024-12-31"}, "comes after the baseline year"),
            ({"until": "soon"}, "until"),
            ({"objective": {"es": "Sólo en español."}}, "'objective.en' is missing"),
            ({"indicator": "context.documented"}, "there is no indicator 'context.documented'"),
            ({"where": {"child": "maybe"}}, "'maybe' is not in the code list 'yes_no_unknown'"),
            ({"where": {"institution": "x"}}, "have no 'institution'"),
            ({"group": "teen"}, "'teen' is not in the code list 'target_group'"),
        ],
    )
    def test_without_meaning_is_a_problem_with_its_file(
        self, tmp_path: Path, change: dict[str, Any], said: str
    ):
        put_lists(tmp_path)
        put(tmp_path, SOUND, written(SOUND))
        put(tmp_path, SOUND_GOAL, {**written(SOUND_GOAL), **change})

        problems = problems_of(tmp_path, "children_documented_on_return")

        assert any(said in problem.what for problem in problems), problems

    def test_for_a_target_group_looks_at_that_group(self):
        goal = Goal.model_validate({**written(SOUND_GOAL), "group": "indigenous"})

        assert goal.where == {"child": "yes", "group": "indigenous"}


PACK = "countries/gtm"


def put_pack(root: Path, *goals: str) -> None:
    put_lists(root)
    put(root, SOUND, written(SOUND))
    put(root, f"{PACK}/country.yaml", written(f"{PACK}/country.yaml"))
    for goal in goals:
        put(root, goal, written(goal))


class TestAPack:
    REASON = {"es": "Aquí se cuenta de otro modo.", "en": "Here it is counted otherwise."}
    OFF = {
        "kind": "indicator",
        "code": "context.undocumented_share",
        "switched_off": REASON,
        "source": {"document": "gtm_renap"},
    }

    def test_replaces_an_indicator_with_reason_and_source(self, tmp_path: Path):
        put_pack(tmp_path)
        replaced = {
            "code": "context.undocumented_share",
            "version": "1",
            "reason": self.REASON,
            "source": {"document": "gtm_renap"},
        }
        put(tmp_path, f"{PACK}/{SOUND}", {**written(SOUND), "order": "31", "replaces": replaced})

        assert problems_of(tmp_path, "") == []
        found = content.Library(tmp_path).objects("indicator", "GTM")["context.undocumented_share"]
        assert isinstance(found, Indicator) and found.order == 31

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"source": None}, "the replacement names no source"),
            ({"reason": None}, "'replaces.reason' is missing"),
            ({"reason": {"es": "Sólo en español."}}, "'replaces.reason.en' is missing"),
            ({"version": "0"}, "it replaces version 0"),
            ({"code": "context.children_share"}, "replaces 'context.children_share' under another code"),
        ],
    )
    def test_that_does_not_say_what_it_replaces_and_why_is_a_problem(
        self, tmp_path: Path, change: dict[str, Any], said: str
    ):
        put_pack(tmp_path)
        full = {
            "code": "context.undocumented_share",
            "version": "1",
            "reason": self.REASON,
            "source": {"document": "gtm_renap"},
            **change,
        }
        replaces = {key: value for key, value in full.items() if value is not None}
        put(tmp_path, f"{PACK}/{SOUND}", {**written(SOUND), "replaces": replaces})

        problems = problems_of(tmp_path, PACK)

        assert [problem for problem in problems if said in problem.what and problem.line > 1], problems

    def test_whose_replacements_go_round_in_a_circle_hears_of_each(self, tmp_path: Path):
        put_pack(tmp_path)
        other = "indicators/context/children_share.yaml"
        put(tmp_path, other, written(other))
        for file, code in ((SOUND, "context.children_share"), (other, "context.undocumented_share")):
            replaces = {
                "code": code,
                "version": "1",
                "reason": self.REASON,
                "source": {"document": "gtm_renap"},
            }
            put(tmp_path, f"{PACK}/{file}", {**written(file), "replaces": replaces})

        problems = problems_of(tmp_path, PACK)

        assert len([each for each in problems if "under another code" in each.what]) == 2

    def test_switches_an_indicator_off_with_reason_and_source(self, tmp_path: Path):
        put_pack(tmp_path)
        put(tmp_path, f"{PACK}/{SOUND}", self.OFF)

        assert problems_of(tmp_path, "") == []
        assert content.Library(tmp_path).objects("indicator", "GTM") == {}
        assert "context.undocumented_share" in content.Library(tmp_path).objects("indicator")

    @pytest.mark.parametrize("key", ["switched_off", "source"])
    def test_that_switches_off_without_reason_or_source_is_a_problem(self, tmp_path: Path, key: str):
        put_pack(tmp_path)
        off: dict[str, Any] = (
            {**self.OFF, "switched_off": {"es": "Porque sí."}}
            if key == "switched_off"
            else {name: value for name, value in self.OFF.items() if name != key}
        )
        put(tmp_path, f"{PACK}/{SOUND}", off)

        assert any("is missing" in problem.what for problem in problems_of(tmp_path, PACK))

    def test_that_leaves_a_goal_without_its_indicator_is_a_problem(self, tmp_path: Path):
        put_pack(tmp_path, SOUND_GOAL)
        put(tmp_path, f"{PACK}/{SOUND}", self.OFF)

        (problem,) = problems_of(tmp_path, PACK)

        assert "'children_documented_on_return' no longer fits" in problem.what
        assert problem.allowed == "switch it off too, or replace it"

    def test_of_honduras_replaces_one_in_words_only_and_adds_one(self):
        common = {each.code: each for each in INDICATORS}
        own = {each.code: each for each in indicators("HND")}

        assert {code for code in own if own[code] != common.get(code)} == {
            "outset.document_days",
            "context.unaccompanied_children_share",
        }
        assert own["outset.document_days"].computed == common["outset.document_days"].computed
