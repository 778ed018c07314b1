"""The pages of figures: they say what the engine says, to everybody, in both languages, and names only to whom it may."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.access.models import Entry, Worker
from arraigo.access.roles import Role
from arraigo.core.periods import Period
from arraigo.indicators import queries
from arraigo.indicators.choice import Choice, Span, people_choices
from arraigo.indicators.found import is_yearly
from arraigo.indicators.overview import SETS
from arraigo.web import formats
from tests.cast import signed_in, worker
from tests.indicators.arrived import HUEHUETENANGO_DEPARTMENT, TODAY, came

SHARE = "context.undocumented_share"
DASHBOARD = "/indicators/"
SO_FAR = Period(date(2026, 1, 1), TODAY)

BROKEN = (
    "period=2024-13",
    "period=9999",
    "period=0001&against=period_before",
    "period=9999-12-01..9999-12-31",
    "period=2025-05-05..2025-01-01",
    "from=x&to=y",
    "period=2025&against=xyz",
    "place=GT13&town=GT0101",
    "people=trafficking_survivor",
    "by=sex,colour",
    "by=sex,age_band,department",
    "sort=-colour&page=99999",
    "currency=EUR&set=zzz",
    "period=%00",
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home", "friday")]


def page_of(code: str) -> str:
    return reverse("indicators:indicator", args=[code])


def records_of(code: str, query: str = "") -> str:
    return reverse("indicators:records", args=[code]) + query


def text(response) -> str:
    return response.content.decode().replace(formats.NBSP, " ").replace("&nbsp;", " ")


class TestDashboard:
    def test_is_open_to_every_role_in_both_languages(self, country, secretariat):
        names = {"es": "Llegaron sin documento de identidad", "en": "Arrived without an identity document"}
        for role in Role:
            anybody = worker(f"{role} Cualquiera", role, secretariat)
            for language, name in names.items():
                response = signed_in(anybody, language).get(DASHBOARD)

                assert response.status_code == 200 and name in text(response), (role, language)

    def test_asks_a_visitor_to_sign_in(self, db):
        assert Client().get(DASHBOARD).url.startswith(reverse("access:sign_in"))

    def test_says_what_the_engine_says(self, country, pablo):
        computed = {each.code: each for each in queries.compute(None, SO_FAR, ["GTM"])}
        whole_year = {each.code: each for each in queries.compute(None, Period.year(2026), ["GTM"])}
        measured = {each.code: each for each in queries.indicators("GTM") if each.aggregate != "reported"}

        of_page = {}
        for tab in SETS:
            shown = signed_in(pablo).get(f"{DASHBOARD}?set={tab}").context["overview"]
            of_page |= {row.indicator.code: row.figure for family in shown.families for row in family.rows}

        for code, each in measured.items():
            assert of_page[code] == (whole_year if is_yearly(each) else computed)[code]
        assert set(of_page) == {each.code for each in queries.indicators("GTM")}

    def test_compares_a_year_that_is_not_over_with_the_same_days(self, country, elena, pablo):
        came(elena, date(2025, 12, 24))

        shown = signed_in(pablo).get(DASHBOARD).context["overview"]

        rows = {row.indicator.code: row for family in shown.families for row in family.rows}
        assert shown.choice.compared == Period(date(2025, 1, 1), date(2025, 11, 20))
        assert rows["context.persons_returned"].change.direction == 0

    def test_calls_less_better_where_less_is_better(self, country, pablo):
        shown = signed_in(pablo).get(f"{DASHBOARD}?year=2025&against=2024").context["overview"]

        rows = {row.indicator.code: row for family in shown.families for row in family.rows}
        change = rows[SHARE].change
        assert (change.direction, change.verdict) == (-1, "better")
        assert rows["context.children_share"].change.verdict == ""

    def test_is_limited_by_what_its_address_says(self, country, pablo):
        place = f"place={HUEHUETENANGO_DEPARTMENT}"
        people = {"": 6, place: 5, "people=children": 1, "people=female": 5, f"{place}&people=male": 0}
        for query, count in people.items():
            shown = signed_in(pablo).get(f"{DASHBOARD}?{query}").context["overview"]

            rows = {row.indicator.code: row for family in shown.families for row in family.rows}
            assert rows["context.persons_returned"].figure.value == count, query

    def test_says_which_part_of_an_address_it_left_out(self, country, pablo):
        for query in ("place=HN01", "people=trafficking_survivor", "year=twenty", "year=1990"):
            response = signed_in(pablo).get(f"{DASHBOARD}?{query}")

            assert response.context["remarks"] and response.context["overview"].has_figures, query

    def test_says_that_a_year_ahead_has_not_begun(self, country, pablo):
        response = signed_in(pablo, "en").get(f"{DASHBOARD}?year=2030")

        assert "2030 has not begun" in text(response) and "overview" not in response.context

    def test_says_what_will_bring_figures_where_there_are_none(self, pablo):
        assert "There are no figures yet" in text(signed_in(pablo, "en").get(DASHBOARD))

    def test_asks_the_store_as_often_for_many_returns_as_for_few(self, country, elena, pablo):
        client = signed_in(pablo)
        client.get(DASHBOARD)

        with CaptureQueriesContext(connection) as few:
            client.get(f"{DASHBOARD}?people=adults")
        for day in range(1, 20):
            came(elena, date(2026, 2, day))
        client.get(DASHBOARD)
        with CaptureQueriesContext(connection) as many:
            client.get(f"{DASHBOARD}?people=adults")

        assert len(many) == len(few)

    def test_computes_nothing_twice(self, country, pablo, monkeypatch):
        client = signed_in(pablo)
        client.get(DASHBOARD)
        client.get(page_of(SHARE))

        monkeypatch.setattr(queries, "run", None)

        assert client.get(DASHBOARD).status_code == client.get(page_of(SHARE)).status_code == 200

    def test_takes_any_period_and_compares_it_with_the_same_of_the_year_before(self, country, pablo):
        client = signed_in(pablo)
        for written, compared in (
            ("2025-Q2", "2024-Q2"),
            ("2025-06", "2024-06"),
            ("2025-01-01..2025-02-28", "2024-01-01..2024-02-29"),
            ("2026-Q4", "2025-10-01..2025-11-20"),
        ):
            choice = client.get(f"{DASHBOARD}?period={written}").context["choice"]

            assert choice.asked.label == written and choice.compared.label == compared

    def test_keeps_its_choice_in_every_address_on_it(self, country, pablo):
        response = signed_in(pablo).get(
            f"{DASHBOARD}?from=2025-01-10&to=2025-03-01&against=period_before&place=GT1305"
        )

        said = text(response)
        assert (
            "period=2025-01-10..2025-03-01&amp;against=2024-11-20..2025-01-09&amp;place=GT1305"
            in said.replace("%2E%2E", "..")
        )

    def test_never_breaks_on_an_address(self, country, pablo):
        client = signed_in(pablo)
        for query in BROKEN:
            for page in (DASHBOARD, page_of(SHARE), page_of("outset.economic_budget_growth")):
                assert client.get(f"{page}?{query}").status_code == 200, (page, query)

    def test_is_light(self, country, pablo):
        assert len(signed_in(pablo).get(DASHBOARD).content) < 100_000

    def test_leads_to_the_goal_that_is_behind(self, country, pablo):
        goal = reverse("policy:goal", args=["children_documented_on_return"])

        assert f'href="{goal}"' in text(signed_in(pablo).get(DASHBOARD))


class TestIndicator:
    def test_takes_the_number_apart_as_the_engine_has_it(self, country, pablo):
        (figure,) = queries.compute([SHARE], SO_FAR, ["GTM"])

        response = signed_in(pablo, "en").get(page_of(SHARE))

        terms = [str(term.value) for term in response.context["sum"].terms]
        assert response.context["shown"].figure == figure
        assert terms == ["1", "6", "16.7%"] and figure.unknown == 1

    def test_answers_in_a_sentence_with_the_goal_of_its_people(self, country, pablo):
        answer = text(signed_in(pablo, "en").get(f"{page_of(SHARE)}?people=children"))

        assert (
            "In 2026 so far, <strong>0.0%</strong>: 0 persons who returned without a document, of 1" in answer
        )
        assert "The goal is <strong>met</strong>." in answer

    def test_draws_only_years_of_which_the_data_cover_the_beginning(self, country, elena, pablo):
        came(elena, date(2023, 7, 1))

        chart = signed_in(pablo).get(page_of(SHARE)).context["chart"]

        assert [str(label) for label in chart.labels] == ["2024", "2025", "2026"]

    def test_is_broken_down_as_the_engine_breaks_it_down(self, country, pablo):
        for key in queries.indicator(SHARE, "GTM").by:
            place = f"&place={HUEHUETENANGO_DEPARTMENT}" if key == "municipality" else ""
            where = {"department": HUEHUETENANGO_DEPARTMENT} if place else {}
            cells = queries.compute([SHARE], Period.year(2025), ["GTM"], by=(key,), where=where)

            response = signed_in(pablo).get(f"{page_of(SHARE)}?year=2025&by={key}{place}")

            lines = response.context["breakdown"].cells
            assert {cell.code: cell.figure for cell in lines} == {
                figure.by[key]: figure for figure in cells if figure.by
            }

    def test_crosses_sex_with_age(self, country, pablo):
        crossed = signed_in(pablo, "en").get(f"{page_of(SHARE)}?year=2024&by=sex,age_band").context["crossed"]

        assert crossed.columns == ["Woman", "Man", "Total"]
        assert dict(crossed.lines)["5 to 11 years"] == [("", ""), ("100.0", "2 of 2"), ("100.0", "2 of 2")]
        assert dict(crossed.lines)["Total"][-1] == ("66.7", "4 of 6")

    def test_shows_no_protected_group(self, country, elena, pablo):
        came(
            elena,
            date(2026, 3, 3),
            groups=("indigenous",),
            protected_groups=("trafficking_survivor", "lgbtiq"),
        )

        lines = signed_in(pablo).get(f"{page_of(SHARE)}?by=group").context["breakdown"].cells

        assert [cell.code for cell in lines] == ["indigenous"]
        assert not {"trafficking_survivor", "lgbtiq", "gbv_survivor"} & set(people_choices())

    def test_there_is_a_page_of_every_one(self, country, pablo):
        for each in queries.indicators("GTM"):
            assert signed_in(pablo).get(page_of(each.code)).status_code == 200, each.code

    def test_leads_to_the_records_only_who_may_see_them(self, country, elena, pablo):
        assert records_of(SHARE) in text(signed_in(elena).get(page_of(SHARE)))
        assert records_of(SHARE) not in text(signed_in(pablo).get(page_of(SHARE)))

    def test_of_no_such_code_is_not_there(self, pablo):
        assert signed_in(pablo).get(page_of("context.happiness")).status_code == 404

    def test_is_in_the_order_that_its_address_says(self, country, pablo):
        cells = signed_in(pablo).get(f"{page_of(SHARE)}?period=2024&by=age_band&sort=-value").context["lines"]

        values = [line.cell.figure.exact for line in cells]
        assert values == sorted(values, reverse=True)

    def test_has_a_map_of_departments_that_leads_to_their_municipalities(self, country, elena, pablo):
        for place in ("GT0101", "GT0501"):
            came(elena, date(2026, 2, 2), to=place)

        drawn = signed_in(pablo).get(f"{page_of(SHARE)}?by=department").context["map"]

        assert {str(area.name): area.value for area in drawn.areas}["Huehuetenango"] == 0.2
        assert any("place=GT13&by=municipality" in area.url for area in drawn.areas)

    def test_says_that_a_month_has_no_yearly_figure(self, country, pablo):
        response = signed_in(pablo, "en").get(f"{page_of('outset.staff_share')}?period=2025-03")

        assert "months and quarters have none" in text(response)


class TestRecords:
    def test_names_those_whom_the_worker_may_see(self, country, elena):
        response = signed_in(elena).get(records_of(SHARE, "?part=denominator"))

        assert len(response.context["rows"]) == 6 and response.context["behind"].hidden == 0
        assert "Reyna López" in text(response)

    def test_counts_the_others_and_names_none(self, country, otto, carla):
        for stranger in (otto, carla):
            response = signed_in(stranger, "en").get(records_of(SHARE, "?part=denominator"))

            assert "You may see none of them" in text(response) and "López" not in text(response)
            assert response.context["behind"].hidden == 6

    def test_shows_a_cell(self, country, elena):
        response = signed_in(elena).get(records_of(SHARE, "?year=2025&part=numerator&in_age_band=5-11"))
        none = signed_in(elena).get(records_of(SHARE, "?year=2025&part=numerator&in_sex=other"))

        assert len(response.context["rows"]) == 1 and len(none.context["rows"]) == 0

    def test_shows_each_part(self, country, elena):
        again = came(elena, date(2026, 5, 5), document="yes")
        earlier = came(elena, date(2026, 5, 1), document="yes")
        earlier.person = again.person
        earlier.save()

        for part in ("numerator", "unknown", "excluded"):
            response = signed_in(elena).get(records_of(SHARE, f"?part={part}"))

            assert len(response.context["rows"]) == 1, part

    def test_is_closed_to_who_reads_figures_only(self, country, pablo, ines):
        for reader in (pablo, ines):
            assert signed_in(reader).get(records_of(SHARE)).status_code == 403

    def test_has_no_such_part_and_no_protected_cell(self, country, elena):
        for query in ("?part=everything", "?in_group=trafficking_survivor"):
            assert signed_in(elena).get(records_of(SHARE, query)).status_code == 404, query

    def test_leaves_a_line_in_the_audit_without_a_name(self, country, elena):
        signed_in(elena).get(records_of(SHARE, "?part=denominator"))

        line = Entry.objects.filter(event="figure.records_seen").get()
        assert line.worker == elena and not line.changes_data
        assert line.facts["code"] == SHARE and line.facts["shown"] == 6
        assert "López" not in str(line.facts)

    def test_turns_pages_with_as_many_questions_to_the_store(self, country, elena):
        for day in range(1, 29):
            came(elena, date(2026, 2, day))
        client = signed_in(elena)
        client.get(records_of(SHARE, "?part=denominator"))

        with CaptureQueriesContext(connection) as short:
            last = client.get(records_of(SHARE, "?part=denominator&page=2"))
        with CaptureQueriesContext(connection) as long:
            first = client.get(records_of(SHARE, "?part=denominator&page=1"))

        assert (len(first.context["rows"]), len(last.context["rows"])) == (25, 9)
        assert len(short) == len(long)

    def test_of_follow_ups_are_for_who_may_see_the_case(self, case_of_reyna, marta: Worker, elena: Worker):
        followup = case_of_reyna.followups.first()
        followup.done_on, followup.score = TODAY, "0.6"
        followup.save()
        address = records_of("sustainability.score", "?part=denominator")

        of_marta = signed_in(marta).get(address).context["behind"]
        of_elena = signed_in(elena).get(address).context["behind"]

        assert (len(of_marta), of_marta.hidden) == (1, 0)
        assert (len(of_elena), of_elena.hidden) == (0, 1)

    def test_of_a_protected_case_are_for_its_own_worker(self, case_of_reyna, marta: Worker, carla: Worker):
        followup = case_of_reyna.followups.first()
        followup.done_on, followup.score = TODAY, "0.6"
        followup.save()
        case_of_reyna.protected = True
        case_of_reyna.save()
        address = records_of("sustainability.score", "?part=denominator")

        assert len(signed_in(marta).get(address).context["behind"]) == 1
        assert len(signed_in(carla).get(address).context["behind"]) == 0


class TestChoice:
    def test_of_a_leap_day_compares_with_the_last_of_february(self):
        choice = Choice("GTM", date(2028, 2, 29), 2028, against=2027)

        assert choice.compared == Period(date(2027, 1, 1), date(2027, 2, 28))

    def test_of_a_year_that_is_over_is_the_whole_year(self):
        assert Choice("GTM", date(2026, 12, 31), 2026).period == Period.year(2026)
        assert not Choice("GTM", date(2026, 12, 31), 2026).is_so_far

    def test_covers_a_year_from_its_first_week(self):
        assert Span(date(2024, 1, 5), TODAY).covers(2024)
        assert not Span(date(2024, 3, 5), TODAY).covers(2024)
