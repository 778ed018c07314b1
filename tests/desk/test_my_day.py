"""My day: late, today, at risk, waiting; only one's own, and as many queries for thirty cases as for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from arraigo.access.roles import Role
from arraigo.cases import services
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from tests.cases.acts import add_action, open_case, screening_answers, sustainability_answers
from tests.cast import person, registered_return, signed_in, worker

pytestmark = pytest.mark.django_db
ADDRESS = "/my-day/"


@pytest.fixture
def accompany(elena, marta):
    """Opens cases of people who returned some days ago, with a late follow-up, a late action and a low score."""

    def make(count, days=100, at_risk=True):
        now = timezone.now()
        then = now - timedelta(days=days)
        made = []
        for number in range(count):
            somebody = person(f"Zenobia {number}", "De Prueba", by=elena, at=then)
            people.record_consent(somebody, scope="share", by=elena, at=then)
            case = open_case(registered_return(somebody, by=elena, at=then), marta, at=then)
            services.record_screening(case, id=uuid7(), answers=screening_answers(), by=marta, at=then)
            add_action(case, marta, at=then, due_on=then.date() + timedelta(days=10))
            first = case.followups.order_by("month").first()
            if at_risk:
                answers = sustainability_answers(-1)
                services.record_followup(first, channel="phone", answers=answers, by=marta, at=then)
            made.append(case)
        return made

    return make


class TestMyDay:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_is_empty_and_kind_without_cases(self, language, marta):
        page = signed_in(marta, language).get(ADDRESS)

        assert page.status_code == 200 and page.context["late_count"] == page.context["risk_count"] == 0

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_puts_first_what_is_late_and_then_who_is_at_risk(self, language, accompany, marta):
        [case] = accompany(1)

        page = signed_in(marta, language).get(ADDRESS)

        verbs = [item.url for item in page.context["late"]]
        action, followup = (
            case.plan.actions.get(),
            case.followups.filter(done_on=None).order_by("month").first(),
        )
        assert verbs == [
            reverse("cases:action", args=[action.pk]),
            reverse("cases:sign", args=[case.pk]),
            reverse("cases:followup", args=[followup.pk]),
        ]
        assert [item.case for item in page.context["risk"]] == [case]
        assert page.context["week"][0][1] == 3

    def test_starts_with_the_first_interviews_of_today(self, accompany, elena, marta):
        accompany(1)
        now = timezone.now()
        somebody = person("Petrona", "Mateo", by=elena, at=now)
        people.record_consent(somebody, scope="share", by=elena, at=now)
        case = open_case(registered_return(somebody, by=elena, at=now), marta, at=now)

        first = signed_in(marta).get(ADDRESS).context["due"][0]

        assert first.url == reverse("cases:screening", args=[case.pk]) and first.main

    def test_names_no_protected_person(self, accompany, marta):
        [case] = accompany(1)
        services.protect(case, careful_contact="", by=marta, at=timezone.now())

        page = signed_in(marta).get(ADDRESS).content.decode()

        assert "Zenobia" not in page and case.shown_number in page

    def test_shows_only_one_s_own(self, accompany, marta, otto):
        accompany(2)
        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)

        for other in (noe, otto):
            page = signed_in(other).get(ADDRESS)
            assert page.context["late_count"] == page.context["open_cases"] == 0
            assert "Zenobia" not in page.content.decode()

    def test_is_closed_to_roles_without_cases(self, elena, ines, pablo, carla, ada):
        for other in (elena, ines, pablo, carla, ada):
            assert signed_in(other).get(ADDRESS).status_code == 403

    def test_asks_the_database_as_often_for_thirty_cases_as_for_three(self, accompany, marta):
        client = signed_in(marta)
        accompany(3)
        with CaptureQueriesContext(connection) as few:
            client.get(ADDRESS)
        accompany(27)

        with CaptureQueriesContext(connection) as many:
            client.get(ADDRESS)

        assert len(many) == len(few)
