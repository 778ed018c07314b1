"""Loading packages: what becomes of rows, again and again, beside others, and where something fails."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError

from arraigo.access.audit import broken_links
from arraigo.access.models import Entry
from arraigo.exchange.models import (
    MODELS,
    Load,
    LoadedFollowUp,
    LoadedInstitutionYear,
    LoadedPerson,
    LoadedReturn,
)
from arraigo.exchange.store import bulk_store
from tests.cast import NOW
from tests.interop.package.packages import (
    REYNA,
    TOMAS,
    WINDOW,
    a_return,
    a_year,
    history,
    load,
    loaded,
    written,
)

pytestmark = pytest.mark.django_db


def rows() -> int:
    return sum(model.objects.count() for model in MODELS.values())


class TestLoad:
    def test_takes_in_every_row_as_it_came(self, tmp_path):
        counts = load(tmp_path, history())

        assert counts["returns"] == {"rows": 2, "new": 2, "updated": 0, "unchanged": 0}
        first = LoadedReturn.objects.get(return_id="r-1")
        assert first.groups == "woman;indigenous"
        assert first.registered_at == datetime(2023, 1, 5, 16, 0, tzinfo=UTC)
        assert (first.months_abroad, first.age, first.route) == (36, None, "")
        assert LoadedPerson.objects.get(person_id="p-2").birth_date is None

    def test_keeps_numbers_as_their_digits(self, tmp_path):
        load(tmp_path, history())

        assert LoadedFollowUp.objects.get().score == "0.5"
        assert Decimal(LoadedInstitutionYear.objects.get().budget_total) == Decimal("1250.50")
        assert LoadedInstitutionYear.objects.get().budget_reintegration == ""

    def test_notes_the_load_and_a_line_of_audit(self, tmp_path):
        load(tmp_path / "historia-2023", history())

        noted, line = Load.objects.get(), Entry.objects.get(event="exchange.loaded")
        assert (noted.source, noted.synthetic, noted.at) == ("historia-2023", False, NOW)
        assert noted.counts["people"] == {"new": 2, "updated": 0, "unchanged": 0}
        assert line.changes_data and line.subject_id == str(noted.number)
        assert {row.load for row in LoadedReturn.objects.all()} == {noted.number}
        assert not list(broken_links())

    def test_marks_what_is_synthetic(self, tmp_path):
        loaded(written(tmp_path, {"people": [REYNA]}, synthetic=True))

        assert Load.objects.get().synthetic

    def test_reads_texts_with_commas_quotes_and_line_breaks(self, tmp_path):
        odd = {**WINDOW, "name": 'La "Casa",\n\\.\nsegunda línea;'}

        load(tmp_path, {"institutions": [odd]})

        assert MODELS["institutions"].objects.get().name == odd["name"]


class TestAgain:
    def test_changes_nothing(self, tmp_path):
        load(tmp_path, history())
        before = (Load.objects.count(), Entry.objects.count())

        counts = load(tmp_path, history())

        assert {(each["new"], each["updated"]) for each in counts.values()} == {(0, 0)}
        assert all(each["unchanged"] == each["rows"] for each in counts.values())
        assert (Load.objects.count(), Entry.objects.count()) == before

    def test_knows_a_value_that_is_written_otherwise(self, tmp_path):
        load(tmp_path / "one", history())
        other = history()
        other["followups"][0]["score"] = "5e-1"
        other["returns"][0]["registered_at"] = "2023-01-05 16:00"
        other["institution_years"][0]["staff_total"] = "+012"

        counts = load(tmp_path / "other", other)

        assert {each["updated"] for each in counts.values()} == {0}

    def test_changes_what_is_corrected_and_only_that(self, tmp_path):
        load(tmp_path / "one", history())
        corrected = {"people": [{**REYNA, "sex": "other"}, TOMAS]}

        counts = load(tmp_path / "two", corrected)

        assert counts == {"people": {"rows": 2, "new": 0, "updated": 1, "unchanged": 1}}
        reyna, tomas = LoadedPerson.objects.order_by("person_id")
        assert (reyna.sex, reyna.load) == ("other", Load.objects.first().number)
        assert tomas.load == Load.objects.last().number

    def test_keeps_what_the_package_omits(self, tmp_path):
        load(tmp_path / "one", history())

        load(tmp_path / "two", {"returns": [a_return(1, route="air")]})

        first = LoadedReturn.objects.get(return_id="r-1")
        assert (first.route, first.groups, first.months_abroad) == ("air", "woman;indigenous", 36)

    def test_empties_what_the_package_has_empty(self, tmp_path):
        load(tmp_path / "one", history())

        load(tmp_path / "two", {"returns": [a_return(1, months_abroad="", groups="")]})

        first = LoadedReturn.objects.get(return_id="r-1")
        assert (first.groups, first.months_abroad) == ("", None)

    def test_adds_to_what_was_loaded_before(self, tmp_path):
        load(tmp_path / "one", history())

        counts = load(tmp_path / "two", {"returns": [a_return(3), a_return(4, "p-2")]})

        assert counts["returns"]["new"] == 2
        assert LoadedReturn.objects.count() == 4

    def test_knows_rows_by_a_key_of_several_columns(self, tmp_path):
        load(tmp_path / "one", history())
        years = [a_year(budget_total="2000"), {**a_year(budget_total="3000"), "year": "2024"}]

        counts = load(tmp_path / "two", {"institution_years": years})

        assert counts["institution_years"] == {"rows": 2, "new": 1, "updated": 1, "unchanged": 0}


class TestAFewRows:
    def test_are_found_in_a_much_larger_store(self, tmp_path):
        people = [{**REYNA, "person_id": f"p-{number}"} for number in range(40)]
        years = [{**a_year(budget_total="1"), "year": str(1990 + number)} for number in range(30)]
        load(tmp_path / "one", {"institutions": [WINDOW], "institution_years": years, "people": people})

        counts = load(
            tmp_path / "two",
            {
                "institution_years": [
                    {**a_year(budget_total="2"), "year": "2000"},
                    {**a_year(budget_total="1"), "year": "2001"},
                ],
                "people": [{**REYNA, "person_id": "p-7", "sex": "other"}, {**REYNA, "person_id": "p-40"}],
            },
        )

        assert counts["people"] == {"rows": 2, "new": 1, "updated": 1, "unchanged": 0}
        assert counts["institution_years"] == {"rows": 2, "new": 0, "updated": 1, "unchanged": 1}
        assert LoadedPerson.objects.filter(sex="other").count() == 1


class TestWithAFault:
    def test_changes_nothing_and_says_what_would_have_been(self, tmp_path):
        load(tmp_path / "one", history())
        before = rows()
        second = {
            "people": [{**REYNA, "sex": "other"}, TOMAS, {**REYNA, "person_id": "p-3"}],
            "returns": [a_return(9, "nobody")],
        }

        counts, faults = loaded(written(tmp_path / "two", second))

        assert counts["people"] == {"rows": 3, "new": 1, "updated": 1, "unchanged": 1}
        assert counts["returns"] == {"rows": 1, "new": 0, "updated": 0, "unchanged": 0}
        assert [(fault.table, fault.row, fault.column, fault.value) for fault in faults] == [
            ("returns", 2, "person_id", "nobody")
        ]
        assert rows() == before and Load.objects.count() == 1
        assert LoadedPerson.objects.get(person_id="p-1").sex == "female"


@pytest.mark.django_db(transaction=True)
class TestAFailureInTheMiddle:
    def test_changes_nothing(self, tmp_path, monkeypatch):
        store = type(bulk_store())
        insert = store.insert

        def fails_late(self, table, batches, load):
            if table.name == "cases":
                raise DatabaseError("no room left")
            insert(self, table, batches, load)

        monkeypatch.setattr(store, "insert", fails_late)

        with pytest.raises(DatabaseError):
            loaded(written(tmp_path, history()))

        assert (rows(), Load.objects.count(), Entry.objects.count()) == (0, 0, 0)

    def test_leaves_the_way_free_for_the_next(self, tmp_path):
        assert load(tmp_path, history())["cases"]["new"] == 1
        assert rows() == 9
