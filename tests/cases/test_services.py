from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from arraigo.access.models import Entry
from arraigo.cases import services
from arraigo.cases.models import Case, FollowUp, StageMove
from arraigo.cases.rules import ActionStatus, Stage
from arraigo.cases.services import Found
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.instruments.services import NothingAnswered, NotOffered
from arraigo.people import services as people
from arraigo.people.models import Ground, Person
from arraigo.reception.models import Return
from tests.cast import MONDAY, NOW, person, registered_return, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


def open_case(of_return, marta, **changed):
    values = {
        "id": uuid7(),
        "institution": marta.institution,
        "worker": marta,
        "because": "wants_support",
        "by": marta,
        "at": NOW,
    }
    return services.open_from(of_return, **{**values, **changed})


def screening_answers(**changed):
    calm = {
        "safe_now": "yes",
        "urgent_health": "no",
        "health_condition": ["none"],
        "company": "with_family",
        "identity_document": "yes",
        "place_to_sleep": "yes",
        "threats": "no",
        "wants_accompaniment": "yes",
    }
    return {**calm, **changed}


def sustainability_answers(place=0, **changed):
    """The best answers, or with ``place=-1`` the worst of those that score."""
    questions = content.instrument("sustainability_short").questions
    scored = {q.code: [o for o in q.options if o.score is not None or not q.scored] for q in questions}
    return {**{code: options[place].code for code, options in scored.items()}, **changed}


def add_action(case, marta, **changed):
    values = {
        "id": uuid7(),
        "level": "individual",
        "dimension": "economic",
        "title": "Curso de panadería",
        "institution": marta.institution,
        "due_on": TODAY + timedelta(days=20),
        "by": marta,
        "at": NOW,
    }
    return services.add_action(case, **{**values, **changed})


@pytest.fixture
def unchanged(case_of_reyna):
    """``with unchanged():`` holds that the case and everything in it stay as they were, and that no line is written."""

    @dataclass
    class Unchanged:
        before: object = None

        def __enter__(self):
            self.before = picture()

        def __exit__(self, kind, *rest):
            assert picture() == self.before

    def picture():
        case = Case.objects.get(pk=case_of_reyna.pk)
        parts = [
            case.followups,
            case.screenings,
            case.needs,
            case.capacities,
            case.contacts,
            case.stage_moves,
        ]
        rows = [list(part.order_by("pk").values()) for part in parts]
        actions = list(case.plan.actions.order_by("pk").values()) if hasattr(case, "plan") else None
        signed = case.plan.signed_on if hasattr(case, "plan") else None
        return Case.objects.filter(pk=case.pk).values().get(), rows, actions, signed, Entry.objects.count()

    return Unchanged


class TestOpenFrom:
    def test_gives_the_institution_a_ground_to_see_the_person(self, return_of_reyna, marta):
        open_case(return_of_reyna, marta)

        ground = Ground.objects.get(institution=marta.institution)
        assert ground.because == "case" and Person.objects.visible_to(marta).exists()

    def test_plans_the_follow_ups_of_twelve_months_after_the_return(self, return_of_reyna, marta):
        case = open_case(return_of_reyna, marta)

        due = list(case.followups.values_list("month", "due_on"))
        assert due == [
            (1, date(2026, 12, 16)),
            (3, date(2027, 2, 16)),
            (6, date(2027, 5, 16)),
            (9, date(2027, 8, 16)),
            (12, date(2027, 11, 16)),
        ]

    def test_does_not_invent_follow_ups_that_were_past_when_it_opened(self, return_of_reyna, marta):
        case = open_case(return_of_reyna, marta, at=NOW + timedelta(days=120))

        assert list(case.followups.values_list("month", flat=True)) == [6, 9, 12]

    def test_takes_place_return_and_the_next_number(self, return_of_reyna, marta, elena):
        first = open_case(return_of_reyna, marta)
        brenda = person("Brenda", "Cardona", by=elena)
        people.record_consent(brenda, scope="share", by=elena, at=MONDAY)
        second = open_case(registered_return(brenda, by=elena), marta)

        assert (first.municipality, first.after_return) == ("GT1308", return_of_reyna)
        assert second.number == first.number + 1 and first.stage == Stage.OPEN

    def test_twice_with_one_id_opens_one_case(self, return_of_reyna, marta):
        key = uuid7()

        first, again = (open_case(return_of_reyna, marta, id=key) for _ in range(2))

        assert first == again and Case.objects.count() == 1 and FollowUp.objects.count() == 5

    def test_is_open_to_the_reception_of_the_country(self, return_of_reyna, marta, elena):
        case = open_case(return_of_reyna, marta, by=elena)

        assert case.institution == marta.institution

    def test_is_refused_to_a_case_worker_of_another_institution(self, return_of_reyna, marta, otto):
        with pytest.raises(services.NotInYourScope):
            open_case(return_of_reyna, marta, by=otto)

        assert not Case.objects.exists() and not Ground.objects.filter(because="case").exists()

    def test_is_refused_to_roles_that_open_no_cases(self, return_of_reyna, marta, ines, pablo, carla, ada):
        for by in (ines, pablo, carla, ada):
            with pytest.raises(services.NotInYourScope):
                open_case(return_of_reyna, marta, by=by)

        assert not Case.objects.exists()

    def test_is_refused_for_a_worker_of_another_institution(self, return_of_reyna, marta, otto, carla):
        for owner in (otto, carla):
            with pytest.raises(services.NotOfInstitution):
                open_case(return_of_reyna, marta, worker=owner)

        assert not Case.objects.exists()

    def test_is_refused_when_the_institution_has_an_open_case_and_names_it(self, return_of_reyna, marta):
        first = open_case(return_of_reyna, marta)

        with pytest.raises(services.AlreadyOpen) as refusal:
            open_case(return_of_reyna, marta)

        assert refusal.value.case == first and first.shown_number in str(refusal.value)
        assert Case.objects.count() == 1

    def test_is_possible_again_after_the_first_was_closed(self, return_of_reyna, marta):
        services.close(open_case(return_of_reyna, marta), reason="withdrew", by=marta, at=NOW)

        assert open_case(return_of_reyna, marta).closed_on is None

    def test_is_refused_without_permission_to_keep_the_data(self, reyna, return_of_reyna, marta, elena):
        people.record_consent(reyna, scope="refused", by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

        assert not Case.objects.exists()

    def test_is_refused_after_the_permission_was_withdrawn(self, reyna, return_of_reyna, marta, elena):
        people.withdraw_consent(reyna, by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

    def test_at_another_institution_needs_the_permission_to_share(self, reyna, return_of_reyna, marta, elena):
        people.record_consent(reyna, scope="store_only", by=elena, at=NOW)

        with pytest.raises(services.ConsentMissing):
            open_case(return_of_reyna, marta)

        people.record_consent(reyna, scope="store_only", by=marta, at=NOW)
        assert open_case(return_of_reyna, marta).institution == marta.institution

    def test_is_refused_for_a_reason_that_the_list_does_not_have(self, return_of_reyna, marta):
        with pytest.raises(services.UnknownCode):
            open_case(return_of_reyna, marta, because="because")


class TestWorkOnACase:
    """What all operations on a case share: who may, and that a closed one stays as it is."""

    operations = {
        "set_own_words": lambda case, by: services.set_own_words(case, words="Mi panadería", by=by, at=NOW),
        "record_screening": lambda case, by: services.record_screening(
            case, id=uuid7(), answers=screening_answers(), by=by, at=NOW
        ),
        "set_needs": lambda case, by: services.set_needs(case, [Found("income", "economic")], by=by, at=NOW),
        "set_capacities": lambda case, by: services.set_capacities(
            case, [Found("trade", "economic")], by=by, at=NOW
        ),
        "add_action": lambda case, by: services.add_action(
            case,
            id=uuid7(),
            level="individual",
            dimension="social",
            title="Inscribir a Kevin",
            institution=case.institution,
            due_on=None,
            by=by,
            at=NOW,
        ),
        "sign_plan": lambda case, by: services.sign_plan(case, by=by, at=NOW),
        "record_followup": lambda case, by: services.record_followup(
            case.followups.first(), channel="phone", answers=sustainability_answers(), by=by, at=NOW
        ),
        "excuse_followup": lambda case, by: services.excuse_followup(
            case.followups.first(), excuse="moved", by=by, at=NOW
        ),
        "note_contact": lambda case, by: services.note_contact(
            case, id=uuid7(), channel="phone", reached="no", by=by, at=NOW
        ),
        "move": lambda case, by: services.move(
            case, to=Stage.SCREENING, because="person_asked", by=by, at=NOW
        ),
        "assign_worker": lambda case, by: services.assign_worker(case, worker=by, by=by, at=NOW),
        "protect": lambda case, by: services.protect(case, careful_contact="De 9 a 12", by=by, at=NOW),
        "close": lambda case, by: services.close(case, reason="withdrew", by=by, at=NOW),
    }

    @pytest.mark.parametrize("operation", operations)
    def test_is_refused_to_everybody_else(
        self, operation, case_of_reyna, unchanged, otto, ines, elena, carla, ada
    ):
        for stranger in (otto, ines, elena, carla, ada):
            with unchanged(), pytest.raises(services.NotYourCase):
                self.operations[operation](case_of_reyna, stranger)

    @pytest.mark.parametrize("operation", operations)
    def test_is_refused_to_a_colleague_when_the_case_is_protected(
        self, operation, case_of_reyna, marta, unchanged
    ):
        from arraigo.access.roles import Role

        colleague = worker("Noé Sam", Role.CASE_WORKER, marta.institution)
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NotYourCase):
            self.operations[operation](case_of_reyna, colleague)

    @pytest.mark.parametrize("operation", [name for name in operations if name != "close"])
    def test_is_refused_in_a_closed_case(self, operation, case_of_reyna, marta, unchanged):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)

        with unchanged(), pytest.raises(services.CaseClosed):
            self.operations[operation](case_of_reyna, marta)


class TestAssignWorker:
    def test_gives_the_case_to_a_colleague(self, case_of_reyna, marta):
        from arraigo.access.roles import Role

        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)

        assert services.assign_worker(case_of_reyna, worker=noe, by=marta, at=NOW).worker == noe

    def test_is_refused_for_somebody_who_works_elsewhere(self, case_of_reyna, marta, otto, unchanged):
        with unchanged(), pytest.raises(services.NotOfInstitution):
            services.assign_worker(case_of_reyna, worker=otto, by=marta, at=NOW)


class TestRecordScreening:
    def test_takes_an_open_case_on_to_the_assessment_with_its_reasons(self, case_of_reyna, marta):
        services.record_screening(case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        moves = list(case_of_reyna.stage_moves.values_list("to_stage", "because"))
        assert case_of_reyna.stage == Stage.ASSESSMENT
        assert moves == [("screening", "screening_started"), ("assessment", "screening_done")]

    def test_raises_flags_the_most_urgent_first(self, case_of_reyna, marta):
        answers = screening_answers(threats="yes", urgent_health="yes", identity_document="no")

        screening = services.record_screening(case_of_reyna, id=uuid7(), answers=answers, by=marta, at=NOW)

        assert screening.flags == ["urgent_health", "threats", "no_documents"]

    def test_encrypts_flags_and_note(self, case_of_reyna, marta):
        answers = screening_answers(threats="yes")
        services.record_screening(
            case_of_reyna, id=uuid7(), answers=answers, protected_note="Extorsión", by=marta, at=NOW
        )

        with connection.cursor() as cursor:
            cursor.execute("SELECT flags, protected_note FROM cases_screening")
            flags, note = cursor.fetchone()
        assert "threats" not in flags and "Extorsión" not in note
        assert case_of_reyna.screenings.get().protected_note == "Extorsión"

    def test_twice_with_one_id_records_one(self, case_of_reyna, marta):
        key = uuid7()
        for _ in range(2):
            services.record_screening(case_of_reyna, id=key, answers=screening_answers(), by=marta, at=NOW)

        assert case_of_reyna.screenings.count() == 1

    def test_again_changes_no_stage(self, case_of_reyna, marta):
        for _ in range(2):
            services.record_screening(
                case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW
            )

        assert case_of_reyna.stage_moves.count() == 2

    def test_is_refused_with_an_answer_that_is_not_offered(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(NotOffered):
            services.record_screening(
                case_of_reyna, id=uuid7(), answers={"threats": "often"}, by=marta, at=NOW
            )


class TestSetNeeds:
    def test_adds_updates_and_takes_away(self, case_of_reyna, marta):
        services.set_needs(
            case_of_reyna, [Found("income", "economic"), Found("school", "social")], by=marta, at=NOW
        )
        services.set_needs(
            case_of_reyna, [Found("income", "economic", "Vender pan", urgent=True)], by=marta, at=NOW
        )

        need = case_of_reyna.needs.get()
        assert (need.code, need.detail, need.urgent) == ("income", "Vender pan", True)

    def test_keeps_those_that_were_met(self, case_of_reyna, marta):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)
        services.mark_need_met(need, by=marta, at=NOW)

        services.set_needs(case_of_reyna, [], by=marta, at=NOW)

        assert case_of_reyna.needs.get().met_on == TODAY

    def test_takes_an_assessed_case_on_to_the_plan(self, case_of_reyna, marta):
        services.record_screening(case_of_reyna, id=uuid7(), answers=screening_answers(), by=marta, at=NOW)

        services.set_needs(case_of_reyna, [Found("income", "economic")], by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.stage == Stage.PLAN

    def test_keeps_a_protected_need_out_of_plain_columns(self, case_of_reyna, marta):
        services.set_needs(case_of_reyna, [Found("safety", "psychosocial", "De su vecino")], by=marta, at=NOW)

        with connection.cursor() as cursor:
            cursor.execute("SELECT need, protected_need, detail FROM cases_need")
            plain, need, detail = cursor.fetchone()
        assert plain == "" and "safety" not in need and "vecino" not in detail
        assert case_of_reyna.needs.get().code == "safety" and case_of_reyna.needs.get().is_protected

    def test_is_refused_for_a_need_that_the_list_does_not_have(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.UnknownCode):
            services.set_needs(case_of_reyna, [Found("luck", "social")], by=marta, at=NOW)


class TestMarkNeedMet:
    def test_is_refused_twice(self, case_of_reyna, marta, unchanged):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)
        services.mark_need_met(need, by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NeedAlreadyMet):
            services.mark_need_met(need, by=marta, at=NOW)

    def test_can_be_taken_back(self, case_of_reyna, marta):
        [need] = services.set_needs(case_of_reyna, [Found("school", "social")], by=marta, at=NOW)

        services.mark_need_unmet(services.mark_need_met(need, by=marta, at=NOW), by=marta, at=NOW)

        assert case_of_reyna.needs.get().met_on is None


class TestPlan:
    def test_starts_with_its_first_action(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)

        assert action.plan.version == 1 and action.plan.started_on == TODAY and action.status == "planned"

    def test_twice_with_one_id_adds_one_action(self, case_of_reyna, marta):
        key = uuid7()
        first, again = (add_action(case_of_reyna, marta, id=key) for _ in range(2))

        assert first == again and case_of_reyna.plan.actions.count() == 1

    def test_signed_takes_the_case_through_to_implementation(self, case_of_reyna, marta):
        add_action(case_of_reyna, marta)

        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.stage == Stage.IMPLEMENTATION and case_of_reyna.plan.signed_on == TODAY
        assert [move.to_stage for move in case_of_reyna.stage_moves.all()] == [
            "screening",
            "assessment",
            "plan",
            "implementation",
        ]

    def test_changed_after_the_signature_is_a_new_version_to_sign(self, case_of_reyna, marta):
        add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        add_action(case_of_reyna, marta, title="Microcrédito")
        add_action(case_of_reyna, marta, title="Puesto en el mercado")

        case_of_reyna.plan.refresh_from_db()
        assert case_of_reyna.plan.version == 2 and case_of_reyna.plan.signed_on is None

    def test_changes_no_version_when_an_action_is_saved_as_it_was(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        services.change_action(
            action,
            level=action.level,
            dimension=action.dimension,
            title=action.title,
            institution=action.institution,
            due_on=action.due_on,
            by=marta,
            at=NOW,
        )

        case_of_reyna.plan.refresh_from_db()
        assert case_of_reyna.plan.version == 1 and case_of_reyna.plan.signed_on == TODAY

    def test_is_not_signed_without_actions_nor_twice(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NothingToSign):
            services.sign_plan(case_of_reyna, by=marta, at=NOW)
        add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)
        with unchanged(), pytest.raises(services.NothingToSign):
            services.sign_plan(case_of_reyna, by=marta, at=NOW)

    def test_is_not_signed_on_a_day_to_come_nor_before_the_case(self, case_of_reyna, marta, unchanged):
        add_action(case_of_reyna, marta)

        with unchanged(), pytest.raises(services.InTheFuture):
            services.sign_plan(case_of_reyna, on=TODAY + timedelta(days=1), by=marta, at=NOW)
        with unchanged(), pytest.raises(services.TooEarly):
            services.sign_plan(case_of_reyna, on=TODAY - timedelta(days=9), by=marta, at=NOW)

    @pytest.mark.parametrize(
        "wrong",
        [{"level": "cosmic"}, {"dimension": "magic"}, {"title": "  "}, {"due_on": TODAY - timedelta(days=1)}],
        ids=str,
    )
    def test_refuses_an_action_that_makes_no_sense(self, wrong, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.Refused):
            add_action(case_of_reyna, marta, **wrong)

    def test_refuses_the_need_of_another_case(self, case_of_reyna, marta, elena, unchanged):
        brenda = person("Brenda", "Cardona", by=elena)
        people.record_consent(brenda, scope="share", by=elena, at=MONDAY)
        other = open_case(registered_return(brenda, by=elena), marta)
        [need] = services.set_needs(other, [Found("income", "economic")], by=marta, at=NOW)

        with unchanged(), pytest.raises(services.UnknownCode):
            add_action(case_of_reyna, marta, need=need)


class TestMoveAction:
    def test_done_is_on_a_day_and_the_last_one_ends_the_implementation(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)

        done = services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert done.done_on == TODAY and case_of_reyna.stage == Stage.MONITORING

    def test_taken_back_is_to_do_again_and_so_is_the_case(self, case_of_reyna, marta):
        action = add_action(case_of_reyna, marta)
        services.sign_plan(case_of_reyna, by=marta, at=NOW)
        services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        undone = services.move_action(action, to=ActionStatus.PLANNED, by=marta, at=NOW)

        case_of_reyna.refresh_from_db()
        assert undone.done_on is None and case_of_reyna.stage == Stage.IMPLEMENTATION

    def test_twice_is_refused(self, case_of_reyna, marta, unchanged):
        action = add_action(case_of_reyna, marta)
        services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)

        with unchanged(), pytest.raises(services.NotFromHere):
            services.move_action(action, to=ActionStatus.DONE, by=marta, at=NOW)
        with unchanged(), pytest.raises(services.NotFromHere):
            services.move_action(action, to=ActionStatus.CANCELLED, by=marta, at=NOW)

    def test_is_refused_to_strangers_and_on_a_day_to_come(self, case_of_reyna, marta, otto, unchanged):
        action = add_action(case_of_reyna, marta)

        with unchanged(), pytest.raises(services.NotYourCase):
            services.move_action(action, to=ActionStatus.DONE, by=otto, at=NOW)
        with unchanged(), pytest.raises(services.InTheFuture):
            services.move_action(action, to=ActionStatus.DONE, on=TODAY + timedelta(1), by=marta, at=NOW)


class TestMove:
    def test_keeps_the_reason(self, case_of_reyna, marta):
        services.move(case_of_reyna, to=Stage.SCREENING, because="person_asked", by=marta, at=NOW)

        move = StageMove.objects.get()
        assert (move.from_stage, move.to_stage, move.because, move.moved_by) == (
            "open",
            "screening",
            "person_asked",
            marta,
        )

    @pytest.mark.parametrize("to", [Stage.OPEN, Stage.PLAN, Stage.MONITORING, Stage.CLOSED])
    def test_is_refused_where_the_machine_has_no_step(self, to, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NotNext):
            services.move(case_of_reyna, to=to, because="person_asked", by=marta, at=NOW)


class TestRecordFollowup:
    def followup(self, case):
        return case.followups.order_by("month").first()

    def record(self, followup, marta, **changed):
        values = {"channel": "phone", "answers": sustainability_answers(), "by": marta, "at": NOW}
        return services.record_followup(followup, **{**values, **changed})

    def test_keeps_the_scores_and_the_intention(self, case_of_reyna, marta):
        answers = sustainability_answers(economic_situation="fair", intends_to_remigrate="yes")

        done = self.record(self.followup(case_of_reyna), marta, answers=answers)

        done.refresh_from_db()
        assert (done.done_on, done.channel, done.intends_to_remigrate) == (TODAY, "phone", "yes")
        assert done.score_economic == Decimal("0.8750") and done.score_social == 1
        assert done.score == Decimal("0.9583")

    def test_has_no_score_and_stays_done_when_too_little_was_answered(self, case_of_reyna, marta):
        answers = dict.fromkeys(sustainability_answers(), "prefer_not")

        done = self.record(self.followup(case_of_reyna), marta, answers=answers)

        assert done.score is None and done.done_on == TODAY and done.intends_to_remigrate == "unknown"

    def test_is_refused_twice_and_after_an_excuse(self, case_of_reyna, marta, unchanged):
        first, second = case_of_reyna.followups.order_by("month")[:2]
        self.record(first, marta)
        services.excuse_followup(second, excuse="moved", by=marta, at=NOW)

        for settled in (first, second):
            with unchanged(), pytest.raises(services.AlreadySettled):
                self.record(settled, marta)
            with unchanged(), pytest.raises(services.AlreadySettled):
                services.excuse_followup(settled, excuse="moved", by=marta, at=NOW)

    def test_is_refused_on_a_day_to_come_or_before_the_case(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.InTheFuture):
            self.record(self.followup(case_of_reyna), marta, on=TODAY + timedelta(days=1))
        with unchanged(), pytest.raises(services.TooEarly):
            self.record(self.followup(case_of_reyna), marta, on=TODAY - timedelta(days=30))

    @pytest.mark.parametrize(
        ("wrong", "refusal"),
        [
            ({"channel": "pigeon"}, services.UnknownCode),
            ({"answers": {}}, NothingAnswered),
            ({"answers": {"debt": "a lot"}}, NotOffered),
        ],
        ids=["channel", "nothing", "answer"],
    )
    def test_is_refused_with_what_the_lists_do_not_have(
        self, wrong, refusal, case_of_reyna, marta, unchanged
    ):
        with unchanged(), pytest.raises(refusal):
            self.record(self.followup(case_of_reyna), marta, **wrong)


class TestClose:
    def test_keeps_reason_and_day(self, case_of_reyna, marta):
        case = services.close(case_of_reyna, reason="moved", by=marta, at=NOW)

        assert (case.stage, case.closure_reason, case.closed_on) == (Stage.CLOSED, "moved", TODAY)
        assert not FollowUp.objects.to_do().exists()

    def test_is_refused_for_success_while_follow_ups_are_late(self, case_of_reyna, marta):
        later = NOW + timedelta(days=60)

        with pytest.raises(services.FollowUpsAhead):
            services.close(case_of_reyna, reason="goals_achieved", by=marta, at=later)

        case_of_reyna.refresh_from_db()
        assert case_of_reyna.closed_on is None
        assert services.close(case_of_reyna, reason="deceased", by=marta, at=later).closed_on

    def test_is_refused_without_a_reason_or_on_a_day_to_come(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.UnknownCode):
            services.close(case_of_reyna, reason="", by=marta, at=NOW)
        with unchanged(), pytest.raises(services.InTheFuture):
            services.close(case_of_reyna, reason="moved", on=TODAY + timedelta(days=3), by=marta, at=NOW)


class TestReopen:
    def test_takes_the_case_up_again_in_monitoring(self, case_of_reyna, marta):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)

        case = services.reopen(case_of_reyna, by=marta, at=NOW)

        assert (case.stage, case.closed_on, case.closure_reason) == (Stage.MONITORING, None, "")

    def test_is_refused_for_an_open_case(self, case_of_reyna, marta, unchanged):
        with unchanged(), pytest.raises(services.NotClosed):
            services.reopen(case_of_reyna, by=marta, at=NOW)

    def test_is_refused_when_another_case_was_opened_meanwhile(self, case_of_reyna, marta):
        services.close(case_of_reyna, reason="withdrew", by=marta, at=NOW)
        other = open_case(Return.objects.get(), marta)

        with pytest.raises(services.AlreadyOpen) as refusal:
            services.reopen(case_of_reyna, by=marta, at=NOW)

        assert refusal.value.case == other and Case.objects.open().get() == other


class TestNoteContact:
    def test_keeps_the_note_encrypted_and_once(self, case_of_reyna, marta):
        key = uuid7()
        for _ in range(2):
            services.note_contact(
                case_of_reyna,
                id=key,
                channel="visit",
                reached="yes",
                note="Vende los jueves",
                by=marta,
                at=NOW,
            )

        with connection.cursor() as cursor:
            cursor.execute("SELECT note FROM cases_contact")
            [(note,)] = cursor.fetchall()
        assert "jueves" not in note and case_of_reyna.contacts.get().note == "Vende los jueves"


class TestProtect:
    def test_hides_the_case_from_colleagues_and_coordination(self, case_of_reyna, marta, carla):
        services.protect(case_of_reyna, careful_contact="De 9 a 12 h", by=marta, at=NOW)

        assert Case.objects.visible_to(marta).exists() and not Case.objects.visible_to(carla).exists()

    def test_is_refused_when_somebody_else_accompanies_the_case(self, case_of_reyna, marta, unchanged):
        from arraigo.access.roles import Role

        noe = worker("Noé Sam", Role.CASE_WORKER, marta.institution)

        with unchanged(), pytest.raises(services.ProtectedNeedsWorker):
            services.protect(case_of_reyna, careful_contact="", by=noe, at=NOW)

    def test_can_be_ended(self, case_of_reyna, marta, carla):
        services.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        services.unprotect(case_of_reyna, by=marta, at=NOW)

        assert Case.objects.visible_to(carla).exists()
