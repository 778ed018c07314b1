"""The team board: what each carries, for whom it is, and what it never shows."""

from datetime import timedelta

import pytest
from django.db.models import Q

from arraigo.cases.models import Case, FollowUp
from arraigo.core.ids import uuid7
from arraigo.desk.team import board_by
from arraigo.referrals import services as referrals
from tests.cast import NOW, person, registered_return

pytestmark = pytest.mark.django_db


class TestBoard:
    def test_counts_what_each_worker_carries(self, case_of_reyna, health_care, marta, ines, carla):
        referrals.send(case_of_reyna, id=uuid7(), service=health_care, reason="Tos", by=marta, at=NOW)
        later = NOW + timedelta(days=60)

        board = board_by("worker", Q(pk=marta.institution_id), later)

        load = board.of(marta.pk)
        assert (load.open_cases, load.late_followups, load.unanswered) == (1, 1, 1)
        assert board.of(carla.pk).open_cases == 0

    def test_counts_follow_ups_done_in_time(self, case_of_reyna, marta):
        first = FollowUp.objects.filter(case=case_of_reyna).earliest("due_on")
        FollowUp.objects.filter(pk=first.pk).update(done_on=first.due_on + timedelta(days=3))

        load = board_by("worker", Q(pk=marta.institution_id), NOW + timedelta(days=60)).of(marta.pk)

        assert (load.done_in_time, load.due_lately, load.on_time, load.late_followups) == (1, 1, 1.0, 0)

    def test_says_how_many_nobody_accompanies(self, case_of_reyna, marta):
        Case.objects.update(worker=None)

        assert board_by("worker", Q(pk=marta.institution_id), NOW).unassigned == 1

    def test_leaves_out_other_institutions(self, case_of_reyna, otto):
        assert not board_by("worker", Q(pk=otto.institution_id), NOW).loads

    def test_counts_the_same_by_institution(self, case_of_reyna, marta):
        ours = Q(pk=marta.institution_id)

        assert (
            board_by("institution", ours, NOW).of(marta.institution_id) == board_by("worker", ours, NOW).total
        )

    def test_costs_the_same_for_many(self, case_of_reyna, marta, elena, django_assert_num_queries):
        for number in range(5):
            registered_return(person(f"Persona {number}", "Cruz", by=elena), by=elena)

        with django_assert_num_queries(5):
            board_by("worker", Q(country="GTM"), NOW)


class TestPage:
    def test_names_colleagues_to_the_team_and_nobody_who_returned(
        self, case_of_reyna, marta, carla, client_of
    ):
        page = client_of(carla).get("/team/").content.decode()

        assert marta.name in page and "Reyna" not in page

    def test_gives_an_analyst_counts_only(self, case_of_reyna, pablo, ada, client_of):
        assert ada.name not in client_of(pablo).get("/team/").content.decode()

    def test_gives_an_administrator_the_institutions_of_the_country(
        self, case_of_reyna, ada, marta, client_of
    ):
        page = client_of(ada).get("/team/").content.decode()

        assert marta.institution.name in page and marta.name not in page
