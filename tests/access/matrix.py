"""
Who may open what: a line for every address of the product.

A line names the action at its door and, where the address is of one record, who reaches it: the ordinary record and the
protected one, both of Marta's case at the window of Huehuetenango, of Elena's centre and of Inés's clinic. Whoever's role
may do the action but who is not named gets 404; whoever's role may not gets 403; a visitor is sent to sign in. Nobody else
exists: `test_matrix.py` tries every line with every worker of `WHO`, and fails for an address without a line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from arraigo.access.roles import Action

WHO = (
    "elena",  # reception officer of the centre that registered both
    "erik",  # reception officer elsewhere
    "marta",  # accompanies both cases
    "nora",  # case worker of the same window
    "otto",  # case worker elsewhere
    "ines",  # focal point of the clinic to which both were referred
    "otilia",  # focal point elsewhere
    "carla",  # coordinates the window
    "celia",  # coordinates elsewhere
    "pablo",  # analyst
    "ada",  # administrator
    "sol",  # keeps the register of the country
)

Names = frozenset[str]
Records = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One address: its door, what stands in it, and who reaches the record that it is of."""

    needs: Action | None
    of: Callable[[Records], dict[str, Any]] | None = None
    ordinary: Names = frozenset()
    protected: Names = frozenset()
    query: str = ""
    sent: Mapping[str, Any] = field(default_factory=dict)


def names(*who: str) -> Names:
    return frozenset(who)


def by(record: str, key: str = "pk", **more: str) -> Callable[[Records], dict[str, Any]]:
    """The arguments of an address: the id of a record, and of others."""
    wanted = {key: record} | more
    return lambda records: {name: records[one].pk for name, one in wanted.items()}


def code(value: str) -> Callable[[Records], dict[str, Any]]:
    return lambda _: {"code": value}


def row_of_list(records: Records) -> dict[str, Any]:
    return {"pk": records["manifest"].pk, "row": records["row"].row}


GOAL, FIGURE = "children_documented_on_return", "outset.document_days"
A = Action
CENTRE = names("elena")
WINDOW = names("marta", "nora")
WINDOW_SEES = names("marta", "nora", "carla")
MARTA = names("marta")
CLINIC = names("ines")
STEWARD = names("sol")
ANALYST = names("pablo")


def at_centre(needs: Action, of: Callable[[Records], dict[str, Any]]) -> Line:
    """What the centre does with those who arrive: a case that is protected later changes nothing about it."""
    return Line(needs, of, CENTRE, CENTRE)


def of_case(record: str, key: str = "pk", **more: str) -> Line:
    """Work on a case: everybody who accompanies cases at the window; on a protected one Marta only."""
    return Line(A.WORK_CASE, by(record, key, **more), WINDOW, MARTA)


def of_records(needs: Action, record: str, key: str = "pk", **more: str) -> Line:
    """What a steward does with records of the whole country: with those of who is protected nobody does anything."""
    return Line(needs, by(record, key, **more), STEWARD)


def of_figures(needs: Action, record: str) -> Line:
    """What Pablo keeps of figures: of no person, so that nothing about it is protected."""
    return Line(needs, by(record), ANALYST, ANALYST)


OPEN_TO_ALL = {
    "access:sign_in",
    "access:sign_out",
    "access:choose_post",
    "desk:start",
    "web:components",
    "set_language",
    "api:api-root",
}
"""Addresses without a door. They show no record; `test_sign_in.py` says what they do."""

MATRIX: dict[str, Line] = {
    # Desk
    "desk:my_day": Line(A.WORK_CASE),
    "desk:case_file": Line(A.SEE_CASE, by("case"), WINDOW_SEES, MARTA),
    "desk:people": Line(A.SEE_PERSON, sent={"q": "Reyna"}),
    # The centre registered her and the clinic serves her; at the window the protected case is Marta's alone.
    "desk:person": Line(A.SEE_PERSON, by("person"), WINDOW_SEES | CENTRE | CLINIC, MARTA | CENTRE | CLINIC),
    "desk:team": Line(A.SEE_TEAM),
    # Access
    "access:audit": Line(A.SEE_AUDIT, query="?check=1"),
    # The register
    "people:ask": Line(A.SEE_PERSON, by("person"), WINDOW_SEES | CENTRE | CLINIC),
    "people:pairs": Line(A.REVIEW_PAIRS),
    "people:pair": of_records(A.REVIEW_PAIRS, "pair"),
    "people:reopen": of_records(A.REVIEW_PAIRS, "pair"),
    "people:compare": of_records(A.REVIEW_PAIRS, "person", other="twin"),
    "people:merge": of_records(A.MERGE_PERSONS, "person", "kept", merged="twin"),
    "people:merges": Line(A.REVIEW_PAIRS),
    "people:merged": of_records(A.MERGE_PERSONS, "merge"),
    "people:records": Line(A.REVIEW_PAIRS, sent={"q": "Reyna"}),
    "people:record": of_records(A.REVIEW_PAIRS, "person"),
    "people:find_other": of_records(A.REVIEW_PAIRS, "person"),
    # Reception
    "reception:board": Line(A.SEE_ARRIVALS),
    "reception:announce": Line(A.REGISTER_RETURN),
    "reception:arrival": at_centre(A.SEE_ARRIVALS, by("arrival")),
    "reception:rows": at_centre(A.SEE_ARRIVALS, by("arrival")),
    "reception:sheet": at_centre(A.SEE_ARRIVALS, by("arrival")),
    "reception:land": at_centre(A.REGISTER_RETURN, by("arrival")),
    "reception:undo_landing": at_centre(A.REGISTER_RETURN, by("arrival")),
    "reception:walk_in": at_centre(A.REGISTER_RETURN, by("arrival")),
    "reception:passenger_state": at_centre(A.REGISTER_RETURN, by("passenger")),
    "reception:register": at_centre(A.REGISTER_RETURN, by("passenger")),
    "reception:alike": at_centre(A.REGISTER_RETURN, by("passenger")),
    "reception:services": at_centre(A.SEE_ARRIVALS, by("return")),
    "reception:manifests": Line(A.IMPORT_MANIFEST),
    "reception:manifest_new": Line(A.IMPORT_MANIFEST),
    "reception:manifest": at_centre(A.IMPORT_MANIFEST, by("manifest")),
    "reception:at_the_desk": at_centre(A.IMPORT_MANIFEST, by("manifest")),
    "reception:manifest_faults": at_centre(A.IMPORT_MANIFEST, by("manifest")),
    "reception:correct_row": at_centre(A.IMPORT_MANIFEST, row_of_list),
    "reception:uncorrect_row": at_centre(A.IMPORT_MANIFEST, row_of_list),
    "reception:take_as_is": at_centre(A.REGISTER_RETURN, row_of_list),
    # Cases. A case is opened from a return by who may see the person: the centre, and a window that has the ground.
    "cases:list": Line(A.SEE_CASE),
    "cases:open": Line(A.OPEN_CASE, by("return"), WINDOW | CENTRE, MARTA | CENTRE),
    "cases:screening": of_case("case"),
    "cases:screened": of_case("screening"),
    "cases:needs": of_case("case"),
    "cases:action_new": of_case("case"),
    "cases:sign": of_case("case"),
    "cases:sheet": Line(A.SEE_CASE, by("case"), WINDOW_SEES, MARTA),
    "cases:action": of_case("action"),
    "cases:action_move": of_case("action"),
    "cases:followup": of_case("followup"),
    "cases:excuse": of_case("followup"),
    "cases:contact": of_case("case"),
    "cases:protect": of_case("case"),
    "cases:unprotect": of_case("case"),
    "cases:assign": of_case("case"),
    "cases:stage": of_case("case"),
    "cases:close": of_case("case"),
    "cases:reopen": of_case("case"),
    # Referrals
    "referrals:sent": Line(A.SEE_REFERRAL),
    "referrals:inbox": Line(A.SEE_REFERRAL),
    "referrals:received": Line(A.SEE_REFERRAL, by("referral"), CLINIC, CLINIC),
    "referrals:accept": Line(A.ANSWER_REFERRAL, by("referral"), CLINIC, CLINIC),
    "referrals:decline": Line(A.ANSWER_REFERRAL, by("referral"), CLINIC, CLINIC),
    "referrals:finish": Line(A.ANSWER_REFERRAL, by("referral"), CLINIC, CLINIC),
    "referrals:send": Line(A.SEND_REFERRAL, by("case"), WINDOW, MARTA),
    "referrals:send_to": Line(A.SEND_REFERRAL, by("case", service="other_service"), WINDOW, MARTA),
    "referrals:referral": Line(A.SEE_REFERRAL, by("referral"), WINDOW_SEES | CLINIC, MARTA | CLINIC),
    "referrals:withdraw": Line(A.SEND_REFERRAL, by("referral"), WINDOW, MARTA),
    # Support
    "support:document": of_case("case"),
    "support:deliver": of_case("case", request_pk="document_request"),
    "support:application": of_case("case"),
    "support:decide": of_case("case", application_pk="application"),
    # Figures: no record of a person is behind these addresses but in the records of a figure.
    "indicators:dashboard": Line(A.SEE_FIGURES),
    "indicators:indicator": Line(A.SEE_FIGURES, code(FIGURE)),
    "indicators:compare": Line(A.SEE_FIGURES, code(FIGURE)),
    "indicators:explore": Line(A.SEE_FIGURES),
    "indicators:chart": Line(A.SEE_FIGURES, code("context.returns"), query="?map=department"),
    "indicators:records": Line(A.SEE_RECORDS_OF_FIGURES, code(FIGURE)),
    "indicators:export": Line(A.SEE_FIGURES),
    "indicators:views": Line(A.SEE_FIGURES),
    "indicators:view_delete": of_figures(A.SEE_FIGURES, "view"),
    "indicators:reported": Line(A.SEE_FIGURES),
    "indicators:report": Line(A.REPORT_VALUE),
    # A coordinator corrects what their own institution reported: this value is Pablo's.
    "indicators:correct": of_figures(A.REPORT_VALUE, "reported"),
    "indicators:attachment": Line(A.SEE_FIGURES, by("reported")),
    "indicators:closed_periods": Line(A.SEE_FIGURES),
    "indicators:recompute": of_figures(A.CLOSE_PERIOD, "closed"),
    "indicators:revisions": Line(A.SEE_FIGURES, code(FIGURE)),
    "indicators:explain": of_figures(A.CLOSE_PERIOD, "frozen"),
    "policy:goals": Line(A.SEE_FIGURES),
    "policy:goal": Line(A.SEE_FIGURES, code(GOAL)),
}

API: dict[str, tuple[Action, dict[str, Any]]] = {
    "api:recognise": (A.SEE_PERSON, {"given_names": "Reyna Isabel", "paternal_surname": "López"}),
}
"""Addresses of the programming interface: their door, and what is sent. They answer in JSON, a visitor too."""
