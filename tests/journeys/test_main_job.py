"""The main job in a real browser, in Spanish: from an arrivals list to a goal of the policy, as the roles concerned."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from arraigo.cases.models import Case, FollowUp
from arraigo.core import content
from arraigo.core.names import fold
from arraigo.core.periods import Period, age_on
from arraigo.directory.models import Service
from arraigo.indicators import queries as indicators
from arraigo.indicators.engine import Figure
from arraigo.reception.models import Manifest, ManifestRow, Passenger, Return
from arraigo.referrals.models import Referral
from arraigo.web import formats
from tests.journeys import centre, steps
from tests.journeys.country import Country
from tests.journeys.keys import Keys, register_reyna

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Picture = Callable[[Page, str], None]
Standing = dict[str, Figure]

FIGURE, SCORE, GOAL = "context.undocumented_share", "sustainability.score", "children_documented_on_return"
WAITING = ("Reyna Isabel", "Byron Estuardo", "Domingo Efraín")
"""Known from an earlier return: the colleagues leave them to Elena, and a child with family."""


class TestMainJob:
    def test_leads_from_an_arrivals_list_to_a_goal_of_the_policy(self, country, page_as, picture):
        elena, marta = page_as(country.worker("elena")), page_as(country.worker("marta"))
        ines, pablo = page_as(country.worker("ines")), page_as(country.worker("pablo"))

        takes_the_list_in(elena, country, picture)
        child = child_with_family(country)
        the_desk_works(elena, country, child, picture)
        before = standing()
        reyna = registers_reyna(elena, country, picture)
        registers_without_document(elena, child)
        case = opens_a_case(elena, reyna, country)
        accompanies(marta, case, picture)
        completed, declined = refers(marta, case, country, picture)
        answers(ines, completed, picture)
        cannot(page_as(country.focal_point_of(declined.to_institution)), declined)
        sees_the_answers(marta, case, completed, declined)
        follows_up(marta, country, picture)
        after = standing()
        assert changed(before, after) == {FIGURE: (2, 2), GOAL: (1, 1), SCORE: 1}
        reads(pablo, after, picture)


def standing() -> Standing:
    """The figures and the goal's own figure, as the house has them now."""
    codes, today = [FIGURE, SCORE], timezone.localdate()
    found = {each.code: each for each in indicators.compute(codes, Period.year(today.year), ["GTM"])}
    return {**found, GOAL: indicators.goal_states(today, "GTM", codes=[GOAL])[0].actual}


def changed(before: Standing, after: Standing) -> dict[str, Any]:
    """By how much numerators and denominators moved."""
    return {
        code: (
            after[code].numerator - before[code].numerator,
            after[code].denominator - before[code].denominator,
        )
        for code in (FIGURE, GOAL)
    } | {SCORE: after[SCORE].denominator - before[SCORE].denominator}


# Elena, at the reception centre


def takes_the_list_in(page: Page, country: Country, picture: Picture) -> None:
    steps.upload_list(page, country.flight)

    lead = page.locator(".lead").inner_text()
    assert all(number in lead for number in ("135", "131", "4")), lead
    picture(page, "import")
    row = page.locator("tr", has_text="31/02/1990")
    row.locator("input[name=value]").fill("28/02/1990")
    row.locator("input[name=value]").press("Enter")
    expect(page.locator(".lead")).to_contain_text("132")
    page.locator("[name=do][value=confirm]").click()
    page.wait_for_url("**/reception/arrivals/**")
    manifest = Manifest.objects.get(arrival=country.flight)
    assert manifest.rows.filter(status=ManifestRow.Status.CORRECTION).count() == 3
    assert manifest.rows.filter(reading__birth_date="1990-02-28").exists(), (
        "what was typed, not what was offered"
    )
    assert country.flight.passengers.count() == 132


def child_with_family(country: Country) -> Passenger:
    """The first child on the list of whom nobody said that they travel alone."""
    there = country.flight.passengers.exclude(alone="yes").order_by("list_number").select_related("arrival")
    return next(one for one in there if one.birth_date and age_on(one.birth_date, timezone.localdate()) < 18)


def the_desk_works(page: Page, country: Country, child: Passenger, picture: Picture) -> None:
    """Half an hour later most of the flight has been served by Elena's colleagues."""
    at = country.clock.skip(minutes=28)
    alone = country.flight.passengers.filter(alone="yes").order_by("-list_number")[0]
    waiting = {*WAITING, child.given_names, alone.given_names}
    centre.serve(country.flight, by=country.worker("elena"), at=at, besides=waiting, left=70)
    page.goto("/reception/")
    picture(page, "arrivals")
    first = page.locator("#rows tr.band .button-main")
    expect(first).to_have_count(1)
    expect(first).to_have_attribute("href", f"/reception/passengers/{alone.pk}/register/")


def registers_reyna(page: Page, country: Country, picture: Picture) -> Return:
    keys = Keys(page)
    steps.find_on_board(page, country.flight, "reyna lopez choc")
    register_reyna(keys, picture=lambda: picture(page, "registration"))
    page.wait_for_url("**/services/")
    reyna = Return.objects.latest("registered_at")
    assert reyna.person.given_names == "Reyna Isabel" and reyna.person.returns.count() == 2
    give = page.locator("main [name=do][value=give]")
    for _ in range(3):
        left = give.count()
        give.first.click()
        expect(give).to_have_count(left - 1)
    picture(page, "services")
    assert reyna.reception_services.count() == 3
    return reyna


def registers_without_document(page: Page, child: Passenger) -> None:
    row = steps.find_on_board(page, child.arrival, fold(child.full_name))
    row.locator("a.name").click()
    steps.register_child_without_document(page)
    page.wait_for_url("**/services/")


def opens_a_case(page: Page, reyna: Return, country: Country) -> Case:
    marta = country.worker("marta")
    page.goto(f"/reception/returns/{reyna.pk}/services/")
    steps.open_case(page, str(marta.institution_id), str(marta.pk))
    case = Case.objects.get(after_return=reyna)
    assert case.worker_id == marta.pk and case.followups.count() == 5
    page.goto(f"/reception/returns/{reyna.pk}/services/")
    page.locator("[name=do][value=leave]").click()
    expect(page.locator("[name=do][value=come_back]")).to_be_visible()
    assert Passenger.objects.get(registered_return=reyna).state == "done"
    return case


# Marta, at the municipal window


def accompanies(page: Page, case: Case, picture: Picture) -> None:
    page.goto("/my-day/")
    picture(page, "my-day")
    steps.screen(page, case)
    steps.note_needs(page, case)
    steps.plan_action(page, case)
    page.goto(f"/case/{case.pk}/")
    picture(page, "case")
    case.refresh_from_db()
    assert case.stage == "implementation" and case.plan.signed_on == timezone.localdate()


def refers(page: Page, case: Case, country: Country, picture: Picture) -> tuple[Referral, Referral]:
    health = country.worker("ines").institution
    asked = Service.objects.filter(institution=health, active=True).order_by("name").first()
    others = Service.objects.filter(active=True).exclude(institution__in=[health, case.institution])
    elsewhere = next(one for one in others.order_by("name", "id") if one.municipality == "")
    steps.refer(page, case, asked, "Control de salud y constancia para inscribir a su hijo.")
    steps.refer(page, case, elsewhere, "Quiere certificar lo que sabe de costura.")
    sent = {one.service_id: one for one in case.referrals.select_related("to_institution")}
    return sent[asked.pk], sent[elsewhere.pk]


def sees_the_answers(page: Page, case: Case, completed: Referral, declined: Referral) -> None:
    page.goto(f"/referrals/{completed.pk}/")
    expect(page.locator("main")).to_contain_text("La atendieron por lo que venía.")
    page.goto(f"/referrals/{declined.pk}/")
    expect(page.locator("main")).to_contain_text("El próximo grupo empieza en enero.")
    expect(page.locator(f'main a[href^="/referrals/send/{case.pk}/"]').first).to_be_visible()


def follows_up(page: Page, country: Country, picture: Picture) -> None:
    """The first of those that are due, with a case that has no score of this year yet."""
    marta, year = country.worker("marta"), timezone.localdate().year
    due = FollowUp.objects.filter(
        case__worker=marta,
        case__closed_on=None,
        done_on=None,
        excused_on=None,
        due_on__lte=timezone.localdate(),
    ).exclude(case__followups__done_on__year=year)
    found = due.order_by("due_on").first()
    assert found, "the country has nobody to follow up for the first time"
    page.goto("/my-day/")
    page.goto(f"/cases/followup/{found.pk}/")
    steps.choose(page, "channel", "phone")
    steps.answer(page, content.instrument("sustainability_short"))
    picture(page, "followup")
    steps.send(page)
    found.refresh_from_db()
    assert found.score is not None and found.done_on == timezone.localdate()


# Inés, at the health centre, and somebody who cannot


def answers(page: Page, referral: Referral, picture: Picture) -> None:
    page.goto(f"/referrals/inbox/{referral.pk}/accept/")
    picture(page, "inbox")
    tomorrow = timezone.localdate() + timedelta(days=3)
    page.locator("[name=appointment_on]").fill(f"{tomorrow:%Y-%m-%d}")
    page.locator("[name=appointment_time]").fill("09:30")
    steps.send(page)
    page.goto(f"/referrals/inbox/{referral.pk}/finish/")
    steps.choose(page, "outcome", "completed")
    page.locator("[name=note]").fill("La atendieron por lo que venía.")
    steps.send(page)
    referral.refresh_from_db()
    assert referral.status == "completed"


def cannot(page: Page, referral: Referral) -> None:
    page.goto(f"/referrals/inbox/{referral.pk}/decline/")
    steps.choose(page, "reason", "no_capacity")
    page.locator("[name=note]").fill("El próximo grupo empieza en enero.")
    steps.send(page)
    referral.refresh_from_db()
    assert referral.status == "declined" and referral.decline_reason == "no_capacity"


# Pablo, who reads figures


def reads(page: Page, after: Standing, picture: Picture) -> None:
    page.goto("/indicators/")
    picture(page, "indicators")
    page.locator(f'main a[href*="/indicators/explain/{FIGURE}/"]').first.click()
    page.wait_for_url(f"**/explain/{FIGURE}/**")
    picture(page, "indicator")
    says(page, after[FIGURE])
    page.goto("/policy/goals/")
    picture(page, "goals")
    page.locator(f'main a[href*="/policy/goals/{GOAL}/"]').first.click()
    page.wait_for_url(f"**/goals/{GOAL}/**")
    picture(page, "goal")
    says(page, after[GOAL])


def says(page: Page, figure: Figure) -> None:
    """The page takes the figure apart into its numerator and its denominator."""
    main = page.locator("main")
    for number in (figure.numerator, figure.denominator):
        expect(main).to_contain_text(formats.number(float(number), 0))
    expect(main).to_contain_text(formats.number(figure.value, 1))
