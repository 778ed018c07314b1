"""Whom a worker may open: as `Person.visible_to`, less whoever is protected by a case of somebody else."""

from django.db.models import Exists, OuterRef

from arraigo.access.models import Worker
from arraigo.cases.models import Case
from arraigo.people.models import Ground, Person, PersonQuerySet


def persons_visible_to(worker: Worker) -> PersonQuerySet:
    """
    Persons that the worker may open. Where the institution's only ground is a case that is protected, that is its own
    worker; a centre that registered the person, or a service that accepted a referral, has a ground of its own.
    """
    of_others = Case.objects.filter(institution=worker.institution_id, protected=True).exclude(worker=worker)
    others = Exists(of_others.filter(person=OuterRef("pk"))) | Exists(
        of_others.filter(person__merged_into=OuterRef("pk"))  # a case may have stayed with an alias
    )
    other_ground = Ground.objects.filter(
        person=OuterRef("pk"), institution=worker.institution_id, ended_at=None
    ).exclude(because="case")
    return Person.objects.visible_to(worker).exclude(others, ~Exists(other_ground))
