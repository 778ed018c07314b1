"""Finding a person at the desk: however it is spelled, only whom one may see, and without leaving the name anywhere."""

import pytest

from arraigo.access.models import Entry
from arraigo.cases import services as cases
from arraigo.core.ids import uuid7
from arraigo.desk.looking_up import look_up
from arraigo.people import services as people
from arraigo.referrals import services as referrals
from tests.cast import NOW, person, registered_return

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def names(worker, text):
    return [hit.person.full_name for hit in look_up(worker, text, TODAY).hits]


class TestLookUp:
    @pytest.mark.parametrize(
        "text", ["reyna", "LOPEZ reyna", "lópez  choc", "rey lop", "50255501234", "01234"]
    )
    def test_finds_by_any_words_and_by_the_end_of_a_telephone(self, reyna, elena, text):
        assert names(elena, text) == ["Reyna Isabel López Choc"]

    def test_finds_by_a_document_number(self, reyna, elena):
        people.add_identifier(reyna, kind="national_id", number="2547 18263 1308", by=elena, at=NOW)

        assert names(elena, "2547182631308") == ["Reyna Isabel López Choc"]

    @pytest.mark.parametrize("text", ["reina lopes", "Rreyna Chok", "Isavel", "reina lop"])
    def test_offers_who_is_spelled_or_sounds_alike(self, reyna, elena, text):
        found = look_up(elena, text, TODAY)

        assert found.alike and [hit.person for hit in found.hits] == [reyna]

    def test_offers_nobody_who_is_not_alike(self, reyna, elena):
        assert not look_up(elena, "Wilmer Sical", TODAY).hits

    @pytest.mark.parametrize("who", ["otto", "otilia", "marta", "carla", "ines", "pablo", "ada"])
    @pytest.mark.parametrize("text", ["reyna", "reina", "50255501234"])
    def test_finds_nobody_whom_one_may_not_see(self, reyna, who, text, request):
        assert not look_up(request.getfixturevalue(who), text, TODAY)

    @pytest.mark.parametrize("text", ["", "  ", "r", "re", "á "])
    def test_wants_three_letters(self, reyna, elena, text):
        assert look_up(elena, text, TODAY).too_short

    @pytest.mark.parametrize("text", ["C-1", "c 1", "c0001", " C1 "])
    def test_finds_a_case_by_its_folio(self, case_of_reyna, marta, otto, text):
        assert look_up(marta, text, TODAY).case == case_of_reyna
        assert look_up(otto, text, TODAY).case is None

    def test_finds_a_referral_by_its_folio(self, case_of_reyna, health_care, marta, ines, otilia):
        sent = referrals.send(case_of_reyna, id=uuid7(), service=health_care, reason="Tos", by=marta, at=NOW)

        assert look_up(marta, "R-0001", TODAY).referral == look_up(ines, "r1", TODAY).referral == sent
        assert look_up(otilia, "R-0001", TODAY).referral is None

    def test_leads_on_to_the_case(self, case_of_reyna, marta):
        (hit,) = look_up(marta, "reyna", TODAY).hits

        assert (hit.case, hit.age) == (case_of_reyna, 31)

    @pytest.mark.parametrize("who", ["marta", "carla", "elena"])
    @pytest.mark.parametrize("text", ["reyna", "reina", "50255501234"])
    def test_never_names_who_has_a_protected_case(self, case_of_reyna, marta, who, text, request):
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert not look_up(request.getfixturevalue(who), text, TODAY)

    def test_finds_a_protected_case_by_its_folio_for_its_own_worker_only(self, case_of_reyna, marta, carla):
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert look_up(marta, "C-1", TODAY).case == case_of_reyna
        assert look_up(carla, "C-1", TODAY).case is None

    def test_costs_three_queries_for_many(self, elena, django_assert_max_num_queries):
        for number in range(8):
            registered_return(person(f"Reyna {number}", "Cruz", by=elena), by=elena)

        with django_assert_max_num_queries(3):
            assert len(look_up(elena, "reyna cruz", TODAY)) == 8


class TestPage:
    def test_shows_what_was_found(self, reyna, elena, client_of):
        page = client_of(elena).post("/people/", {"q": "reyna"}).content.decode()

        assert "Reyna Isabel López Choc" in page and f"/person/{reyna.pk}/" in page

    def test_takes_no_name_from_an_address(self, reyna, elena, client_of):
        assert "Reyna" not in client_of(elena).get("/people/?q=reyna").content.decode()

    def test_gives_a_fragment_as_one_types(self, reyna, elena, client_of):
        answer = client_of(elena).post("/people/", {"q": "reyna"}, headers={"X-Requested-With": "fetch"})

        assert "<html" not in answer.content.decode() and "Reyna Isabel" in answer.content.decode()

    def test_notes_that_somebody_searched_and_not_what(self, reyna, elena, client_of):
        client_of(elena).post("/people/", {"q": "reyna lopez"})

        line = Entry.objects.get(event="person.searched")
        assert line.worker == elena and line.subject_id == ""
        assert line.facts == {"door": "people", "found": 1, "elsewhere": 0, "persons": [str(reyna.pk)]}

    def test_the_header_sends_it_in_the_body(self, elena, client_of):
        page = client_of(elena).get("/people/").content.decode()

        assert (
            page.count('action="/people/" method="post"') + page.count('method="post" action="/people/"') == 2
        )
