"""Who is there already when history comes in."""

from dataclasses import dataclass
from uuid import UUID

from arraigo.access.models import Institution, Worker
from arraigo.directory.models import Service


@dataclass(frozen=True, slots=True)
class Cast:
    """Institutions and services by the simulator's ids, and the workers of our institutions by ours."""

    institutions: dict[UUID, Institution]
    services: dict[UUID, Service]
    case_workers: dict[UUID, Worker]  # who accompanies the cases of an institution
    officers: dict[UUID, Worker]  # who registers at an institution
