"""What the population is calibrated on comes out, within what chance allows."""

from collections import Counter
from decimal import Decimal
from statistics import mean, median

import pytest

from arraigo.core import content
from arraigo.core.periods import age_on
from arraigo.instruments.rules import score
from arraigo.interop.simulator.profile import profile
from arraigo.interop.simulator.schema import Share, SimulatorPart


def share(holds):
    found = list(holds)
    return sum(found) / len(found)


@pytest.fixture(scope="module")
def of(guatemala):
    return {person.person_id: person for person in guatemala.people}


@pytest.fixture(scope="module")
def children(guatemala, of):
    born = {id_: person.birth_date for id_, person in of.items()}
    return [
        r for r in guatemala.returns if born[r.person_id] and age_on(born[r.person_id], r.arrived_on) < 18
    ]


class TestReturns:
    def test_come_by_the_published_lines(self, guatemala):
        lines = profile("GTM").numbers("lines")
        came = Counter(f"{r.from_country}:{r.route}" for r in guatemala.returns)

        assert came["USA:air"] / len(guatemala.returns) == pytest.approx(
            lines["us_air"] / sum(lines.values()), abs=0.05
        )
        assert came["MEX:land"] / len(guatemala.returns) == pytest.approx(
            lines["mx_land"] / sum(lines.values()), abs=0.05
        )

    def test_come_from_the_published_departments(self, guatemala):
        weights = profile("GTM").numbers("departments")
        came = Counter(p.origin_municipality[:4] for p in guatemala.people)

        for department, weight in weights.items():
            assert came[department] / 2000 == pytest.approx(weight / sum(weights.values()), abs=0.02)

    def test_are_of_men_and_women_as_published(self, guatemala, of):
        adults = [r for r in guatemala.returns if r.from_country == "USA" and "child" not in r.groups]

        assert share(of[r.person_id].sex == "male" for r in adults) == pytest.approx(0.696, abs=0.04)

    def test_are_of_children_as_published(self, guatemala, children):
        from_us = [r for r in guatemala.returns if r.from_country == "USA"]
        accompanied = [r for r in children if r.from_country == "USA" and r.unaccompanied == "no"]
        assert len(accompanied) / len(from_us) == pytest.approx(0.184, abs=0.035)
        alone = share(r.unaccompanied == "yes" for r in guatemala.returns)
        assert alone == pytest.approx(0.026, abs=0.012)

    def test_are_of_adults_of_the_published_ages(self, guatemala, of):
        adults = [r for r in guatemala.returns if "child" not in r.groups and of[r.person_id].birth_date]

        assert 29.6 < mean(age_on(of[r.person_id].birth_date, r.arrived_on) for r in adults) < 33

    def test_are_repeated_by_five_to_fifteen_percent(self, guatemala):
        times = Counter(r.person_id for r in guatemala.returns)

        assert 0.05 < share(n > 1 for n in times.values()) < 0.15

    def test_without_a_document_fall_slowly_among_children(self, children):
        by_year = {year: [r for r in children if r.arrived_on.year == year] for year in (2024, 2025, 2026)}
        without = [share(r.identity_document == "no" for r in rows) for rows in by_year.values()]

        assert without == [
            pytest.approx(0.40, abs=0.04),
            pytest.approx(0.315, abs=0.04),
            pytest.approx(0.24, abs=0.04),
        ]
        assert share(r.identity_document == "unknown" for r in children) == pytest.approx(0.06, abs=0.03)

    def test_fall_behind_a_straight_line_to_zero_in_three_years(self, children):
        now = share(r.identity_document == "no" for r in children if r.arrived_on.year == 2026)

        assert now > 0.40 * (1 - 2 / 3) and now < 0.40

    def test_are_registered_and_served_in_about_an_hour(self, guatemala):
        spent = [
            (r.reception_completed_at - r.registered_at).total_seconds() / 60
            for r in guatemala.returns
            if r.reception_completed_at
        ]

        assert 50 < median(spent) < 95


class TestFollowUps:
    def test_say_at_first_what_was_published(self, guatemala):
        first = [f for f in guatemala.followups if f.month == 1 and f.answers]

        assert share(f.intends_to_remigrate == "yes" for f in first) == pytest.approx(1 / 3, abs=0.06)
        unsafe = {"always_unsafe", "mostly_unsafe", "mixed"}
        assert share(f.answers["safety"] in unsafe for f in first) == pytest.approx(0.6, abs=0.07)

    def test_score_better_with_time(self, guatemala):
        scored = {
            month: [f.score for f in guatemala.followups if f.month == month and f.score] for month in (1, 12)
        }

        assert mean(scored[12]) - mean(scored[1]) > Decimal("0.1")

    def test_have_the_scores_that_their_answers_give(self, guatemala):
        instrument = content.instrument("sustainability_short", "GTM")
        answered = [f for f in guatemala.followups if f.answers]

        assert len(answered) > 800
        for followup in answered[:200]:
            scores = score(instrument, followup.answers)
            assert (followup.score, followup.score_economic) == (scores.composite, scores.economic)

    def test_are_never_silently_skipped(self, guatemala):
        closed = {c.case_id: c.closed_on for c in guatemala.cases if c.closed_on}
        for followup in guatemala.followups:
            assert not (followup.done_on and followup.excused_on)
            assert bool(followup.excuse) == bool(followup.excused_on)
            assert followup.done_on or followup.excused_on or followup.case_id not in closed


class TestSupport:
    def test_answers_mostly_yes(self, guatemala):
        asked = [a for a in guatemala.applications if a.kind in {"reinsertion_support", "economic_support"}]

        assert share(a.decision == "approved" for a in asked) == pytest.approx(0.6, abs=0.08)

    def test_gives_documents_faster_than_before(self, guatemala):
        days = {
            year: mean(
                (d.delivered_on - d.requested_on).days
                for d in guatemala.document_requests
                if d.delivered_on and d.delivered_on.year == year
            )
            for year in (2024, 2026)
        }

        assert days[2026] < days[2024] - 2


class TestShare:
    def test_names_a_source_or_says_that_it_is_assumed(self):
        with pytest.raises(ValueError, match="source"):
            Share(value="0.5")
        assert Share(value="0.5", assumed="true").assumed

    def test_is_one_of_value_weights_and_table(self):
        with pytest.raises(ValueError, match="one of"):
            Share(value="0.5", weights={"a": "1"}, assumed="true")

    @pytest.mark.parametrize("country", ["GTM", "HND"])
    def test_is_there_for_every_line_of_a_country(self, country):
        of = profile(country)
        for name in ("lines", "children_accompanied", "children_alone", "adults_men"):
            assert set(of.numbers(name)) == set(of.lines)
        assert set(of.shares["return_type"].table) == set(of.lines)


class TestContent:
    def test_is_in_order(self):
        problems = [p for p in content.check() if p.file.startswith("simulator/")]

        assert not problems and content.objects("simulator")

    def test_says_which_code_no_list_has(self):
        part = {
            "kind": "simulator",
            "code": "x.y",
            "name": {"es": "x", "en": "x"},
            "source": {"document": "arraigo"},
            "shares": {"consent": {"weights": {"share": "1", "perhaps": "1"}, "assumed": "true"}},
        }
        found = list(SimulatorPart.model_validate(part).misfits(content.codelist))

        assert [misfit.what for misfit in found] == ["no 'perhaps' in the code list 'consent_scope'"]
