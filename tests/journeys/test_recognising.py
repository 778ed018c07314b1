"""
Somebody comes back under another spelling: she is recognised, her return goes to the right person, the desk reads where
she was followed; and of two records that were joined by mistake each gets back what was theirs.
"""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from arraigo.cases import services as cases
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import CandidatePair, Merge, Person
from arraigo.reception.models import Return
from arraigo.reception.services import arrivals
from tests.cast import MONDAY, NOW, SOLOMA, person, registered_return
from tests.journeys.steps import choose, has_no_complaints, send

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BEFORE = datetime(2024, 6, 12, 16, 0, tzinfo=UTC)
LIST = """Apellidos;Nombres;Fecha de nacimiento;Sexo;Municipio
LOPEZ TZOC;MA. ANGELES;04/03/1995;F;San Pedro Soloma
SICAL BATZ;WILMER;17/08/1990;M;San Pedro Soloma
"""


@pytest.fixture
def maria(elena, marta):
    """María, who returned in 2024 and was accompanied at the window of Huehuetenango."""
    maria = person("María de los Ángeles", "López", "Tzoc", by=elena, at=BEFORE)
    of_return = registered_return(maria, by=elena, at=BEFORE)
    people.record_consent(maria, scope="share", by=elena, at=BEFORE)
    case = cases.open_from(
        of_return,
        id=uuid7(),
        institution=marta.institution,
        worker=marta,
        because="wants_support",
        by=elena,
        at=BEFORE,
    )
    return case.person


@pytest.fixture
def flight(elena):
    """A flight that lands now."""
    now = timezone.now()
    return arrivals.announce(
        id=uuid7(), institution=elena.institution, route="air", origin="Harlingen, Texas",
        scheduled_at=now, from_country="USA", by=elena, at=now,
    )  # fmt: skip


def takes_the_list_in(page, flight):
    page.goto(f"/reception/lists/new/?arrival={flight.pk}")
    page.locator("[name=file]").set_input_files(
        {"name": "lista.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.locator("[name=sender]").fill("Consulado en McAllen")
    page.locator("[name=arrival]").select_option(str(flight.pk))
    send(page)
    page.locator("[name=do][value=confirm]").click()
    page.wait_for_url("**/reception/arrivals/**")


def registers(page):
    choose(page, "return_type", "involuntary")
    choose(page, "identity_document", "no")
    choose(page, "destination_safe", "yes")
    choose(page, "consent", "share")
    send(page)
    has_no_complaints(page)
    page.wait_for_url("**/services/")


class TestComingBack:
    def test_is_recognised_under_another_spelling(self, page_as, axe, maria, flight, elena, marta):
        page = page_as(elena)
        takes_the_list_in(page, flight)
        arrivals.land(flight, by=elena, at=timezone.now())
        passenger = flight.passengers.get(paternal_surname__icontains="lopez")
        assert passenger.birth_date == date(1995, 3, 4)

        page.goto(f"/reception/passengers/{passenger.pk}/register/")
        panel = page.locator("#known")
        for words in (
            "María de los Ángeles López Tzoc",
            "12 jun 2024",
            "Ventanilla Municipal de Huehuetenango",
        ):
            expect(panel).to_contain_text(words)
        expect(panel.locator("[name=same_person]:checked")).to_have_count(0)
        axe(page, "with somebody who is known")
        page.locator("h1").click()
        page.keyboard.press("m")
        expect(panel.locator(f"[name=same_person][value='{maria.pk}']")).to_be_checked()
        registers(page)

        assert [one.person for one in Return.objects.all()] == [maria, maria] and Person.objects.count() == 1
        expect(page.locator("main")).to_contain_text("12 jun 2024")
        expect(page.locator("main")).to_contain_text("Ventanilla Municipal de Huehuetenango")
        page = page_as(marta)
        page.goto(f"/person/{maria.pk}/")
        expect(page.locator("main")).to_contain_text("12 jun 2024")

    def test_is_seen_as_the_form_is_corrected(self, page_as, maria, flight, elena):
        nameless = arrivals.walk_in(
            flight, id=uuid7(), given_names="N.", by=elena, at=timezone.now(), sex="female"
        )
        page = page_as(elena)
        asked = []
        page.on("request", lambda request: asked.append(request))
        page.goto(f"/reception/passengers/{nameless.pk}/register/")
        panel = page.locator("#known")
        expect(panel).not_to_contain_text("López")

        page.locator("[name=given_names]").fill("Ma. Anjeles")
        page.locator("[name=paternal_surname]").fill("Lopes")
        page.locator("[name=maternal_surname]").fill("Tsoc")
        page.locator("[name=birth_date]").press_sequentially("04/03/1995")

        expect(panel).to_contain_text("María de los Ángeles López Tzoc")
        expect(panel.locator("[name=same_person]:checked")).to_have_count(0)
        panel.locator("[name=same_person][value=later]").check(force=True)
        page.locator("[name=maternal_surname]").fill("Tzoc")
        expect(panel.locator("[name=same_person][value=later]")).to_be_checked()
        assert not [one for one in asked if "Lopes" in one.url or "Anjeles" in one.url]
        registers(page)

        pair = CandidatePair.objects.get()
        assert maria in {pair.one, pair.other} and pair.asked and Person.objects.count() == 2

    def test_is_compared_without_a_script_too(self, page_as, maria, flight, elena):
        nameless = arrivals.walk_in(
            flight, id=uuid7(), given_names="N.", by=elena, at=timezone.now(), sex="female"
        )
        page = page_as(elena, script=False)
        page.goto(f"/reception/passengers/{nameless.pk}/register/")

        page.locator("[name=given_names]").fill("Ángeles")
        page.locator("[name=paternal_surname]").fill("López")
        page.locator("[name=birth_date]").fill("03/04/1995")
        page.locator("[name=consent][value=share]").check(force=True)
        page.locator("#known noscript button, #known button[value=compare]").click()

        expect(page.locator("#known")).to_contain_text("María de los Ángeles López Tzoc")
        expect(page.locator("[name=given_names]")).to_have_value("Ángeles")
        expect(page.locator("[name=consent][value=share]")).to_be_checked()
        has_no_complaints(page)


class TestTakingApart:
    def test_gives_back_what_was_joined_by_mistake(self, page_as, maria, elena, sol):
        sister = people.add_person(
            id=uuid7(), given_names="María Angélica", paternal_surname="López", maternal_surname="Tzoc",
            sex="female", birth_date=date(1996, 8, 20), birth_date_precision="day", nationality="GTM",
            origin_municipality=SOLOMA, phone="", by=elena, at=MONDAY,
        )  # fmt: skip
        of_sister = registered_return(sister, by=elena)
        people.propose([(maria.pk, sister.pk, 0.7, "probably")], run=None, at=NOW)
        pair = CandidatePair.objects.get()
        page = page_as(sol)

        page.goto(f"/register/pairs/{pair.pk}/")
        choose(page, "decision", "same")
        send(page)
        page.locator("main [name=reason]").first.check(force=True)
        send(page)
        sister.refresh_from_db()
        assert sister.merged_into == maria and maria.returns.count() == 2

        page.goto(f"/register/merges/{Merge.objects.get().pk}/")
        page.locator("main [name=reason]").first.check(force=True)
        send(page)
        sister.refresh_from_db()
        of_sister.refresh_from_db()
        assert sister.merged_into is None and of_sister.person == sister
        assert maria.returns.count() == 1 and maria.cases.count() == 1
