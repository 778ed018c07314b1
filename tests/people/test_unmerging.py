"""A merge taken back: exactly what was, and what came since with its rightful owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core.errors import Refused
from arraigo.people import services as people
from arraigo.people.models import CandidatePair, Ground, LinkRun, Merge, Person
from arraigo.people.queries import records_of, since_merge
from arraigo.people.rules import CHOOSABLE
from arraigo.reception.models import Return
from arraigo.support.models import DocumentRequest
from tests.cast import MONDAY, NOW, registered_return
from tests.people.registers import (
    AFTER,
    ALL_OF_THE_OTHER,
    LATER,
    again,
    case_at,
    dump,
    join,
    life,
    pair,
    part,
    record,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(why: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The refusal, and that nothing at all has changed."""
    before, lines, standing = dump(), Entry.objects.count(), Merge.objects.filter(undone_at=None).count()
    with pytest.raises(why) as caught:
        yield caught
    assert str(caught.value)
    assert dump() == before and Entry.objects.count() == lines
    assert Merge.objects.filter(undone_at=None).count() == standing


class TestIdentity:
    def test_merge_then_unmerge_is_the_identity(
        self, reyna: Person, reina: Person, rosa: Person, case_of_reyna: Case, sol: Worker, elena: Worker
    ):
        people.add_identifier(reyna, kind="national_id", number="1234567890101", by=elena, at=MONDAY)
        pair(reyna, reina), pair(reina, rosa), pair(reyna, rosa, 0.4)
        before = dump()

        made = join(reyna, reina, by=sol, fields=ALL_OF_THE_OTHER)
        joined = dump()
        undone = part(made, by=sol)

        assert joined != before and dump() == before
        assert (undone.newer, undone.stayed) == ((), 0)

    def test_chains_come_apart_in_both_orders(self, reyna: Person, reina: Person, rosa: Person, sol: Worker):
        """Rosa into Reina into Reyna: only the last can be undone first. Both into Reyna: in any order."""
        before = dump()
        inner = join(reina, rosa, by=sol, fields=ALL_OF_THE_OTHER)
        between = dump()
        outer = join(reyna, reina, by=sol, fields=ALL_OF_THE_OTHER)

        with refused(people.LaterMerge) as why:
            part(inner, by=sol)
        assert why.value.merge == outer
        part(outer, by=sol)
        assert dump() == between
        part(inner, by=sol)
        assert dump() == before

        for first in (0, 1):
            made = [join(reyna, one, by=sol, fields=ALL_OF_THE_OTHER) for one in (reina, rosa)]
            part(made[first], by=sol)
            part(made[1 - first], by=sol)
            assert dump() == before

    def test_a_merge_can_be_made_undone_and_made_again(self, reyna: Person, reina: Person, sol: Worker):
        before = dump()

        for _ in range(3):
            part(join(reyna, reina, by=sol), by=sol)
            part(join(reina, reyna, by=sol), by=sol)

        assert dump() == before and Merge.objects.count() == 6

    def test_who_was_compared_since_is_compared_again(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)
        LinkRun.objects.create(kind="new", engine="duckdb", started_at=LATER, compared_until=LATER)

        part(made, by=sol)

        assert again(reyna).changed_at == again(reina).changed_at == AFTER


@pytest.fixture
def five(elena: Worker, marta: Worker, otto: Worker) -> list[Person]:
    """Five records with one thing or another in common, so that things collide when they are joined."""
    made = []
    for number, worker in enumerate((None, marta, otto, marta, None)):
        one = record(
            f"Ana {'Lucía' * (number % 2)}",
            "Pop",
            "Caal",
            by=elena,
            phone=f"5555000{number % 3}",
            sex="unknown",
        )
        life(one, elena=elena, worker=worker, number=f"100{number % 2}")
        made.append(one)
    people.join_household(made[:2], by=elena, at=MONDAY)
    return made


CHOICES = st.dictionaries(st.sampled_from(sorted(CHOOSABLE)), st.sampled_from(["kept", "merged"]))
INDEX = st.integers(0, 4)


class TestIdentityOfManySteps:
    @settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        steps=st.lists(st.tuples(INDEX, INDEX, CHOICES), min_size=1, max_size=5),
        pairs=st.lists(
            st.tuples(INDEX, INDEX, st.sampled_from(["waiting", "later", "different"])), max_size=6
        ),
        order=st.randoms(use_true_random=False),
    )
    def test_whatever_was_joined_and_in_whatever_order_it_is_undone(
        self, five: list[Person], sol: Worker, steps, pairs, order
    ):
        savepoint = transaction.savepoint()
        try:
            _pairs(five, pairs, sol)
            before = dump()
            made = [merge for step in steps if (merge := _joined(five, step, sol))]
            _undo_all(made, order, sol)
            after = dump()
        finally:
            transaction.savepoint_rollback(savepoint)

        assert after == before


def _undo_all(made: list[Merge], order, sol: Worker) -> None:
    """In any order: what cannot be undone yet is tried again."""
    waiting = list(made)
    while waiting:
        merge = order.choice(waiting)
        try:
            part(merge, by=sol)
        except people.LaterMerge:
            continue
        waiting.remove(merge)


def _pairs(five: list[Person], wanted: list[tuple[int, int, str]], sol: Worker) -> None:
    for one, other, state in wanted:
        if one == other or CandidatePair.objects.filter(
            one__in=_both(five, one, other), other__in=_both(five, one, other)
        ):
            continue
        made = pair(five[one], five[other], 0.5 + one / 10)
        if state != "waiting":
            reason = "family" if state == "different" else "too_little_known"
            people.decide(made, state, reason=reason, by=sol, at=NOW)


def _both(five: list[Person], one: int, other: int) -> list[Person]:
    return [five[one], five[other]]


def _joined(five: list[Person], step: tuple[int, int, dict[str, str]], sol: Worker) -> Merge | None:
    kept, merged, fields = step
    try:
        return join(again(five[kept]), again(five[merged]), by=sol, fields=fields, at=LATER)
    except (people.SameRecord, people.AlreadyJoined, people.NotTheSame):
        return None


class TestSince:
    def test_what_hangs_from_a_row_that_goes_back_goes_with_it(
        self, reyna: Person, rosa: Person, marta: Worker, sol: Worker
    ):
        """The case from the return, and from the case the ground and the answer of its institution."""
        theirs = rosa.returns.get()
        made = join(reyna, rosa, by=sol)
        case_at(Return.objects.get(pk=theirs.pk), marta, at=AFTER)

        assert {row.reference.table: row.owner for row in since_merge(made)} == {
            "cases.case": "merged",
            "people.ground": "merged",
            "people.consent": "merged",
        }

        part(made, by=sol)

        assert Case.objects.get().person == rosa
        assert Ground.objects.get(because="case").person == rosa
        assert rosa.consents.count() == 2

    def test_what_hangs_from_the_other_ones_row_stays(
        self, reyna: Person, return_of_reyna: Return, rosa: Person, marta: Worker, sol: Worker
    ):
        made = join(reyna, rosa, by=sol)
        case = case_at(return_of_reyna, marta, at=AFTER)

        part(made, by=sol, owners={row.key: "merged" for row in since_merge(made)})

        assert Case.objects.get() == case and Case.objects.get().person == reyna
        assert not Person.objects.visible_to(marta).filter(pk=rosa.pk).exists()

    def test_nothing_is_guessed(self, reyna: Person, rosa: Person, elena: Worker, marta: Worker, sol: Worker):
        """A new return under the joined person: nobody can know whose it is."""
        made = join(reyna, rosa, by=sol)
        back = registered_return(reyna, by=elena, at=AFTER)
        asked = DocumentRequest.objects.create(
            person=reyna, document="passport", institution=None, requested_on=AFTER.date()
        )

        with refused(people.OwnersUnknown) as why:
            part(made, by=sol)
        keys = {row.reference.model: row.key for row in why.value.rows}
        with refused(people.OwnersUnknown):
            part(made, by=sol, owners={keys[Return]: "merged"})
        undone = part(made, by=sol, owners={keys[Return]: "merged", keys[DocumentRequest]: "kept"})

        assert Return.objects.get(pk=back.pk).person == rosa
        assert DocumentRequest.objects.get(pk=asked.pk).person == reyna
        assert undone.stayed == 0

    def test_a_ground_waits_for_what_its_institution_did(
        self, reyna: Person, rosa: Person, otto: Worker, marta: Worker, sol: Worker
    ):
        made = join(reyna, rosa, by=sol)
        DocumentRequest.objects.create(
            person=reyna, document="passport", institution=otto.institution, requested_on=AFTER.date()
        )
        people.give_ground(reyna, institution=otto.institution, because="case", by=otto, at=AFTER)
        people.give_ground(reyna, institution=marta.institution, because="referral", by=marta, at=AFTER)
        rows = {(row.reference.table, row.institution): row for row in since_merge(made)}
        request = rows["support.documentrequest", otto.institution]
        waits = rows["people.ground", otto.institution]
        alone = rows["people.ground", marta.institution]

        assert (waits.owner, waits.hangs) == (None, True) and (alone.owner, alone.hangs) == (None, False)

        part(made, by=sol, owners={request.key: "merged", alone.key: "kept"})

        assert rosa.grounds.filter(institution=otto.institution).exists()
        assert reyna.grounds.filter(institution=marta.institution).exists()

    def test_what_a_later_merge_brought_is_not_asked_for(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        made = join(reyna, reina, by=sol)
        join(reyna, rosa, by=sol)

        assert since_merge(made) == []

    def test_what_was_corrected_since_stays_and_is_said(
        self, reyna: Person, reina: Person, elena: Worker, sol: Worker
    ):
        made = join(reyna, reina, by=sol, fields={"phone": "merged", "language": "merged"})
        people.correct_person(again(reyna), phone="50211112222", by=elena, at=LATER)

        undone = part(made, by=sol)

        assert undone.newer == ("phone",)
        assert again(reyna).phone == "50211112222" and again(reyna).language == "spa"

    def test_a_row_that_is_no_longer_there_is_no_hindrance(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)
        DocumentRequest.objects.all().delete()

        part(made, by=sol)

        assert Return.objects.filter(person=reina).count() == 1


class TestUnmerge:
    def test_the_alias_stands_again_with_its_own_aliases(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        join(reina, rosa, by=sol)
        made = join(reyna, reina, by=sol)

        part(made, by=sol)

        assert again(reina).merged_into is None and again(rosa).merged_into == reina
        assert records_of(reyna) == [reyna.pk]

    def test_what_a_merge_had_to_leave_behind_goes_along_when_its_rival_goes(
        self, reyna: Person, elena: Worker, sol: Worker
    ):
        """Two records with the same number joined to Reyna: the number of the second stays until the first goes."""
        one, other = (record("Reyna", "López", by=elena) for _ in range(2))
        for each in (one, other):
            people.add_identifier(each, kind="national_id", number="55", by=elena, at=MONDAY)
        before = dump()
        made = [join(reyna, each, by=sol) for each in (one, other)]
        assert other.identifiers.count() == 1

        part(made[0], by=sol)

        assert other.identifiers.count() == 0 and reyna.identifiers.count() == 1
        part(made[1], by=sol)
        assert dump() == before

    def test_notes_ids_and_codes_only(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol, fields=ALL_OF_THE_OTHER)
        part(made, by=sol)

        line = Entry.objects.first()
        assert (line.event, line.subject_id, line.facts["merged"]) == (
            "person.unmerged",
            str(reyna.pk),
            str(reina.pk),
        )
        assert "REINA" not in str(line.facts)

    def test_is_refused_twice(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)
        part(made, by=sol)

        with refused(people.AlreadyUndone):
            part(made, by=sol)

    def test_is_refused_to_whom_may_not(
        self, reyna: Person, reina: Person, elena: Worker, ada: Worker, sol: Worker
    ):
        made = join(reyna, reina, by=sol)

        for worker in (elena, ada):
            with refused(people.NotForReview):
                part(made, by=worker)

    def test_is_refused_without_a_reason_of_the_list(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)

        with refused(people.ReasonMissing):
            people.unmerge(made, reason="", by=sol, at=AFTER)

    def test_is_refused_while_the_person_is_protected(
        self, reyna: Person, reina: Person, otto: Worker, sol: Worker
    ):
        made = join(reyna, reina, by=sol)
        cases.protect(Case.objects.get(), careful_contact="", by=otto, at=AFTER)

        with refused(people.NotForReview):
            part(made, by=sol, at=AFTER + timedelta(hours=1))
