"""`arraigo demo`: one command prepares a country, and walks the loop from the list to the goal."""

import json
import sqlite3
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Ran, arraigo

FIGURE = {"code", "period", "country", "by", "currency", "value", "numerator", "denominator", "unknown"}
CONTEXT = {
    "context.undocumented_share": lambda one: one.identity_document == "no",
    "context.children_share": lambda one: one.is_child,
    "context.certifiable_skills_share": lambda one: one.certifiable_skills == "yes",
    "context.startup_capital_share": lambda one: one.startup_capital == "yes",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def ran(home) -> Ran:
    return arraigo(home, "demo", "--check", "--json", "--people", 200)


@pytest.fixture(scope="module")
def document(ran) -> dict[str, Any]:
    return ran.document


class TestDocument:
    def test_is_the_only_thing_on_stdout(self, ran, document):
        assert ran.code == 0 and ran.out.count("\n") == 1 and ran.said

    def test_has_the_shape_of_the_contract(self, document):
        assert set(document) == {
            "manifest",
            "people",
            "registered",
            "cases_opened",
            "referrals",
            "followups_done",
            "indicators",
            "goal",
        }
        assert set(document["manifest"]) == {"rows_read", "expected", "kept_for_correction"}
        assert set(document["people"]) == {"new", "known"}
        assert set(document["referrals"]) == {"accepted", "declined", "completed"}
        assert set(document["goal"]) == {"code", "before", "after"}
        for when in ("before", "after"):
            assert {"state", "baseline", "expected", "actual"} <= set(document["goal"][when])
            for pair in document["indicators"]:
                assert set(pair) == {"code", "before", "after"}
                assert set(pair[when]) == FIGURE and pair[when]["code"] == pair["code"]

    def test_adds_up(self, document):
        manifest, people = document["manifest"], document["people"]

        assert manifest == {"rows_read": 135, "expected": 131, "kept_for_correction": 4}
        assert manifest["expected"] + manifest["kept_for_correction"] == manifest["rows_read"]
        assert people["new"] + people["known"] == document["registered"] == manifest["expected"]
        assert people["known"] == 11
        assert document["cases_opened"] == 9 and document["followups_done"] == 4
        assert sum(document["referrals"].values()) == 10 and all(document["referrals"].values())

    def test_says_what_the_store_holds(self, home, document):
        with store(home) as rows:
            listed = arrival_of_the_list(home)
            registered = (
                "SELECT count(*) FROM reception_return JOIN reception_passenger p ON p.id = passenger_id"
            )
            assert rows.execute(f"{registered} WHERE p.arrival_id = ?", [listed]).fetchone()[0] == 131
            today = rows.execute("SELECT count(*) FROM cases_followup WHERE done_on = ?", [prepared_on(home)])
            assert today.fetchone()[0] == document["followups_done"]


class TestFigures:
    @pytest.mark.parametrize("when", ["before", "after"])
    def test_are_what_the_rows_of_the_store_say(self, home, document, when):
        returns = returnees(home, with_the_list=when == "after")
        figures = {pair["code"]: pair[when] for pair in document["indicators"]}

        assert figures["context.persons_returned"]["value"] == len(returns)
        for code, counts in CONTEXT.items():
            of_these = sum(counts(one) for one in returns)
            figure = figures[code]
            assert (figure["numerator"], figure["denominator"]) == (of_these, len(returns)), code
            assert figure["value"] == pytest.approx(100 * of_these / len(returns))

    def test_change_by_exactly_what_was_recorded(self, home, document):
        figures = {pair["code"]: pair for pair in document["indicators"]}
        counted = figures["context.returns"]
        before, after = returnees(home, with_the_list=False), returnees(home, with_the_list=True)

        assert counted["after"]["value"] - counted["before"]["value"] == document["registered"]
        for code, counts in CONTEXT.items():
            grown = figures[code]["after"]["numerator"] - figures[code]["before"]["numerator"]
            assert grown == sum(map(counts, after)) - sum(map(counts, before)), code

    def test_of_follow_ups_are_the_latest_scores_of_the_year(self, home, document):
        figure = next(pair for pair in document["indicators"] if pair["code"] == "sustainability.score")[
            "after"
        ]

        scores = latest_scores(home)

        assert figure["denominator"] == len(scores)
        assert figure["value"] == pytest.approx(sum(scores) / len(scores))

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_make_the_goal_what_it_is(self, home, document, when):
        children = [one for one in returnees(home, with_the_list=when == "after") if one.is_child]
        undocumented = sum(one.identity_document == "no" for one in children)
        goal = document["goal"][when]

        assert (goal["numerator"], goal["denominator"]) == (undocumented, len(children))
        assert goal["actual"] == pytest.approx(100 * undocumented / len(children))
        assert goal["state"] == state(goal["baseline"], goal["expected"], goal["actual"])

    def test_and_the_goal_did_change(self, document):
        assert document["goal"]["before"]["denominator"] < document["goal"]["after"]["denominator"]


class TestSecondStart:
    def test_keeps_the_data(self, home, ran, capsys):
        with store(home) as rows:
            before = rows.execute("SELECT count(*), max(id) FROM people_person").fetchone()
        password = json.loads((home / "demo.json").read_text())["password"]

        began = time.monotonic()
        again = arraigo(home, "demo", "--no-serve")
        took = time.monotonic() - began

        with capsys.disabled():
            print(f"\n  the second start of the demo took {took:.1f} s (alone, it takes under 3)")
        assert again.code == 0 and not again.out
        assert password in again.said and "elena" in again.said
        with store(home) as rows:
            assert rows.execute("SELECT count(*), max(id) FROM people_person").fetchone() == before

    def test_prints_a_password_that_only_its_owner_can_read_on_disk(self, home, ran):
        assert (home / "demo.json").stat().st_mode & 0o077 == 0


class TestWrongUse:
    @pytest.mark.parametrize(
        "arguments", [("--json",), ("--people", "3"), ("--check", "--seed", "-1"), ("--nonsense",)]
    )
    def test_ends_with_2_and_says_why(self, tmp_path, arguments):
        ran = arraigo(tmp_path, "demo", *arguments)

        assert ran.code == 2 and not ran.out and "Usage" in ran.said


# The referee: plain Python on the rows of the store, knowing nothing of the engine


@dataclass(frozen=True, slots=True)
class Returnee:
    """A person's latest return of the year."""

    identity_document: str
    certifiable_skills: str
    startup_capital: str
    age: int | None

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < 18


def returnees(home: Path, *, with_the_list: bool) -> list[Returnee]:
    """One a person (contract, «Returnee of Y»); without the bundled list's people, as it was before."""
    year = prepared_on(home)[:4]
    latest: dict[str, tuple[tuple[str, str], Returnee]] = {}
    with store(home) as rows:
        found = rows.execute(
            "SELECT r.id, r.person_id, r.arrived_on, r.identity_document, r.certifiable_skills, r.startup_capital,"
            " r.age, o.birth_date, p.arrival_id FROM reception_return r JOIN people_person o ON o.id = r.person_id"
            " LEFT JOIN reception_passenger p ON p.id = r.passenger_id WHERE r.country = 'GTM'"
        ).fetchall()
    listed = arrival_of_the_list(home)
    for key, person, arrived, document, skills, capital, said, born, arrival in found:
        if arrived[:4] != year or (arrival == listed and not with_the_list):
            continue
        age = years(born, arrived) if born else said
        one = ((arrived, key), Returnee(document, skills, capital, age))
        latest[person] = max(latest.get(person, one), one, key=lambda pair: pair[0])
    return [one for _, one in latest.values()]


def latest_scores(home: Path) -> list[float]:
    """Of each case the latest score of the year."""
    year = prepared_on(home)[:4]
    with store(home) as rows:
        found = rows.execute(
            "SELECT case_id, done_on, id, score FROM cases_followup WHERE score IS NOT NULL AND done_on LIKE ?",
            [f"{year}-%"],
        ).fetchall()
    latest = {case: score for case, _, _, score in sorted(found, key=lambda row: row[:3])}
    return [float(score) for score in latest.values()]


def state(baseline: float, expected: float, actual: float) -> str:
    """The state of a goal that wants none at all (contract, «Goals»)."""
    if actual <= 0:
        return "met"
    if actual <= expected:
        return "on_track"
    return "behind" if actual <= baseline else "reversed"


def years(born: str, on: str) -> int:
    first, last = date.fromisoformat(born), date.fromisoformat(on)
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))


def prepared_on(home: Path) -> str:
    return json.loads((home / "demo.json").read_text())["prepared_on"]


def arrival_of_the_list(home: Path) -> str:
    return json.loads((home / "demo.json").read_text())["list_arrival"].replace("-", "")


class store:  # noqa: N801 - reads as a word: with store(home) as rows
    """The store of a home, opened to read."""

    def __init__(self, home: Path) -> None:
        self._rows = sqlite3.connect(f"file:{home / 'arraigo.sqlite3'}?mode=ro", uri=True)

    def __enter__(self) -> sqlite3.Connection:
        return self._rows

    def __exit__(self, *_: object) -> None:
        self._rows.close()
