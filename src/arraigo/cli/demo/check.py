"""`arraigo demo --check`: the loop from the list to the goal, and what it changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from arraigo.access.models import Worker
from arraigo.access.roles import Role
from arraigo.cli.demo.prepare import DemoStore, bundled_list
from arraigo.cli.demo.walk import walk
from arraigo.core.ids import uuid7
from arraigo.core.periods import Period
from arraigo.indicators import queries as indicators
from arraigo.indicators.exports import as_row
from arraigo.indicators.queries import GoalStanding
from arraigo.reception.models import Arrival, Manifest, ManifestRow
from arraigo.reception.services import manifests

Progress = Callable[[str], None]

CODES = (
    "context.persons_returned",
    "context.returns",
    "context.undocumented_share",
    "context.children_share",
    "context.certifiable_skills_share",
    "context.startup_capital_share",
    "outset.document_days",
    "progress.positive_responses",
    "sustainability.score",
    "sustainability.score_economic",
    "sustainability.score_social",
    "sustainability.score_psychosocial",
)
"""The figures of the main job (Table 7: context, outset, progress; and sustainability)."""

GOAL = "children_documented_on_return"


def run_check(store: DemoStore, *, progress: Progress) -> dict[str, Any]:
    """Walk the eight steps once, and say what each did, in the shape of the command-line contract."""
    today, at = timezone.localdate(), timezone.now()
    progress("snapshot")
    before, goal_before = _figures(today), _goal(today)
    progress("list")
    manifest = import_list(store)
    arrival = Arrival.objects.get(pk=store.list_arrival)
    progress("walk")
    done = walk(arrival, seed=store.seed, at=at)
    progress("snapshot")
    after, goal_after = _figures(today), _goal(today)
    store.walked = True
    store.write()
    return {
        "manifest": _manifest(manifest),
        "people": {"new": done.people_new, "known": done.people_known},
        "registered": done.registered,
        "cases_opened": done.cases_opened,
        "referrals": done.referrals,
        "followups_done": done.followups_done,
        "indicators": [{"code": code, "before": before[code], "after": after[code]} for code in CODES],
        "goal": {"code": GOAL, "before": goal_before, "after": goal_after},
    }


def list_is_new(store: DemoStore) -> bool:
    """Whether the bundled list has not been taken in yet."""
    return not Manifest.objects.filter(arrival_id=store.list_arrival).exists()


def import_list(store: DemoStore) -> Manifest:
    """Take in and confirm the bundled list, as the reception officer; what is there already stays as it is."""
    arrival = Arrival.objects.select_related("institution").get(pk=store.list_arrival)
    officer = Worker.objects.active().get(institution=arrival.institution, role=Role.RECEPTION_OFFICER)
    received = manifests.receive(
        id=uuid7(),
        arrival=arrival,
        sender_name="Consulado en McAllen",
        file_name="Vuelo Harlingen.xlsx",
        content=bundled_list().read_bytes(),
        by=officer,
        at=timezone.now(),
    )
    manifests.confirm(received.manifest, by=officer, at=timezone.now())
    return received.manifest


def _manifest(manifest: Manifest) -> dict[str, int]:
    status = ManifestRow.Status
    return {
        "rows_read": manifest.rows_read,
        "expected": manifest.rows.filter(status=status.EXPECTED).count(),
        "kept_for_correction": manifest.rows.filter(status=status.CORRECTION).count(),
    }


def _figures(today: date) -> dict[str, dict[str, Any]]:
    found = indicators.compute(list(CODES), Period.year(today.year), [settings.ARRAIGO_COUNTRY])
    return {figure.code: as_row(figure) for figure in found}


def _goal(today: date) -> dict[str, Any]:
    standing: GoalStanding = indicators.goal_states(today, settings.ARRAIGO_COUNTRY, codes=[GOAL])[0]
    judged = standing.judgement
    return {
        "state": judged.state.value,
        "baseline": _number(judged.baseline),
        "expected": _number(judged.expected),
        "actual": _number(judged.actual),
        "share_of_way": _number(judged.share_of_way),
        "numerator": standing.actual.numerator,
        "denominator": standing.actual.denominator,
        "unknown": standing.actual.unknown,
    }


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
