"""The arrivals board: today's flights and buses, and who is on them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.people.rules import written
from arraigo.reception import queries
from arraigo.reception.forms import AnnounceForm, NoShowForm, WalkInForm
from arraigo.reception.models import Arrival, ManifestRow, Passenger
from arraigo.reception.queries import ArrivalCard, Board, BoardRow
from arraigo.reception.rules import State
from arraigo.reception.services import arrivals
from arraigo.web import formats
from arraigo.web.components import Figure, FigureLine, Part, StackBar, Tab, Tabs
from arraigo.web.toasts import toast

_ROWS_A_PAGE = 25
_ALL = "all"
_TONES = {
    "done": "milpa",
    "being_served": "anil",
    "arrived": "outline",
    "expected": "empty",
    "no_show": "quiet",
}


@require_GET
@door(Action.SEE_ARRIVALS)
def board(request: WorkerRequest) -> HttpResponse:
    """The day's arrivals: the one where the work is, or everybody of the day in one state."""
    day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    shown = queries.board(request.worker, day)
    if request.GET.get("state") in {_ALL, *State}:
        return _page(request, shown, None, everybody=True)
    return _page(request, shown, _open_first(shown))


@require_GET
@door(Action.SEE_ARRIVALS)
def arrival(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The board with one arrival open."""
    chosen = _arrival(request, pk)
    shown = queries.board(request.worker, timezone.localdate(chosen.scheduled_at))
    return _page(request, shown, _card_of(shown, chosen))


@require_http_methods(["GET", "POST"])
@door(Action.SEE_ARRIVALS)
def rows(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """
    The rows that a search in this arrival finds, as they are typed. Names travel in the body, never in an address.

    Without script the same search shows the whole board; read as a page (a reload, a language changed), the arrival.
    """
    chosen = _arrival(request, pk)
    text = request.POST.get("q", "").strip()
    if request.method == "GET":
        return redirect("reception:arrival", pk=pk)
    now = timezone.now()
    found = queries.passengers([chosen], text=text, at=now)
    if text:
        audit.seen("arrival.searched", chosen, by=request.worker, at=now, found=len(found))
    faulty = queries.rows_to_correct(chosen, text)
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "reception/rows.html", _rows_shown(request, chosen, found, text, faulty))
    shown = queries.board(request.worker, timezone.localdate(chosen.scheduled_at))
    return _page(request, shown, _card_of(shown, chosen), found=found, text=text, faulty=faulty)


@require_GET
@door(Action.SEE_ARRIVALS)
def sheet(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Everybody of an arrival on paper, with boxes to tick, for when there is no screen."""
    chosen = _arrival(request, pk)
    found = queries.passengers([chosen], at=timezone.now())
    found.sort(key=lambda row: (row.passenger.list_number is None, row.passenger.list_number or 0))
    audit.seen("arrival.printed", chosen, by=request.worker, at=timezone.now(), found=len(found))
    return render(request, "reception/sheet.html", {"arrival": chosen, "rows": found, "now": timezone.now()})


@require_POST
@door(Action.REGISTER_RETURN)
def land(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note that a flight or bus has arrived."""
    chosen = _arrival(request, pk)
    try:
        number = arrivals.land(chosen, by=request.worker, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        sentence = ngettext(
            "Noted. %(number)d person waits to be registered.",
            "Noted. %(number)d people wait to be registered.",
            number,
        )
        toast(request, sentence % {"number": number}, undo_url=reverse("reception:undo_landing", args=[pk]))
    return redirect("reception:arrival", pk=pk)


@require_POST
@door(Action.REGISTER_RETURN)
def undo_landing(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """It was noted by mistake: it has not arrived."""
    try:
        arrivals.undo_landing(_arrival(request, pk), by=request.worker, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Undone: it is still expected."))
    return redirect("reception:arrival", pk=pk)


@require_http_methods(["GET", "POST"])
@door(Action.REGISTER_RETURN)
def announce(request: WorkerRequest) -> HttpResponse:
    """Announce a flight or bus before any list of it has come."""
    data, resumed = form_data(request)
    form = AnnounceForm(data, initial={"id": uuid7(), "scheduled_on": timezone.localdate()})
    if data is not None and not resumed and form.is_valid():
        announced = arrivals.announce(
            institution=request.worker.institution,
            by=request.worker,
            at=timezone.now(),
            **form.as_announced(),
        )
        messages.success(request, _("The arrival is on the board."))
        return redirect("reception:arrival", pk=announced.pk)
    return render(request, "reception/announce.html", {"form": form, "resumed": resumed})


@require_http_methods(["GET", "POST"])
@door(Action.REGISTER_RETURN)
def walk_in(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Put somebody on the board who is on no list, and go on to register them."""
    chosen = _arrival(request, pk)
    data, resumed = form_data(request)
    form = WalkInForm(data, initial={"id": uuid7()})
    if data is not None and not resumed and form.is_valid():
        try:
            added = arrivals.walk_in(chosen, by=request.worker, at=timezone.now(), **form.as_passenger())
        except Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            return redirect("reception:register", pk=added.pk)
    return render(request, "reception/walk_in.html", {"form": form, "arrival": chosen, "resumed": resumed})


@require_http_methods(["GET", "POST"])
@door(Action.REGISTER_RETURN)
def passenger_state(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Note that somebody did not arrive, with the reason; or undo it."""
    passenger = get_object_or_404(
        Passenger.objects.visible_to(request.worker).select_related("arrival"), pk=pk
    )
    wanted = State(request.POST["state"]) if request.POST.get("state") in set(State) else State.NO_SHOW
    form = NoShowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            arrivals.change_state(
                passenger,
                wanted,
                reason=request.POST.get("no_show_reason", ""),
                by=request.worker,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None if wanted is not State.NO_SHOW else "no_show_reason", str(refused))
        else:
            messages.success(request, content.label("passenger_state", wanted))
            return redirect("reception:arrival", pk=passenger.arrival_id)
    reason = content.label("no_show_reason", passenger.no_show_reason) if passenger.no_show_reason else ""
    return render(request, "reception/no_show.html", {"form": form, "passenger": passenger, "reason": reason})


def _arrival(request: WorkerRequest, pk: UUID) -> Arrival:
    return get_object_or_404(Arrival.objects.visible_to(request.worker), pk=pk)


def _card_of(shown: Board, chosen: Arrival) -> ArrivalCard:
    return next(card for card in shown.cards if card.arrival.pk == chosen.pk)


def _open_first(shown: Board) -> ArrivalCard | None:
    """Where the work is: the arrival with people waiting, the newest first; else the next one to come."""
    waiting = [card for card in shown.cards if card.count("arrived")]
    coming = [card for card in shown.cards if card.arrival.arrived_at is None]
    return waiting[-1] if waiting else (coming[0] if coming else (shown.cards[-1] if shown.cards else None))


def _page(
    request: WorkerRequest,
    shown: Board,
    current: ArrivalCard | None,
    *,
    everybody: bool = False,
    found: list[BoardRow] | None = None,
    text: str = "",
    faulty: Sequence[ManifestRow] = (),
) -> HttpResponse:
    now = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in set(State) else ""
    opened = current.arrival if current else None
    if found is None:
        chosen = [card.arrival for card in shown.cards] if everybody else [opened] if opened else []
        found = queries.passengers(chosen, state=state, at=now)
    context = {
        "board": shown,
        "current": current,
        "everybody": everybody,
        "cards": [(card, _bar(card), card is current) for card in shown.cards],
        "figures": _figures(shown),
        "tabs": _tabs(shown, current, state) if current or everybody else None,
        "days": queries.days_beside(request.worker, shown.day) if not shown.cards else (None, None),
        "now": now,
        "is_today": shown.day == timezone.localdate(),
        "may_import": request.worker.may(Action.IMPORT_MANIFEST),
        **_rows_shown(request, opened, found, text, faulty),
    }
    return render(request, "reception/board.html", context)


def _rows_shown(
    request: WorkerRequest,
    opened: Arrival | None,
    found: list[BoardRow],
    text: str,
    faulty: Sequence[ManifestRow],
) -> dict[str, Any]:
    """What the rows need, as a part of the page or alone. A search shows one page: more letters find fewer people."""
    page = Paginator(found, _ROWS_A_PAGE).get_page(None if text else request.GET.get("page"))
    return {
        "arrival": opened,
        "rows": page.object_list,
        "first_ones": sum(row.first for row in page.object_list),
        "page": page,
        "text": text,
        "faulty": [(row, _name_of(row)) for row in faulty],
        "may_register": request.worker.may(Action.REGISTER_RETURN),
        "may_import": request.worker.may(Action.IMPORT_MANIFEST),
    }


def _name_of(row: ManifestRow) -> str:
    parts = (row.reading.get(name) or "" for name in ("given_names", "paternal_surname", "maternal_surname"))
    return written(" ".join(filter(None, parts)))


def _plural(state: str) -> str:
    """A state's word for several people."""
    item = content.codelist("passenger_state").item(state)
    return str(item.get("plural") or item.label)


def _figures(shown: Board) -> FigureLine:
    """Each number leads to the people that it counts."""
    base = f"{reverse('reception:board')}?day={shown.day.isoformat()}&state="
    line = [Figure(_("On lists"), formats.number(shown.total, 0), f"{base}{_ALL}")]
    line += [
        Figure(
            _plural(state),
            formats.number(shown.by_state.get(state, 0), 0),
            f"{base}{state}",
            str(content.codelist("passenger_state").item(state).get("shape")),
        )
        for state in State
    ]
    if shown.median_minutes is not None:
        line.append(
            Figure(
                _("From registration to leaving, median of the day"),
                formats.minutes(shown.median_minutes),
                at_end=True,
            )
        )
    return FigureLine(line, label=_("The day in figures"))


def _bar(card: ArrivalCard) -> StackBar:
    parts = [Part(_plural(state), card.count(state), tone) for state, tone in _TONES.items()]
    named = [part for part in parts if part.count]
    words = " · ".join(f"{part.count} {str(part.label).lower()}" for part in named[:3])
    return StackBar(parts, words)


def _tabs(shown: Board, current: ArrivalCard | None, state: str) -> Tabs:
    counts = current.by_state if current else shown.by_state
    if current:
        base, everyone = reverse("reception:arrival", args=[current.arrival.pk]), ""
    else:
        base, everyone = reverse("reception:board"), f"?day={shown.day.isoformat()}&state={_ALL}"
    more = "" if current else f"day={shown.day.isoformat()}&"
    listed = [Tab(_("All"), f"{base}{everyone}", sum(counts.values()), not state)]
    listed += [
        Tab(_plural(one), f"{base}?{more}state={one}", counts.get(one, 0), state == one)
        for one in State
        if counts.get(one) or one == state
    ]
    return Tabs(listed, _("People of this arrival") if current else _("People of the day"))
