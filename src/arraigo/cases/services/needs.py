"""What the person lacks and what they have, in the three dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from arraigo.access import audit
from arraigo.access.models import Worker
from arraigo.cases.models import Capacity, Case, Need
from arraigo.cases.rules import Stage
from arraigo.cases.services.case import UnknownCode, locked, step
from arraigo.core import content
from arraigo.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Found:
    """A need or a capacity that was found: its code and dimension, and in the person's terms what exactly."""

    code: str
    dimension: str
    detail: str = ""
    urgent: bool = False


class NeedAlreadyMet(Refused):
    """The need is already noted as met, or not met."""


@transaction.atomic
def set_needs(case: Case, found: Sequence[Found], *, by: Worker, at: datetime) -> list[Need]:
    """
    Make ``found`` the needs of the case that are not met: new ones are added, known ones brought up to date,
    unmet ones that are no longer among them taken away. Needs that were met stay as they are.

    The first time it takes the case from the assessment on to the plan.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises UnknownCode: for a code that the list ``need`` does not have.
    """
    case = locked(case, by=by)
    _require_codes("need", found)
    unmet = {(need.code, need.dimension): need for need in case.needs.filter(met_on=None)}
    wanted = {(one.code, one.dimension): one for one in found}
    today = timezone.localdate(at)
    for key in unmet.keys() - wanted.keys():
        unmet[key].delete()
    kept = [_keep_need(case, one, unmet.get(key), today) for key, one in wanted.items()]
    if kept and case.stage == Stage.ASSESSMENT:
        step(case, Stage.PLAN, because="needs_found", by=by, at=at)
    audit.record("case.needs", case, by=by, at=at, found=len(kept))
    return kept


@transaction.atomic
def set_capacities(case: Case, found: Sequence[Found], *, by: Worker, at: datetime) -> list[Capacity]:
    """
    Make ``found`` the capacities of the case.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises UnknownCode: for a code that the list ``capacity`` does not have.
    """
    case = locked(case, by=by)
    _require_codes("capacity", found)
    known = {(one.capacity, one.dimension): one for one in case.capacities.all()}
    wanted = {(one.code, one.dimension): one for one in found}
    today = timezone.localdate(at)
    for key in known.keys() - wanted.keys():
        known[key].delete()
    kept = [_keep_capacity(case, one, known.get(key), today) for key, one in wanted.items()]
    audit.record("case.capacities", case, by=by, at=at, found=len(kept))
    return kept


@transaction.atomic
def mark_need_met(need: Need, *, by: Worker, at: datetime) -> Need:
    """
    Note that the person no longer lacks it.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NeedAlreadyMet: when that is noted.
    """
    return _set_met(need, timezone.localdate(at), by=by, at=at)


@transaction.atomic
def mark_need_unmet(need: Need, *, by: Worker, at: datetime) -> Need:
    """
    Take back that a need was met.

    :raises NotYourCase, CaseClosed: as for all work on a case.
    :raises NeedAlreadyMet: when it is not noted as met.
    """
    return _set_met(need, None, by=by, at=at)


def _set_met(need: Need, day: date | None, *, by: Worker, at: datetime) -> Need:
    locked(need.case, by=by)
    need = Need.objects.select_for_update().get(pk=need.pk)
    if (need.met_on is None) == (day is None):
        raise NeedAlreadyMet(_("Somebody has just noted this need. Reload the page to see how it stands."))
    need.met_on = day
    need.save(update_fields=["met_on"])
    audit.record("need.met" if day else "need.unmet", need, by=by, at=at)
    return need


def _require_codes(list_code: str, found: Sequence[Found]) -> None:
    known, dimensions = content.codelist(list_code), content.codelist("dimension")
    if any(one.code not in known or one.dimension not in dimensions for one in found):
        raise UnknownCode(_("Choose one of the options of the list."), field=list_code)


def _keep_need(case: Case, one: Found, need: Need | None, today: date) -> Need:
    need = need or Need(case=case, dimension=one.dimension, found_on=today)
    protected = content.codelist("need").item(one.code).protected
    need.need, need.protected_need = ("", one.code) if protected else (one.code, "")
    need.detail, need.urgent = one.detail.strip(), one.urgent
    need.save()
    return need


def _keep_capacity(case: Case, one: Found, capacity: Capacity | None, today: date) -> Capacity:
    capacity = capacity or Capacity(case=case, dimension=one.dimension, capacity=one.code, found_on=today)
    capacity.detail = one.detail.strip()
    capacity.save()
    return capacity
