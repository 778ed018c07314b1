"""The audit: a chain of lines that shows when one was changed, taken out or put in."""

import pytest
from django.db import transaction

from arraigo.access import audit
from arraigo.access.models import Entry, Worker
from arraigo.people.models import Person
from tests.cast import MONDAY, NOW

pytestmark = pytest.mark.django_db


class TestRecord:
    def test_notes_who_did_what_to_which_record_when(self, reyna: Person, elena: Worker) -> None:
        audit.record("person.corrected", reyna, by=elena, at=NOW, fields=["phone"])

        entry = Entry.objects.first()
        assert entry is not None
        assert (entry.worker, entry.event, entry.at) == (elena, "person.corrected", NOW)
        assert (entry.subject_kind, entry.subject_id) == ("people.person", str(reyna.pk))
        assert entry.facts == {"fields": ["phone"]}

    def test_disappears_with_the_change_that_was_rolled_back(self, reyna: Person, elena: Worker) -> None:
        before = Entry.objects.count()

        with transaction.atomic():
            audit.record("person.corrected", reyna, by=elena, at=NOW)
            transaction.set_rollback(True)

        assert Entry.objects.count() == before
        assert list(audit.broken_links()) == []

    def test_holds_nothing_that_names_the_person(self, reyna: Person) -> None:
        written = " ".join(
            f"{e.event} {e.subject_kind} {e.subject_id} {e.facts}" for e in Entry.objects.all()
        )

        for word in ("Reyna", "López", "Choc", reyna.phone):
            assert word not in written


class TestSeen:
    def test_leaves_the_data_version_as_it_was(self, reyna: Person, elena: Worker) -> None:
        before = audit.data_version()

        audit.seen("person.opened", reyna, by=elena, at=NOW)

        assert audit.data_version() == before

    def test_can_note_a_search_that_has_no_record(self, elena: Worker) -> None:
        entry = audit.seen("person.searched", None, by=elena, at=NOW, found=3)

        assert (entry.subject_kind, entry.subject_id) == ("", "")


class TestChain:
    @pytest.fixture(autouse=True)
    def _three_lines(self, elena: Worker) -> None:
        for minute in range(3):
            audit.record_bulk(
                "list.loaded", "reception.manifest", by=elena, at=MONDAY.replace(minute=minute), rows=135
            )

    def test_holds_while_nobody_touches_it(self) -> None:
        assert list(audit.broken_links()) == []

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("facts", {"rows": 134}),
            ("event", "list.removed"),
            ("at", NOW),
            ("worker", None),
            ("subject_kind", "people.person"),
            ("subject_id", "1"),
            ("changes_data", False),
        ],
    )
    def test_shows_a_line_that_was_changed(self, column: str, value: object) -> None:
        second = Entry.objects.order_by("id")[1]

        Entry.objects.filter(pk=second.pk).update(**{column: value})

        assert list(audit.broken_links()) == [second.pk]

    def test_shows_where_a_line_was_taken_out(self) -> None:
        _, second, third = Entry.objects.order_by("id")

        second.delete()

        assert list(audit.broken_links()) == [third.pk]

    def test_shows_two_lines_that_changed_places(self) -> None:
        _, second, third = Entry.objects.order_by("id")

        Entry.objects.filter(pk=second.pk).update(id=third.pk + 1)

        assert set(audit.broken_links()) >= {third.pk}

    def test_goes_on_from_the_last_line(self, elena: Worker) -> None:
        last = Entry.objects.order_by("-id")[0]

        new = audit.record_bulk("list.loaded", "reception.manifest", by=elena, at=NOW)

        assert new.previous_hash == last.hash

    def test_reads_the_same_again_from_the_database(self, elena: Worker) -> None:
        audit.record_bulk(
            "list.loaded", "reception.manifest", by=elena, at=NOW, share=0.1, codes=["b", "a"], none=None
        )

        assert list(audit.broken_links()) == []
