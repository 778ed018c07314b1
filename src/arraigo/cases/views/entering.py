"""What the pages of a case share: finding it for the worker, and saying a refusal where it belongs."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from arraigo.access.http import WorkerRequest
from arraigo.cases.models import Case
from arraigo.cases.services.case import is_workable
from arraigo.core.errors import Refused
from arraigo.web.toasts import toast


def case_to_work_on(request: WorkerRequest, pk: UUID) -> Case:
    """
    The case, when the worker may write in it.

    :raises Http404: for everybody else: that a case exists is not theirs to know.
    """
    visible = Case.objects.visible_to(request.worker)
    case = get_object_or_404(visible.select_related("person", "institution", "worker", "after_return"), pk=pk)
    if not is_workable(case, request.worker):
        raise Http404
    return case


def complain(form: forms.Form, refused: Refused) -> None:
    """Put the sentence of a refusal at the field that it names, or over the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def to_case(
    request: WorkerRequest, case: Case, sentence: object, *, undo_url: str = "", at: str = ""
) -> HttpResponse:
    """Back to the case file, with one sentence about what was done. ``at`` is the id of a part of the page."""
    toast(request, sentence, undo_url=undo_url)
    response = redirect("desk:case_file", pk=case.pk)
    if at:
        response["Location"] += f"#{at}"
    return response
