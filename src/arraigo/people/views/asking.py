"""The question to those who keep the register, from a page on which a person seems to be registered twice."""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from arraigo.access.http import WorkerRequest, door, way_back
from arraigo.access.roles import Action
from arraigo.people.models import Ground, Person
from arraigo.people.services.asking import ask_to_join
from arraigo.web.toasts import toast


@require_POST
@door(Action.SEE_PERSON)
def ask(request: WorkerRequest, pk: UUID) -> HttpResponse:
    """Put the person and whoever is probably the same to the stewards, and go back to the page that asked."""
    secrets = Ground.objects.filter(person=OuterRef("pk"), protected=True)
    visible = Person.objects.visible_to(request.worker).exclude(Exists(secrets))
    person = get_object_or_404(visible, pk=pk)
    ask_to_join(person, by=request.worker, at=timezone.now())
    toast(
        request,
        _("The stewards of the register decide whether it is one person. Nothing changes until then."),
    )
    return redirect(way_back(request))
