"""What can be asked about services."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from arraigo.access.models import Institution, Worker, WorkerQuerySet
from arraigo.access.roles import Action, Role, may
from arraigo.core import content, places
from arraigo.directory.models import Service, ServiceQuerySet

HERE, NEAR, ANYWHERE, FAR = range(4)
"""How near a service is: in the municipality, in its department, given in the whole country, elsewhere."""

_ANSWERING = [role.value for role in Role if may(role, Action.ANSWER_REFERRAL)]


def offered(
    *,
    country: str,
    besides: Institution | None = None,
    service_type: str = "",
    dimension: str = "",
    municipality: str = "",
    near: str = "",
) -> ServiceQuerySet:
    """
    Services that can be asked for, the nearest first: each with ``nearness`` and ``is_answered``.

    :param besides: leave out what this institution offers itself.
    :param municipality: only what is given there: in the municipality, its department, or the whole country.
    :param near: the municipality from which nearness counts; ``municipality`` where that is given.
    """
    found = Service.objects.offered().filter(institution__country=country).select_related("institution")
    if besides:
        found = found.exclude(institution=besides)
    if service_type:
        found = found.filter(service_type=service_type)
    if dimension:
        found = found.filter(dimension=dimension)
    there = municipality or near
    found = found.annotate(nearness=_nearness(there), is_answered=Exists(_who_answers()))
    if municipality:
        found = found.filter(nearness__lt=FAR)  # type: ignore[misc]  # an annotation that the plugin loses
    return found.order_by("nearness", "name", "id")  # type: ignore[misc]


def types_offered(*, country: str, besides: Institution | None = None) -> list[str]:
    """Types of service that somebody offers, in the order of their code list."""
    there = set(
        offered(country=country, besides=besides).order_by().values_list("service_type", flat=True).distinct()
    )
    return [code for code in content.codelist("service_type").codes if code in there]


def is_answered(service: Service) -> bool:
    """Whether somebody at the institution answers referrals now."""
    return Worker.objects.active().filter(institution_id=service.institution_id, role__in=_ANSWERING).exists()


def promised_hours(service: Service, priority: str) -> int:
    """Within how many hours of the clock the institution answers."""
    return service.priority_answer_hours if priority == "priority" else service.answer_hours


def parts_shared_with(service: Service) -> list[str]:
    """All that a referral to the service may carry of a person (code list ``service_type``, attribute ``shares``)."""
    return list(content.codelist("service_type").item(service.service_type).get("shares", ()))


def _who_answers() -> WorkerQuerySet:
    return Worker.objects.active().filter(institution=OuterRef("institution"), role__in=_ANSWERING)


def _nearness(municipality: str) -> Case:
    department = places.department_of(municipality) if municipality else None
    around = (
        {p.code for p in places.municipalities(department.country, department.code)} if department else set()
    )
    return Case(
        When(Q(municipality=municipality) & ~Q(municipality=""), then=Value(HERE)),
        When(municipality__in=[*around, department.code] if department else [], then=Value(NEAR)),
        When(municipality="", then=Value(ANYWHERE)),
        default=Value(FAR),
        output_field=IntegerField(),
    )
