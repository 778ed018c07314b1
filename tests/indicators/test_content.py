"""The indicators and goals of the content do what they promise, and what is written wrong is said."""

from pathlib import Path

import pytest
import yaml

from arraigo.core import content
from arraigo.indicators import examples
from arraigo.indicators.definitions import Goal, Indicator
from arraigo.indicators.engine import BREAKDOWNS

INDICATORS = [each for each in content.objects("indicator") if isinstance(each, Indicator)]
GOALS = [each for each in content.objects("goal") if isinstance(each, Goal)]
BETTER = {each.code: each.better for each in INDICATORS}

SOUND = content.ROOT / "indicators" / "context" / "undocumented_share.yaml"


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.code)
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


def test_every_breakdown_of_the_contract_is_known_and_every_indicator_has_some():
    assert set(BREAKDOWNS) >= {"sex", "age_band", "department", "group", "institution", "month", "quarter"}
    assert all(indicator.by for indicator in INDICATORS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rows": "returnies"}, "there are no rows 'returnies'"),
        ({"period": "done_on"}, "placed by arrived_on"),
        ({"that": {"identity_documents": "no"}}, "have no 'identity_documents'"),
        ({"that": {"identity_document": {"at_least": "5"}}}, "'identity_document' is a code"),
        ({"that": {"identity_document": "unknown"}}, "unknown is not something to test for"),
        ({"that": {}}, "a share says in 'that'"),
        ({"aggregate": "mean"}, "a mean does not"),
        ({"by": ["institution"]}, "no breakdown 'institution'"),
        ({"denominator": None}, "everything else has one"),
        ({"unit": "days"}, "a share is in percent"),
        ({"code": "weather.undocumented_share"}, "is not the path of the file"),
        ({"examples": []}, "at least 1 item"),
    ],
)
def test_a_definition_that_cannot_be_computed_is_a_problem_with_its_file(tmp_path: Path, change, said):
    written = {**yaml.load(SOUND.read_text(encoding="utf-8"), yaml.BaseLoader), **change}
    file = tmp_path / "indicators" / "context" / "undocumented_share.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump({key: value for key, value in written.items() if value is not None}))

    problems = [problem for problem in content.check(tmp_path) if "undocumented_share" in problem.file]

    assert any(said in problem.what for problem in problems), problems


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"by": {"percent": "10", "number": "3"}}, "one of percent, points, number"),
        ({"by": {"percent": "101"}}, "more than 100 percent"),
        ({"reach": "3"}, "'change' and 'by', or 'reach'"),
        ({"until": "2024-12-31"}, "comes after the baseline year"),
        ({"until": "soon"}, "until"),
    ],
)
def test_a_goal_without_meaning_is_a_problem_with_its_file(tmp_path: Path, change, said):
    sound = content.ROOT / "goals" / "children_documented_on_return.yaml"
    written = {**yaml.load(sound.read_text(encoding="utf-8"), yaml.BaseLoader), **change}
    file = tmp_path / "goals" / sound.name
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(written))

    problems = content.check(tmp_path)

    assert any(said in problem.what for problem in problems), problems
