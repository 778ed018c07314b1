"""The case file and the timeline of a person: everything on one page, for those who may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from arraigo.access.models import Entry
from arraigo.access.roles import Role
from arraigo.cases import services
from arraigo.cases.rules import ActionStatus
from arraigo.cases.services import Found
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.referrals.models import Referral
from arraigo.support import services as support
from tests.cases.acts import add_action, open_case, screening_answers, sustainability_answers
from tests.cast import NOW, person, registered_return, signed_in, worker

pytestmark = pytest.mark.django_db


def file_of(case):
    return reverse("desk:case_file", args=[case.pk])


def refer(case, service, number, marta):
    return Referral.objects.create(
        number=number,
        case=case,
        service=service,
        from_institution=marta.institution,
        to_institution=service.institution,
        sent_by=marta,
        sent_at=NOW,
        answer_due_at=NOW + timedelta(days=3),
    )


@pytest.fixture
def fill(case_of_reyna, reyna, marta, health_care):
    """Puts as much of everything into Reyna's case as is asked for."""
    levels, dimensions = ("individual", "community", "structural"), ("economic", "social", "psychosocial")
    needs = [
        "income",
        "job",
        "food",
        "tools",
        "training",
        "housing",
        "health",
        "school",
        "legal",
        "emotional_support",
    ]
    state = {"filled": 0}

    def make(count):
        case, by, start = case_of_reyna, {"by": marta, "at": NOW}, state["filled"]
        state["filled"] += count
        services.set_needs(case, [Found(code, "economic") for code in needs[: state["filled"]]], **by)
        services.record_screening(case, id=uuid7(), answers=screening_answers(), **by)
        for number in range(start, start + count):
            action = add_action(
                case,
                marta,
                title=f"Acción {number}",
                level=levels[number % 3],
                dimension=dimensions[number % 2],
            )
            services.move_action(action, to=ActionStatus.DONE, **by)
            services.note_contact(case, id=uuid7(), channel="visit", reached="yes", note="Va bien", **by)
            refer(case, health_care, number + 1, marta)
            support.request_document(reyna, id=uuid7(), document="passport", institution=None, **by)
            support.apply_for(reyna, id=uuid7(), kind="scholarship", institution=None, **by)

    return make


class TestCaseFile:
    @pytest.mark.parametrize("language", ["es", "en"])
    def test_of_a_new_case_says_what_is_next(self, language, case_of_reyna, marta):
        page = signed_in(marta, language).get(file_of(case_of_reyna))

        assert page.context["next_step"].url == reverse("cases:screening", args=[case_of_reyna.pk])

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_shows_words_needs_plan_scores_and_timeline(self, language, case_of_reyna, marta, fill):
        fill(4)
        services.set_own_words(case_of_reyna, words="Quiero tener mi panadería", by=marta, at=NOW)
        for followup in case_of_reyna.followups.all()[:3]:
            services.record_followup(
                followup, channel="phone", answers=sustainability_answers(), by=marta, at=NOW
            )

        page = signed_in(marta, language).get(file_of(case_of_reyna))

        html = page.content.decode()
        assert "Quiero tener mi panadería" in html and "Acción 3" in html and "Va bien" in html
        assert page.context["scores"].chart.enough and "<svg" in html

    def test_leaves_a_line_in_the_audit(self, case_of_reyna, marta):
        signed_in(marta).get(file_of(case_of_reyna))

        entry = Entry.objects.order_by("-id").first()
        assert entry.event == "case.opened_file" and entry.subject_id == str(case_of_reyna.pk)
        assert not entry.changes_data

    def test_is_not_there_for_others(self, case_of_reyna, otto, ines, elena, pablo):
        assert signed_in(otto).get(file_of(case_of_reyna)).status_code == 404
        for other in (ines, elena, pablo):
            assert signed_in(other).get(file_of(case_of_reyna)).status_code == 403

    def test_offers_nothing_to_a_coordinator_who_only_looks(self, case_of_reyna, carla, fill):
        fill(1)

        page = signed_in(carla).get(file_of(case_of_reyna)).content.decode()

        for name in ("action_new", "needs", "contact", "close"):
            assert reverse(f"cases:{name}", args=[case_of_reyna.pk]) not in page

    def test_hides_protected_needs_and_notes_from_colleagues(self, case_of_reyna, marta):
        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)
        services.set_needs(case_of_reyna, [Found("safety", "psychosocial", "De su vecino")], by=marta, at=NOW)

        services.note_contact(
            case_of_reyna,
            id=uuid7(),
            channel="visit",
            reached="yes",
            note="Lo vio el lunes",
            by=marta,
            at=NOW,
        )

        own = signed_in(marta).get(file_of(case_of_reyna)).content.decode()
        colleague = signed_in(noe).get(file_of(case_of_reyna)).content.decode()

        assert "vecino" in own and "Lo vio" in own
        assert "vecino" not in colleague and "Lo vio" not in colleague

    def test_asks_the_database_as_often_for_ten_of_everything_as_for_two(self, case_of_reyna, marta, fill):
        client = signed_in(marta)
        fill(2)
        with CaptureQueriesContext(connection) as few:
            client.get(file_of(case_of_reyna))
        fill(8)

        with CaptureQueriesContext(connection) as many:
            client.get(file_of(case_of_reyna))

        assert len(many) == len(few)


class TestPerson:
    def address(self, of):
        return reverse("desk:person", args=[of.pk])

    @pytest.mark.parametrize("language", ["es", "en"])
    def test_tells_the_whole_way_newest_first(self, language, case_of_reyna, reyna, marta, fill):
        fill(1)

        page = signed_in(marta, language).get(self.address(reyna))

        [(year, timeline)] = page.context["years"]
        assert year == NOW.year and len(timeline.events) >= 6

    def test_puts_the_return_before_the_case_of_the_same_day(self, elena, marta):
        somebody = person("Petrona", "Mateo", by=elena, at=NOW)
        people.record_consent(somebody, scope="share", by=elena, at=NOW)
        open_case(registered_return(somebody, by=elena, at=NOW), marta)

        [(_year, timeline)] = signed_in(marta, "en").get(self.address(somebody)).context["years"]

        facts = [event.fact.split()[0] for event in timeline.events]
        assert facts == ["Case", "Registered", "Returned"]

    def test_keeps_a_protected_case_from_everybody_else(self, case_of_reyna, reyna, marta, carla, fill):
        fill(2)
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        seen = signed_in(carla).get(self.address(reyna)).content.decode()

        assert case_of_reyna.shown_number not in seen and "Acción" not in seen

    def test_is_not_there_without_a_ground(self, case_of_reyna, reyna, otto):
        assert signed_in(otto).get(self.address(reyna)).status_code == 404

    def test_shows_reception_to_reception_and_not_the_case(self, case_of_reyna, reyna, elena, fill):
        fill(1)

        seen = signed_in(elena).get(self.address(reyna)).content.decode()

        assert case_of_reyna.shown_number not in seen and "Acción" not in seen

    def test_asks_the_database_as_often_for_ten_facts_as_for_two(self, case_of_reyna, reyna, marta, fill):
        client = signed_in(marta)
        fill(2)
        with CaptureQueriesContext(connection) as few:
            client.get(self.address(reyna))
        fill(8)

        with CaptureQueriesContext(connection) as many:
            client.get(self.address(reyna))

        assert len(many) == len(few)
