"""Two records of one person become one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CompositePrimaryKey, ForeignKey, UniqueConstraint
from django.test.utils import CaptureQueriesContext

from arraigo.access.models import Entry, Worker
from arraigo.cases import services as cases
from arraigo.cases.models import Case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.people.models import (
    CandidatePair,
    Consent,
    Ground,
    Identifier,
    Merge,
    MergeMove,
    Person,
    SearchKey,
)
from arraigo.people.queries import latest_consent, records_of, standing_of
from arraigo.people.references import BOOKKEEPING, references
from arraigo.people.rules import CHOOSABLE, joined, proposed
from arraigo.people.services.search_index import keys_of
from arraigo.reception.models import Return
from arraigo.support.models import DocumentRequest
from tests.cast import MONDAY, NOW, registered_return
from tests.people.registers import AFTER, ALL_OF_THE_OTHER, LATER, again, dump, join, pair, part, record

pytestmark = pytest.mark.django_db


@contextmanager
def refused(why: type[Refused]) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The refusal, and that nothing at all has changed."""
    before, lines = dump(), Entry.objects.count()
    with pytest.raises(why) as caught:
        yield caught
    assert str(caught.value)
    assert dump() == before and Entry.objects.count() == lines and not Merge.objects.filter(at=AFTER).exists()


class TestReferences:
    def test_no_foreign_key_to_a_person_is_forgotten(self):
        named = {
            (model, field.name)
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.get_fields()
            if isinstance(field, ForeignKey) and field.related_model is Person
        }
        moved = {(one.model, one.field) for one in references()}

        assert named - moved == {
            (Person, "merged_into"),
            (CandidatePair, "one"),
            (CandidatePair, "other"),
            (Merge, "kept"),
            (Merge, "merged"),
        }
        assert {model for model, _field in named - moved} == BOOKKEEPING

    def test_every_table_can_be_moved_row_by_row(self):
        for one in references():
            assert not isinstance(one.model._meta.pk, CompositePrimaryKey), one.key
            constraints = [each for each in one.model._meta.constraints if isinstance(each, UniqueConstraint)]
            assert not any(each.expressions for each in constraints), one.key

    def test_every_table_has_words(self):
        codes = {one.table.replace(".", "_") for one in references()}

        assert codes == set(content.codelist("person_record").codes)


class TestJoined:
    def test_takes_what_was_chosen_of_the_other(self):
        mine = dict.fromkeys([column for columns in CHOOSABLE.values() for column in columns], "")
        theirs = mine | {"phone": "2", "birth_date": "1990-01-01"}

        assert joined(mine, theirs, {"phone": "merged", "sex": "merged"}) == {"phone": ("", "2")}
        assert joined(mine, theirs, {"birth_date": "merged"}) == {
            "birth_date": ("", "1990-01-01"),
            "birth_date_precision": ("", ""),
        }
        assert proposed(mine, theirs)["phone"] == "merged" and proposed(theirs, mine)["phone"] == "kept"

    def test_knows_no_other_field(self):
        with pytest.raises(ValueError, match="synthetic"):
            joined({}, {}, {"synthetic": "merged"})


class TestMerge:
    def test_brings_everything_under_one_person(self, reyna: Person, reina: Person, sol: Worker):
        made = join(reyna, reina, by=sol)

        assert Return.objects.filter(person=reyna).count() == 2
        assert Case.objects.get().person == reyna
        assert DocumentRequest.objects.get().person == reyna
        assert Identifier.objects.get().person == reyna
        assert latest_consent(reyna) == Consent.objects.latest("given_at")
        assert again(reina).merged_into == reyna and standing_of(again(reina)) == reyna
        assert made.moves.count() == MergeMove.objects.count() == 7

    def test_leaves_with_the_alias_what_the_other_may_not_have_twice(
        self, reyna: Person, reina: Person, sol: Worker, elena: Worker
    ):
        people.add_identifier(reyna, kind="national_id", number="1234 56789 0101", by=elena, at=MONDAY)

        join(reyna, reina, by=sol)

        assert Identifier.objects.filter(person=reina).count() == 1
        assert Ground.objects.get(person=reina).because == "registered"
        assert records_of(reyna) == records_of(again(reina)) == [reyna.pk, reina.pk]

    def test_leaves_with_the_alias_a_second_open_case_at_one_institution(
        self, reyna: Person, reina: Person, case_of_reyna: Case, sol: Worker, otto: Worker, marta: Worker
    ):
        Case.objects.filter(person=reina).update(institution=marta.institution)

        join(reyna, reina, by=sol)

        assert Case.objects.get(person=reina).after_return.person == reyna

    def test_writes_the_fields_that_were_chosen_and_remembers_both(
        self, reyna: Person, reina: Person, sol: Worker
    ):
        made = join(
            reyna, reina, by=sol, fields={"phone": "merged", "language": "merged", "birth_date": "kept"}
        )

        assert again(reyna).phone == "50244445555" and again(reyna).language == "kjb"
        assert again(reyna).given_names == "Reyna Isabel" and again(reyna).birth_date == reyna.birth_date
        assert made.chosen == {"phone": ["50255501234", "50244445555"], "language": ["spa", "kjb"]}
        assert again(reyna).changed_at == LATER and again(reina).phone == "50244445555"

    def test_finds_the_person_by_the_names_that_were_chosen(self, reyna: Person, reina: Person, sol: Worker):
        join(reyna, reina, by=sol, fields=ALL_OF_THE_OTHER)

        assert again(reyna).search_text == again(reina).search_text == " reina isabel lopez choc"

    def test_keeps_the_index(self, reyna: Person, reina: Person, rosa: Person, sol: Worker):
        """The person is found under every name and number of theirs, an alias under none."""
        join(reina, rosa, by=sol)
        join(reyna, reina, by=sol)

        assert set(SearchKey.objects.values_list("person", flat=True)) == {reyna.pk}
        assert set(SearchKey.objects.values_list("key", flat=True)) == keys_of(again(reyna))

    def test_notes_ids_and_codes_only(self, reyna: Person, reina: Person, sol: Worker):
        join(reyna, reina, by=sol, fields=ALL_OF_THE_OTHER)

        line = Entry.objects.first()
        assert (line.event, line.subject_id, line.worker) == ("person.merged", str(reyna.pk), sol)
        assert line.facts["merged"] == str(reina.pk) and line.facts["reason"] == "same_facts"
        assert "REINA" not in str(line.facts) and "5024444" not in str(line.facts)

    def test_a_second_click_joins_nothing_twice(self, reyna: Person, reina: Person, sol: Worker):
        key = uuid7()
        twice = [
            people.merge(reyna, reina, id=key, fields={}, reason="same_facts", by=sol, at=LATER)
            for _ in range(2)
        ]

        assert twice[0] == twice[1] and Merge.objects.count() == 1

    def test_asks_as_often_for_a_hundred_rows_as_for_one(
        self, reyna: Person, reina: Person, elena: Worker, sol: Worker
    ):
        with CaptureQueriesContext(connection) as few:
            made = join(reyna, reina, by=sol)
        part(made, by=sol)
        for _ in range(100):
            registered_return(reina, by=elena)
        with CaptureQueriesContext(connection) as many:
            join(reyna, reina, by=sol, at=AFTER)

        assert len(many) == len(few)

    def test_is_refused_to_whom_may_not(
        self, reyna: Person, reina: Person, elena: Worker, marta: Worker, ada: Worker
    ):
        for worker in (elena, marta, ada):
            with refused(people.NotForReview):
                join(reyna, reina, by=worker, at=AFTER)

    def test_is_refused_for_one_record(self, reyna: Person, sol: Worker):
        with refused(people.SameRecord):
            join(reyna, reyna, by=sol, at=AFTER)

    def test_is_refused_without_a_reason_of_the_list(self, reyna: Person, reina: Person, sol: Worker):
        for reason in ("", "because"):
            with refused(people.ReasonMissing):
                people.merge(reyna, reina, id=uuid7(), fields={}, reason=reason, by=sol, at=AFTER)

    def test_is_refused_for_an_alias_and_says_which_record_stands(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        join(reyna, reina, by=sol)

        for kept, merged in ((rosa, reina), (reina, rosa), (reyna, reina), (reina, reyna)):
            with refused(people.AlreadyJoined) as why:
                join(kept, merged, by=sol, at=AFTER)
            assert why.value.standing == reyna

    def test_is_refused_where_somebody_decided_they_are_different(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        people.decide(pair(reina, rosa), "different", reason="namesakes", by=sol, at=NOW)
        join(reyna, reina, by=sol)

        for kept, merged in ((reyna, rosa), (rosa, reyna)):
            with refused(people.NotTheSame):
                join(kept, merged, by=sol, at=AFTER)

        people.reopen(CandidatePair.objects.get(), reason="decided_by_mistake", by=sol, at=AFTER)
        assert join(reyna, rosa, by=sol).moves.exists()

    def test_is_refused_when_no_name_would_be_left(self, elena: Worker, sol: Worker):
        one, other = record("Ana", "", by=elena), record("", "Pop", by=elena)

        with refused(people.NameMissing):
            join(one, other, by=sol, fields={"given_names": "merged"}, at=AFTER)

    def test_is_refused_for_who_is_protected_without_saying_why(
        self, reyna: Person, reina: Person, rosa: Person, otto: Worker, sol: Worker
    ):
        case = Case.objects.get(person=reina)
        cases.protect(case, careful_contact="", by=otto, at=NOW)

        for kept, merged in ((reyna, reina), (reina, rosa)):
            with refused(people.NotForReview):
                join(kept, merged, by=sol, at=AFTER)

        cases.unprotect(case, by=otto, at=NOW)
        assert join(reyna, reina, by=sol)

    def test_is_refused_for_another_countrys_register(
        self, reyna: Person, reina: Person, registry, sol: Worker
    ):
        registry.country = "HND"
        registry.save()

        with refused(people.NotForReview):
            join(reyna, reina, by=Worker.objects.get(pk=sol.pk), at=AFTER)


class TestChains:
    def test_every_alias_names_the_record_that_stands(
        self, reyna: Person, reina: Person, rosa: Person, sol: Worker
    ):
        join(reina, rosa, by=sol)
        join(reyna, reina, by=sol)

        assert again(rosa).merged_into == again(reina).merged_into == reyna
        assert Return.objects.filter(person=reyna).count() == 3
        assert set(records_of(again(rosa))) == {reyna.pk, reina.pk, rosa.pk}


class TestAlias:
    def test_what_is_noted_under_an_alias_reaches_the_person(
        self, reyna: Person, reina: Person, rosa: Person, elena: Worker, marta: Worker, sol: Worker
    ):
        join(reyna, reina, by=sol)
        alias = again(reina)

        people.give_ground(alias, institution=marta.institution, because="case", by=marta, at=AFTER)
        consent = people.record_consent(alias, scope="store_only", by=elena, at=AFTER)
        people.add_identifier(alias, kind="passport", number="A1", by=elena, at=AFTER)

        assert latest_consent(reyna) == consent == latest_consent(alias)
        assert Person.objects.visible_to(marta).get() == reyna
        assert Identifier.objects.get(kind="passport").person == reyna

    def test_is_seen_by_nobody(self, reyna: Person, reina: Person, elena: Worker, otto: Worker, sol: Worker):
        join(reyna, reina, by=sol)

        assert list(Person.objects.visible_to(elena)) == list(Person.objects.visible_to(otto)) == [reyna]

    def test_holding_an_alias_holds_who_stands(self, reyna: Person, reina: Person, sol: Worker):
        join(reyna, reina, by=sol)

        assert people.hold(reina.pk) == people.hold(reyna.pk) == reyna


class TestProtectGround:
    def test_follows_the_case(self, case_of_reyna: Case, marta: Worker, sol: Worker):
        cases.protect(case_of_reyna, careful_contact="", by=marta, at=NOW)

        assert Ground.objects.get(because="case").protected
        assert not Person.objects.reviewable_by(sol).exists()

        cases.unprotect(case_of_reyna, by=marta, at=LATER)

        assert not Ground.objects.filter(protected=True).exists()
        assert Person.objects.reviewable_by(sol).exists()
