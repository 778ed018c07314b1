"""Asking the register through the programming interface: the same doors, the same silence, the same audit."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from arraigo.access.models import Entry
from arraigo.access.roles import Action
from arraigo.cases import services as cases
from arraigo.people import services as people
from tests.cast import NOW, person, registered_return, signed_in

pytestmark = pytest.mark.django_db

REYNA = {
    "given_names": "REINA ISABEL",
    "paternal_surname": "LOPES",
    "maternal_surname": "CHOC",
    "birth_date": "1995-04-03",
    "national_ids": ["2541 87310 1308"],
}


def ask(client, said, **more):
    return client.post("/api/people/recognise", said, content_type="application/json", **more)


class TestRecognise:
    def test_says_who_it_may_be_and_why(self, reyna, elena):
        people.add_identifier(reyna, kind="national_id", number="2541873101308", by=elena, at=NOW)

        [found] = ask(signed_in(elena, "en"), REYNA).json()["shown"]

        assert (found["id"], found["band"], found["masked_number"]) == (str(reyna.pk), "same", "··· 1308")
        assert found["probability"] > 0.98
        marks = {one["field"]: (one["mark"], one["why"]) for one in found["evidence"]}
        assert marks["given_names"] == ("≈", "they sound alike")
        assert marks["birth_date"] == marks["national_id"] == ("=", "")
        assert "Reyna" not in json.dumps(found)

    def test_says_only_where_to_ask_about_whom_one_may_not_see(self, reyna, marta):
        answer = ask(signed_in(marta), REYNA | {"national_ids": []}).json()

        assert answer["shown"] == []
        assert answer["elsewhere"] == [{"institutions": ["Centro de Recepción La Aurora"], "band": "same"}]

    def test_is_silent_of_who_is_known_through_a_protected_case_only(
        self, case_of_reyna, elena, marta, carla
    ):
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)
        people.end_ground(
            case_of_reyna.person, institution=elena.institution, because="registered", by=elena, at=NOW
        )

        for worker in (elena, marta, carla):
            assert ask(signed_in(worker), REYNA).json() == {"shown": [], "elsewhere": []}

    def test_says_where_somebody_was_accompanied(self, case_of_reyna, elena):
        [found] = ask(signed_in(elena), REYNA).json()["shown"]

        assert found["followed_at"] == ["Ventanilla Municipal de Huehuetenango"]

    def test_notes_who_was_shown_and_nothing_that_was_sent(self, reyna, elena):
        ask(signed_in(elena), REYNA)

        line = Entry.objects.get(event="person.searched")
        assert line.facts == {"door": "api", "found": 1, "elsewhere": 0, "persons": [str(reyna.pk)]}

    def test_asks_the_store_as_often_for_many_as_for_one(self, reyna, elena):
        client = signed_in(elena)
        ask(client, REYNA)
        with CaptureQueriesContext(connection) as for_one:
            ask(client, REYNA)
        for _more in range(4):
            registered_return(person("Reyna", "López", "Choc", by=elena), by=elena)
        ask(client, REYNA)

        with CaptureQueriesContext(connection) as for_many:
            found = ask(client, REYNA).json()

        assert len(found["shown"]) == 5 and len(for_many) == len(for_one)


class TestDoor:
    @pytest.mark.parametrize("who", ["elena", "marta", "carla", "ines", "pablo", "ada", "sol"])
    def test_lets_in_whose_role_may(self, reyna, who, request):
        worker = request.getfixturevalue(who)

        answer = ask(signed_in(worker), REYNA)

        assert answer.status_code == (200 if worker.may(Action.SEE_PERSON) else 403)

    def test_tells_a_visitor_to_sign_in(self, reyna):
        answer = ask(Client(), REYNA)

        assert answer.status_code == 401 and answer.json()["detail"]

    def test_asks_for_the_token_of_the_page(self, reyna, elena):
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = signed_in(elena).cookies

        answer = ask(strict, REYNA)

        assert answer.status_code == 403 and "X-CSRFToken" in answer.json()["detail"]

    def test_takes_no_name_from_an_address(self, reyna, elena):
        assert signed_in(elena).get("/api/people/recognise?given_names=Reyna").status_code == 405

    def test_does_not_show_itself(self, elena):
        for page in ("/api/docs", "/api/openapi.json", "/api/"):
            assert signed_in(elena).get(page).status_code == 404


class TestWhatCannotBeUnderstood:
    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"birth_date": "31/02/1995"}, "birth_date"),
            ({"birth_date": 5}, "birth_date"),
            ({"given_names": "A" * 400}, "given_names"),
            ({"given_names": None}, "given_names"),
            ({"national_ids": ["1"] * 9}, "national_ids"),
            ({"birth_date_precision": "exactly"}, "birth_date_precision"),
            ({"surname": "López"}, "surname"),
        ],
    )
    def test_is_said_of_its_field_in_the_readers_language(self, elena, said, field):
        spanish, english = (ask(signed_in(elena, language), said) for language in ("es", "en"))

        assert spanish.status_code == english.status_code == 422
        assert spanish.json()["fields"][0]["field"] == field
        assert spanish.json()["detail"] != english.json()["detail"]
        assert spanish.json()["fields"][0]["message"] != english.json()["fields"][0]["message"]

    @pytest.mark.parametrize("body", ["", "{", "[]", "null", '"Reyna"', "\x00"])
    def test_is_answered_when_it_is_no_json_or_another_shape(self, elena, body):
        answer = ask(signed_in(elena), body)

        assert answer.status_code in {400, 422} and answer.json()["detail"]

    def test_a_failure_of_ours_says_nothing(self, elena, monkeypatch):
        from arraigo.people import api

        def fail(*_, **__):
            raise RuntimeError("Reyna Isabel López")

        monkeypatch.setattr(api, "recognise", fail)

        answer = ask(signed_in(elena), REYNA)

        assert answer.status_code == 500 and "Reyna" not in answer.content.decode()
