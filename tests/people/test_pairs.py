"""Pairs that may be of one person: proposed, decided, remembered, reopened."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from arraigo.access.models import Entry, Worker
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import CandidatePair, Merge, Person
from arraigo.people.queries import remembered_different
from arraigo.people.rules import UNDECIDED, in_order
from tests.cast import NOW
from tests.people.registers import AFTER, LATER, case_at, dump, join, pair, part, record

pytestmark = pytest.mark.django_db


@contextmanager
def refused(why: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The refusal, and that nothing at all has changed."""
    before, lines = dump(), Entry.objects.count()
    with pytest.raises(why) as caught:
        yield caught
    assert str(caught.value)
    assert dump() == before and Entry.objects.count() == lines


def asked() -> list[CandidatePair]:
    return list(CandidatePair.objects.filter(asked=True))


def propose(*pairs: tuple[Person, Person, float], band: str = "probably") -> int:
    return people.propose(
        ((one.pk, other.pk, probability, band) for one, other, probability in pairs), run=None, at=NOW
    )


class TestLists:
    def test_every_decision_has_its_reasons(self):
        reasons = content.codelist("pair_reason")

        assert {item.get("decision") for item in reasons} == {"different", "later", "waiting"}
        assert {"same", "different", *UNDECIDED} == set(content.codelist("pair_state").codes)


class TestPropose:
    def test_puts_a_pair_to_the_reviewers_once(self, reyna: Person, reina: Person):
        assert propose((reyna, reina, 0.8), (reina, reyna, 0.9), (reyna, reyna, 1.0)) == 1
        assert propose((reina, reyna, 0.9)) == 0

        found = CandidatePair.objects.get()
        assert (found.one_id, found.other_id) == in_order(reyna.pk, reina.pk)
        assert (found.state, found.probability, found.asked) == ("waiting", 0.9, True)

    def test_gives_a_waiting_pair_its_new_probability(self, reyna: Person, reina: Person):
        propose((reyna, reina, 0.8))
        propose((reyna, reina, 0.5), band="possibly")

        assert (CandidatePair.objects.get().probability, CandidatePair.objects.get().band) == (
            0.5,
            "possibly",
        )

    def test_never_asks_again_what_was_decided_different(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        """Also not of the one who was joined with one of them since."""
        people.decide(pair(reina, rosa), "different", reason="family", by=sol, at=NOW)
        join(reyna, reina, by=sol)

        assert propose((reina, rosa, 0.99), (reyna, rosa, 0.99)) == 0
        assert remembered_different([reyna.pk, rosa.pk]) == {in_order(reyna.pk, rosa.pk)}
        assert asked() == []

    def test_follows_who_was_joined_while_the_linkage_ran(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        found = [(reyna, reina, 0.99), (reina, rosa, 0.7), (reyna, rosa, 0.6)]
        join(reyna, reina, by=sol)

        assert propose(*found) == 1
        assert asked()[0].standing == in_order(reyna.pk, rosa.pk) and asked()[0].probability == 0.7

    def test_knows_no_record_that_is_no_more(self, reyna: Person):
        assert people.propose([(reyna.pk, uuid7(), 0.9, "same")], run=None, at=NOW) == 0

    def test_asks_the_store_as_often_for_many_as_for_few(self, elena: Worker):
        few = [record("Ana", f"Pop{number}", by=elena) for number in range(3)]
        many = [record("Ana", f"Caal{number}", by=elena) for number in range(30)]
        with CaptureQueriesContext(connection) as of_few:
            propose(*((few[0], one, 0.5) for one in few[1:]))
        with CaptureQueriesContext(connection) as of_many:
            propose(*((many[0], one, 0.5) for one in many[1:]))

        assert len(of_many) == len(of_few)


class TestDecide:
    def test_different_is_said_with_reason_worker_and_moment(self, reyna: Person, rosa: Person, sol: Worker):
        decided = people.decide(pair(reyna, rosa), "different", reason="namesakes", by=sol, at=LATER)

        assert (decided.state, decided.reason, decided.decided_by, decided.decided_at) == (
            "different",
            "namesakes",
            sol,
            LATER,
        )
        line = Entry.objects.first()
        assert (line.event, line.facts) == ("pair.decided", {"state": "different", "reason": "namesakes"})
        assert asked() == []

    def test_later_waits_on(self, reyna: Person, rosa: Person, sol: Worker):
        put_off = people.decide(pair(reyna, rosa), "later", reason="too_little_known", by=sol, at=LATER)

        assert asked() == [put_off]
        assert people.decide(put_off, "different", reason="family", by=sol, at=AFTER).state == "different"

    def test_same_is_decided_by_joining(self, reyna: Person, reina: Person, sol: Worker):
        waiting = pair(reyna, reina)
        with refused(people.MergeFirst):
            people.decide(waiting, "same", reason="family", by=sol, at=LATER)

        made = people.merge(
            reyna, reina, id=uuid7(), fields={}, reason="same_facts", by=sol, at=LATER, pair=waiting
        )

        waiting.refresh_from_db()
        assert (waiting.state, waiting.decided_at, waiting.decided_by) == ("same", LATER, sol)
        part(made, by=sol)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.decided_at, waiting.asked) == ("waiting", None, True)

    def test_tells_the_second_reviewer_who_decided_what(
        self, reyna: Person, reina: Person, sol: Worker, registry
    ):
        shown = pair(reyna, reina)
        people.decide(shown, "different", reason="family", by=sol, at=LATER)

        with refused(people.AlreadyDecided) as why:
            people.decide(shown, "later", reason="too_little_known", by=sol, at=AFTER)
        assert "Sol Ixchop" in str(why.value) and why.value.pair.state == "different"
        with refused(people.AlreadyDecided):
            people.merge(
                reyna, reina, id=uuid7(), fields={}, reason="same_facts", by=sol, at=AFTER, pair=shown
            )

        people.reopen(shown, reason="decided_by_mistake", by=sol, at=AFTER)
        people.merge(reyna, reina, id=uuid7(), fields={}, reason="same_facts", by=sol, at=AFTER, pair=shown)
        with refused(people.AlreadyDecided):
            people.decide(shown, "different", reason="family", by=sol, at=AFTER)

    def test_is_refused_when_one_of_the_two_was_joined_meanwhile(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        shown = pair(reina, rosa)
        join(reyna, reina, by=sol)
        other = record("Otra", "Persona", by=sol)

        with refused(people.JoinedMeanwhile):
            people.decide(shown, "different", reason="family", by=sol, at=AFTER, as_shown=(reina.pk, rosa.pk))
        with refused(people.JoinedMeanwhile):
            people.merge(
                rosa,
                other,
                id=uuid7(),
                fields={},
                reason="same_facts",
                by=sol,
                at=AFTER,
                pair=shown,
            )

    @pytest.mark.parametrize(
        ("state", "reason"), [("different", ""), ("different", "too_little_known"), ("later", "family")]
    )
    def test_is_refused_without_a_reason_for_that_decision(
        self, state, reason, reyna: Person, rosa: Person, sol: Worker
    ):
        waiting = pair(reyna, rosa)

        with refused(people.ReasonMissing):
            people.decide(waiting, state, reason=reason, by=sol, at=LATER)

    def test_is_refused_to_whom_may_not(self, reyna: Person, rosa: Person, elena: Worker, ada: Worker):
        waiting = pair(reyna, rosa)

        for worker in (elena, ada):
            with refused(people.NotForReview):
                people.decide(waiting, "different", reason="family", by=worker, at=LATER)

    def test_is_refused_for_who_is_protected(
        self, reyna: Person, rosa: Person, centre, elena: Worker, sol: Worker
    ):
        waiting = pair(reyna, rosa)
        people.protect_ground(
            rosa, institution=centre, because="registered", protected=True, by=elena, at=NOW
        )

        with refused(people.NotForReview):
            people.decide(waiting, "different", reason="family", by=sol, at=LATER)


class TestReopen:
    def test_asks_again(self, reyna: Person, rosa: Person, sol: Worker):
        decided = people.decide(pair(reyna, rosa), "different", reason="family", by=sol, at=LATER)

        again = people.reopen(decided, reason="new_facts", by=sol, at=AFTER)

        assert (again.state, again.decided_at, again.decided_by) == ("waiting", None, None)
        assert asked() == [again] and remembered_different([reyna.pk, rosa.pk]) == set()
        assert Entry.objects.first().event == "pair.reopened"

    def test_is_refused_for_what_waits_and_for_what_was_joined(
        self, reyna: Person, reina: Person, sol: Worker
    ):
        waiting = pair(reyna, reina)
        with refused(people.NotDecided):
            people.reopen(waiting, reason="new_facts", by=sol, at=AFTER)
        join(reyna, reina, by=sol)
        with refused(people.MergeFirst):
            people.reopen(waiting, reason="new_facts", by=sol, at=AFTER)


class TestOneQuestionForTwoPeople:
    def test_of_several_pairs_of_two_people_the_likeliest_is_asked(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        less, more = pair(reyna, rosa, 0.4), pair(reina, rosa, 0.8)
        assert set(asked()) == {less, more}

        made = join(reyna, reina, by=sol)
        assert asked() == [more]

        people.decide(more, "different", reason="family", by=sol, at=LATER)
        assert asked() == []

        part(made, by=sol)
        assert asked() == [less]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act came to, all begun at the same moment in threads of their own."""
    begin, came = threading.Barrier(len(acts)), {}

    def run(number: int, act: Callable[[], object]) -> None:
        close_old_connections()
        begin.wait()
        try:
            came[number] = act()
        except Refused as refusal:
            came[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [came[number] for number in range(len(acts))]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_reviewers_and_one_pair(self, reyna: Person, reina: Person, sol: Worker):
        waiting = pair(reyna, reina)

        came = at_once(
            lambda: people.decide(waiting, "different", reason="family", by=sol, at=LATER),
            lambda: people.merge(
                reyna, reina, id=uuid7(), fields={}, reason="same_facts", by=sol, at=LATER, pair=waiting
            ),
        )

        refusals = [one for one in came if isinstance(one, Refused)]
        waiting.refresh_from_db()
        assert len(refusals) == 1 and isinstance(
            refusals[0], (people.AlreadyDecided, people.NotTheSame, people.BusyNow)
        )
        assert waiting.state == ("same" if Merge.objects.exists() else "different")

    def test_two_merges_of_one_record(self, reyna: Person, reina: Person, rosa: Person, sol: Worker):
        came = at_once(lambda: join(reyna, reina, by=sol), lambda: join(rosa, reina, by=sol))

        assert len([one for one in came if isinstance(one, (people.AlreadyJoined, people.BusyNow))]) == 1
        assert Merge.objects.count() == 1

    def test_a_merge_while_a_linkage_puts_in_its_pairs(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        came = at_once(
            lambda: join(reyna, reina, by=sol),
            lambda: propose((reina, rosa, 0.7), (reyna, rosa, 0.6), (reyna, reina, 0.99)),
        )
        if isinstance(came[0], people.BusyNow):
            join(reyna, reina, by=sol)

        assert len([one for one in asked() if one.state in UNDECIDED]) == 1
        assert {one.standing for one in asked()} == {in_order(reyna.pk, rosa.pk)}

    def test_a_case_is_opened_while_the_person_is_joined(
        self, reyna: Person, rosa: Person, marta: Worker, sol: Worker
    ):
        back = rosa.returns.get()

        came = at_once(lambda: join(reyna, rosa, by=sol), lambda: case_at(back, marta))
        if isinstance(came[0], people.BusyNow):
            join(reyna, rosa, by=sol)

        assert not Person.objects.get(pk=rosa.pk).cases.exists() and reyna.cases.count() == 1
