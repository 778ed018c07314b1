"""What a desk is told of other records of a person, what is typed into one field, and what is noted of a search."""

from datetime import timedelta

import pytest

from arraigo.access.models import Entry
from arraigo.cases import services as cases
from arraigo.core.ids import uuid7
from arraigo.desk.looking_up import look_up
from arraigo.people import queries, recognition, services
from arraigo.people.models import CandidatePair, NameCount
from arraigo.people.queries.recognising import Rarity
from arraigo.people.queries.typed import described_by_text
from arraigo.people.services.searches import note_search
from tests.cast import NOW, SOLOMA, person, registered_return, signed_in

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def twice(reyna, elena):
    """Reyna, registered a second time under another spelling."""
    again = person("Reina Ysabel", "Lopes", "Choc", by=elena)
    registered_return(again, by=elena)
    return again


class TestAlsoRegistered:
    def test_shows_the_other_record_to_who_may_see_it(self, reyna, twice, elena):
        also = recognition.beside(elena, reyna, door="case", at=NOW)

        assert [one.id for one in also.cards] == [str(twice.pk)] and not also.asked

    def test_tells_others_only_where_to_ask(self, case_of_reyna, twice, marta):
        also = recognition.beside(marta, case_of_reyna.person, door="case", at=NOW)

        assert not also.cards and len(also.elsewhere) == 1
        assert "Centro de Recepción La Aurora" in also.elsewhere[0]

    def test_looks_up_nobody_for_who_is_protected(self, case_of_reyna, twice, marta):
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert not recognition.beside(marta, case_of_reyna.person, door="case", at=NOW)

    def test_does_not_come_back_to_who_was_decided_different(self, reyna, twice, elena, sol):
        services.propose([(reyna.pk, twice.pk, 0.9, "probably")], run=None, at=NOW)
        pair = CandidatePair.objects.get()
        services.decide(pair, "different", reason="family", by=sol, at=NOW)

        assert not recognition.beside(elena, reyna, door="case", at=NOW)


class TestAsk:
    def test_puts_the_pair_to_the_stewards_and_leads_back(self, case_of_reyna, twice, marta, elena):
        reyna, page = case_of_reyna.person, f"/cases/open/{case_of_reyna.after_return_id}/"
        client = signed_in(elena)
        assert f"/register/persons/{reyna.pk}/ask/" in client.get(page).content.decode()

        answer = client.post(
            f"/register/persons/{reyna.pk}/ask/", headers={"Referer": f"http://testserver{page}"}
        )

        pair = CandidatePair.objects.get()
        assert {pair.one, pair.other} == {reyna, twice} and pair.state == "waiting" and pair.asked
        assert pair.probability > 0.9
        assert answer.headers["Location"] == page
        assert f"/register/persons/{reyna.pk}/ask/" not in client.get(page).content.decode()
        assert Entry.objects.get(event="pair.asked").facts == {"pairs": 1}

    def test_twice_asks_once(self, reyna, twice, elena):
        for _time in range(2):
            signed_in(elena).post(f"/register/persons/{reyna.pk}/ask/")

        assert CandidatePair.objects.count() == 1

    def test_is_closed_to_who_may_not_see_the_person(self, reyna, twice, otto):
        assert signed_in(otto).post(f"/register/persons/{reyna.pk}/ask/").status_code == 404
        assert not CandidatePair.objects.exists()


class TestReferral:
    def test_shows_the_receiver_whom_the_clinic_knows_by_what_was_shared(
        self, case_of_reyna, twice, health_care, marta, ines, elena
    ):
        from arraigo.referrals import services as referrals

        services.give_ground(twice, institution=ines.institution, because="referral", by=ines, at=NOW)
        sent = referrals.send(case_of_reyna, id=uuid7(), service=health_care, reason="Tos", by=marta, at=NOW)

        inbox = signed_in(ines).get(f"/referrals/inbox/{sent.pk}/").content.decode()

        assert "Reina Ysabel Lopes Choc" in inbox
        assert "03/04" not in inbox and "3 abr 1995" not in inbox.split("Reina Ysabel")[0]
        page = signed_in(marta).get(f"/referrals/{sent.pk}/").content.decode()
        assert "Reina Ysabel" not in page and "Centro de Recepción La Aurora" in page


class TestTyped:
    @pytest.mark.parametrize(
        ("text", "names", "born", "precision", "numbers"),
        [
            ("Reyna López", "reyna|lopez|", None, "day", set()),
            ("Reyna López 03/04/1995", "reyna|lopez|", "1995-04-03", "day", set()),
            ("lopez choc reyna 1995", "reyna|lopez|choc", "1995-01-01", "year", set()),
            ("Reyna 31/02/1995", "reyna||", "1995-01-01", "year", set()),
            ("2541 87310 1308", "||", None, "day", {"2541873101308"}),
            ("1995", "||", None, "day", set()),
        ],
    )
    def test_is_taken_apart(self, text, names, born, precision, numbers):
        found = described_by_text(text)

        said = f"{found.given_names}|{found.paternal_surname}|{found.maternal_surname}"
        assert (said, found.birth_date_precision) == (names, precision)
        assert str(found.birth_date or "") == (born or "") and found.national_ids == numbers

    @pytest.mark.parametrize("number", ["2541873101308", "2541873101309", "254187310138", "2541873110308"])
    def test_finds_a_number_but_for_one_slip(self, reyna, elena, number):
        services.add_identifier(reyna, kind="national_id", number="2541873101308", by=elena, at=NOW)

        assert [hit.person for hit in look_up(elena, number, TODAY).hits] == [reyna]

    @pytest.mark.parametrize(
        "text", ["Reina Lopes Chok 1995", "LOPES CHOC REINA 03/04/1995", "lopes reina 04/03/1995"]
    )
    def test_finds_a_name_with_a_date(self, reyna, elena, text):
        [hit] = look_up(elena, text, TODAY).hits

        assert hit.person == reyna and hit.why

    def test_says_where_to_ask_about_whom_one_may_not_see(self, reyna, otto, elena):
        found = look_up(otto, "Reina Isabel López Choc 03/04/1995", TODAY)

        assert not found.hits and "Centro de Recepción La Aurora" in found.elsewhere[0]
        page = signed_in(otto).post("/people/", {"q": "Reina Isabel López Choc 03/04/1995"}).content.decode()
        assert "Centro de Recepción La Aurora" in page and "/person/" not in page

    def test_does_not_say_so_of_whom_one_may_see(self, reyna, elena):
        assert not look_up(elena, "Reina Isabel López Choc 03/04/1995", TODAY).elsewhere

    def test_finds_by_a_name_that_was_merged_away(self, reyna, elena, sol):
        other = person("Josefa", "Tzul", "Batz", by=elena)
        services.merge(reyna, other, id=uuid7(), fields={}, reason="same_facts", by=sol, at=NOW)

        assert [hit.person for hit in look_up(elena, "Chepa Tzul Bats", TODAY).hits] == [reyna]


class TestRarity:
    def test_is_said_with_the_numbers_of_the_municipality(self, reyna, elena):
        NameCount.objects.create(municipality=SOLOMA, surname="lopes", persons=12)
        NameCount.objects.create(municipality=SOLOMA, surname="", persons=3400)

        [found] = queries.recognise(elena, queries.described_by(reyna)).shown

        assert found.rarity == Rarity("López", SOLOMA, 12, 3400)
        assert "3,400" in recognition.rarity_words(
            found.rarity
        ) and "San Pedro Soloma" in recognition.rarity_words(found.rarity)


class TestNoteSearch:
    def test_adds_no_line_while_typing_shows_the_same(self, reyna, elena):
        for seconds in (0, 2, 4):
            note_search("people", [reyna.pk], by=elena, at=NOW + timedelta(seconds=seconds))

        assert Entry.objects.filter(event="person.searched").count() == 1

    def test_adds_one_for_whoever_else_is_shown_and_after_a_while(self, reyna, elena):
        note_search("people", [], by=elena, at=NOW)
        note_search("people", [reyna.pk], by=elena, at=NOW + timedelta(seconds=2))
        note_search("people", [reyna.pk], by=elena, at=NOW + timedelta(seconds=90))

        assert Entry.objects.filter(event="person.searched").count() == 3
