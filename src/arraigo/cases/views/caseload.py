"""The list of cases."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.cases.queries import Filters, Show, caseload, counts, rows_of
from arraigo.cases.rules import Stage
from arraigo.core import content
from arraigo.web import components as c

_ROWS_A_PAGE = 25


@require_GET
@door(Action.SEE_CASE)
def case_list(request: WorkerRequest) -> HttpResponse:
    """Open, late, at risk or closed; mine or all of the institution; by stage, name or number. All in the address."""
    today = timezone.localdate()
    filters = filters_of(request)
    numbers = counts(request.worker, filters, today)
    page = Paginator(caseload(request.worker, filters, today), _ROWS_A_PAGE)
    page.count = numbers[filters.show]  # counted already, with the other tabs
    shown = page.get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": shown,
        "rows": rows_of(shown.object_list, today),
        "numbers": numbers,
        "tabs": _tabs(filters, numbers),
        "stages": [pair for pair in content.codelist("case_stage").choices() if pair[0] != Stage.CLOSED],
        "may_work": request.worker.may(Action.WORK_CASE),
        "narrowed": bool(filters.stage or filters.text),
        "today": today,
    }
    return render(request, "cases/list.html", context)


def filters_of(request: WorkerRequest) -> Filters:
    """What the address asks for; what it should not hold is left out."""
    asked = request.GET
    show, stage = asked.get("show", ""), asked.get("stage", "")
    works = request.worker.may(Action.WORK_CASE)
    return Filters(
        show=Show(show) if show in set(Show) else Show.OPEN,
        mine=works and asked.get("whose", "mine") != "all",
        stage=stage if stage in set(Stage) else "",
        text=asked.get("q", "")[:80].strip(),
        sort=asked.get("sort", ""),
    )


def address_of(filters: Filters, **changed: Any) -> str:
    """The address of the list with other filters."""
    asked = {
        "show": filters.show.value,
        "whose": "mine" if filters.mine else "all",
        "stage": filters.stage,
        "q": filters.text,
        "sort": filters.sort,
    } | changed
    left_out = {"show": "open", "whose": "mine"}
    query = urlencode({name: value for name, value in asked.items() if value and left_out.get(name) != value})
    return reverse("cases:list") + (f"?{query}" if query else "")


def _tabs(filters: Filters, numbers: dict[Show, int]) -> c.Tabs:
    words = {
        Show.OPEN: pgettext("cases", "Open"),
        Show.LATE: _("With something late"),
        Show.RISK: _("At risk"),
        Show.CLOSED: pgettext("cases", "Closed"),
    }
    tabs = [
        c.Tab(words[show], address_of(filters, show=show.value), numbers[show], current=show is filters.show)
        for show in Show
    ]
    return c.Tabs(tabs, label=_("Which cases"))
