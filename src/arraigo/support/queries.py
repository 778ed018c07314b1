"""What can be asked about documents and applications."""

from arraigo.access.models import Worker
from arraigo.people.models import Person
from arraigo.support.models import Application, DocumentRequest


def documents_of(person: Person, worker: Worker) -> list[DocumentRequest]:
    """The documents asked for, the newest first, as far as the worker may see the person."""
    visible = DocumentRequest.objects.visible_to(worker).filter(person=person)
    return list(visible.select_related("institution"))


def applications_of(person: Person, worker: Worker) -> list[Application]:
    """The applications, the newest first, as far as the worker may see the person."""
    visible = Application.objects.visible_to(worker).filter(person=person)
    return list(visible.select_related("institution"))
