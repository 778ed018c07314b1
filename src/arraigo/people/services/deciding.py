"""Reviewers decide a pair: different people, or put off; *same* is decided by joining the two."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people.models import CandidatePair, Person
from arraigo.people.rules import UNDECIDED
from arraigo.people.services.pairs import settle
from arraigo.people.services.standing import giving_way, hold_as_they_are
from arraigo.web import formats


class NotForReview(Refused):
    """The worker may not compare these two, or there is nothing here to compare. It does not say which."""


class AlreadyDecided(Refused):
    """Somebody decided the pair in the meantime: ``pair`` says what."""

    def __init__(self, message: object, pair: CandidatePair) -> None:
        super().__init__(message)
        self.pair = pair


class JoinedMeanwhile(Refused):
    """One of the two records was joined with another, or taken apart again, since the page was opened."""


class ReasonMissing(Refused):
    """A decision needs its reason, from the list."""

    field = "reason"


class NotDecided(Refused):
    """Only what was decided can be reopened."""


class MergeFirst(Refused):
    """*Same* is decided by joining the two records (`services.merge`), and taken back by `services.unmerge`."""


@giving_way
def decide(
    pair: CandidatePair,
    state: Literal["same", "different", "later"],
    *,
    reason: str,
    by: Worker,
    at: datetime,
    as_shown: tuple[UUID, UUID] | None = None,
) -> CandidatePair:
    """
    Decide that the two are different people, for ever, or put the decision off.

    :param reason: a code of the list ``pair_reason`` that fits the decision.
    :param as_shown: the two records that stood on the page, where they must still be those.
    :raises MergeFirst: for *same*, which `services.merge` decides together with the joining.
    :raises NotForReview: when the worker may not compare the two.
    :raises AlreadyDecided: when somebody did; it says who, what and when.
    :raises JoinedMeanwhile: when another merge changed who the two are.
    :raises ReasonMissing: without a reason of the list.
    :raises BusyNow: when a desk is writing to one of them.
    """
    if state == "same":
        raise MergeFirst(_("Choose which record stays, field by field, and join the two."))
    pair, one, other = hold_pair(pair, by=by)
    require_undecided(pair)
    if as_shown is not None and {one.pk, other.pk} != set(as_shown):
        raise joined_meanwhile()
    require_reason("pair_reason", reason, fits=state)
    pair.state, pair.reason, pair.decided_at, pair.decided_by = state, reason, at, by
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    settle([one.pk, other.pk])
    audit.record("pair.decided", pair, by=by, at=at, state=state, reason=reason)
    return pair


@giving_way
def reopen(pair: CandidatePair, *, reason: str, by: Worker, at: datetime) -> CandidatePair:
    """
    Put a pair back to the reviewers that was decided different, or put off.

    :raises NotForReview: when the worker may not compare the two.
    :raises NotDecided: when it waits already.
    :raises MergeFirst: when the two were joined: that is undone, and then they wait again.
    :raises ReasonMissing: without a reason of the list.
    :raises BusyNow: when a desk is writing to one of them.
    """
    pair, one, other = hold_pair(pair, by=by)
    if pair.state == "waiting":
        raise NotDecided(_("This pair waits for a decision already."))
    if pair.state == "same":
        raise MergeFirst(_("These two were joined. Undo the merge, and the pair waits again."))
    require_reason("pair_reason", reason, fits="waiting")
    pair.state, pair.reason, pair.decided_at, pair.decided_by = "waiting", "", None, None
    pair.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    settle([one.pk, other.pk])
    audit.record("pair.reopened", pair, by=by, at=at, reason=reason)
    return pair


def hold_pair(pair: CandidatePair, *, by: Worker) -> tuple[CandidatePair, Person, Person]:
    """
    The pair as it is now and the two records that stand for it, all locked for one writer.

    :raises NotForReview: when the worker may not compare them.
    :raises JoinedMeanwhile: when a merge came between reading and locking.
    """
    pairs = CandidatePair.objects.select_related("one", "other", "decided_by")
    held = hold_as_they_are(pairs.get(pk=pair.pk).standing)
    pair = pairs.select_for_update(of=["self"]).get(pk=pair.pk)
    one, other = pair.standing
    if not {one, other} <= held.keys():
        raise joined_meanwhile()
    require_reviewable(one, other, by=by)
    return pair, held[one], held[other]


def require_undecided(pair: CandidatePair) -> None:
    """
    Hold that nobody has decided the pair.

    :raises AlreadyDecided: when somebody has.
    """
    if pair.state in UNDECIDED:
        return
    assert pair.decided_at is not None
    said = _("%(worker)s decided this pair on %(day)s at %(hour)s: %(state)s. Nothing was changed now.") % {
        "worker": pair.decided_by.name if pair.decided_by else _("A colleague"),
        "day": formats.day(pair.decided_at),
        "hour": formats.clock(pair.decided_at),
        "state": content.label("pair_state", pair.state).lower(),
    }
    raise AlreadyDecided(said, pair)


def require_reviewable(*persons: UUID, by: Worker, needs: Action = Action.REVIEW_PAIRS) -> None:
    """
    Hold that the worker may compare the records.

    :raises NotForReview: when not; the words are the same whatever the reason.
    """
    found = Person.objects.reviewable_by(by).filter(pk__in=persons).count() if by.may(needs) else 0
    if found != len(set(persons)):
        raise NotForReview(_("These records are not open for comparison. Go back to the list."))


def require_reason(list_code: str, reason: str, *, fits: str = "") -> None:
    """
    Hold that a reason is of the list, and of the decision where the list says for which it is.

    :raises ReasonMissing: when it is not.
    """
    reasons = content.codelist(list_code)
    if reason not in reasons or (fits and reasons.item(reason).get("decision") != fits):
        raise ReasonMissing(_("Choose the reason from the list."))


def joined_meanwhile() -> JoinedMeanwhile:
    """The refusal of what was meant for other records than those that stand now."""
    return JoinedMeanwhile(
        _("One of the two records was joined with another since you opened the page. Look at the pair again.")
    )
