"""Every page that a role can open, in the states that matter: empty, filled, with complaints, done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from arraigo.access.models import Worker
from arraigo.cases.models import Case, FollowUp
from arraigo.cli.demo.check import import_list
from arraigo.core.ids import uuid7
from arraigo.directory.models import Service
from arraigo.indicators import queries as indicators
from arraigo.people.models import Person
from arraigo.reception.models import Manifest, Return
from arraigo.reception.rules import State
from arraigo.reception.services import manifests
from arraigo.referrals.models import Referral
from arraigo.support.models import Application, DocumentRequest
from tests.journeys import centre, steps
from tests.journeys.country import Country

Act = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in a state: its address, and what is done on it before it is looked at."""

    url: str
    state: str = ""
    act: Act = lambda page: None


def page(view: str, *keys: object, query: str = "", state: str = "", act: Act | None = None) -> Shown:
    """A page by the name of its view."""
    url = reverse(view, args=keys) + query
    return Shown(url, state, act) if act else Shown(url, state)


def form(view: str, *keys: object, query: str = "") -> Iterator[Shown]:
    """A form as it opens, and as it comes back when it was sent with nothing in it."""
    yield page(view, *keys, query=query)
    yield page(view, *keys, query=query, state="refused", act=send_empty)


def send_empty(page: Page) -> None:
    """Take away what is filled in, send, and see the complaints."""
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const form = document.querySelector("form[data-main-form]");
                for (const one of form.elements) {
                    if (one.matches("[type=radio], [type=checkbox]")) one.checked = false;
                    else if (one.matches("textarea, [type=text], [type=date], [type=time]")) one.value = "";
                }
                form.submit();
            }"""
        )
    expect(page.locator("[data-error-summary]")).to_be_visible()


# Who sees what


def of_reception(country: Country) -> Iterator[Shown]:
    elena = country.worker("elena")
    yield page("reception:manifests", query="?page=1", state="empty")
    read = _list_read(country, elena)
    yield page("reception:manifest", read.pk, state="to correct")
    yield page("reception:manifest", read.pk, state="refused", act=_correct_wrongly)
    import_list(country.store)
    waiting = country.flight.passengers.filter(state=State.ARRIVED).order_by("list_number")
    centre.serve(country.flight, by=elena, at=timezone.now(), besides=_all_but(country, 9), left=6)
    flight, first = country.flight, waiting.first()
    reyna = country.flight.passengers.get(given_names="Reyna Isabel")
    gone = country.flight.passengers.filter(state=State.NO_SHOW).first()
    yield page("reception:board")
    yield page("reception:board", query="?day=2020-02-29", state="empty")
    yield page("reception:arrival", flight.pk)
    yield page("reception:arrival", flight.pk, query="?state=being_served")
    yield page("reception:arrival", flight.pk, query="?state=expected", state="nobody")
    yield page("reception:arrival", flight.pk, state="nobody found", act=lambda page: _search(page, "zzz"))
    yield from form("reception:announce")
    yield from form("reception:walk_in", flight.pk)
    yield from form("reception:register", first.pk)
    yield page("reception:register", reyna.pk, state="known")
    yield from form("reception:passenger_state", reyna.pk)
    yield page("reception:passenger_state", gone.pk, state="did not arrive")
    served = Return.objects.filter(passenger__arrival=flight, reception_completed_at=None).first()
    done = Return.objects.filter(passenger__arrival=flight, reception_completed_at__isnull=False).first()
    yield page("reception:services", served.pk)
    yield page("reception:services", done.pk, state="done")
    yield from form("cases:open", served.pk)
    yield page("reception:manifests")
    yield page("reception:manifest", Manifest.objects.latest("confirmed_at").pk, state="confirmed")
    yield from form("reception:manifest_new")
    yield from of_people(country, elena)


def of_people(country: Country, worker: Worker) -> Iterator[Shown]:
    """Looking for a person, and their page."""
    person = Person.objects.visible_to(worker).order_by("created_at").first()
    yield page("desk:people")
    yield page("desk:people", state="found", act=lambda page: _look_for(page, person.paternal_surname))
    yield page("desk:people", state="nobody", act=lambda page: _look_for(page, "zzzz"))
    yield page("desk:person", person.pk)


def of_cases(country: Country) -> Iterator[Shown]:
    marta = country.worker("marta")
    today = timezone.localdate()
    mine = Case.objects.filter(worker=marta)
    rich = max(
        mine.filter(closed_on=None, protected=False),
        key=lambda case: case.followups.filter(done_on__isnull=False).count(),
    )
    yield page("desk:my_day")
    for query in ("", "?show=late", "?show=risk", "?show=closed", "?q=zzzz", "?whose=all&sort=name"):
        yield page("cases:list", query=query)
    shown = {
        "filled": rich,
        "closed": mine.exclude(closed_on=None).first(),
        "protected": mine.filter(protected=True, closed_on=None).first(),
        "new": mine.filter(closed_on=None).latest("opened_on"),
    }
    for state, case in shown.items():
        if case is not None:
            yield page("desk:case_file", case.pk, state=state)
    if shown["protected"]:
        yield page("cases:needs", shown["protected"].pk, state="protected")
    yield from form("cases:screening", rich.pk)
    yield page("cases:needs", rich.pk)
    yield from form("cases:action_new", rich.pk)
    yield page("cases:sign", rich.pk)
    yield page("cases:sheet", rich.pk)
    action = next(
        case.plan.actions.first() for case in mine.filter(closed_on=None, plan__actions__isnull=False)
    )
    yield from form("cases:action", action.pk)
    open_ones = FollowUp.objects.filter(
        case__worker=marta, case__closed_on=None, done_on=None, excused_on=None
    )
    due = open_ones.filter(due_on__lte=today + timedelta(days=60)).order_by("due_on").first()
    yield from form("cases:followup", due.pk)
    yield from form("cases:excuse", due.pk)
    settled = FollowUp.objects.filter(case__worker=marta, done_on__isnull=False).first()
    yield page("cases:followup", settled.pk, state="done")
    for view in ("contact", "assign", "stage", "close"):
        yield from form(f"cases:{view}", rich.pk)
    yield page("cases:protect", rich.pk)


def of_support(country: Country) -> Iterator[Shown]:
    """What Marta asks others for, and notes of documents and support."""
    marta = country.worker("marta")
    case = Case.objects.filter(worker=marta, closed_on=None, protected=False).first()
    service = Service.objects.filter(active=True).exclude(institution=marta.institution).first()
    for query in ("", "?show=waiting&whose=all", "?show=ended&whose=all"):
        yield page("referrals:sent", query=query)
    yield page("referrals:send", case.pk)
    yield page("referrals:send", case.pk, query="?service_type=shelter&municipality=GT1901")
    yield from form("referrals:send_to", case.pk, service.pk)
    for status in (
        Referral.objects.filter(from_institution=marta.institution)
        .values_list("status", flat=True)
        .distinct()
    ):
        one = Referral.objects.filter(
            from_institution=marta.institution, case__protected=False, status=status
        ).first()
        if one:
            yield page("referrals:referral", one.pk, state=status)
    waiting = Referral.objects.filter(
        from_institution=marta.institution, case__worker=marta, status="sent"
    ).first()
    if waiting:
        yield page("referrals:withdraw", waiting.pk)
    yield from form("support:document", case.pk)
    yield from form("support:application", case.pk)
    request = DocumentRequest.objects.filter(
        delivered_on=None, person__cases__worker=marta, person__cases__closed_on=None
    ).first()
    if request:
        own = Case.objects.filter(worker=marta, closed_on=None, person=request.person).first()
        yield page("support:deliver", own.pk, request.pk)
    pending = Application.objects.filter(
        decision="pending", person__cases__worker=marta, person__cases__closed_on=None
    ).first()
    if pending:
        own = Case.objects.filter(worker=marta, closed_on=None, person=pending.person).first()
        yield from form("support:decide", own.pk, pending.pk)
    yield from of_people(country, marta)


def of_the_inbox(country: Country) -> Iterator[Shown]:
    ines = country.worker("ines")
    received = Referral.objects.filter(to_institution=ines.institution)
    for tab in ("", "accepted", "to_finish", "ended", "declined", "withdrawn"):
        yield page("referrals:inbox", query=f"?tab={tab}" if tab else "", state=tab)
    for status in received.values_list("status", flat=True).distinct():
        yield page("referrals:received", received.filter(status=status).first().pk, state=status)
    protected = received.filter(case__protected=True, status="sent").first()
    if protected:
        yield page("referrals:received", protected.pk, state="protected")
    waiting, accepted = (received.filter(status=status).first() for status in ("sent", "accepted"))
    yield page("referrals:accept", waiting.pk)
    yield from form("referrals:decline", waiting.pk)
    if accepted:
        yield from form("referrals:finish", accepted.pk)
    yield from of_people(country, ines)


def of_figures(country: Country) -> Iterator[Shown]:
    """What an analyst reads."""
    yield page("indicators:dashboard")
    for shown in ("children", "sustainability", "process"):
        yield page("indicators:dashboard", query=f"?set={shown}", state=shown)
    share, two = "context.undocumented_share", "i=context.undocumented_share&i=context.returns"
    yield page("indicators:dashboard", query="?period=2999", state="ahead")
    yield page("indicators:indicator", share, query="?by=department", state="map")
    yield page("indicators:indicator", share, query="?by=municipality&place=GT13", state="municipalities")
    yield page(
        "indicators:indicator", share, query="?by=sex,age_band&period=x", state="crossed, with a remark"
    )
    yield page("indicators:compare", share, query="?with=GT01&with=GT13")
    yield page("indicators:explore", query=f"?{two}&by1=department&by2=sex")
    yield page("indicators:explore", query=f"?{two}&over=months", state="months")
    yield page("indicators:views", state="empty")
    yield page("desk:team", state="counts only")
    yield page("policy:goals")
    for goal in indicators.goals("GTM"):
        yield page("policy:goal", goal.code)
    for indicator in indicators.indicators("GTM"):
        yield page("indicators:indicator", indicator.code)


def of_the_team(country: Country) -> Iterator[Shown]:
    """What a coordinator sees; nothing there can be changed."""
    carla = country.worker("carla")
    case = Case.objects.visible_to(carla).filter(closed_on=None).first()
    yield page("desk:team")
    yield page("cases:list")
    yield page("desk:case_file", case.pk, state="to read")
    yield page("reception:board", state="of no centre")
    yield page("referrals:sent")
    yield page("indicators:records", "context.undocumented_share")
    yield from of_people(country, carla)


def of_the_system(country: Country) -> Iterator[Shown]:
    """What an administrator sees, and what everybody may."""
    yield page("desk:team", state="of institutions")
    yield page("access:audit")
    yield page("access:audit", query="?check=1", state="tested")
    yield page("access:choose_post")
    yield page("web:components")
    yield page("indicators:dashboard")


OF: dict[str, tuple[str, Callable[[Country], Iterator[Shown]]]] = {
    "reception": ("elena", of_reception),
    "cases": ("marta", of_cases),
    "support": ("marta", of_support),
    "inbox": ("ines", of_the_inbox),
    "figures": ("pablo", of_figures),
    "team": ("carla", of_the_team),
    "system": ("ada", of_the_system),
}
"""Part -> who opens its pages, and which they are."""


# What brings a page into its state


def _list_read(country: Country, elena: Worker) -> Manifest:
    received = manifests.receive(
        id=uuid7(),
        arrival=country.flight,
        sender_name="Consulado en McAllen",
        file_name="Vuelo Harlingen.xlsx",
        content=steps.LIST.read_bytes(),
        by=elena,
        at=timezone.now(),
    )
    return received.manifest


def _correct_wrongly(page: Page) -> None:
    row = page.locator('tr[id^="row-"]', has=page.locator("input[name=value]")).first
    row.locator("input[name=value]").fill("32/13/1990")
    row.locator("input[name=value]").press("Enter")
    expect(page.locator('[aria-invalid="true"]')).to_have_count(1)


def _all_but(country: Country, number: int) -> list[str]:
    """The given names of those of the flight who are not served."""
    names = country.flight.passengers.order_by("list_number").values_list("given_names", flat=True)
    return list(names)[number:]


def _search(page: Page, text: str) -> None:
    page.locator("[data-search-here]").fill(text)
    expect(page.locator("#rows [data-row]")).to_have_count(0)


def _look_for(page: Page, text: str) -> None:
    page.locator("main [name=q]").fill(text)
    page.locator("main [name=q]").press("Enter")
    page.wait_for_load_state()
