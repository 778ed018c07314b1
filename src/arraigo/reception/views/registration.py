"""Registration at the desk and the services that follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from arraigo.access import audit
from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.core import content, places
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.core.periods import age_on
from arraigo.people import recognition
from arraigo.people.linkage import Described
from arraigo.people.models import Person
from arraigo.people.queries import PossiblySame, followed_at, latest_consent
from arraigo.people.services.searches import note_search
from arraigo.reception import evidence, queries
from arraigo.reception.fields import municipality_options
from arraigo.reception.forms import RegistrationForm, initial_of
from arraigo.reception.models import Passenger, Return
from arraigo.reception.queries import Beside
from arraigo.reception.rules import is_child, travels_alone
from arraigo.reception.services import registration
from arraigo.web import formats

_FROM_LIST = ("given_names", "paternal_surname", "maternal_surname", "birth_date", "municipality")
_NEW, _LATER = "new", "later"


@require_http_methods(["GET", "POST"])
@door(Action.REGISTER_RETURN)
def register(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Confirm a passenger: one page, prefilled from the list, possible known persons beside it."""
    passenger = _passenger(request, pk)
    if _done(passenger) and request.method == "GET":
        return redirect("reception:services", pk=passenger.registered_return.pk)
    data, resumed = form_data(request)
    company = queries.may_travel_together(passenger)
    form = RegistrationForm(data, passenger=passenger, company=company, initial=initial_of(passenger))
    all_answered = data is not None and form.is_valid()
    described = form.described(passenger) if data is not None else queries.described(passenger)
    found = queries.beside(request.worker, described)
    if data is None:
        form.initial.update(_suggested(passenger, found, company))
    looks_again = data is not None and data.get("then") == "compare"
    if looks_again:
        form = form.unchecked()
    elif all_answered and not resumed:
        answer = _register(request, passenger, form, found)
        if answer is not None:
            return answer
    _note(request, passenger, found)
    panel = _panel(passenger, form, described, found)
    return render(request, "reception/register.html", _page(passenger, form, resumed=resumed) | panel)


@require_POST
@door(Action.REGISTER_RETURN)
def alike(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The panel alone, for what stands in the form by now: asked for in every pause of the typing."""
    passenger = _passenger(request, pk)
    company = queries.may_travel_together(passenger)
    form = RegistrationForm(request.POST, passenger=passenger, company=company)
    form.is_valid()  # what cannot be read yet is not compared
    described = form.described(passenger)
    found = queries.beside(request.worker, described)
    _note(request, passenger, found)
    return render(request, "reception/known.html", _panel(passenger, form.unchecked(), described, found))


@require_http_methods(["GET", "POST"])
@door(Action.SEE_ARRIVALS)
def services(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The reception services of one registered return, ticked off with a time each."""
    of_return = get_object_or_404(
        Return.objects.filter(institution_id=request.worker.institution_id).select_related(
            "person", "passenger__arrival", "institution"
        ),
        pk=pk,
    )
    if request.method == "POST":
        return _served(request, of_return)
    audit.seen("return.opened", of_return, by=request.worker, at=timezone.now())
    return render(request, "reception/services.html", _services_page(request, of_return))


def _passenger(request: WorkerRequest, pk: UUID) -> Passenger:
    visible = Passenger.objects.visible_to(request.worker)
    return get_object_or_404(visible.select_related("arrival", "registered_return"), pk=pk)


def _done(passenger: Passenger) -> bool:
    return hasattr(passenger, "registered_return")


def _note(request: WorkerRequest, passenger: Passenger, found: Beside) -> None:
    note_search(
        "registration",
        [one.candidate.person.pk for one in found.known],
        elsewhere=len(found.elsewhere),
        subject=passenger,
        by=request.worker,
        at=timezone.now(),
    )


def _suggested(passenger: Passenger, found: Beside, company: Iterable[Passenger]) -> dict[str, Any]:
    """A travel group known already is ticked. Who a known person is, the officer says: nothing is ticked for them."""
    together = [
        one.pk for one in company if passenger.travel_group and one.travel_group == passenger.travel_group
    ]
    return {"id": uuid7(), "same_person": "" if evidence.alike(found) else _NEW, "travels_with": together}


def _register(
    request: WorkerRequest, passenger: Passenger, form: RegistrationForm, found: Beside
) -> HttpResponse | None:
    """Register, and say where to go on; ``None`` when it was refused (the form says why)."""
    try:
        person = _recognised(form, found)
        done = registration.register(
            passenger,
            form.as_registration(person),
            id=form.cleaned_data["id"],
            person=person,
            unsure=_unsure(form, found),
            by=request.worker,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        return None
    messages.success(request, _("Registered at %(hour)s.") % {"hour": formats.clock(timezone.now())})
    if request.POST.get("then") == "board":
        return redirect("reception:arrival", pk=passenger.arrival_id)
    return redirect("reception:services", pk=done.pk)


class Undecided(Refused):
    """Somebody in the register is alike, and the officer has not said whether it is the same person."""

    field = "same_person"


def _recognised(form: RegistrationForm, found: Beside) -> Person | None:
    """
    The known person whom the officer recognised; ``None`` for somebody new.

    :raises Undecided: when somebody alike was not decided on, or appeared only with what was written in the form.
    """
    said = form.cleaned_data["same_person"]
    if said and said not in {_NEW, _LATER}:
        known = (one.candidate.person for one in found.known)
        person = next((one for one in known if str(one.pk) == said), None)
        if person is None:
            raise Undecided(
                _("With what you wrote, that person is not alike any more. Look again and decide.")
            )
        return person
    alike = evidence.alike(found)
    if alike - form.was_offered:
        raise Undecided(_("With what you wrote, somebody in the register is alike. Look and decide."))
    if alike and not said:
        raise Undecided(_("Say whether it is the same person or somebody else."))
    return None


def _unsure(form: RegistrationForm, found: Beside) -> list[PossiblySame]:
    """Those whom the officer leaves to the stewards of the register to decide on."""
    if form.cleaned_data["same_person"] != _LATER:
        return []
    return [one.candidate for one in found.known if recognition.is_alike(one.candidate)]


def _panel(
    passenger: Passenger, form: RegistrationForm, described: Described, found: Beside
) -> dict[str, Any]:
    """What stands beside the form. Who appears only now is to be decided on, whatever was said before."""
    chosen = str(form["same_person"].value() or "")
    alike = evidence.alike(found)
    if form.was_typed:
        known = {str(one.candidate.person.pk) for one in found.known}
        stands = chosen in known or (chosen in {_NEW, _LATER} and not alike - form.was_offered)
        chosen = chosen if stands else "" if alike else _NEW
    shown = evidence.cards(described, found, chosen)
    return {
        "passenger": passenger,
        "form": form,
        "known": shown,
        "elsewhere": [recognition.elsewhere_words(one) for one in found.elsewhere],
        "may_wait": bool(alike),
        "chosen": chosen,
        "offered": " ".join(one.id for one in shown),
    }


def _page(passenger: Passenger, form: RegistrationForm, *, resumed: bool) -> dict[str, Any]:
    country = content.country(settings.ARRAIGO_COUNTRY)
    day = timezone.localdate(passenger.arrival.scheduled_at)
    age = age_on(passenger.birth_date, day) if passenger.birth_date else passenger.age
    return {
        "resumed": resumed,
        "from_list": _from_list(passenger),
        "birth_note": _birth_note(age if passenger.birth_date else None),
        "id_name": country.national_id.name,
        "id_digits": _("%(number)d digits") % {"number": country.national_id.digits},
        "phone_digits": _("%(number)d digits") % {"number": country.phone.digits},
        "municipality_options": municipality_options(),
        "is_child_alone": travels_alone(age, passenger.alone),
        "may_be_child": age is None or is_child(age),
        "more_causes": _has_more(form, "return_causes", "months_abroad"),
        "more_care": _has_more(form, "groups"),
        "alike_url": reverse("reception:alike", args=[passenger.pk]),
    }


def _from_list(passenger: Passenger) -> dict[str, str]:
    """The fields that the list has filled in, each with the words that say so."""
    said = initial_of(passenger) | {"municipality": passenger.municipality}
    return {name: _("from the list") for name in _FROM_LIST if passenger.manifest_row_id and said.get(name)}


def _birth_note(age: int | None) -> str:
    return _("or only the year") if age is None else formats.age_words(age)


def _has_more(form: RegistrationForm, *names: str) -> bool:
    """Whether a folded part of the form holds an answer or a complaint, and so is open."""
    return any(form[name].value() or form[name].errors for name in names)


def _served(request: WorkerRequest, of_return: Return) -> HttpResponse:
    if not request.worker.may(Action.REGISTER_RETURN):
        messages.warning(request, _("Only the reception officer notes services."))
        return redirect("reception:services", pk=of_return.pk)
    now, by = timezone.now(), request.worker
    service = request.POST.get("service", "")
    try:
        match request.POST.get("do"):
            case "give":
                registration.give_service(of_return, service, by=by, at=now)
            case "take_back":
                registration.take_back_service(of_return, service, by=by, at=now)
            case "leave":
                registration.leave(of_return, by=by, at=now)
                messages.success(request, _("Reception is closed. The person has left the centre."))
            case "come_back":
                registration.come_back(of_return, by=by, at=now)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("reception:services", pk=of_return.pk)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service of the list: whether it was asked for, and when it was given."""

    code: str
    label: str
    wanted: bool
    given_at: Any


def _services_page(request: WorkerRequest, of_return: Return) -> dict[str, Any]:
    given = {one.service: one.given_at for one in of_return.reception_services.all()}
    lines = [
        ServiceLine(
            item.code,
            str(item.label),
            item.flag("for_all") or item.get("need") in of_return.needs,
            given.get(item.code),
        )
        for item in content.codelist("reception_service")
    ]
    lines.sort(key=lambda line: not line.wanted and line.given_at is None)
    wanted = [line for line in lines if line.wanted or line.given_at]
    destination = of_return.destination_municipality
    earlier, followed = queries.earlier(of_return), followed_at([of_return.person_id])
    left, registered = of_return.reception_completed_at, of_return.registered_at
    return {
        "of_return": of_return,
        "person": of_return.person,
        "passenger": of_return.passenger,
        "lines": lines,
        "given_count": len(given),
        "wanted_count": len(wanted),
        "destination": places.full_name(destination) if destination else _("destination not said"),
        "relatives": ", ".join(one.full_name for one in queries.household_of(of_return.person)),
        "consent": latest_consent(of_return.person),
        "minutes_here": round((left - registered).total_seconds() / 60) if left and registered else None,
        "may_register": request.worker.may(Action.REGISTER_RETURN),
        "may_open_case": request.worker.may(Action.OPEN_CASE),
        "earlier": earlier,
        "nth": evidence.nth_return(len(earlier) + 1),
        "followed": recognition.followed_words(followed.get(of_return.person_id, ())),
    }
