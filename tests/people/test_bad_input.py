"""What people type that is no name: every door answers it plainly, and takes nobody for anybody."""

import pytest

from arraigo.people import services
from arraigo.reception.models import Arrival, Passenger
from tests.cast import MONDAY, NOW, signed_in

pytestmark = pytest.mark.django_db

NO_NAMES = {
    "empty": "",
    "spaces": "  \t\n ",
    "one_letter": "r",
    "an_accent": "´",
    "only_a_year": "1995",
    "no_such_day": "31/02/1995",
    "emoji": "😀😀😀 👩‍👧",
    "sql": "'; DROP TABLE people_person; --",
    "html": "<script>alert('x')</script>",
    "template": "{{ 7|add:7 }}{% debug %}",
    "right_to_left": "\u202eanyeR\u202c \u200f",
    "nothing_visible": "\u200b\u200b\u200b",
    "zero": "\x00\x00\x00\x00",
    "not_known": "N/A",
    "no_data": "SIN DATO",
    "crosses": "XXXX",
    "unknown": "desconocido",
    "wildcards": "%%%%____",
    "a_number_of_zeros": "0000000000000",
    "a_run": "1234567890123",
    "too_long_a_number": "9" * 300,
    "too_long": "Reyna" * 80,
    "many_words": "de la " * 60,
}
PLACEHOLDER = "0000000000000"


@pytest.fixture
def passenger(elena):
    arrival = Arrival.objects.create(
        institution=elena.institution, route="air", origin="Harlingen", scheduled_at=MONDAY, arrived_at=MONDAY
    )
    return Passenger.objects.create(
        institution=elena.institution,
        arrival=arrival,
        state="arrived",
        given_names="R.",
        search_text=" r.",
        created_at=MONDAY,
    )


@pytest.mark.parametrize("typed", NO_NAMES.values(), ids=NO_NAMES.keys())
class TestEveryDoor:
    """Reyna is in the register, and a number that stands for none is among hers."""

    @pytest.fixture(autouse=True)
    def _reyna(self, reyna, elena):
        services.add_identifier(reyna, kind="national_id", number="2541873101308", by=elena, at=NOW)

    @pytest.mark.parametrize("who", ["elena", "otto"])
    def test_the_search_answers(self, typed, who, request):
        client = signed_in(request.getfixturevalue(who))

        for headers in ({}, {"X-Requested-With": "fetch"}):
            answer = client.post("/people/", {"q": typed}, headers=headers)

            page = answer.content.decode()
            assert answer.status_code == 200 and "/person/" not in page and "<script>alert" not in page

    def test_the_registration_answers(self, typed, elena, passenger):
        client = signed_in(elena)
        names = dict.fromkeys(
            ("given_names", "paternal_surname", "maternal_surname", "birth_date", "national_id", "same_person",
             "destination_municipality", "sex", "offered", "age"), typed
        )  # fmt: skip

        for address, more in (("alike", {}), ("register", {"then": "compare"}), ("register", {})):
            answer = client.post(f"/reception/passengers/{passenger.pk}/{address}/", names | more)

            page = answer.content.decode()
            assert answer.status_code == 200 and "López Choc" not in page and "<script>alert" not in page

    @pytest.mark.parametrize(
        "field", ["given_names", "paternal_surname", "municipality", "sex", "national_ids"]
    )
    def test_the_call_answers(self, typed, field, elena):
        said = {field: [typed] if field == "national_ids" else typed}

        answer = signed_in(elena).post("/api/people/recognise", said, content_type="application/json")

        assert answer.status_code in {200, 422}
        if answer.status_code == 200:
            assert answer.json() == {"shown": [], "elsewhere": []}
        else:
            assert answer.json()["fields"][0]["field"].startswith(field)


def test_a_number_that_many_have_recognises_nobody(reyna, elena):
    services.add_identifier(reyna, kind="national_id", number=PLACEHOLDER, by=elena, at=NOW)

    said = {"given_names": "Wilmer", "paternal_surname": "Sical", "national_ids": [PLACEHOLDER]}

    answer = signed_in(elena).post("/api/people/recognise", said, content_type="application/json")
    assert answer.json() == {"shown": [], "elsewhere": []}
