"""What can be asked about cases, by noun: the caseload, what is to do, one case's plan and needs."""

from .caseload import AtRisk, Filters, Row, Show, at_risk, caseload, counts, rows_of, standing, with_standing
from .company import company_of
from .opening import Suggestion, institutions_that_accompany, suggested_institutions, workers_of
from .persons import persons_visible_to
from .plan import Alert, PlanMatrix, alerts_of, balance_of, matrix_of
from .work import Punctuality, Task, punctuality, stage_counts, tasks_of, without_plan

__all__ = [
    "Alert",
    "AtRisk",
    "Filters",
    "PlanMatrix",
    "Punctuality",
    "Row",
    "Show",
    "Suggestion",
    "Task",
    "alerts_of",
    "at_risk",
    "balance_of",
    "caseload",
    "company_of",
    "counts",
    "institutions_that_accompany",
    "matrix_of",
    "persons_visible_to",
    "punctuality",
    "rows_of",
    "stage_counts",
    "standing",
    "suggested_institutions",
    "tasks_of",
    "with_standing",
    "without_plan",
    "workers_of",
]
