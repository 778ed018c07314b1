"""What the package is calibrated on comes out, within what its size allows."""

from collections import Counter
from math import sqrt
from statistics import correlation

import numpy as np
import pytest

from arraigo.core.periods import Period
from arraigo.interop.simulator.bulk.calendar import ReturnDays, month_level
from arraigo.interop.simulator.bulk.shares import shares_of

GTM, HND = (shares_of(country) for country in ("GTM", "HND"))
AGE = "date_diff('year', p.birth_date, r.arrived_on)"


def near(share, count):
    """A share as it may come out in so many draws: four deviations, nearly always."""
    return pytest.approx(share, abs=4 * sqrt(share * (1 - share) / count) + 0.002)


class TestReturns:
    def test_follow_the_months_of_the_series(self, ask):
        for shares in (GTM, HND):
            came = dict(
                ask(
                    f"SELECT strftime(arrived_on, '%Y-%m'), count(*) FROM returns WHERE country = '{shares.iso3}' GROUP BY 1"
                )
            )
            months = [f"{year}-{month:02d}" for year in range(2018, 2025) for month in range(1, 13)]
            series = [month_level(shares, int(month[:4]), int(month[5:])) for month in months]

            assert correlation([came.get(month, 0) for month in months], series) > 0.94

    def test_have_the_seasons_of_the_years_without_a_change_of_policy(self):
        from datetime import date

        days = ReturnDays(GTM, Period(date(2016, 1, 1), date(2019, 12, 31)))
        months = (
            np.arange(days.first, days.last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(int)
            % 12
        )
        drawn = np.bincount(months, days.part)

        published = [GTM.number("month", str(month)) for month in range(1, 13)]
        assert correlation(list(drawn), published) > 0.99

    def test_come_by_the_published_lines(self, ask):
        for shares in (GTM, HND):
            lines = shares.numbers("lines")
            rows = ask(f"SELECT from_country, route FROM returns WHERE country = '{shares.iso3}'")
            came = Counter(f"{'us' if origin == 'USA' else 'mx'}_{route}" for origin, route in rows)
            for line, weight in lines.items():
                assert came[line] / len(rows) == near(weight / sum(lines.values()), len(rows) / 2)

    def test_are_of_men_and_children_as_published(self, ask):
        [(adults, men)] = ask(
            "SELECT count(*), count(*) FILTER (p.sex = 'male') FROM returns r JOIN people p USING (person_id)"
            " WHERE r.country = 'GTM' AND from_country = 'USA' AND NOT contains(coalesce(groups, ''), 'child')"
        )
        assert men / adults == near(GTM.number("adults_men", "us_air"), adults / 2)
        [(everybody, accompanied, alone)] = ask(
            "SELECT count(*), count(*) FILTER (contains(groups, 'child') AND unaccompanied = 'no'),"
            " count(*) FILTER (unaccompanied = 'yes') FROM returns WHERE country = 'GTM' AND from_country = 'USA'"
        )
        # Those who come again are adults: of returns, children are a little fewer than of persons.
        assert accompanied / everybody == pytest.approx(
            GTM.number("children_accompanied", "us_air"), abs=0.03
        )
        assert alone / everybody == pytest.approx(GTM.number("children_alone", "us_air"), abs=0.003)

    def test_come_from_the_published_departments(self, ask):
        rows = [
            code[:4]
            for (code,) in ask("SELECT origin_municipality FROM people WHERE origin_municipality LIKE 'GT%'")
        ]
        weights, came = GTM.numbers("departments"), Counter(rows)

        for department, weight in weights.items():
            # Families come from one place: a party is one draw.
            assert came[department] / len(rows) == near(weight / sum(weights.values()), len(rows) / 2)

    def test_are_of_adults_of_the_published_ages(self, ask):
        [(mean,)] = ask(
            f"SELECT avg({AGE}) FROM returns r JOIN people p USING (person_id)"
            " WHERE NOT contains(coalesce(groups, ''), 'child')"
        )

        assert 29.6 < mean < 34

    def test_are_repeated_by_some_up_to_four_times(self, ask, question):
        times = Counter(count for (count,) in ask("SELECT count(*) FROM returns GROUP BY person_id"))

        assert max(times) in {3, 4} and sum(times.values()) == question.people
        assert 0.05 < sum(many for count, many in times.items() if count > 1) / question.people < 0.15
        assert not ask(
            "SELECT 1 FROM (SELECT arrived_on - lag(arrived_on) OVER (PARTITION BY person_id ORDER BY arrived_on) AS gap"
            " FROM returns) WHERE gap < 60"
        )

    def test_lack_documents_less_and_less_among_children(self, ask):
        rows = ask(
            "SELECT year(arrived_on), avg((identity_document = 'no')::INT), count(*) FROM returns"
            " WHERE contains(groups, 'child') AND year(arrived_on) IN (2019, 2026) GROUP BY 1 ORDER BY 1"
        )

        for (year, share, count), wanted in zip(rows, (0.52, 0.24), strict=True):
            assert share == pytest.approx(wanted, abs=0.03 + 4 * sqrt(0.25 / count)), year
        assert rows[0][1] > rows[1][1]

    def test_miss_what_is_missed(self, ask):
        [(births, months, registered)] = ask(
            "SELECT avg((p.birth_date IS NULL)::INT), avg((months_abroad IS NULL)::INT),"
            " avg((registered_at IS NULL)::INT) FROM returns r JOIN people p USING (person_id)"
        )

        assert births == pytest.approx(0.008, abs=0.004)
        assert months == pytest.approx(0.14, abs=0.015)
        assert 0.02 < registered < 0.3


class TestFamilies:
    def test_travel_together_to_one_place(self, ask):
        [(children, with_parent)] = ask(
            """
            WITH child AS (
                SELECT r.*, p.paternal_surname AS s1, p.maternal_surname AS s2
                FROM returns r JOIN people p USING (person_id)
                WHERE contains(r.groups, 'child') AND unaccompanied = 'no' AND transport_ref IS NOT NULL
                AND p.maternal_surname IS NOT NULL AND r.destination_municipality IS NOT NULL
            )
            SELECT count(*), count(*) FILTER (EXISTS (
                SELECT 1 FROM returns o JOIN people a USING (person_id)
                WHERE o.arrived_on = child.arrived_on AND o.country = child.country AND o.person_id <> child.person_id
                AND a.paternal_surname IN (s1, s2)
                AND coalesce(o.destination_municipality, child.destination_municipality) = child.destination_municipality
            )) FROM child
            """
        )

        assert children > 500 and with_parent == children

    def test_have_no_children_of_children(self, ask):
        [(youngest,)] = ask(
            "SELECT min(date_diff('year', p.birth_date, c.birth_date)) FROM people p JOIN people c"
            " ON c.person_id > p.person_id AND left(c.person_id, 17) = left(p.person_id, 17)"
            " AND right(c.person_id, 10)::INT = right(p.person_id, 10)::INT + 1"
            " JOIN returns r ON r.person_id = c.person_id WHERE contains(r.groups, 'child') AND r.unaccompanied = 'no'"
            " AND p.birth_date_precision = 'day' AND c.birth_date_precision = 'day'"
            " AND p.person_id IN (SELECT person_id FROM returns WHERE NOT contains(coalesce(groups, ''), 'child'))"
        )

        assert youngest >= 16


class TestAccompaniment:
    def test_lifts_scores_with_services_and_lowers_the_wish_to_leave(self, ask):
        rows = ask(
            "SELECT f.score::DOUBLE, count(s.delivery_id), (intends_to_remigrate = 'yes')::INT FROM followups f"
            " LEFT JOIN services s ON s.case_id = f.case_id AND s.delivered_on <= f.done_on"
            " WHERE f.score IS NOT NULL GROUP BY f.followup_id, f.score, f.intends_to_remigrate"
        )
        scores, services, leaving = (list(column) for column in zip(*rows, strict=True))

        assert correlation(scores, services) > 0.25
        assert correlation(scores, leaving) < -0.1

    def test_gets_better_over_the_years(self, ask):
        better = {
            "followups WHERE due_on": "(coalesce(done_on <= due_on + 14, false))::INT",
            "referrals WHERE status <> 'withdrawn' AND sent_on": "(status = 'completed')::INT",
            "satisfaction WHERE answered_on": "(satisfied = 'yes')::INT",
            "applications WHERE submitted_on": "(decision = 'approved')::INT",
            "followups WHERE score IS NOT NULL AND done_on": "score",
        }
        for rows, value in better.items():
            early, late = (
                ask(f"SELECT avg({value}) FROM {rows} BETWEEN '{first}' AND '{last}'")[0][0]
                for first, last in (("2018-01-01", "2020-12-31"), ("2024-01-01", "2025-12-31"))
            )
            assert late > early, rows

    def test_gets_worse_where_the_content_says_so(self, ask):
        [(early, late)] = ask(
            "SELECT avg((startup_capital = 'yes')::INT) FILTER (year(arrived_on) < 2021),"
            " avg((startup_capital = 'yes')::INT) FILTER (year(arrived_on) > 2023) FROM returns"
        )

        assert late < early


class TestTerritory:
    def test_has_more_offices_every_year(self, ask):
        offices = [
            count
            for _, count in ask(
                "SELECT year, count(*) FILTER (migrant_office = 'yes') FROM municipality_years GROUP BY 1 ORDER BY 1"
            )
        ]

        assert offices[-1] > 2 * offices[0] > 0

    def test_has_institutions_of_every_kind_and_two_currencies(self, ask):
        from arraigo.core import content

        kinds = {
            kind
            for (kind,) in ask("SELECT DISTINCT actor_type FROM institutions WHERE linked_on IS NOT NULL")
        }
        assert kinds == set(content.codelist("actor_type").codes)
        money = {
            code
            for (code,) in ask("SELECT DISTINCT currency FROM institution_years WHERE currency IS NOT NULL")
        }
        assert money == {"GTQ", "HNL", "USD"}


class TestContent:
    CODED = {
        "case_services": "service_type",
        "own_services": "service_type",
        "other_services": "service_type",
        "service_value": "service_type",
        "referral_status": "referral_status",
        "campaign_topics": "campaign_topic",
        "lifts": "dimension",
        "budget_mean": "actor_type",
        "mean_staff": "actor_type",
        "reintegration_weight": "actor_type",
    }

    @pytest.mark.parametrize("name", CODED)
    def test_has_codes_of_the_lists(self, name):
        from arraigo.core import content

        for shares in (GTM, HND):
            assert shares.shares[name].cases() <= set(content.codelist(self.CODED[name]).codes)

    def test_has_nothing_that_is_not_read(self):
        from pathlib import Path

        import arraigo.interop.simulator.bulk as room
        from arraigo.core import content

        code = "".join(path.read_text() for path in Path(room.__file__).parent.glob("*.py"))
        named = [
            name
            for part in content.objects("simulator")
            if part.code.startswith("bulk.")
            for name in part.shares
        ]

        assert named and not [name for name in named if f'"{name}"' not in code]
