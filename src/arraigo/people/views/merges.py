"""What was joined, and taking it apart again."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core.errors import Refused
from arraigo.people import services
from arraigo.people.evidence import label
from arraigo.people.forms import UnmergeForm, since_words, whose
from arraigo.people.models import Merge
from arraigo.people.queries.merges import Since, since_merge
from arraigo.people.queries.records import Hanging, merges_of
from arraigo.people.rules import CHOOSABLE
from arraigo.people.services.unmerging import newer_fields
from arraigo.people.views.shown import about
from arraigo.web.toasts import toast

_ROWS_A_PAGE = 25


@require_GET
@door(Action.REVIEW_PAIRS)
def merge_list(request: WorkerRequest) -> HttpResponse:
    """Merges, the newest first; those that were undone too."""
    found = merges_of(request.worker)
    if request.GET.get("show") == "standing":
        found = found.filter(undone_at=None)
    page = Paginator(found, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "people/merges.html", {"page": page, "only_standing": request.GET.get("show") == "standing"}
    )


@require_http_methods(["GET", "POST"])
@door(Action.MERGE_PERSONS)
def merged(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """One merge: what it joined and moved, what came since, and undoing it."""
    shown = get_object_or_404(merges_of(request.worker), pk=pk)
    since = since_merge(shown) if shown.undone_at is None else []
    names = shown.kept.full_name, shown.merged.full_name
    data, resumed = form_data(request)
    form = UnmergeForm(data, unknown=_asked(since), names=names)
    if data is not None and not resumed and form.is_valid():
        try:
            done = services.unmerge(
                shown,
                reason=form.cleaned_data["reason"],
                owners=form.owners,  # type: ignore[arg-type]
                by=request.worker,
                at=timezone.now(),
            )
        except services.OwnersUnknown as refused:
            since = list(refused.rows)
            form = UnmergeForm(data, unknown=_asked(since), names=names)
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _said(done))
            return redirect("people:merged", pk)
    audit.seen("merge.opened", shown, by=request.worker, at=timezone.now())
    return render(request, "people/merged.html", _context(shown, since, names, form, resumed=resumed))


def _context(
    shown: Merge, since: Sequence[Since], names: tuple[str, str], form: UnmergeForm, *, resumed: bool
) -> dict[str, Any]:
    standing = shown.undone_at is None
    on_top = Merge.objects.filter(merged=shown.kept, undone_at=None).first() if standing else None
    return {
        "merge": shown,
        "about_kept": about(shown.kept),
        "about_merged": about(shown.merged),
        "moved": _moved(shown),
        "chosen": [
            label(field) for field, columns in CHOOSABLE.items() if set(columns) & shown.chosen.keys()
        ],
        "newer": [label(field) for field in newer_fields(shown)] if standing else [],
        "follows": [(since_words(row), whose(row, names)) for row in since if row.owner or row.hangs],
        "form": form,
        "resumed": resumed,
        "on_top": on_top,
        "may_undo": standing and on_top is None,
    }


def _asked(since: Sequence[Since]) -> list[Since]:
    return [row for row in since if row.owner is None and not row.hangs]


def _moved(shown: Merge) -> list[Hanging]:
    tables = Counter(shown.moves.values_list("model", flat=True))
    return [Hanging(table.replace(".", "_"), number) for table, number in sorted(tables.items())]


def _said(done: services.Unmerged) -> str:
    if done.newer:
        fields = ", ".join(label(field).lower() for field in done.newer)
        return _("Undone. What was corrected since stays as it is: %(fields)s.") % {"fields": fields}
    return _("Undone. They are two records again, each with what is theirs.")
