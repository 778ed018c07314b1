"""What desks recorded, in packages: it leaves with the rest, and nothing that comes in changes it."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from arraigo.core.ids import uuid7
from arraigo.interop.package import dumping
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.support.models import Application
from tests.cast import NOW, SOLOMA, person, registered_return
from tests.interop.package.packages import a_return, loaded, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def reyna(elena) -> Person:
    reyna = person("Reyna Isabel", "Ixcoy", "Pascual", by=elena)
    people.add_identifier(reyna, kind="national_id", number="2417551201308", country="GTM", by=elena, at=NOW)
    of_return = registered_return(reyna, by=elena)
    of_return.groups, of_return.protected_groups = ["woman", "indigenous"], ["gbv_survivor"]
    of_return.transport_ref = "N368CA"
    of_return.save()
    Application.objects.create(
        person=reyna,
        kind="economic_support",
        submitted_on=date(2026, 11, 17),
        amount=Decimal("1500.00"),
        currency="GTQ",
    )
    return reyna


def dumped(folder):
    dumping.dump(folder, form="csv", force=True, at=NOW)
    found = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = list(csv.DictReader(file))
    return found


class TestDump:
    def test_has_what_desks_recorded(self, reyna, elena, tmp_path):
        tables = dumped(tmp_path / "out")

        (who,), (number,), (back,), (asked,) = (
            tables[name] for name in ("people", "identifiers", "returns", "applications")
        )
        assert who == {
            "person_id": str(reyna.pk),
            "given_names": "Reyna Isabel",
            "paternal_surname": "Ixcoy",
            "maternal_surname": "Pascual",
            "sex": "female",
            "birth_date": "1995-04-03",
            "birth_date_precision": "day",
            "nationality": "GTM",
            "origin_municipality": SOLOMA,
        }
        assert (number["person_id"], number["number"]) == (str(reyna.pk), "2417551201308")
        assert set(back["groups"].split(";")) == {"woman", "indigenous", "gbv_survivor"}
        assert (back["transport_ref"], back["registered_at"]) == ("N368CA", "2026-11-16T15:00:00Z")
        assert (asked["amount"], asked["currency"]) == ("1500", "GTQ")
        assert [row["name"] for row in tables["institutions"]] == [elena.institution.name]

    def test_is_loaded_where_it_came_from_without_a_change(self, reyna, tmp_path):
        before = dumped(tmp_path / "out")

        counts, faults = loaded(tmp_path / "out")

        assert faults == []
        assert {(each["new"], each["updated"]) for each in counts.values()} == {(0, 0)}
        assert dumped(tmp_path / "out") == before

    def test_has_of_joined_records_only_the_one_that_stands(self, reyna, elena, tmp_path):
        alias = person("Reina", "Ixcoy", by=elena)
        people.add_identifier(alias, kind="passport", number="A1", country="GTM", by=elena, at=NOW)
        Person.objects.filter(pk=alias.pk).update(merged_into=reyna)

        tables = dumped(tmp_path / "out")

        assert [row["person_id"] for row in tables["people"]] == [str(reyna.pk)]
        assert {row["person_id"] for row in tables["identifiers"]} == {str(reyna.pk)}


class TestLoad:
    def test_may_refer_to_what_desks_recorded(self, reyna, tmp_path):
        counts, faults = loaded(written(tmp_path, {"returns": [a_return(1, str(reyna.pk))]}))

        assert faults == [] and counts["returns"]["new"] == 1

    def test_may_not_refer_to_what_nobody_recorded(self, reyna, tmp_path):
        _, faults = loaded(written(tmp_path, {"returns": [a_return(1, str(uuid7()))]}))

        assert [fault.code for fault in faults] == ["unknown_row"]

    def test_may_not_change_what_desks_recorded(self, reyna, tmp_path):
        row = {"person_id": str(reyna.pk), "given_names": "Reyna", "sex": "male"}

        _, faults = loaded(written(tmp_path, {"people": [row]}))

        assert [(f.row, f.column, f.value, f.code, f.detail) for f in faults] == [
            (2, "person_id", str(reyna.pk), "recorded", "given_names, sex")
        ]
        reyna.refresh_from_db()
        assert reyna.sex == "female"

    def test_may_repeat_it(self, reyna, tmp_path):
        row = {"person_id": str(reyna.pk), "sex": "female", "birth_date": "1995-04-03"}

        counts, faults = loaded(written(tmp_path, {"people": [row]}))

        assert faults == [] and counts["people"] == {"rows": 1, "new": 0, "updated": 0, "unchanged": 1}

    def test_names_the_record_that_stands_in_place_of_an_alias(self, reyna, elena, tmp_path):
        alias = person("Reina", "Ixcoy", by=elena)
        Person.objects.filter(pk=alias.pk).update(merged_into=reyna)
        rows = {
            "people": [{"person_id": str(alias.pk), "sex": "female"}],
            "returns": [a_return(1, str(alias.pk))],
        }

        _, faults = loaded(written(tmp_path, rows))

        assert [(f.table, f.code, f.detail) for f in faults] == [("people", "joined", str(reyna.pk))]
