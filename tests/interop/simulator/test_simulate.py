"""The same country for the same question; another one for another question; everybody invented."""

from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise

import pytest

from arraigo.core import content, places
from arraigo.interop.simulator import simulate
from arraigo.interop.simulator.history import known_people

TODAY = date(2026, 11, 22)


class TestSimulate:
    def test_gives_the_same_rows_for_the_same_question(self):
        assert asdict(simulate(200, 3, today=TODAY)) == asdict(simulate(200, 3, today=TODAY))

    @pytest.mark.parametrize("other", [{"seed": 4}, {"today": date(2026, 11, 23)}, {"country": "HND"}])
    def test_gives_other_people_for_another_question(self, other):
        asked = {"people": 100, "seed": 3, "today": TODAY, "country": "GTM"}
        one, two = simulate(**asked), simulate(**(asked | other))

        assert not {p.person_id for p in one.people} & {p.person_id for p in two.people}

    @pytest.mark.parametrize("people", [30, 333, 2000])
    def test_has_exactly_the_people_asked_for(self, people):
        assert len(simulate(people, 5, today=TODAY).people) == people

    @pytest.mark.parametrize("today", [date(2024, 2, 29), date(2027, 1, 1), date(2025, 12, 31)])
    def test_holds_on_any_day(self, today):
        population = simulate(150, 2, today=today)

        days = [row.arrived_on for row in population.returns]
        assert today - timedelta(days=3 * 366) <= min(days) and max(days) < today

    def test_refuses_fewer_people_than_its_stories_have(self):
        with pytest.raises(ValueError, match="at least"):
            simulate(5, 1, today=TODAY)

    def test_refuses_a_country_that_the_content_does_not_simulate(self):
        with pytest.raises(LookupError):
            simulate(100, 1, today=TODAY, country="XXX")


class TestPeople:
    def test_carry_numbers_in_the_shape_of_the_country(self, guatemala, honduras):
        for population in (guatemala, honduras):
            national_id = content.country(population.country).national_id
            numbers = [i.number for i in population.identifiers if i.kind == "national_id"]
            assert len(numbers) == len(population.people)
            assert all(national_id.is_well_formed(number) for number in numbers)

    def test_carry_numbers_and_telephones_that_are_given_to_nobody(self, guatemala):
        assert all(i.number[0] == "9" for i in guatemala.identifiers if i.kind == "national_id")
        assert {p.phone[:1] for p in guatemala.people} == {"9", ""}

    def test_of_a_household_share_surnames(self, guatemala):
        households = {}
        for person in guatemala.people:
            if person.household:
                households.setdefault(person.household, []).append(person)

        assert len(households) > 100
        for members in households.values():
            surnames = {p.paternal_surname for p in members[:2]}
            children = [p for p in members if p.birth_date and p.birth_date.year > 2010]
            assert all({c.paternal_surname, c.maternal_surname} & surnames for c in children)

    def test_speak_languages_of_the_list(self, guatemala, honduras):
        for population in (guatemala, honduras):
            known = content.codelist("language", population.country)
            assert {p.language for p in population.people} <= set(known.codes)

    def test_return_again_only_after_a_while(self, guatemala):
        days = {}
        for row in guatemala.returns:
            days.setdefault(row.person_id, []).append(row.arrived_on)

        gaps = [(later - earlier).days for each in days.values() for earlier, later in pairwise(sorted(each))]
        assert gaps and min(gaps) >= 60


class TestStory:
    def test_knows_the_people_whom_the_bundled_list_brings(self, guatemala):
        known = known_people()
        assert len(known) == 11 and known[0]["given_names"] == "Reyna Isabel"
        of = {p.person_id: p for p in guatemala.people}
        returned = {}
        for row in guatemala.returns:
            person = of[row.person_id]
            key = (person.given_names, person.paternal_surname, person.birth_date)
            returned.setdefault(key, []).append(row)

        for row in known:
            key = (row["given_names"], row["paternal_surname"], date.fromisoformat(row["birth_date"]))
            assert len(returned[key]) == 1
            assert returned[key][0].destination_municipality == row["municipality"]

    def test_has_some_of_them_this_year_and_some_before(self, guatemala):
        numbers = {row["national_id"] for row in known_people()}
        persons = {i.person_id for i in guatemala.identifiers if i.number in numbers}
        years = {row.arrived_on.year for row in guatemala.returns if row.person_id in persons}

        assert {2024, 2025, 2026} <= years

    def test_gives_reyna_a_closed_case(self, guatemala):
        reyna = next(p for p in guatemala.people if p.given_names == "Reyna Isabel")
        case = next(c for c in guatemala.cases if c.person_id == reyna.person_id)

        assert places.name(reyna.origin_municipality) == "San Pedro Soloma" and case.stage == "closed"


class TestToday:
    def test_brings_the_arrivals_of_the_board(self, guatemala):
        arrivals = [a for a in guatemala.arrivals if a.scheduled_at.date() == TODAY]
        aboard = {
            a.arrival_id: [p for p in guatemala.passengers if p.arrival_id == a.arrival_id] for a in arrivals
        }

        assert [a.origin_city.split(",")[0] for a in arrivals] == [
            "Alexandria",
            "Harlingen",
            "Mesa",
            "Tapachula",
        ]
        assert [len(aboard[a.arrival_id]) for a in arrivals] == [34, 0, 40, 38]
        assert arrivals[1].list_file == "vuelo_harlingen.xlsx"

    def test_has_served_most_of_the_first_flight_and_nobody_else(self, guatemala):
        first = next(a for a in guatemala.arrivals if a.scheduled_at.date() == TODAY)
        states = [p.state for p in guatemala.passengers if p.arrival_id == first.arrival_id]

        assert states.count("done") > len(states) / 2 and "no_show" in states
        assert {r.arrival_id for r in guatemala.registered_today.returns} == {first.arrival_id}
        known = {p.person_id for p in (*guatemala.people, *guatemala.registered_today.people)}
        assert {r.person_id for r in guatemala.registered_today.returns} <= known

    def test_leaves_every_office_something_to_do(self, guatemala):
        cases = {c.case_id: c for c in guatemala.cases if not c.closed_on}
        due = [f for f in guatemala.followups if f.due_on == TODAY and not f.done_on and f.case_id in cases]
        owners = {cases[f.case_id].institution_id for f in due}
        windows = {i.institution_id for i in guatemala.institutions if i.duty == "window"}
        assert windows <= owners

        waiting = {r.to_institution for r in guatemala.referrals if r.status == "sent"}
        offering = {p.institution_id for p in guatemala.programmes} - windows
        assert offering - waiting <= {
            i.institution_id for i in guatemala.institutions if i.duty == "reception"
        }

    def test_has_late_ones_and_ones_that_come_soon(self, guatemala):
        open_cases = {c.case_id for c in guatemala.cases if not c.closed_on}
        left = [
            f for f in guatemala.followups if f.case_id in open_cases and not f.done_on and not f.excused_on
        ]

        assert any(f.due_on < TODAY for f in left) and any(0 < (f.due_on - TODAY).days < 8 for f in left)
