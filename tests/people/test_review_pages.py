"""The pages of who keeps the register: deciding, joining, taking apart, finding."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import CandidatePair, Merge, Person
from arraigo.reception.models import Return
from tests.cast import NOW, registered_return, signed_in
from tests.people.registers import AFTER, again, join, pair, part, record

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Worker], Client]


@pytest.fixture
def client(sol: Worker) -> Client:
    return signed_in(sol, "en")


def url(name: str, *args: object, **query: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"people:{name}", args=args) + (f"?{asked}" if asked else "")


def text_of(client: Client, address: str) -> str:
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def decision(shown: CandidatePair, said: str, **more: str) -> dict[str, str]:
    return {"decision": said, "one": str(shown.one_id), "other": str(shown.other_id), **more}


class TestQueue:
    def test_lists_the_likeliest_first_and_keeps_filters_in_the_address(
        self, client: Client, reyna: Person, reina: Person, rosa: Person
    ):
        pair(reyna, reina, 0.97)
        pair(reyna, rosa, 0.55)
        page = text_of(client, url("pairs"))

        assert page.index("REINA ISABEL") < page.index("Rosa Méndez") and "97.0" in page
        assert "Rosa Méndez" not in text_of(client, url("pairs", department="GT13", band="same"))
        assert "department=GT13" in text_of(client, url("pairs", department="GT13"))

    def test_says_what_is_missing_where_nothing_waits(self, client: Client):
        for state in ("waiting", "later", "different"):
            assert "empty" in text_of(client, url("pairs", state=state))
        assert "empty" in text_of(client, url("merges"))

    def test_tells_nobody_of_who_is_protected(
        self, client: Client, reyna: Person, reina: Person, otto: Worker
    ):
        shown = pair(reyna, reina)
        cases.protect(Case.objects.get(person=reina), careful_contact="", by=otto, at=NOW)

        assert "REINA" not in text_of(client, url("pairs"))
        for address in (
            url("pair", shown.pk),
            url("record", reina.pk),
            url("find_other", reina.pk),
            url("compare", reyna.pk, reina.pk),
            url("merge", reyna.pk, reina.pk),
        ):
            assert client.get(address).status_code == 404
        assert "REINA" not in client.post(url("records"), {"q": "Reina López"}).content.decode()

    def test_asks_the_store_as_often_for_many_as_for_few(self, client: Client, elena: Worker):
        first = record("Ana", "Pop", by=elena)
        pair(first, record("Ana", "Poop", by=elena))
        client.get(url("pairs"))
        with CaptureQueriesContext(connection) as few:
            client.get(url("pairs"))
        for number in range(12):
            pair(first, record("Ana", f"Pop{number}", by=elena))
        with CaptureQueriesContext(connection) as many:
            client.get(url("pairs"))

        assert len(many) == len(few)


class TestPair:
    def test_shows_both_side_by_side_with_numbers_masked_and_no_case(
        self, client: Client, reyna: Person, reina: Person
    ):
        page = text_of(client, url("pair", pair(reyna, reina).pk))

        assert "Reyna Isabel" in page and "REINA ISABEL" in page and "··· 0101" in page
        assert "1234567890101" not in page and "C-1" not in page
        assert "Of 100 pairs as alike" in page
        assert Entry.objects.first().event == "pair.opened"

    def test_a_decision_leads_to_the_next_pair_of_the_same_list(
        self, client: Client, reyna: Person, reina: Person, rosa: Person
    ):
        first, second = pair(reyna, rosa, 0.9), pair(reina, rosa, 0.8)
        address = url("pair", first.pk, band="probably")

        done = client.post(address, decision(first, "different", reason_different="namesakes"))

        assert done.status_code == 302 and done.url == url("pair", second.pk, band="probably")
        first.refresh_from_db()
        assert (first.state, first.reason) == ("different", "namesakes")
        last = client.post(url("pair", second.pk), decision(second, "later", reason_later="too_little_known"))
        assert last.url == url("pairs")

    def test_asks_for_decision_and_reason(self, client: Client, reyna: Person, rosa: Person):
        shown = pair(reyna, rosa)

        for said in ({}, decision(shown, "different"), decision(shown, "later", reason_different="family")):
            page = client.post(url("pair", shown.pk), said)
            assert page.status_code == 200 and "error-summary" in page.content.decode()
        shown.refresh_from_db()
        assert shown.state == "waiting"

    def test_tells_the_second_reviewer_who_was_faster(
        self, client: Client, reyna: Person, rosa: Person, sol: Worker
    ):
        shown = pair(reyna, rosa)
        people.decide(shown, "different", reason="family", by=sol, at=NOW)

        page = client.post(url("pair", shown.pk), decision(shown, "later", reason_later="too_little_known"))

        assert "Sol Ixchop decided this pair" in page.content.decode()

    def test_what_was_decided_can_be_asked_again(
        self, client: Client, reyna: Person, rosa: Person, sol: Worker
    ):
        shown = people.decide(pair(reyna, rosa), "different", reason="family", by=sol, at=NOW)
        assert "Decide it again" in text_of(client, url("pair", shown.pk))

        client.post(url("reopen", shown.pk), {"reason": "new_facts"})

        shown.refresh_from_db()
        assert shown.state == "waiting"


class TestMerge:
    def test_same_leads_to_the_choice_and_joining_to_the_next(
        self, client: Client, reyna: Person, reina: Person
    ):
        shown = pair(reyna, reina)
        to_merge = client.post(url("pair", shown.pk), decision(shown, "same")).url
        assert to_merge == url("merge", reyna.pk, reina.pk, pair=str(shown.pk))
        page = text_of(client, to_merge)
        assert 'name="phone"' in page and 'name="nationality"' in page and 'name="sex"' not in page

        said = {
            "id": str(uuid7()),
            "reason": "same_facts",
            **dict.fromkeys(fields_of(client, to_merge), "kept"),
        }
        done = client.post(to_merge, said | {"phone": "merged"})
        twice = client.post(to_merge, said | {"phone": "merged"})

        assert done.status_code == twice.status_code == 302 and done.url == url("pairs")
        assert Merge.objects.count() == 1 and again(reyna).phone == "50244445555"
        shown.refresh_from_db()
        assert shown.state == "same"

    def test_needs_a_reason(self, client: Client, reyna: Person, reina: Person):
        address = url("merge", reyna.pk, reina.pk)
        said = {"id": str(uuid7()), **dict.fromkeys(fields_of(client, address), "kept")}

        page = client.post(address, said)

        assert "error-summary" in page.content.decode() and not Merge.objects.exists()

    def test_shows_a_refusal_on_the_page(self, client: Client, reyna: Person, rosa: Person, sol: Worker):
        people.decide(pair(reyna, rosa), "different", reason="family", by=sol, at=NOW)
        address = url("merge", reyna.pk, rosa.pk)
        said = {
            "id": str(uuid7()),
            "reason": "same_facts",
            **dict.fromkeys(fields_of(client, address), "kept"),
        }

        page = client.post(address, said).content.decode()

        assert "it was decided that these are different people" in page

    def test_two_who_were_found_by_hand_can_be_joined(self, client: Client, reyna: Person, rosa: Person):
        hits = client.post(url("find_other", reyna.pk), {"q": "rosa mendez"}).content.decode()
        assert url("compare", reyna.pk, rosa.pk) in hits

        assert url("merge", reyna.pk, rosa.pk) in text_of(client, url("compare", reyna.pk, rosa.pk))


class TestMerged:
    def test_a_merge_is_undone_on_its_page(self, client: Client, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)
        assert "REINA ISABEL" in text_of(client, url("merges"))
        assert "Returns: 1" in text_of(client, url("merged", made.pk)) or "Return: 1" in text_of(
            client, url("merged", made.pk)
        )

        done = client.post(url("merged", made.pk), {"reason": "different_people"})

        assert done.status_code == 302 and again(reina).merged_into is None
        assert "Undo the merge" not in text_of(client, url("merged", made.pk))

    def test_asks_whose_it_is_row_by_row(
        self, client: Client, reyna: Person, rosa: Person, elena: Worker, sol: Worker
    ):
        made = join(reyna, rosa, by=sol)
        back = registered_return(reyna, by=elena, at=AFTER)
        name = f"owner-reception.return.person:{back.pk}"
        page = text_of(client, url("merged", made.pk))
        assert f'name="{name}"' in page and "Centro de Recepción La Aurora" in page

        unanswered = client.post(url("merged", made.pk), {"reason": "different_people"})
        assert unanswered.status_code == 200 and again(rosa).merged_into == reyna
        client.post(url("merged", made.pk), {"reason": "different_people", name: "merged"})

        assert Return.objects.get(pk=back.pk).person == rosa

    def test_says_which_merge_comes_first(
        self, client: Client, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        inner = join(reina, rosa, by=sol)
        outer = join(reyna, reina, by=sol)

        assert url("merged", outer.pk) in text_of(client, url("merged", inner.pk))


class TestRecord:
    def test_says_the_other_names_and_finds_by_them(
        self, client: Client, reyna: Person, rosa: Person, elena: Worker, sol: Worker
    ):
        join(reyna, rosa, by=sol)

        assert "Rosa Méndez Ixcoy" in text_of(client, url("record", reyna.pk))
        assert client.get(url("record", rosa.pk)).url == url("record", reyna.pk)
        assert "Reyna Isabel López Choc" in client.post(url("records"), {"q": "rosa mendez"}).content.decode()

        seen_at_desk = signed_in(elena, "en")
        assert "Rosa Méndez Ixcoy" in text_of(seen_at_desk, reverse("desk:person", args=[reyna.pk]))
        led = seen_at_desk.get(reverse("desk:person", args=[rosa.pk]))
        assert led.url == reverse("desk:person", args=[reyna.pk])
        found = seen_at_desk.post(reverse("desk:people"), {"q": "rosa mendez"}).content.decode()
        assert "Reyna Isabel López Choc" in found and "Rosa Méndez Ixcoy" in found

    def test_an_alias_of_somebody_unseen_leads_nowhere(
        self, reyna: Person, rosa: Person, marta: Worker, sol: Worker
    ):
        join(reyna, rosa, by=sol)

        assert signed_in(marta).get(reverse("desk:person", args=[rosa.pk])).status_code == 404

    def test_lists_merges_and_pairs_that_wait(
        self, client: Client, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        part(join(reyna, reina, by=sol), by=sol)
        pair(reyna, rosa)
        page = text_of(client, url("record", reyna.pk))

        assert "REINA ISABEL" in page and "Rosa Méndez" in page and "undone" in page


def fields_of(client: Client, address: str) -> list[str]:
    """The fields that the page lets one choose."""
    return list(client.get(address).context["form"].differing)
