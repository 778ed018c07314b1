"""
Who may: the one table of roles and scopes.

A row is an action, a column a role, a cell the widest scope in which the role may do it. Everything that limits a
list or refuses a page asks here; `tests/access` walks the whole table.
"""

from enum import StrEnum


class Role(StrEnum):
    """A worker's role at an institution (labels: code list ``role``)."""

    RECEPTION_OFFICER = "reception_officer"
    CASE_WORKER = "case_worker"
    FOCAL_POINT = "focal_point"
    ANALYST = "analyst"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    REGISTER_STEWARD = "register_steward"


class Scope(StrEnum):
    """How far an action reaches."""

    NONE = "none"
    OWN = "own"  # rows the worker is responsible for
    INSTITUTION = "institution"  # rows of the worker's institution
    COUNTRY = "country"  # rows of the institution's country


class Action(StrEnum):
    """What can be allowed. Named after the room and what is done in it."""

    IMPORT_MANIFEST = "manifest.import"
    SEE_ARRIVALS = "arrival.see"
    REGISTER_RETURN = "return.register"
    SEE_PERSON = "person.see"
    OPEN_CASE = "case.open"
    SEE_CASE = "case.see"
    WORK_CASE = "case.work"
    SEND_REFERRAL = "referral.send"
    SEE_REFERRAL = "referral.see"
    ANSWER_REFERRAL = "referral.answer"
    SEE_PROTECTED = "protected.see"
    SEE_FIGURES = "figure.see"
    SEE_RECORDS_OF_FIGURES = "figure.records"
    SEE_TEAM = "team.see"
    SEE_AUDIT = "audit.see"
    RECOGNISE = "person.recognise"
    REVIEW_PAIRS = "pair.review"
    MERGE_PERSONS = "person.merge"
    REPORT_VALUE = "value.report"
    CLOSE_PERIOD = "period.close"


_R, _S = Role, Scope
_COLUMNS = (
    _R.RECEPTION_OFFICER,
    _R.CASE_WORKER,
    _R.FOCAL_POINT,
    _R.ANALYST,
    _R.COORDINATOR,
    _R.ADMINISTRATOR,
    _R.REGISTER_STEWARD,
)
_N, _O, _I, _C = _S.NONE, _S.OWN, _S.INSTITUTION, _S.COUNTRY

# fmt: off
_TABLE: dict[Action, tuple[Scope, Scope, Scope, Scope, Scope, Scope, Scope]] = {
    #                               reception  case   focal  analyst  coord.  admin.  steward
    Action.IMPORT_MANIFEST:        (_I,        _N,    _N,    _N,      _N,     _N,     _N),
    Action.SEE_ARRIVALS:           (_I,        _N,    _N,    _N,      _I,     _N,     _N),
    Action.REGISTER_RETURN:        (_I,        _N,    _N,    _N,      _N,     _N,     _N),
    Action.SEE_PERSON:             (_I,        _I,    _I,    _N,      _I,     _N,     _N),
    Action.OPEN_CASE:              (_C,        _I,    _N,    _N,      _N,     _N,     _N),
    Action.SEE_CASE:               (_N,        _I,    _N,    _N,      _I,     _N,     _N),
    Action.WORK_CASE:              (_N,        _I,    _N,    _N,      _N,     _N,     _N),
    Action.SEND_REFERRAL:          (_N,        _I,    _N,    _N,      _N,     _N,     _N),
    Action.SEE_REFERRAL:           (_N,        _I,    _I,    _N,      _I,     _N,     _N),
    Action.ANSWER_REFERRAL:        (_N,        _N,    _I,    _N,      _N,     _N,     _N),
    Action.SEE_PROTECTED:          (_N,        _O,    _N,    _N,      _N,     _N,     _N),
    Action.SEE_FIGURES:            (_C,        _C,    _C,    _C,      _C,     _C,     _C),
    Action.SEE_RECORDS_OF_FIGURES: (_I,        _I,    _N,    _N,      _I,     _N,     _N),
    Action.SEE_TEAM:               (_I,        _I,    _I,    _I,      _I,     _C,     _I),
    Action.SEE_AUDIT:              (_N,        _N,    _N,    _N,      _N,     _C,     _N),
    # Evidence on anybody of the register, to recognise who is at the desk; others learn where to ask.
    Action.RECOGNISE:              (_C,        _N,    _N,    _N,      _N,     _N,     _C),
    Action.REVIEW_PAIRS:           (_N,        _N,    _N,    _N,      _N,     _N,     _C),
    Action.MERGE_PERSONS:          (_N,        _N,    _N,    _N,      _N,     _N,     _C),
    # Figures that no desk records: an analyst for the country, a coordinator corrects those of their institution.
    Action.REPORT_VALUE:           (_N,        _N,    _N,    _C,      _I,     _N,     _N),
    Action.CLOSE_PERIOD:           (_N,        _N,    _N,    _C,      _N,     _N,     _N),
}
# fmt: on


def scope_of(role: str, action: Action) -> Scope:
    """The widest scope in which the role may do the action."""
    return _TABLE[action][_COLUMNS.index(Role(role))]


def may(role: str, action: Action) -> bool:
    """Whether the role may do the action at all."""
    return scope_of(role, action) is not Scope.NONE
