"""Sets of rows about cases: referrals, follow-ups, scores."""

from __future__ import annotations

from arraigo.warehouse.predicates import columns
from arraigo.warehouse.predicates.columns import (
    OF_A_PERSON,
    Column,
    plain,
)
from arraigo.warehouse.predicates.placing import Placing
from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.tables import Kind

REFERRALS = RowSet(
    "referrals",
    "Each referral, by the day on which it was sent or answered; its institution is the one that received it.",
    "referrals",
    {"sent_on": Placing("referrals_sent"), "answered_on": Placing("referrals_answered")},
    {
        **plain(Kind.CODE, status="How it stands.", service_type="What was asked for."),
        **plain(Kind.WHOLE, days_to_answer="Days from sending to the answer."),
    },
    OF_A_PERSON,
)

_DONE = {"done_on": Placing("followups_done")}
_FOLLOWUP = {
    **plain(
        Kind.CODE,
        channel="How the person was reached.",
        intends_to_remigrate="Intends to migrate again.",
    ),
    **plain(Kind.WHOLE, days_late="Days from due to done; more than any deadline where it was not done."),
}

FOLLOWUPS = RowSet(
    "followups",
    "Each follow-up of a case, placed by the day on which it was due or done.",
    "followups",
    {"due_on": Placing("followups_due"), **_DONE},
    _FOLLOWUP,
    OF_A_PERSON,
)

LATEST_FOLLOWUP = RowSet(
    "latest_followup",
    "Each case with a follow-up done in the period, once, by the latest (on a tie the greatest followup_id).",
    "followups",
    _DONE,
    _FOLLOWUP,
    OF_A_PERSON,
    next="next_on",
    part_of="followups",
)


def _latest_score(suffix: str) -> RowSet:
    score = f"score{suffix}"
    return RowSet(
        f"latest_{score}",
        f"Each case with a follow-up done in the period that has a {score}, once, by the latest such follow-up "
        "(on a tie the greatest followup_id).",
        "followups",
        _DONE,
        columns.of(Column("score", "From 0 to 1.", Kind.NUMBER, f"f.{score}")),
        OF_A_PERSON,
        next=f"next_{score}_on",
        where=f"f.{score} IS NOT NULL",
        part_of="followups",
    )


LATEST_SCORE_OF_PERSON = RowSet(
    "latest_score_of_person",
    "Each person with a follow-up done in the period that has a score, once, by the latest of all the person's cases.",
    "followups",
    _DONE,
    {
        **plain(Kind.NUMBER, score="From 0 to 1."),
        **plain(Kind.CODE, was_child="Was a child on the latest return of all."),
    },
    OF_A_PERSON,
    next="next_score_of_person_on",
    where="f.score IS NOT NULL",
    part_of="followups",
)

SETS = (
    REFERRALS,
    FOLLOWUPS,
    LATEST_FOLLOWUP,
    *(_latest_score(suffix) for suffix in ("", "_economic", "_social", "_psychosocial")),
    LATEST_SCORE_OF_PERSON,
)
