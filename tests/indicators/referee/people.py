"""Rows that count about people: returns, and what was done for those who returned."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.indicators.referee.attributes import (
    UNKNOWN,
    Row,
    Tables,
    Unit,
    about_case,
    about_fact,
    about_return,
    age_of,
    child,
    latest,
    one,
)

Answer = Callable[[Tables, Row, date], str]
"""What a return answers, given the last day of the period."""


def within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def days(later: date, earlier: date) -> Fraction:
    return Fraction((later - earlier).days)


def yes_if(condition: object) -> str:
    return "yes" if condition else "no"


# Returns


def all_returns(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["returns"]:
        if within(row["arrived_on"], first, last):
            minutes = None
            if row["registered_at"] and row["reception_completed_at"]:
                passed = row["reception_completed_at"] - row["registered_at"]
                minutes = Fraction(passed // timedelta(microseconds=1), 60_000_000)
            found.append(Unit(about_return(tables, row), measure=minutes))
    return found


def returnees(
    tables: Tables, first: date, last: date, answer: Answer, of: Callable[[Row, dict[str, Any]], bool]
) -> list[Unit]:
    found = []
    for person_id in sorted({row["person_id"] for row in tables["returns"]}):
        own = [
            row
            for row in tables["returns"]
            if row["person_id"] == person_id and within(row["arrived_on"], first, last)
        ]
        if own:
            row = latest(own, "arrived_on", "return_id")
            attributes = about_return(tables, row)
            if of(row, attributes):
                found.append(Unit(attributes, answer(tables, row, last)))
    return found


def column_is(column: str, wanted: str) -> Answer:
    def answer(_tables: Tables, row: Row, _last: date) -> str:
        if row[column] in (None, UNKNOWN):
            return UNKNOWN
        return yes_if(row[column] == wanted)

    return answer


def is_child(tables: Tables, row: Row, _last: date) -> str:
    return str(about_return(tables, row)["child"])


def vulnerable(row: Row) -> bool:
    return any(group not in ("child", "woman", "youth") for group in row["groups"])


def is_vulnerable(_tables: Tables, row: Row, _last: date) -> str:
    return yes_if(vulnerable(row))


def documented(tables: Tables, row: Row, last: date) -> str:
    if row["identity_document"] == "yes":
        return "yes"
    for request in tables["document_requests"]:
        if request["person_id"] == row["person_id"] and within(
            request["delivered_on"], row["arrived_on"], last
        ):
            return "yes"
    return "no" if row["identity_document"] == "no" else UNKNOWN


def served(dimension: str | None) -> Answer:
    def answer(tables: Tables, row: Row, last: date) -> str:
        for service in tables["services"]:
            mine = service["person_id"] == row["person_id"]
            meant = dimension is None or service["dimension"] == dimension
            if mine and meant and within(service["delivered_on"], row["arrived_on"], last):
                return "yes"
        return "no"

    return answer


def enrolled_within_a_year(tables: Tables, row: Row, _last: date) -> str:
    own = [each for each in tables["enrolments"] if each["person_id"] == row["person_id"]]
    return yes_if([each for each in own if 0 <= (each["enrolled_on"] - row["arrived_on"]).days <= 365])


# Documents, applications, referrals


def documents(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["document_requests"]:
        if within(row["delivered_on"], first, last):
            attributes = about_fact(tables, row["person_id"], row["institution_id"], row["delivered_on"])
            found.append(Unit(attributes, measure=days(row["delivered_on"], row["requested_on"])))
    return found


def submitted(tables: Tables, first: date, last: date, kinds: set[str]) -> list[Unit]:
    found = []
    for row in tables["applications"]:
        if row["kind"] in kinds and within(row["submitted_on"], first, last):
            attributes = about_fact(tables, row["person_id"], row["institution_id"], row["submitted_on"])
            found.append(Unit(attributes, yes_if(row["decision"] == "approved")))
    return found


def approved(tables: Tables, first: date, last: date, kind: str) -> list[Unit]:
    found = []
    for row in tables["applications"]:
        meant = row["kind"] == kind and row["decision"] == "approved"
        if meant and within(row["decided_on"], first, last):
            attributes = about_fact(tables, row["person_id"], row["institution_id"], row["decided_on"])
            found.append(Unit(attributes, measure=days(row["decided_on"], row["submitted_on"])))
    return found


def referral(tables: Tables, row: Row, day: date) -> dict[str, Any]:
    case = one(tables["cases"], "case_id", row["case_id"])
    assert case is not None
    return about_fact(tables, case["person_id"], row["to_institution"], day, case["municipality"])


def referrals_answered(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["referrals"]:
        if within(row["answered_on"], first, last):
            attributes = referral(tables, row, row["answered_on"])
            found.append(Unit(attributes, measure=days(row["answered_on"], row["sent_on"])))
    return found


def referrals_sent(tables: Tables, first: date, last: date) -> list[Unit]:
    return [
        Unit(referral(tables, row, row["sent_on"]), yes_if(row["status"] == "completed"))
        for row in tables["referrals"]
        if within(row["sent_on"], first, last) and row["status"] != "withdrawn"
    ]


# Services and answers


def persons_served(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for person_id in sorted({row["person_id"] for row in tables["services"]}):
        own = [
            row
            for row in tables["services"]
            if row["person_id"] == person_id and within(row["delivered_on"], first, last)
        ]
        if own:
            row = latest(own, "delivered_on", "delivery_id")
            case = one(tables["cases"], "case_id", row["case_id"])
            place = case["municipality"] if case else None
            attributes = about_fact(tables, person_id, row["institution_id"], row["delivered_on"], place)
            answers = [
                each["answered_on"] for each in tables["satisfaction"] if each["person_id"] == person_id
            ]
            answered = [day for day in answers if within(day, first, last)]
            found.append(Unit(attributes, "yes" if answered else UNKNOWN))
    return found


def persons_answering(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for person_id in sorted({row["person_id"] for row in tables["satisfaction"]}):
        own = [
            row
            for row in tables["satisfaction"]
            if row["person_id"] == person_id and within(row["answered_on"], first, last)
        ]
        if own:
            row = latest(own, "answered_on", "response_id")
            attributes = about_fact(tables, person_id, row["institution_id"], row["answered_on"])
            found.append(Unit(attributes, row["satisfied"]))
    return found


# Follow-ups


def due(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for row in tables["followups"]:
        if within(row["due_on"], first, last):
            in_time = row["done_on"] and row["done_on"] <= row["due_on"] + timedelta(days=14)
            found.append(Unit(about_case(tables, row["case_id"], row["due_on"]), yes_if(in_time)))
    return found


def done(tables: Tables, first: date, last: date) -> list[Row]:
    return [row for row in tables["followups"] if within(row["done_on"], first, last)]


def latest_followups(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for case in tables["cases"]:
        own = [row for row in done(tables, first, last) if row["case_id"] == case["case_id"]]
        if own:
            row = latest(own, "done_on", "followup_id")
            attributes = about_case(tables, row["case_id"], row["done_on"])
            found.append(Unit(attributes, row["intends_to_remigrate"] or UNKNOWN))
    return found


def scores(tables: Tables, first: date, last: date, column: str) -> list[Unit]:
    found = []
    for case in tables["cases"]:
        own = [
            row
            for row in done(tables, first, last)
            if row["case_id"] == case["case_id"] and row[column] is not None
        ]
        if own:
            row = latest(own, "done_on", "followup_id")
            score = Fraction(row[column])
            attributes = about_case(tables, row["case_id"], row["done_on"])
            found.append(Unit(attributes, yes_if(score >= Fraction(1, 2)), score))
    return found


def children_scored(tables: Tables, first: date, last: date) -> list[Unit]:
    """Persons who were children on their latest return of all, by their latest score, of whatever case."""
    found = []
    for person_id in sorted({case["person_id"] for case in tables["cases"]}):
        cases = [case["case_id"] for case in tables["cases"] if case["person_id"] == person_id]
        own = [
            row for row in done(tables, first, last) if row["case_id"] in cases and row["score"] is not None
        ]
        if own and was_child(tables, person_id) == "yes":
            row = latest(own, "done_on", "followup_id")
            attributes = about_case(tables, row["case_id"], row["done_on"])
            found.append(Unit(attributes, yes_if(Fraction(row["score"]) >= Fraction(1, 2))))
    return found


def was_child(tables: Tables, person_id: str) -> str:
    own = [row for row in tables["returns"] if row["person_id"] == person_id]
    if not own:
        return UNKNOWN
    last = latest(own, "arrived_on", "return_id")
    return child(age_of(one(tables["people"], "person_id", person_id), last, last["arrived_on"]))


# Initiatives and schooling


def initiative_years(
    tables: Tables, first: date, last: date, of: Callable[[Row], bool], column: str, wanted: str
) -> list[Unit]:
    return [
        observed(tables, row, column, wanted)
        for row in tables["initiative_years"]
        if within(row["observed_on"], first, last) and of(row)
    ]


def latest_operating(tables: Tables, first: date, last: date) -> list[Unit]:
    found = []
    for initiative in tables["initiatives"]:
        own = [
            row
            for row in tables["initiative_years"]
            if row["initiative_id"] == initiative["initiative_id"] and within(row["observed_on"], first, last)
        ]
        if own:
            row = latest(own, "observed_on", "year_of_life")
            if row["operating"] == "yes":
                found.append(observed(tables, row, "private_sector_support", "yes"))
    return found


def observed(tables: Tables, row: Row, column: str, wanted: str) -> Unit:
    initiative = one(tables["initiatives"], "initiative_id", row["initiative_id"])
    assert initiative is not None
    attributes = about_fact(
        tables, initiative["person_id"], None, row["observed_on"], initiative["municipality"]
    )
    jobs = None if row["jobs_generated"] is None else Fraction(row["jobs_generated"])
    if row[column] in (None, UNKNOWN):
        return Unit(attributes, UNKNOWN, jobs)
    return Unit(attributes, yes_if(row[column] == wanted), jobs)


def in_second_year(row: Row) -> bool:
    return row["year_of_life"] == 2 and row["operating"] == "yes"


def persons_enrolled(tables: Tables, first: date, last: date) -> list[Unit]:
    """A person once, by the latest enrolment of the latest school year; completed, if any enrolment of it was."""
    found = []
    for person_id in sorted({row["person_id"] for row in tables["enrolments"]}):
        years = [row["school_year"] for row in tables["enrolments"] if row["person_id"] == person_id]
        years = [year for year in years if year in whole_calendar_years(first, last)]
        if years:
            own = [
                row
                for row in tables["enrolments"]
                if row["person_id"] == person_id and row["school_year"] == max(years)
            ]
            row = latest(own, "enrolled_on", "enrolment_id")
            attributes = about_fact(tables, person_id, None, row["enrolled_on"])
            found.append(Unit(attributes, yes_if([each for each in own if each["completed"] == "yes"])))
    return found


def whole_calendar_years(first: date, last: date) -> list[int]:
    """The years of which every day lies in the period."""
    return [
        year
        for year in range(first.year, last.year + 1)
        if first <= date(year, 1, 1) and date(year, 12, 31) <= last
    ]
