"""The pages of a case: what is typed stays, a second click does nothing, strangers find nothing."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from arraigo.access.roles import Role
from arraigo.cases import services
from arraigo.cases.models import Case
from arraigo.cases.rules import Stage
from arraigo.cases.services import Found
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from tests.cases.acts import add_action, open_case, screening_answers, sustainability_answers
from tests.cast import MONDAY, NOW, person, registered_return, signed_in, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def worked_case(case_of_reyna, marta):
    """A case with something in every part of it."""
    services.record_screening(case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW)
    services.set_own_words(case_of_reyna, words="Quiero tener mi panadería", by=marta, at=NOW)
    services.set_needs(
        case_of_reyna, [Found("income", "economic"), Found("safety", "psychosocial")], by=marta, at=NOW
    )
    add_action(case_of_reyna, marta)
    services.sign_plan(case_of_reyna, by=marta, at=NOW)
    return Case.objects.get(pk=case_of_reyna.pk)


def addresses(case):
    """Every page of a case."""
    followup, action = case.followups.first(), case.plan.actions.first()
    of_case = [
        "screening",
        "needs",
        "action_new",
        "sign",
        "sheet",
        "contact",
        "protect",
        "assign",
        "stage",
        "close",
    ]
    return {
        **{name: reverse(f"cases:{name}", args=[case.pk]) for name in of_case},
        "action": reverse("cases:action", args=[action.pk]),
        "followup": reverse("cases:followup", args=[followup.pk]),
        "excuse": reverse("cases:excuse", args=[followup.pk]),
    }


def presses(case):
    """Every address of a case that only takes a press of a button."""
    action = case.plan.actions.first()
    return [
        reverse("cases:unprotect", args=[case.pk]),
        reverse("cases:reopen", args=[case.pk]),
        reverse("cases:action_move", args=[action.pk]) + "?to=done",
    ]


def questions(answers):
    return {f"q_{code}": answer for code, answer in answers.items()}


class TestPages:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_open_in_both_languages(self, language, worked_case, marta):
        client = signed_in(marta, language)

        for name, address in addresses(worked_case).items():
            assert client.get(address).status_code == 200, name

    def test_are_not_there_for_another_institution(self, worked_case, otto):
        client = signed_in(otto)

        for name, address in addresses(worked_case).items():
            assert client.get(address).status_code == 404, name
            assert client.post(address).status_code in (404, 405), name
        for address in presses(worked_case):
            assert client.post(address).status_code == 404, address

    def test_are_not_there_for_a_colleague_when_the_case_is_protected(self, worked_case, marta, carla):
        services.protect(worked_case, careful_contact="", by=marta, at=NOW)
        client = signed_in(carla)

        for name, address in addresses(worked_case).items():
            assert client.get(address).status_code in (403, 404), name

    def test_are_closed_to_roles_that_work_no_cases(self, worked_case, elena, ines, pablo, ada):
        for other in (elena, ines, pablo, ada):
            client = signed_in(other)
            for name, address in addresses(worked_case).items():
                assert client.get(address).status_code == 403, (other.role, name)

    def test_ask_visitors_to_sign_in_and_keep_what_they_had_typed(self, worked_case, marta, client):
        address = reverse("cases:contact", args=[worked_case.pk])
        token = re.search(
            r'name="form_owner" value="([^"]+)"', signed_in(marta).get(address).content.decode()
        )

        answer = client.post(address, {"form_owner": token[1], "note": "Vende los jueves"})
        client.force_login(marta.user)
        page = client.get(address)

        assert answer.status_code == 302 and "sign-in" in answer.url
        assert "Vende los jueves" in page.content.decode() and not worked_case.contacts.exists()


class TestOpen:
    def address(self, of_return):
        return reverse("cases:open", args=[of_return.pk])

    def form(self, marta, **changed):
        chosen = {
            "id": str(uuid7()),
            "institution": str(marta.institution.pk),
            "worker": str(marta.pk),
            "because": "wants_support",
        }
        return {**chosen, **changed}

    def test_by_reception_at_a_municipal_window(self, return_of_reyna, elena, marta):
        answer = signed_in(elena).post(self.address(return_of_reyna), self.form(marta))

        case = Case.objects.get()
        assert answer.status_code == 302 and case.worker == marta and case.institution == marta.institution

    def test_twice_opens_one_case(self, return_of_reyna, elena, marta):
        client, form = signed_in(elena), self.form(marta)

        first, again = (client.post(self.address(return_of_reyna), form) for _ in range(2))

        assert first.status_code == again.status_code == 302 and Case.objects.count() == 1

    def test_names_the_case_that_is_open_already(self, return_of_reyna, elena, marta):
        case = open_case(return_of_reyna, marta)

        page = signed_in(elena).post(self.address(return_of_reyna), self.form(marta))

        assert case.shown_number in page.content.decode() and Case.objects.count() == 1

    def test_keeps_what_was_chosen_and_names_the_field(self, return_of_reyna, elena, marta, otto):
        page = signed_in(elena).post(self.address(return_of_reyna), self.form(marta, worker=str(otto.pk)))

        assert page.context["form"].errors.keys() == {"worker"} and not Case.objects.exists()
        assert f'value="{marta.institution.pk}" id="id_institution_' in page.content.decode()

    def test_suggests_the_nearest_institution_first(self, return_of_reyna, elena, marta, otto):
        page = signed_in(elena).get(self.address(return_of_reyna))

        names = [label for _value, label in page.context["form"].fields["institution"].choices]
        assert names[0].startswith(marta.institution.name) and names[1].startswith(otto.institution.name)

    def test_is_not_there_for_a_return_that_the_worker_may_not_see(self, return_of_reyna, otto, marta):
        assert signed_in(otto).get(self.address(return_of_reyna)).status_code == 404
        assert signed_in(otto).post(self.address(return_of_reyna), self.form(otto)).status_code == 404
        assert not Case.objects.exists()


class TestScreening:
    def test_with_threats_offers_to_protect_the_case(self, case_of_reyna, marta):
        form = questions(screening_answers(threats="yes")) | {
            "id": str(uuid7()),
            "protected_note": "Extorsión",
        }

        answer = signed_in(marta).post(reverse("cases:screening", args=[case_of_reyna.pk]), form)

        assert answer.url == reverse("cases:protect", args=[case_of_reyna.pk])
        assert case_of_reyna.screenings.get().protected_note == "Extorsión"

    def test_is_read_whole_by_the_case_s_own_worker_only(self, case_of_reyna, marta, otto):
        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)
        done = services.record_screening(
            case_of_reyna,
            id=uuid7(),
            answers=screening_answers(),
            protected_note="Extorsión",
            by=marta,
            at=NOW,
        )
        address = reverse("cases:screened", args=[done.pk])

        own, colleague = (signed_in(who).get(address).content.decode() for who in (marta, noe))

        assert "Extorsión" in own and "Extorsión" not in colleague
        assert signed_in(otto).get(address).status_code == 404

    def test_asks_for_every_answer_and_keeps_the_others(self, case_of_reyna, marta):
        form = questions(screening_answers(threats="")) | {"id": str(uuid7())}

        page = signed_in(marta).post(reverse("cases:screening", args=[case_of_reyna.pk]), form)

        assert page.context["form"].errors.keys() == {"q_threats"} and not case_of_reyna.screenings.exists()
        assert page.context["form"]["q_safe_now"].value() == "yes"


class TestNeeds:
    def test_saves_words_needs_and_capacities_together(self, case_of_reyna, marta):
        form = {
            "words": "Quiero quedarme",
            "need_income": "on",
            "need_income_detail": "Vender pan",
            "need_income_urgent": "on",
            "capacity_trade": "on",
        }

        signed_in(marta).post(reverse("cases:needs", args=[case_of_reyna.pk]), form)

        case_of_reyna.refresh_from_db()
        need = case_of_reyna.needs.get()
        assert (need.code, need.detail, need.urgent) == ("income", "Vender pan", True)
        assert (
            case_of_reyna.capacities.get().capacity == "trade"
            and case_of_reyna.own_words == "Quiero quedarme"
        )

    def test_marks_a_known_need_as_met(self, worked_case, marta):
        form = {"words": "", "need_income": "on", "need_income_met": "on", "need_safety": "on"}

        signed_in(marta).post(reverse("cases:needs", args=[worked_case.pk]), form)

        met = {need.code: need.met_on for need in worked_case.needs.all()}
        assert met == {"income": timezone.localdate(), "safety": None}


class TestPlan:
    def test_adds_one_action_however_often_it_is_pressed(self, case_of_reyna, marta):
        form = {
            "id": str(uuid7()),
            "title": "Curso de panadería",
            "dimension": "economic",
            "level": "individual",
            "institution": str(marta.institution.pk),
        }
        client = signed_in(marta)
        for _ in range(2):
            answer = client.post(reverse("cases:action_new", args=[case_of_reyna.pk]), form)

        assert answer.url.endswith("#plan") and case_of_reyna.plan.actions.count() == 1

    def test_says_which_day_is_wrong_and_how_to_write_it(self, case_of_reyna, marta):
        form = {"id": str(uuid7()), "title": "Curso", "due_on": "31/02/2027"}

        page = signed_in(marta, "es").post(reverse("cases:action_new", args=[case_of_reyna.pk]), form)

        assert "due_on" in page.context["form"].errors and "31/02/2027" in page.content.decode()

    def test_finishes_an_action_and_takes_it_back(self, worked_case, marta):
        client, action = signed_in(marta), worked_case.plan.actions.get()

        client.post(reverse("cases:action_move", args=[action.pk]), {"to": "done"})
        action.refresh_from_db()
        done = action.status
        client.post(reverse("cases:action_move", args=[action.pk]) + "?to=planned")
        action.refresh_from_db()

        assert (done, action.status) == ("done", "planned")

    def test_has_a_sheet_to_take_home(self, worked_case, marta):
        page = signed_in(marta).get(reverse("cases:sheet", args=[worked_case.pk])).content.decode()

        assert "Curso de panadería" in page and "Quiero tener mi panadería" in page


class TestFollowUp:
    def form(self, **changed):
        return {"on": str(timezone.localdate()), "channel": "phone"} | questions(
            sustainability_answers(**changed)
        )

    def test_is_saved_once_and_then_shown(self, case_of_reyna, marta):
        client, followup = signed_in(marta), case_of_reyna.followups.first()
        address = reverse("cases:followup", args=[followup.pk])

        first = client.post(address, self.form())
        again = client.post(address, self.form(economic_situation="poor"))

        followup.refresh_from_db()
        assert first.status_code == 302 and followup.score == 1
        assert again.status_code == 200 and again.context["form"].non_field_errors()
        assert client.get(address).templates[0].name == "cases/followup_settled.html"

    def test_on_a_day_to_come_keeps_all_answers(self, case_of_reyna, marta):
        followup = case_of_reyna.followups.first()
        address = reverse("cases:followup", args=[followup.pk])

        page = signed_in(marta).post(address, self.form() | {"on": "2099-01-01"})

        assert page.context["form"].errors.keys() == {"on"}
        assert page.context["form"]["q_food"].value() == "never"


class TestCloseAndReopen:
    def test_close_and_reopen(self, worked_case, marta):
        client = signed_in(marta)
        client.post(
            reverse("cases:close", args=[worked_case.pk]),
            {"reason": "withdrew", "on": str(timezone.localdate())},
        )
        worked_case.refresh_from_db()
        closed = worked_case.closed_on
        client.post(reverse("cases:reopen", args=[worked_case.pk]))
        worked_case.refresh_from_db()

        assert closed and worked_case.closed_on is None and worked_case.stage == Stage.MONITORING


class TestList:
    @pytest.fixture
    def many(self, elena, marta):
        def make(count):
            for number in range(count):
                somebody = person(f"Zenobia {number}", "De Prueba", by=elena)
                people.record_consent(somebody, scope="share", by=elena, at=MONDAY)
                case = open_case(registered_return(somebody, by=elena), marta)
                add_action(case, marta)
                services.record_followup(
                    case.followups.first(),
                    channel="phone",
                    answers=sustainability_answers(-1),
                    by=marta,
                    at=NOW,
                )

        return make

    @pytest.mark.parametrize(
        "query", ["", "?show=late", "?show=risk&whose=all", "?sort=next&stage=open", "?q=zenobia"]
    )
    def test_asks_the_database_as_often_for_thirty_cases_as_for_three(
        self, query, many, marta, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client, address = signed_in(marta), reverse("cases:list") + query
        many(3)
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(address)
        many(27)

        with django_assert_num_queries(len(few)):
            client.get(address)

    def test_shows_nothing_of_another_institution(self, case_of_reyna, otto):
        page = signed_in(otto).get(reverse("cases:list") + "?whose=all").content.decode()

        assert case_of_reyna.shown_number not in page and "Reyna" not in page

    def test_names_no_protected_person_and_finds_them_by_number_only(self, case_of_reyna, marta):
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)
        client, address = signed_in(marta), reverse("cases:list")

        everything = client.get(address).content.decode()
        by_name = client.get(address, {"q": "reyna"}).content.decode()
        by_number = client.get(address, {"q": case_of_reyna.shown_number}).content.decode()

        file = reverse("desk:case_file", args=[case_of_reyna.pk])
        assert file in everything and file in by_number and file not in by_name
        assert "Reyna" not in everything + by_number

    def test_takes_any_address(self, case_of_reyna, marta):
        client = signed_in(marta)

        for query in ("?show=x&stage=y&sort=z&page=999", "?q=%00", "?page=-1", "?q=C-99999999999999999999"):
            assert client.get(reverse("cases:list") + query).status_code == 200, query

    def test_finds_what_is_late_and_who_is_at_risk(self, case_of_reyna, marta):
        client, address = signed_in(marta), reverse("cases:list")
        services.record_followup(
            case_of_reyna.followups.first(),
            channel="phone",
            answers=sustainability_answers(intends_to_remigrate="yes"),
            by=marta,
            at=NOW,
        )

        assert case_of_reyna.shown_number in client.get(address, {"show": "risk"}).content.decode()
        assert case_of_reyna.shown_number not in client.get(address, {"show": "closed"}).content.decode()
