"""The pages of the room: what they say, what they cost, and how a refusal is said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from arraigo.cases import services as cases
from arraigo.core.ids import uuid7
from arraigo.directory import services as directory
from arraigo.people import services as people
from arraigo.referrals import services
from arraigo.referrals.models import Referral
from tests.cast import NOW, person, registered_return

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(referral, elena, marta, health_care):
    """Six more people whom Marta refers to the clinic."""
    for number in range(6):
        somebody = person(f"Zutana {number}", "Cruz", by=elena)
        people.record_consent(somebody, scope="share", by=elena, at=NOW)
        case = cases.open_from(
            registered_return(somebody, by=elena),
            id=uuid7(),
            institution=marta.institution,
            worker=marta,
            because="wants_support",
            by=marta,
            at=NOW,
        )
        services.send(case, id=uuid7(), service=health_care, reason="Tos", by=marta, at=NOW)


def queries_of(client, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(200) as counted:
        assert client.get(path).status_code == 200
    return len(counted)


class TestInbox:
    def test_has_names_in_the_opened_one_only(self, many, ines, client_of):
        page = client_of(ines).get("/referrals/inbox/").content.decode()

        assert page.count("Reyna Isabel") == 1 and "Zutana" not in page

    def test_notes_who_opened_a_referral(self, referral, ines, client_of):
        from arraigo.access.models import Entry

        client_of(ines).get(f"/referrals/inbox/{referral.pk}/")

        assert Entry.objects.get(event="referral.opened").subject_id == str(referral.pk)

    def test_costs_the_same_for_many(self, referral, ines, client_of, request, django_assert_max_num_queries):
        client = client_of(ines)
        for_one = queries_of(client, "/referrals/inbox/", django_assert_max_num_queries)
        request.getfixturevalue("many")

        assert queries_of(client, "/referrals/inbox/", django_assert_max_num_queries) == for_one

    @pytest.mark.parametrize(
        "tab", ["accepted", "to_finish", "ended", "declined", "withdrawn", "nonsense", ""]
    )
    def test_opens_on_every_tab_also_when_empty(self, referral, ines, tab, client_of):
        assert client_of(ines).get(f"/referrals/inbox/?tab={tab}&page=99").status_code == 200

    def test_says_in_words_when_a_colleague_was_faster(self, referral, ines, client_of):
        services.decline(referral, reason="no_capacity", by=ines, at=timezone.now())

        answer = client_of(ines).post(f"/referrals/inbox/{referral.pk}/accept/", {})

        assert answer.status_code == 200 and "R-0001" in str(answer.context["accept"].non_field_errors())

    def test_keeps_what_was_typed_beside_what_is_wrong(self, referral, ines, client_of):
        path = f"/referrals/inbox/{referral.pk}/decline/"

        page = client_of(ines).post(path, {"reason": "", "note": "Sin cupo hasta enero"}).content.decode()

        assert "Sin cupo hasta enero" in page and 'aria-invalid="true"' in page

    @pytest.mark.parametrize(
        "typed",
        [
            {"appointment_on": "2099-02-31", "appointment_time": "09:30"},
            {"appointment_on": "2099-02-01"},
            {"appointment_time": "09:30"},
            {"appointment_on": "2001-02-01", "appointment_time": "09:30"},
        ],
    )
    def test_accepts_no_appointment_that_cannot_be_kept(self, referral, ines, typed, client_of):
        answer = client_of(ines).post(f"/referrals/inbox/{referral.pk}/accept/", typed)

        assert answer.status_code == 200 and answer.context["accept"].errors
        referral.refresh_from_db()
        assert referral.status == "sent"

    def test_takes_the_hour_as_that_of_the_country(self, referral, ines, client_of):
        day = (timezone.localdate() + timedelta(days=3)).isoformat()

        client_of(ines).post(
            f"/referrals/inbox/{referral.pk}/accept/", {"appointment_on": day, "appointment_time": "09:30"}
        )

        referral.refresh_from_db()
        assert timezone.localtime(referral.appointment_at).strftime("%H:%M") == "09:30"
        assert referral.appointment_at.hour == 15


class TestSend:
    def test_offers_the_nearest_and_what_the_person_needs(
        self, case_of_reyna, health_care, health_care_elsewhere, marta, ines, client_of
    ):
        cases.set_needs(case_of_reyna, [cases.Found(code="health", dimension="social")], by=marta, at=NOW)

        page = client_of(marta).get(f"/referrals/send/{case_of_reyna.pk}/").content.decode()

        assert page.index("San Pedro Soloma") < page.index("Zacapa")
        assert "?service_type=health_care" in page

    def test_costs_the_same_for_many_services(
        self, case_of_reyna, health_care, clinic, marta, client_of, django_assert_max_num_queries
    ):
        client, path = client_of(marta), f"/referrals/send/{case_of_reyna.pk}/"
        for_one = queries_of(client, path, django_assert_max_num_queries)
        for number in range(6):
            directory.add_service(
                id=uuid7(),
                institution=clinic,
                name=f"Servicio {number}",
                service_type="health_care",
                level="individual",
                dimension="social",
                by=None,
                at=NOW,
            )

        assert queries_of(client, path, django_assert_max_num_queries) == for_one

    def test_says_before_anything_is_typed_that_there_is_no_permission(
        self, case_of_reyna, health_care, reyna, marta, ines, client_of
    ):
        people.record_consent(reyna, scope="store_only", by=marta, at=NOW)
        path = f"/referrals/send/{case_of_reyna.pk}/to/{health_care.pk}/"

        page = client_of(marta).get(path)
        answer = client_of(marta).post(path, {"id": str(uuid7()), "reason": "Tos", "priority": "ordinary"})

        assert not page.context["may_share"]
        assert answer.context["form"].non_field_errors() and not Referral.objects.exists()

    def test_shares_nothing_that_was_unticked(self, case_of_reyna, health_care, marta, ines, client_of):
        path = f"/referrals/send/{case_of_reyna.pk}/to/{health_care.pk}/"

        client_of(marta).post(
            path, {"id": str(uuid7()), "reason": "Tos", "priority": "ordinary", "shared_fields": ["name"]}
        )

        assert Referral.objects.get().shared_fields == ["name"]

    def test_is_not_found_for_a_service_that_is_not_there(self, case_of_reyna, marta, client_of):
        assert client_of(marta).get(f"/referrals/send/{case_of_reyna.pk}/to/{uuid7()}/").status_code == 404


class TestSent:
    def test_costs_the_same_for_many(
        self, referral, marta, client_of, request, django_assert_max_num_queries
    ):
        client = client_of(marta)
        for_one = queries_of(client, "/referrals/", django_assert_max_num_queries)
        request.getfixturevalue("many")

        assert queries_of(client, "/referrals/", django_assert_max_num_queries) == for_one

    def test_leads_the_receiver_to_the_inbox(self, referral, ines, client_of):
        answer = client_of(ines).get(f"/referrals/{referral.pk}/")

        assert answer.headers["Location"] == f"/referrals/inbox/{referral.pk}/"

    def test_says_what_to_do_about_a_refusal(self, referral, marta, ines, client_of):
        services.decline(referral, reason="outside_area", by=ines, at=timezone.now())

        page = client_of(marta).get(f"/referrals/{referral.pk}/")

        assert page.context["remedy"] and page.context["may_ask_again"]

    def test_is_taken_back_only_when_asked_twice(self, referral, marta, client_of):
        client, path = client_of(marta), f"/referrals/{referral.pk}/withdraw/"

        client.get(path)
        referral.refresh_from_db()
        before = referral.status
        client.post(path)
        referral.refresh_from_db()

        assert (before, referral.status) == ("sent", "withdrawn")
