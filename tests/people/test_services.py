"""A person: added, corrected, identified, seen for a reason, agreed to what."""

from datetime import date

import pytest

from arraigo.access.models import Entry, Worker
from arraigo.people import services
from arraigo.people.models import Consent, Ground, Identifier, Person
from arraigo.people.queries import latest_consent, may_keep_case_of, may_share_data_of
from tests.cast import MONDAY, NOW, person

pytestmark = pytest.mark.django_db


class TestAddPerson:
    def test_tidies_the_names_and_can_be_found_by_them(self, elena: Worker) -> None:
        added = person("  Reyna   Isabel ", "López", "Choc", by=elena)

        assert added.given_names == "Reyna Isabel" and added.search_text == " reyna isabel lopez choc"
        assert Entry.objects.get(subject_id=str(added.pk)).event == "person.added"

    def test_is_refused_without_any_name(self, elena: Worker) -> None:
        with pytest.raises(services.NameMissing):
            person(" ", "", by=elena)

        assert not Person.objects.exists() and not Entry.objects.exists()


class TestCorrectPerson:
    def test_never_wipes_out_what_is_known(self, reyna: Person, elena: Worker) -> None:
        services.correct_person(
            reyna, by=elena, at=NOW, given_names="Reina Isabel", phone="", birth_date=None
        )

        reyna.refresh_from_db()
        assert reyna.given_names == "Reina Isabel" and reyna.search_text.startswith(" reina")
        assert reyna.phone and reyna.birth_date == date(1995, 4, 3)

    def test_notes_the_fields_and_not_what_they_say(self, reyna: Person, elena: Worker) -> None:
        services.correct_person(reyna, by=elena, at=NOW, given_names="Reina")

        entry = Entry.objects.get(event="person.corrected")
        assert entry.facts["fields"] == ["given_names"] and "Reina" not in str(entry.facts)

    def test_changes_nothing_where_nothing_changed(self, reyna: Person, elena: Worker) -> None:
        before = Entry.objects.count()

        services.correct_person(reyna, by=elena, at=NOW, given_names=reyna.given_names)

        assert Entry.objects.count() == before

    def test_takes_no_other_field(self, reyna: Person, elena: Worker) -> None:
        with pytest.raises(TypeError):
            services.correct_person(reyna, by=elena, at=NOW, synthetic=True)


class TestAddIdentifier:
    def test_keeps_a_number_once_however_it_is_written(self, reyna: Person, elena: Worker) -> None:
        for number in ("2541 87310 1308", "2541-87310-1308"):
            services.add_identifier(reyna, kind="national_id", number=number, by=elena, at=NOW)

        assert Identifier.objects.get().number == "2541873101308"

    def test_keeps_nothing_where_there_is_no_number(self, reyna: Person, elena: Worker) -> None:
        assert services.add_identifier(reyna, kind="national_id", number=" - ", by=elena, at=NOW) is None


class TestGrounds:
    def test_open_a_person_to_an_institution_and_close_again(
        self, reyna: Person, elena: Worker, marta: Worker, otto: Worker
    ) -> None:
        given = {"institution": marta.institution, "because": "case"}
        for _again in range(2):
            services.give_ground(reyna, **given, by=elena, at=NOW)  # type: ignore[arg-type]

        assert Ground.objects.filter(**given).count() == 1
        assert Person.objects.visible_to(marta).get() == reyna
        assert not Person.objects.visible_to(otto).exists()

        services.end_ground(reyna, **given, by=elena, at=NOW)  # type: ignore[arg-type]
        assert not Person.objects.visible_to(marta).exists()


class TestConsent:
    def test_counts_as_it_was_last_given(self, reyna: Person, elena: Worker) -> None:
        services.record_consent(reyna, scope="store_only", by=elena, at=NOW)

        assert not may_share_data_of(reyna) and may_keep_case_of(reyna)

    def test_can_be_taken_back_once(self, reyna: Person, elena: Worker) -> None:
        services.withdraw_consent(reyna, by=elena, at=NOW)

        consent = latest_consent(reyna)
        assert consent is not None and consent.withdrawn_at == NOW and not may_keep_case_of(reyna)
        with pytest.raises(services.NotAgreed):
            services.withdraw_consent(reyna, by=elena, at=NOW)

    def test_is_kept_with_its_history(self, reyna: Person, elena: Worker) -> None:
        services.record_consent(reyna, scope="refused", by=elena, at=NOW)

        assert Consent.objects.filter(person=reyna).count() == 2


class TestJoinHousehold:
    def test_takes_the_newcomer_into_the_household_that_is_there(self, reyna: Person, elena: Worker) -> None:
        kevin, ana = (person(name, "López", by=elena, at=MONDAY) for name in ("Kevin", "Ana"))
        first = services.join_household([reyna, kevin], by=elena, at=NOW)

        second = services.join_household([ana, kevin], by=elena, at=NOW)

        assert first == second and first.members.count() == 3


def test_a_person_is_never_named_in_a_log(reyna: Person) -> None:
    assert "Reyna" not in str(reyna) and "López" not in repr(reyna)
