"""The arrivals board: today's flights and buses, and who is on them."""

from datetime import datetime
from urllib.parse import urlencode
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
from arraigo.reception import queries
from arraigo.reception.forms import AnnounceForm, NoShowForm, WalkInForm
from arraigo.reception.models import Arrival, Passenger
from arraigo.reception.queries import ArrivalCard, Board, BoardRow
from arraigo.reception.rules import State
from arraigo.reception.services import arrivals
from arraigo.web import formats
from arraigo.web.components import Figure, FigureLine, Part, StackBar, Tab, Tabs

_ROWS_A_PAGE = 25
_TONES = {"done": "milpa", "being_served": "anil", "arrived": "outline", "expected": "empty", "no_show": "quiet"}


@require_GET
@door(Action.SEE_ARRIVALS)
def board(request: WorkerRequest) -> HttpResponse:
    """The day's arrivals; the one that has landed last is open."""
    day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    shown = queries.board(request.worker, day)
    current = _open_first(shown, timezone.now())
    return _page(request, shown, current)


@require_GET
@door(Action.SEE_ARRIVALS)
def arrival(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The board with one arrival open."""
    chosen = _arrival(request, pk)
    shown = queries.board(request.worker, timezone.localdate(chosen.scheduled_at))
    return _page(request, shown, next(card for card in shown.cards if card.arrival.pk == pk))


@require_POST
@door(Action.SEE_ARRIVALS)
def rows(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The rows that a search in this arrival finds, as they are typed. Names travel in the body, never in an address."""
    chosen = _arrival(request, pk)
    text = request.POST.get("q", "")
    found = queries.passengers(chosen, text=text, at=timezone.now())[:_ROWS_A_PAGE]
    audit.seen("arrival.searched", chosen, by=request.worker, at=timezone.now(), found=len(found))
    context = {"rows": found, "arrival": chosen, "text": text, "may_register": request.worker.may(Action.REGISTER_RETURN)}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "reception/rows.html", context)
    shown = queries.board(request.worker, timezone.localdate(chosen.scheduled_at))
    card = next(one for one in shown.cards if one.arrival.pk == pk)
    return _page(request, shown, card, found=found, text=text)


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
            "Noted. %(number)d person waits to be registered.", "Noted. %(number)d people wait to be registered.", number
        )
        messages.success(request, sentence % {"number": number})
    return redirect("reception:arrival", pk=pk)


@require_http_methods(["GET", "POST"])
@door(Action.REGISTER_RETURN)
def announce(request: WorkerRequest) -> HttpResponse:
    """Announce a flight or bus before any list of it has come."""
    data, resumed = form_data(request)
    form = AnnounceForm(data, initial={"id": uuid7(), "scheduled_on": timezone.localdate()})
    if data is not None and not resumed and form.is_valid():
        announced = arrivals.announce(
            institution=request.worker.institution, by=request.worker, at=timezone.now(), **form.as_announced()
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
    passenger = get_object_or_404(Passenger.objects.visible_to(request.worker).select_related("arrival"), pk=pk)  # type: ignore[attr-defined]
    wanted = State(request.POST["state"]) if request.POST.get("state") in set(State) else State.NO_SHOW
    form = NoShowForm(request.POST or None)
    if request.method == "POST":
        try:
            arrivals.change_state(
                passenger, wanted, reason=request.POST.get("no_show_reason", ""), by=request.worker, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None if wanted is not State.NO_SHOW else "no_show_reason", str(refused))
        else:
            messages.success(request, content.label("passenger_state", wanted))
            return redirect("reception:arrival", pk=passenger.arrival_id)
    return render(request, "reception/no_show.html", {"form": form, "passenger": passenger})


def _arrival(request: WorkerRequest, pk: UUID) -> Arrival:
    return get_object_or_404(Arrival.objects.visible_to(request.worker), pk=pk)  # type: ignore[return-value]


def _open_first(shown: Board, now: datetime) -> ArrivalCard | None:
    """Where the work is: the arrival with people waiting, the newest first; else the next one to come."""
    waiting = [card for card in shown.cards if card.count("arrived")]
    coming = [card for card in shown.cards if card.arrival.arrived_at is None]
    return waiting[-1] if waiting else (coming[0] if coming else (shown.cards[-1] if shown.cards else None))


def _page(
    request: WorkerRequest,
    shown: Board,
    current: ArrivalCard | None,
    *,
    found: list[BoardRow] | None = None,
    text: str = "",
) -> HttpResponse:
    now = timezone.now()
    state = request.GET.get("state", "")
    state = state if state in set(State) else ""
    if current is not None and found is None:
        found = queries.passengers(current.arrival, state=state, at=now)
    page = Paginator(found or [], _ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "board": shown,
        "current": current,
        "arrival": current.arrival if current else None,
        "cards": [(card, _bar(card), card is current) for card in shown.cards],
        "figures": _figures(shown, current),
        "tabs": _tabs(current, state) if current else None,
        "rows": page.object_list,
        "page": page,
        "text": text,
        "now": now,
        "is_today": shown.day == timezone.localdate(),
        "may_register": request.worker.may(Action.REGISTER_RETURN),
        "may_import": request.worker.may(Action.IMPORT_MANIFEST),
    }
    return render(request, "reception/board.html", context)


def _plural(state: str) -> str:
    """A state's word for several people."""
    item = content.codelist("passenger_state").item(state)
    return str(item.get("plural") or item.label)


def _figures(shown: Board, current: ArrivalCard | None) -> FigureLine:
    base = reverse("reception:arrival", args=[current.arrival.pk]) if current else reverse("reception:board")
    line = [Figure(_("On lists"), formats.number(shown.total, 0), base)]
    line += [
        Figure(
            _plural(state),
            formats.number(shown.by_state.get(state, 0), 0),
            f"{base}?{urlencode({'state': state})}",
            str(content.codelist("passenger_state").item(state).get("shape")),
        )
        for state in State
    ]
    if shown.median_minutes is not None:
        line.append(
            Figure(_("From registration to leaving, median of the day"), formats.minutes(shown.median_minutes), at_end=True)
        )
    return FigureLine(line, label=_("The day in figures"))


def _bar(card: ArrivalCard) -> StackBar:
    parts = [Part(_plural(state), card.count(state), tone) for state, tone in _TONES.items()]
    named = [part for part in parts if part.count]
    words = " · ".join(f"{part.count} {part.label.lower()}" for part in named[:3])
    return StackBar(parts, words)


def _tabs(current: ArrivalCard, state: str) -> Tabs:
    base = reverse("reception:arrival", args=[current.arrival.pk])
    listed = [Tab(_("All"), base, current.total, not state)]
    listed += [
        Tab(_plural(one), f"{base}?{urlencode({'state': one})}", current.count(one), state == one)
        for one in State
        if current.count(one) or one == state
    ]
    return Tabs(listed, _("People of this arrival"))


