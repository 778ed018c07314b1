"""The case itself: opening it, who accompanies it, its stage, its protection, the person's own words."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Action, Scope
from arraigo.cases.models import Case, FollowUp, StageMove
from arraigo.cases.rules import Stage, calendar_of_followups, may_become
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.people import queries as people_queries
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.reception.models import Return


class NotInYourScope(Refused):
    """The worker's role does not reach the institution."""

    field = "institution"


class ConsentMissing(Refused):
    """The person has not agreed that their data be kept, or that this institution have them."""

    field = "consent"


class NotOfInstitution(Refused):
    """The worker does not accompany cases at the institution of the case."""

    field = "worker"


class AlreadyOpen(Refused):
    """The person has an open case at the institution: ``case``."""

    field = "institution"

    def __init__(self, message: object, case: Case) -> None:
        super().__init__(message)
        self.case = case


class NotYourCase(Refused):
    """The case belongs to another institution, or is protected and somebody else's."""


class CaseClosed(Refused):
    """Nothing more can be noted in a closed case."""


class NotNext(Refused):
    """The case cannot go from its stage to the one that was asked for."""

    field = "stage"


class UnknownCode(Refused):
    """A code that the list does not have."""


class ProtectedNeedsWorker(Refused):
    """A protected case that nobody accompanies could not be opened by anyone."""

    field = "worker"


class FollowUpsAhead(Refused):
    """Follow-ups are due and neither done nor excused."""


@transaction.atomic
def open_from(
    of_return: Return,
    *,
    id: UUID,
    institution: Institution,
    worker: Worker | None,
    because: str,
    by: Worker,
    at: datetime,
) -> Case:
    """
    Open the case of a person who returned, at an institution that will accompany them, and plan the follow-ups.

    The same ``id`` again gives back the case that it made: a second click opens nothing.

    :param worker: who accompanies it; ``None`` leaves that to the institution.
    :param because: a code of the list ``case_reason``.
    :raises NotInYourScope: when ``by`` may not open cases at the institution.
    :raises ConsentMissing: without the person's permission to keep the data, or to give them to another institution.
    :raises NotOfInstitution: when ``worker`` does not accompany cases there.
    :raises AlreadyOpen: when the person has an open case there.
    """
    person = people.hold(of_return.person_id)
    made = Case.objects.filter(pk=id, after_return=of_return, institution=institution).first()
    if made:
        return made
    require_code("case_reason", because, field="because")
    _require_reach(by, institution)
    _require_consent(person, institution)
    if worker is not None:
        _require_post(worker, institution)
    _refuse_second(person, institution)
    today = timezone.localdate(at)
    case = Case.objects.create(
        id=id,
        number=_next_number(),
        person=person,
        after_return=of_return,
        institution=institution,
        worker=worker,
        municipality=of_return.destination_municipality,
        stage=Stage.OPEN,
        stage_since=today,
        opened_on=today,
        opened_because=because,
        synthetic=person.synthetic,
    )
    _plan_followups(case, of_return)
    people.give_ground(person, institution=institution, because="case", by=by, at=at)
    audit.record("case.opened", case, by=by, at=at, institution=institution.code, because=because)
    return case


@transaction.atomic
def assign_worker(case: Case, *, worker: Worker, by: Worker, at: datetime) -> Case:
    """
    Give the case to a worker of its institution. A protected one is handed over by who accompanies it only.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NotOfInstitution: when the worker does not accompany cases there.
    """
    case = locked(case, by=by)
    _require_post(worker, case.institution)
    case.worker = worker
    case.save(update_fields=["worker"])
    audit.record("case.assigned", case, by=by, at=at, worker=str(worker.pk))
    return case


@transaction.atomic
def set_own_words(case: Case, *, words: str, by: Worker, at: datetime) -> Case:
    """
    Keep what the person wants, in their own words.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    """
    case = locked(case, by=by)
    case.own_words = words.strip()
    case.own_words_on = timezone.localdate(at) if case.own_words else None
    case.save(update_fields=["own_words", "own_words_on"])
    audit.record("case.own_words", case, by=by, at=at)
    return case


@transaction.atomic
def protect(case: Case, *, careful_contact: str, by: Worker, at: datetime) -> Case:
    """
    Protect a case: from now on only who accompanies it sees it, and its name shows nowhere else.

    :param careful_contact: how to call without putting anybody in danger (hours, neutral words); never why.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises ProtectedNeedsWorker: when nobody accompanies it, or somebody else does.
    """
    case = locked(case, by=by)
    if case.worker_id != by.pk:
        raise ProtectedNeedsWorker(
            _(
                "Only the person who accompanies a case can protect it. Take the case first, or ask them to protect it."
            )
        )
    case.protected, case.careful_contact = True, careful_contact.strip()
    case.save(update_fields=["protected", "careful_contact"])
    _protect_ground(case, by=by, at=at)
    audit.record("case.protected", case, by=by, at=at)
    return case


@transaction.atomic
def unprotect(case: Case, *, by: Worker, at: datetime) -> Case:
    """
    End the protection: the institution sees the case again.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    """
    case = locked(case, by=by)
    case.protected = False
    case.save(update_fields=["protected"])
    _protect_ground(case, by=by, at=at)
    audit.record("case.unprotected", case, by=by, at=at)
    return case


@transaction.atomic
def move(case: Case, *, to: Stage, because: str, by: Worker, at: datetime) -> Case:
    """
    Move a case to another stage by decision of who accompanies it. Closing and reopening have their own operations.

    :param because: a code of the list ``stage_reason``.
    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NotNext: when the case cannot go there from its stage.
    """
    case = locked(case, by=by)
    require_code("stage_reason", because, field="because")
    if to is Stage.CLOSED:
        raise NotNext(_("A case is closed with its reason: use “Close the case”."))
    step(case, to, because=because, by=by, at=at)
    return case


def step(case: Case, to: Stage, *, because: str, by: Worker | None, at: datetime) -> None:
    """
    Take one step of the state machine on a locked case, and keep its reason.

    :raises NotNext: when the machine has no such step.
    """
    now = Stage(case.stage)
    if not may_become(now, to):
        raise NotNext(
            _(
                "The case is in “%(now)s” and cannot go to “%(wanted)s” from there. Reload the page to see its stage."
            )
            % {"now": content.label("case_stage", now), "wanted": content.label("case_stage", to)}
        )
    case.stage, case.stage_since = to, timezone.localdate(at)
    case.save(update_fields=["stage", "stage_since"])
    StageMove.objects.create(
        case=case, from_stage=now, to_stage=to, because=because, moved_at=at, moved_by=by
    )
    audit.record("case.stage", case, by=by, at=at, now=now.value, to=to.value, because=because)


def locked(case: Case, *, by: Worker, even_closed: bool = False) -> Case:
    """
    The case as it is now, locked for one writer, when the worker may work on it.

    :raises NotYourCase: when it belongs to another institution, or is protected and somebody else's.
    :raises CaseClosed: when it is closed, unless ``even_closed``.
    """
    fresh = Case.objects.select_for_update(of=["self"]).select_related("institution").get(pk=case.pk)
    if not is_workable(fresh, by):
        raise NotYourCase(_("This case is accompanied by others. Ask them to note it."))
    if fresh.closed_on and not even_closed:
        raise CaseClosed(_("The case is closed and nothing more can be noted in it. Reopen it first."))
    return fresh


def is_workable(case: Case, by: Worker) -> bool:
    """Whether a worker may write in a case: of their institution, and theirs where it is protected."""
    return (
        by.may(Action.WORK_CASE)
        and case.institution_id == by.institution_id
        and (not case.protected or case.worker_id == by.pk)
    )


def require_code(list_code: str, code: str, *, field: str) -> None:
    """
    Hold that a code is in its list.

    :raises UnknownCode: when it is not.
    """
    if code not in content.codelist(list_code):
        raise UnknownCode(_("Choose one of the options of the list."), field=field)


def _protect_ground(case: Case, *, by: Worker, at: datetime) -> None:
    """While any case of the person at the institution is protected, no match may tell that it knows them."""
    cases = Case.objects.filter(
        person__in=people_queries.records_of(case.person), institution=case.institution
    )
    people.protect_ground(
        case.person,
        institution=case.institution,
        because="case",
        protected=cases.filter(protected=True).exists(),
        by=by,
        at=at,
    )


def _require_reach(by: Worker, institution: Institution) -> None:
    scope = by.scope(Action.OPEN_CASE)
    near = scope is Scope.COUNTRY and institution.country == by.country
    own = scope is Scope.INSTITUTION and institution.pk == by.institution_id
    if not (near or own):
        raise NotInYourScope(
            _("You can open cases at your own institution only. Ask %(institution)s to open this one.")
            % {"institution": institution.name}
        )


def _require_consent(person: Person, institution: Institution) -> None:
    """A case at the institution that asked needs the permission to keep; at any other one, to share as well."""
    consent = people_queries.latest_consent(person)
    if consent is None or not people_queries.may_keep_case_of(person):
        raise ConsentMissing(
            _("The person has not given permission to keep a case. Ask for it again before opening one.")
        )
    if consent.taken_by_id != institution.pk and not people_queries.may_share_data_of(person):
        raise ConsentMissing(
            _(
                "The person allowed keeping the data, not sharing them with %(institution)s. "
                "Ask for permission to share before opening the case there."
            )
            % {"institution": institution.name}
        )


def _require_post(worker: Worker, institution: Institution) -> None:
    fits = (
        worker.institution_id == institution.pk and worker.may(Action.WORK_CASE) and worker.ended_at is None
    )
    if not fits:
        raise NotOfInstitution(
            _("%(worker)s does not accompany cases at %(institution)s. Choose somebody who does.")
            % {"worker": worker.name, "institution": institution.name}
        )


def _refuse_second(person: Person, institution: Institution) -> None:
    of_person = Case.objects.filter(person__in=people_queries.records_of(person))
    existing = of_person.open().filter(institution=institution).first()
    if existing:
        raise AlreadyOpen(
            _(
                "%(institution)s already accompanies this person: case %(number)s is open. Continue in that one."
            )
            % {"institution": institution.name, "number": existing.shown_number},
            existing,
        )


def _next_number() -> int:
    # The oldest case is the row that all openings lock in turn, so that two of them never take the same number.
    Case.objects.select_for_update().order_by("number").first()
    return (Case.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _plan_followups(case: Case, of_return: Return) -> None:
    months = content.country(case.institution.country).followup_months
    FollowUp.objects.bulk_create(
        FollowUp(case=case, month=due.month, due_on=due.due_on)
        for due in calendar_of_followups(of_return.arrived_on, case.opened_on, months)
    )
