"""What the tests of cases share."""

from dataclasses import dataclass

import pytest

from arraigo.access.models import Entry
from arraigo.cases.models import Case


@pytest.fixture
def unchanged(case_of_reyna):
    """``with unchanged():`` holds that the case and everything in it stay as they were, and that no line is written."""

    @dataclass
    class Unchanged:
        before: object = None

        def __enter__(self):
            self.before = picture()

        def __exit__(self, kind, *rest):
            assert picture() == self.before

    def picture():
        case = Case.objects.get(pk=case_of_reyna.pk)
        parts = [
            case.followups,
            case.screenings,
            case.needs,
            case.capacities,
            case.contacts,
            case.stage_moves,
        ]
        rows = [list(part.order_by("pk").values()) for part in parts]
        actions = list(case.plan.actions.order_by("pk").values()) if hasattr(case, "plan") else None
        signed = case.plan.signed_on if hasattr(case, "plan") else None
        return Case.objects.filter(pk=case.pk).values().get(), rows, actions, signed, Entry.objects.count()

    return Unchanged
