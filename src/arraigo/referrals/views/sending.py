"""Asking for a service, in two steps without any state between them: which one, and what for."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from arraigo.access.http import WorkerRequest, door, form_data
from arraigo.access.roles import Action
from arraigo.cases.models import Case
from arraigo.core import content
from arraigo.core.errors import Refused
from arraigo.core.ids import uuid7
from arraigo.directory import queries as directory
from arraigo.directory.models import Service
from arraigo.people import queries as people
from arraigo.referrals import services
from arraigo.referrals.forms import ChooseServiceForm, SendForm
from arraigo.referrals.models import Referral
from arraigo.referrals.rules import GOING_ON
from arraigo.web.toasts import toast

_SERVICES_A_PAGE = 12


@require_GET
@door(Action.SEND_REFERRAL)
def choose_service(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """The services of other institutions, the nearest first, with what the case says is needed on top."""
    case = _case(request, pk)
    country = case.institution.country
    types = directory.types_offered(country=country, besides=case.institution)
    filters = ChooseServiceForm(request.GET, types=types)
    found = directory.offered(
        country=country, besides=case.institution, near=case.municipality, **filters.chosen
    )
    page = Paginator(found, _SERVICES_A_PAGE).get_page(request.GET.get("page"))
    asked = Referral.objects.filter(case=case, status__in=GOING_ON).values_list("service_id", flat=True)
    context = {
        "case": case,
        "filters": filters,
        "page": page,
        "asked": set(asked),
        "suggested": _suggested(case, types, filters.chosen.get("service_type", "")),
        "may_share": people.may_share_data_of(case.person),
    }
    return render(request, "referrals/choose_service.html", context)


@require_http_methods(["GET", "POST"])
@door(Action.SEND_REFERRAL)
def send(request: WorkerRequest, pk: UUID, service: UUID) -> HttpResponse:
    """What for, how soon, and what is shared."""
    case = _case(request, pk)
    asked = get_object_or_404(Service.objects.select_related("institution"), pk=service)
    data, resumed = form_data(request)
    form = SendForm(data, service=asked, initial={"id": uuid7(), "priority": "ordinary"})
    if data is not None and not resumed and form.is_valid():
        try:
            sent = services.send(
                case, service=asked, by=request.worker, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            toast(request, _("Sent to %(institution)s.") % {"institution": asked.institution.name})
            return redirect("referrals:referral", pk=sent.pk)
    context = {
        "case": case,
        "service": asked,
        "form": form,
        "resumed": resumed,
        "may_share": people.may_share_data_of(case.person),
        "is_answered": directory.is_answered(asked),
        "by_priority": [
            (code, directory.promised_hours(asked, code))
            for code in content.codelist("referral_priority").codes
        ],
    }
    return render(request, "referrals/send.html", context)


def _case(request: WorkerRequest, pk: UUID) -> Case:
    visible = Case.objects.visible_to(request.worker).open()
    return get_object_or_404(visible.select_related("person", "institution"), pk=pk)


def _suggested(case: Case, types: list[str], chosen: str) -> list[tuple[str, str, bool]]:
    """(type of service, the need that it meets, whether it is chosen) of the needs that the case notes as open."""
    listed = content.codelist("need")
    needs = case.needs.filter(met_on=None).exclude(need="").values_list("need", flat=True)
    wanted = {
        str(listed.item(code).get("service_type")): listed.label(code) for code in needs if code in listed
    }
    return [(code, need, code == chosen) for code, need in wanted.items() if code in types]
