"""How the roles do their part of the main job in the browser. Controls are found by their names, not by their words."""

from importlib.resources import files

from playwright.sync_api import Locator, Page, expect

from arraigo.cases.models import Case
from arraigo.core import content
from arraigo.core.content import Instrument, Question
from arraigo.directory.models import Service
from arraigo.reception.models import Arrival

LIST = files("arraigo.interop.simulator").joinpath("lists/vuelo_harlingen.xlsx")


# A form


def choose(page: Page, name: str, *codes: str) -> None:
    """Mark the options of a question."""
    for code in codes:
        page.locator(f'main [name="{name}"][value="{code}"]').check(force=True)


def send(page: Page) -> None:
    """Press the page's main button and wait for what follows."""
    with page.expect_navigation():
        page.locator("[data-main-submit]").click()


def has_no_complaints(page: Page) -> None:
    """No field of the page is refused."""
    expect(page.locator("[data-error-summary]")).to_have_count(0)


# Reception


def upload_list(page: Page, flight: Arrival) -> None:
    """Send the bundled list, as the consulate's."""
    page.goto(f"/reception/lists/new/?arrival={flight.pk}")
    page.locator("[name=file]").set_input_files(str(LIST))
    page.locator("[name=sender]").fill("Consulado en McAllen")
    page.locator("[name=arrival]").select_option(str(flight.pk))
    send(page)


def find_on_board(page: Page, flight: Arrival, text: str) -> Locator:
    """Search the board as one types; gives the row that is found."""
    page.goto(f"/reception/arrivals/{flight.pk}/")
    page.keyboard.press("/")
    page.keyboard.type(text)
    rows = page.locator("#rows [data-row]")
    expect(rows).to_have_count(1)
    return rows


def register_child_without_document(page: Page) -> None:
    """The registration of a child who came with family, and without a document."""
    choose(page, "unaccompanied", "no")
    choose(page, "return_type", "involuntary")
    choose(page, "identity_document", "no")
    choose(page, "destination_safe", "yes")
    choose(page, "consent", "share")
    send(page)


def open_case(page: Page, institution: str, worker: str) -> None:
    """From the page of services: open a case at a window, with somebody who accompanies it."""
    page.locator('main a[href^="/cases/open/"]').first.click()
    choice = page.locator(f'[name=institution][value="{institution}"]')
    if choice.count():
        choice.check(force=True)
    else:
        choose(page, "institution", "other")
        page.locator("[name=other_institution]").select_option(institution)
    page.locator("[name=worker]").select_option(worker)
    choose(page, "because", "wants_support")
    send(page)


# A case


def answer(page: Page, instrument: Instrument) -> None:
    """Answer a questionnaire as somebody would whom nothing presses."""
    for question in instrument.questions:
        options = page.locator(f'[name="q_{question.code}"]')
        if options.count():
            choose(page, f"q_{question.code}", _calm(instrument, question))


def screen(page: Page, case: Case) -> None:
    """The short screening."""
    page.goto(f"/cases/{case.pk}/screening/")
    answer(page, content.instrument("screening_short"))
    send(page)


def note_needs(page: Page, case: Case) -> None:
    """What she wants in her own words; one need and one capacity in each dimension."""
    page.goto(f"/cases/{case.pk}/needs/")
    page.locator("[name=words]").fill(
        "Quiero vender mis tejidos en Soloma y que mis hijos vuelvan a la escuela."
    )
    for kind in ("need", "capacity"):
        for dimension in content.codelist("dimension").codes:
            items = [one for one in content.codelist(kind) if one.dimension == dimension]
            item = next(one for one in items if not one.protected)
            page.locator(f'[name="{kind}_{item.code}"]').check(force=True)
    send(page)


def plan_action(page: Page, case: Case) -> None:
    """One action with the person and family, and its signature."""
    page.goto(f"/cases/{case.pk}/plan/add/?level=individual&dimension=economic")
    page.locator("[name=title]").fill("Puesto en el mercado de los jueves")
    page.locator("[name=due_on]").fill("2026-12-18")
    send(page)
    has_no_complaints(page)
    page.goto(f"/cases/{case.pk}/plan/sign/")
    send(page)


def refer(page: Page, case: Case, service: Service, reason: str) -> None:
    """Ask another institution for a service: which one, then what for."""
    page.goto(f"/referrals/send/{case.pk}/")
    page.locator("main [name=service_type]").select_option(service.service_type)
    page.locator("main form.filters button").click()
    page.locator(f'a[href$="/to/{service.pk}/"]').click()
    page.locator("[name=reason]").fill(reason)
    send(page)


def _calm(instrument: Instrument, question: Question) -> str:
    worrying = {(alert.when.question, code) for alert in instrument.alerts for code in alert.when.among}
    calm = [one for one in question.options if (question.code, one.code) not in worrying]
    return max(calm or list(question.options), key=lambda one: one.score or 0).code
