"""The explorer, and the page that compares places and periods."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from arraigo.access.http import WorkerRequest, door
from arraigo.access.roles import Action
from arraigo.core.ids import uuid7
from arraigo.indicators import breakdowns, compare, explorer, names, pages, queries
from arraigo.indicators.asking import asked, frame, indicator_of
from arraigo.indicators.engine import FilterDoesNotApply
from arraigo.indicators.forms import SaveForm
from arraigo.web.components import Tab


@require_GET
@door(Action.SEE_FIGURES)
def explore(request: WorkerRequest) -> HttpResponse:
    """Indicators, breakdowns and periods as the address puts them together."""
    found = asked(request)
    wanted, remarks = explorer.read(request.GET, found.choice)
    found.remarks.extend(remarks)
    kept = wanted.parts()
    context = frame(found, kept=kept) | {
        "asked": wanted,
        "families": pages.by_family(queries.indicators(found.choice.country)),
        "keys": [(key, names.key(key)) for key in breakdowns.OFFERED],
        "overs": explorer.overs(),
        "most": explorer.MOST_INDICATORS,
        "hidden": [*found.choice.parts().items()],
        "saving": SaveForm(
            initial={"id": uuid7(), "query": urlencode([*found.choice.parts().items(), *kept])}
        ),
    }
    if found.has_figures:
        page = request.GET.get("page", "")
        tail = "&" + urlencode(kept)
        export = reverse("indicators:export") + found.choice.query()
        context |= {
            "sections": explorer.sections(wanted, found.choice, found.span, found.snapshot, page),
            "downloads": [
                Tab(each.upper(), f"{export}&format={each}{tail}") for each in ("csv", "xlsx", "json")
            ],
        }
    return render(request, "indicators/explore.html", context)


@require_GET
@door(Action.SEE_FIGURES)
def compare_places(request: WorkerRequest, code: str) -> HttpResponse:
    """An indicator in several places and two periods."""
    measured, found = indicator_of(request, code), asked(request)
    chosen = request.GET.getlist("with")
    kept = [("with", each) for each in chosen]
    context = frame(found, kept=kept) | {
        "indicator": measured,
        "chosen": chosen,
        "hidden": [*found.choice.parts().items()],
    }
    if not found.has_figures or measured.aggregate == "reported":
        return render(request, "indicators/compare.html", context | {"not_so": found.has_figures})
    try:
        shown = compare.compared(measured, found.choice, found.span, found.snapshot, chosen)
    except FilterDoesNotApply:
        return render(request, "indicators/compare.html", context | {"not_so": True})
    context |= {
        "compared": shown,
        "offered": compare.offered(measured, found.choice),
        "value_head": pages.value_head(measured),
        "export_url": pages.export_url("csv", found.choice, code=code, by=shown.level),
    }
    return render(request, "indicators/compare.html", context)
