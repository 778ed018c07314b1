from datetime import date, timedelta

import pytest

from arraigo.cases import services
from arraigo.cases.models import Case, FollowUp
from arraigo.cases.rules import Stage
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import Ground, Person
from tests.cases.acts import open_case
from tests.cast import MONDAY, NOW, person, registered_return

pytestmark = pytest.mark.django_db


class TestOpenFrom:
    def test_gives_the_institution_a_ground_to_see_the_person(self, return_of_reyna, marta):
        open_case(return_of_reyna, marta)

        ground = Ground.objects.get(institution=marta.institution)
        assert ground.because == "case" and Person.objects.visible_to(marta).exists()

    def test_plans_the_follow_ups_of_twelve_months_after_the_return(self, return_of_reyna, marta):
        case = open_case(return_of_reyna, marta)

        due = list(case.followups.values_list("month", "due_on"))
        assert due == [
            (1, date(2026, 12, 16)),
            (3, date(2027, 2, 16)),
            (6, date(2027, 5, 16)),
            (9, date(2027, 8, 16)),
            (12, date(2027, 11, 16)),
        ]

    def test_does_not_invent_follow_ups_that_were_past_when_it_opened(self, return_of_reyna, marta):
        case = open_case(return_of_reyna, marta, at=NOW + timedelta(days=120))

        assert list(case.followups.values_list("month", flat=True)) == [6, 9, 12]

    def test_takes_place_return_and_the_next_number(self, return_of_reyna, marta, elena):
        first = open_case(return_of_reyna, marta)
        brenda = person("Brenda", "Cardona", by=elena)
        people.record_consent(brenda, scope="share", by=elena, at=MONDAY)
        second = open_case(registered_return(brenda, by=elena), marta)

        assert (first.municipality, first.after_return) == ("GT1308", return_of_reyna)
        assert second.number == first.number + 1 and first.stage == Stage.OPEN

    def test_twice_with_one_id_opens_one_case(self, return_of_reyna, marta):
        key = uuid7()

        first, again = (open_case(return_of_reyna, marta, id=key) for _ in range(2))

        assert first == again and Case.objects.count() == 1 and FollowUp.objects.count() == 5

    def test_is_open_to_the_reception_of_the_country(self, return_of_reyna, marta, elena):
        case = open_case(return_of_reyna, marta, by=elena)

        assert case.institution == marta.institution

    def test_is_refused_to_a_case_worker_of_another_institution(self, return_of_reyna, marta, otto):
        with pytest.raises(services.NotInYourScope):
            open_case(return_of_reyna, marta, by=otto)

        assert not Case.objects.exists() and not Ground.objects.filter(because="case").exists()

    def test_is_refused_to_roles_that_open_no_cases(self, return_of_reyna, marta, ines, pablo, carla, ada):
        for by in (ines, pablo, carla, ada):
            with pytest.raises(services.NotInYourScope):
                open_case(return_of_reyna, marta, by=by)

        assert not Case.objects.exists()

    def test_is_refused_for_a_worker_of_another_institution(self, return_of_reyna, marta, otto, carla):
        for owner in (otto, carla):
            with pytest.raises(services.NotOfInstitution):
                open_case(return_of_reyna, marta, worker=owner)

        assert not Case.objects.exists()

    def test_is_refused_when_the_institution_has_an_open_case_and_names_it(self, return_of_reyna, marta):
        first = open_case(return_of_reyna, marta)

        with pytest.raises(services.AlreadyOpen) as refusal:
            open_case(return_of_reyna, marta)

        assert refusal.value.case == first and first.shown_number in str(refusal.value)
        assert Case.objects.count() == 1

    def test_is_possible_again_after_the_first_was_closed(self, return_of_reyna, marta):
        services.close(open_case(return_of_reyna, marta), reason="withdrew", by=marta, at=NOW)

        assert open_case(return_of_reyna, marta).closed_on is None

    def test_is_refused_without_permission_to_keep_the_data(self, reyna, return_of_reyna, marta, elena):
        people.record_consent(reyna, scope="refused", by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

        assert not Case.objects.exists()

    def test_is_refused_after_the_permission_was_withdrawn(self, reyna, return_of_reyna, marta, elena):
        people.withdraw_consent(reyna, by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

    def test_at_another_institution_needs_the_permission_to_share(self, reyna, return_of_reyna, marta, elena):
        people.record_consent(reyna, scope="store_only", by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

        people.record_consent(reyna, scope="store_only", by=marta, at=NOW)
        assert open_case(return_of_reyna, marta).institution == marta.institution

    def test_is_refused_for_a_reason_that_the_list_does_not_have(self, return_of_reyna, marta):
        with pytest.raises(services.UnknownCode):
            open_case(return_of_reyna, marta, because="because")
