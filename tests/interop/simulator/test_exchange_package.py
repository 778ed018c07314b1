"""Rows against the exchange package: its columns, types, enums, keys, and days in their order."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from arraigo.core import places
from arraigo.interop.simulator import Population, exchange

PACKAGE = json.loads((Path(__file__).parent / "exchange_package.json").read_text())
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
READ = {
    "string": str,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "integer": int,
    "number": float,
}
PLACES = ("municipality", "origin_municipality", "destination_municipality")


@pytest.fixture(params=["guatemala", "honduras"])
def population(request) -> Population:
    return request.getfixturevalue(request.param)


def faults(population: Population, resource: dict) -> Iterator[str]:
    """What the package would not take, said with the row's key."""
    for row in exchange.table(population, resource["name"]):
        for field in resource["fields"]:
            value = row[field["name"]]
            if why := _fault(field, value):
                yield f"{resource['name']}.{field['name']} {value!r}: {why}"


def _fault(field: dict, value: str) -> str:
    if value == "":
        return "is required" if field.get("required") else ""
    try:
        read = READ[field["type"]](value)
    except ValueError:
        return f"is no {field['type']}"
    if "enum" in field and value not in field["enum"]:
        return "is not allowed"
    if "pattern" in field and not re.fullmatch(field["pattern"], value):
        return "has another form"
    if ("minimum" in field and read < field["minimum"]) or ("maximum" in field and read > field["maximum"]):
        return "is out of range"
    return ""


@pytest.mark.parametrize("name", RESOURCES)
class TestTable:
    def test_has_the_columns_of_the_package(self, name):
        assert exchange.columns(name) == [field["name"] for field in RESOURCES[name]["fields"]]

    def test_obeys_types_and_enums(self, name, population):
        assert not list(faults(population, RESOURCES[name]))

    def test_has_each_key_once(self, name, population):
        key = RESOURCES[name]["primaryKey"]
        names = key if isinstance(key, list) else [key]
        keys = [tuple(row[n] for n in names) for row in exchange.table(population, name)]

        assert keys and len(keys) == len(set(keys))

    def test_names_only_rows_that_exist(self, name, population):
        for foreign in RESOURCES[name]["foreignKeys"]:
            other = RESOURCES[foreign["resource"]]["primaryKey"]
            known = {row[other] for row in exchange.table(population, foreign["resource"])}
            named = {row[foreign["fields"]] for row in exchange.table(population, name)} - {""}

            assert named <= known

    def test_names_only_places_of_the_country(self, name, population):
        known = {place.code for place in places.municipalities(population.country)}
        for column in set(exchange.columns(name)) & set(PLACES):
            assert {row[column] for row in exchange.table(population, name)} - {""} <= known


class TestDays:
    def test_of_the_history_lie_before_today(self, population):
        happened = [
            *(row.arrived_on for row in population.returns),
            *(row.opened_on for row in population.cases),
            *(row.closed_on for row in population.cases if row.closed_on),
            *(row.delivered_on for row in population.services),
            *(row.done_on for row in population.followups if row.done_on),
            *(row.decided_on for row in population.applications if row.decided_on),
            *(row.delivered_on for row in population.document_requests if row.delivered_on),
        ]

        assert max(happened) < population.today

    def test_of_a_person_follow_each_other(self, population):
        born = {person.person_id: person.birth_date for person in population.people}
        for row in population.returns:
            assert (born[row.person_id] or date.min) <= row.arrived_on
            assert row.registered_at.date() >= row.arrived_on
            assert (row.reception_completed_at or row.registered_at) >= row.registered_at
            given = [service.given_at for service in row.reception_services]
            assert given == sorted(given) and row.registered_at < given[0]

    def test_of_a_case_follow_each_other(self, population):
        arrived = {row.return_id: row.arrived_on for row in population.returns}
        for case in population.cases:
            steps = [arrived[case.return_id], case.opened_on, case.screened_on, case.plan_started_on]
            steps += [case.plan_signed_on, case.closed_on]
            known = [day for day in steps if day]
            assert known == sorted(known)
            assert [move.since for move in case.stages] == sorted(move.since for move in case.stages)
            assert (case.stage, case.stage_since) == (
                (case.stages[-1].stage, case.stages[-1].since) if case.stages else ("open", case.opened_on)
            )
            assert bool(case.closed_on) == bool(case.closure_reason) == (case.stage == "closed")
            assert all(action.done_on <= population.today for action in case.actions if action.done_on)

    def test_of_requests_and_answers_follow_each_other(self, population):
        for request in population.document_requests:
            assert (request.delivered_on or date.max) >= request.requested_on
        for application in population.applications:
            assert (application.decided_on or date.max) >= application.submitted_on
            assert (application.decision == "pending") == (application.decided_on is None)
        for referral in population.referrals:
            assert (referral.answered_at or referral.sent_at) >= referral.sent_at
            assert not referral.completed_at or referral.completed_at >= referral.answered_at

    def test_order_the_identifiers(self, population):
        returns = sorted(population.returns, key=lambda row: row.return_id)

        assert [row.arrived_on for row in returns] == sorted(row.arrived_on for row in population.returns)
        assert {row.return_id.version for row in returns} == {7}
