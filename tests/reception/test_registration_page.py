"""The registration page: prefilled from the list, the known beside it, decided by the officer, done by keyboard."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.people.models import CandidatePair, Person
from arraigo.reception.evidence import nth_return
from arraigo.reception.models import Arrival, Passenger, Return
from arraigo.reception.services import arrivals, registration
from tests.browser import PageAs
from tests.cast import MONDAY, person, registered_return

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Worker], Client]


@pytest.fixture
def flight(elena: Worker) -> Arrival:
    announced = arrivals.announce(
        id=uuid7(), institution=elena.institution, route="air", origin="Harlingen, Texas",
        scheduled_at=MONDAY, from_country="USA", by=elena, at=MONDAY,
    )  # fmt: skip
    arrivals.land(announced, by=elena, at=MONDAY)
    return announced


def add(
    flight: Arrival, by: Worker, given: str, paternal: str, maternal: str = "", **facts: object
) -> Passenger:
    return arrivals.walk_in(
        flight, id=uuid7(), given_names=given, paternal_surname=paternal, maternal_surname=maternal,
        by=by, at=MONDAY, **facts,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def irma(flight: Arrival, elena: Worker) -> Passenger:
    """Somebody whom the register does not know."""
    return add(flight, elena, "Irma", "Tzul", "Batz", sex="female", birth_date=date(1990, 2, 1))


@pytest.fixture
def reyna_again(flight: Arrival, elena: Worker, reyna: Person) -> Passenger:
    """Reyna, who comes back a second time."""
    return add(flight, elena, "Reyna Isabel", "Lopez", "Choc", sex="female", birth_date=date(1995, 4, 3))


def page_of(passenger: Passenger) -> str:
    return reverse("reception:register", args=[passenger.pk])


def answers(passenger: Passenger, **more: object) -> dict[str, object]:
    """What the form sends when it is filled in as usual."""
    born = f"{passenger.birth_date:%d/%m/%Y}" if passenger.birth_date else ""
    return {
        "id": uuid7(), "given_names": passenger.given_names, "paternal_surname": passenger.paternal_surname,
        "maternal_surname": passenger.maternal_surname, "birth_date": born, "sex": "female", "language": "spa",
        "return_type": "involuntary", "identity_document": "no", "needs": ["food"], "destination_safe": "yes",
        "destination_municipality": "San Pedro Soloma", "phone": "41234567", "consent": "share",
    } | more  # fmt: skip


class TestRegister:
    def test_registers_somebody_new(self, irma: Passenger, elena: Worker, client_of: ClientOf) -> None:
        answer = client_of(elena).post(page_of(irma), answers(irma, same_person="new"))

        registered = Return.objects.get()
        assert answer.headers["Location"] == reverse("reception:services", args=[registered.pk])
        assert registered.destination_municipality == "GT1308" and registered.needs == ["food"]

    def test_goes_back_to_the_board_for_the_next_person(
        self, irma: Passenger, elena: Worker, client_of: ClientOf
    ) -> None:
        answer = client_of(elena).post(page_of(irma), answers(irma, same_person="new", then="board"))

        assert answer.headers["Location"] == reverse("reception:arrival", args=[irma.arrival_id])

    def test_names_each_missing_answer_and_keeps_what_was_typed(
        self, irma: Passenger, elena: Worker, client_of: ClientOf
    ) -> None:
        wrong = answers(
            irma, birth_date="31/02/1990", phone="4123", destination_municipality="Solola mal", consent=""
        )

        page = client_of(elena).post(page_of(irma), wrong).content.decode()

        assert 'value="31/02/1990"' in page and 'value="4123"' in page and "Solola mal" in page
        assert all(f'href="#{name}"' in page for name in ("id_birth_date", "id_phone", "id_consent_0"))
        assert not Return.objects.exists()

    def test_opens_what_is_folded_where_it_holds_an_answer(
        self, irma: Passenger, elena: Worker, client_of: ClientOf
    ) -> None:
        client = client_of(elena)

        assert client.get(page_of(irma)).content.decode().count('class="fold" open') == 0
        again = client.post(page_of(irma), answers(irma, groups=["disability"], consent="")).content.decode()
        assert again.count('class="fold" open') == 1

    def test_leads_on_when_somebody_registered_the_person_before(
        self, irma: Passenger, elena: Worker, client_of: ClientOf
    ) -> None:
        client = client_of(elena)
        client.post(page_of(irma), answers(irma, same_person="new"))

        assert client.get(page_of(irma)).status_code == 302
        late = client.post(page_of(irma), answers(irma, same_person="new"))
        assert late.status_code == 200 and Return.objects.count() == 1

    def test_is_closed_to_others(self, irma: Passenger, otto: Worker, client_of: ClientOf) -> None:
        assert client_of(otto).post(page_of(irma), answers(irma)).status_code in {403, 404}
        assert not Return.objects.exists()


class TestKnownPersons:
    def test_stand_beside_the_form_with_only_what_recognises_them(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        page = client_of(elena).get(page_of(reyna_again)).content.decode()

        assert str(reyna.pk) in page and reyna.phone not in page
        assert "checked" not in page.split('class="form-row"')[0]
        line = Entry.objects.get(event="person.searched")
        assert line.subject_id == str(reyna_again.pk) and line.facts["persons"] == [str(reyna.pk)]

    def test_must_be_decided_on(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        page = client_of(elena).post(page_of(reyna_again), answers(reyna_again, offered=str(reyna.pk)))

        assert 'href="#id_same_person"' in page.content.decode()
        assert Return.objects.count() == 1

    def test_get_a_second_return_when_they_are_the_same(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        said = answers(reyna_again, offered=str(reyna.pk), same_person=str(reyna.pk))

        client_of(elena).post(page_of(reyna_again), said)

        assert reyna.returns.count() == 2 and Person.objects.count() == 1

    def test_stay_apart_when_it_is_somebody_else(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        client_of(elena).post(
            page_of(reyna_again), answers(reyna_again, offered=str(reyna.pk), same_person="new")
        )

        assert reyna.returns.count() == 1 and Person.objects.count() == 2

    def test_are_shown_when_they_appear_only_with_what_was_written(
        self, flight: Arrival, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        nameless = add(flight, elena, "R.", "")
        said = answers(
            nameless, given_names="Reyna Isabel", paternal_surname="López", maternal_surname="Choc"
        )

        page = client_of(elena).post(
            page_of(nameless), said | {"birth_date": "03/04/1995", "same_person": "new"}
        )

        assert f'value="{reyna.pk}"' in page.content.decode() and Return.objects.count() == 1

    def test_cannot_be_named_by_an_address_that_was_not_offered(
        self, irma: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        client_of(elena).post(page_of(irma), answers(irma, same_person=str(reyna.pk)))

        assert Return.objects.count() == 1 and reyna.returns.count() == 1


class TestAlike:
    """The panel alone, asked for while the form is being filled in."""

    def panel(self, client: Client, passenger: Passenger, **said: object) -> str:
        answer = client.post(reverse("reception:alike", args=[passenger.pk]), answers(passenger, **said))
        assert answer.status_code == 200
        return answer.content.decode()

    def test_follows_what_is_written(
        self, irma: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        client = client_of(elena)
        assert "Reyna" not in self.panel(client, irma)

        panel = self.panel(
            client, irma, given_names="Reina", paternal_surname="Lopes", birth_date="04/03/1995",
            destination_municipality="San Pedro Soloma",
        )  # fmt: skip

        assert str(reyna.pk) in panel and "<html" not in panel and "field-error" not in panel

    def test_keeps_a_decision_only_while_nobody_else_appears(
        self, irma: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        said = {"given_names": "Reyna Isabel", "paternal_surname": "López", "maternal_surname": "Choc",
                "birth_date": "03/04/1995", "same_person": "new"}  # fmt: skip

        unseen = self.panel(client_of(elena), irma, offered="", **said)
        seen = self.panel(client_of(elena), irma, offered=str(reyna.pk), **said)

        assert "checked" not in unseen and 'value="new" form="registration" data-key="o" checked' in seen

    def test_asks_the_store_as_often_for_many_as_for_one(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        client = client_of(elena)
        self.panel(client, reyna_again)
        with CaptureQueriesContext(connection) as for_one:
            self.panel(client, reyna_again)
        for _more in range(4):
            registered_return(person("Reyna", "López", "Choc", by=elena), by=elena)
        self.panel(client, reyna_again)

        with CaptureQueriesContext(connection) as for_many:
            panel = self.panel(client, reyna_again)

        assert panel.count('class="panel-body" aria-live') == 5 and len(for_many) == len(for_one)

    def test_is_closed_to_other_centres(self, irma: Passenger, otto: Worker, client_of: ClientOf) -> None:
        answer = client_of(otto).post(reverse("reception:alike", args=[irma.pk]), answers(irma))

        assert answer.status_code in {403, 404}


class TestComingBack:
    def test_leaves_to_the_stewards_what_cannot_be_said_now(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, client_of: ClientOf
    ) -> None:
        said = answers(reyna_again, offered=str(reyna.pk), same_person="later")

        client_of(elena).post(page_of(reyna_again), said)

        new = Person.objects.exclude(pk=reyna.pk).get()
        pair = CandidatePair.objects.get()
        assert {pair.one, pair.other} == {reyna, new} and (pair.state, pair.band) == ("waiting", "same")

    def test_says_which_return_it_is_and_where_the_earlier_one_was_followed(
        self, reyna_again: Passenger, case_of_reyna: Case, elena: Worker, client_of: ClientOf
    ) -> None:
        reyna, client = case_of_reyna.person, client_of(elena)
        before = client.get(page_of(reyna_again)).content.decode()
        client.post(
            page_of(reyna_again), answers(reyna_again, offered=str(reyna.pk), same_person=str(reyna.pk))
        )
        second = Return.objects.get(passenger=reyna_again)

        after = client.get(reverse("reception:services", args=[second.pk])).content.decode()
        timeline = client.get(reverse("desk:person", args=[reyna.pk])).content.decode()

        followed = "Ventanilla Municipal de Huehuetenango"
        assert all(followed in page for page in (before, after, timeline))
        words = nth_return(2)
        assert words in before and words.capitalize() in after and words.capitalize() in timeline

    def test_says_nothing_of_where_somebody_is_followed_under_protection(
        self, reyna_again: Passenger, case_of_reyna: Case, elena: Worker, marta: Worker, client_of: ClientOf
    ) -> None:
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=MONDAY)

        page = client_of(elena).get(page_of(reyna_again)).content.decode()

        assert str(case_of_reyna.person_id) in page and "Ventanilla" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_takes_well_under_two_minutes_by_keyboard(
        self, reyna_again: Passenger, reyna: Person, elena: Worker, page_as: PageAs
    ) -> None:
        """A practised hand makes some 200 strokes a minute (0.28 s each, the keystroke-level model)."""
        page = page_as(elena)
        page.goto(page_of(reyna_again))
        strokes = 0

        def press(*keys: str) -> None:
            nonlocal strokes
            strokes += len(keys)
            for key in keys:
                page.keyboard.press(key)

        def go_to(name: str) -> None:
            for _tab in range(40):
                if page.evaluate("document.activeElement.name || ''") == name:
                    return
                press("Tab")
            pytest.fail(f"{name} is not on the way of the Tab key")

        press("m")
        go_to("given_names")
        go_to("return_type")
        press("3")
        go_to("migration_causes")
        press(" ", "Tab", " ")
        go_to("identity_document")
        press("2")
        go_to("needs")
        press(" ", "Tab", " ")
        go_to("phone")
        press(*"41234567")
        go_to("destination_safe")
        press("1")
        go_to("consent")
        press("1", "Control+Enter")
        page.wait_for_url("**/services/")

        registered = Return.objects.get(passenger=reyna_again)
        assert strokes < 90, "under half a minute of keys"
        assert registered.person == reyna and registered.return_type == "voluntary_obligated"
        assert (
            registered.migration_causes == ["economic", "unemployment"]
            and registered.identity_document == "no"
        )
        assert registered.needs == ["food", "call_family"] and registered.destination_safe == "yes"

    def test_begins_in_the_first_field_when_nobody_is_alike(
        self, irma: Passenger, elena: Worker, page_as: PageAs
    ) -> None:
        page = page_as(elena)
        page.goto(page_of(irma))

        assert page.evaluate("document.activeElement.id") == "id_given_names"

    @pytest.mark.parametrize(("width", "language"), [(1280, "es"), (360, "en")])
    def test_is_within_reach_of_everybody(
        self,
        reyna_again: Passenger,
        irma: Passenger,
        flight: Arrival,
        elena: Worker,
        page_as: PageAs,
        axe: Callable[..., None],
        width: int,
        language: str,
    ) -> None:
        add(flight, elena, "Kevin", "Lopez", age=9)
        ana = add(flight, elena, "Ana", "Tum", age=15, sex="female", alone="yes")
        served = _registered(irma, elena)
        page = page_as(elena, width, language)
        for url in (page_of(reyna_again), page_of(ana), reverse("reception:services", args=[served]),
                    reverse("reception:passenger_state", args=[ana.pk])):  # fmt: skip
            page.goto(url)
            for fold in page.locator("main details").all():
                fold.evaluate("fold => { fold.open = true }")
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url
        page.goto(page_of(reyna_again))
        page.locator("[data-main-submit]").click()
        page.wait_for_selector("[data-error-summary]")
        axe(page, "with complaints")


def _registered(passenger: Passenger, by: Worker) -> UUID:
    said = registration.Registration(
        given_names="Irma", return_type="involuntary", consent="share", needs=("food",)
    )
    return registration.register(passenger, said, id=uuid7(), person=None, by=by, at=MONDAY).pk
