"""Preparing the demo's country: institutions, services, workers, three years of history."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from arraigo.access import services as access
from arraigo.access.models import Institution, Worker
from arraigo.access.roles import Role
from arraigo.cli.demo.cast import PLAYERS
from arraigo.cli.demo.completing import complete
from arraigo.cli.demo.twice import register_twice
from arraigo.core import content, places
from arraigo.directory import services as directory
from arraigo.directory.models import Service
from arraigo.interop.history import Cast, take_in_population
from arraigo.interop.simulator import Population, simulate
from arraigo.interop.simulator.rows import Arrival as ArrivalRow
from arraigo.people.rules import search_text
from arraigo.reception.services import manifests

Progress = Callable[[str], None]


@dataclass(slots=True)
class DemoStore:
    """What a later start must remember: the password of all demo logins, the bundled list, whether it was walked."""

    password: str
    people: int
    seed: int
    prepared_on: str
    list_arrival: str
    walked: bool = False

    @staticmethod
    def path() -> Path:
        return Path(settings.ARRAIGO_HOME) / "demo.json"

    @classmethod
    def read(cls) -> "DemoStore | None":
        """What an earlier start left, or nothing."""
        if not cls.path().exists() or not Institution.objects.filter(synthetic=True).exists():
            return None
        return cls(**json.loads(cls.path().read_text()))

    def write(self) -> None:
        path = self.path()
        path.touch(mode=0o600)
        path.write_text(json.dumps({name: getattr(self, name) for name in self.__slots__}))


class NotADemo(Exception):
    """The store holds workers of real institutions; the demo never mixes with them."""


def prepare(people: int, seed: int, *, progress: Progress) -> DemoStore:
    """Prepare the whole country in one transaction, and remember how.

    :raises NotADemo: when the store holds a real installation.
    """
    if Worker.objects.filter(institution__synthetic=False).exists():
        raise NotADemo
    country, now = settings.ARRAIGO_COUNTRY, timezone.now()
    progress("content")
    content.load()
    places.municipalities(country)
    progress("simulation")
    population = simulate(people, seed, today=timezone.localdate(), country=country, now=now)
    password = f"raices-{secrets.token_hex(3)}"
    with transaction.atomic():
        progress("institutions")
        cast = _cast(population, make_password(password), at=now)
        take_in_population(population, cast, at=now, progress=progress)
    progress("what desks do not record")
    complete(population, cast, at=now)
    progress("linkage")
    register_twice(_names_on_the_list(), at=now)
    store = DemoStore(password, people, seed, str(timezone.localdate()), str(_listed(population).arrival_id))
    store.write()
    return store


def _names_on_the_list() -> set[str]:
    """Folded names of those who are on the bundled list: they are to be recognised as they are."""
    reading = manifests.read(bundled_list().read_bytes(), "list.xlsx", {}, today=timezone.localdate())
    said = (row.values for row in reading.rows)
    return {
        search_text(one.given_names or "", one.paternal_surname or "", one.maternal_surname or "")
        for one in said
    }


def bundled_list() -> Traversable:
    """The arrivals list that comes with the demo, as a consulate wrote it."""
    return files("arraigo.interop.simulator").joinpath("lists/vuelo_harlingen.xlsx")


def clear() -> None:
    """
    Empty the demo's store, so that it can be prepared anew.

    :raises NotADemo: when the store holds a real installation.
    """
    if Worker.objects.filter(institution__synthetic=False).exists():
        raise NotADemo
    call_command("flush", verbosity=0, interactive=False)
    DemoStore.path().unlink(missing_ok=True)


def _listed(population: Population) -> ArrivalRow:
    """The arrival whose passengers the bundled list brings."""
    return next(row for row in population.arrivals if row.list_file)


def _cast(population: Population, password_hash: str, *, at: datetime) -> Cast:
    institutions: dict[UUID, Institution] = {}
    by_duty: dict[str, list[Institution]] = {}
    for row in population.institutions:
        institution = access.add_institution(
            code=row.code,
            name=row.name,
            country=row.country,
            actor_type=row.actor_type,
            municipality=row.municipality,
            synthetic=True,
            at=at,
        )
        institutions[row.institution_id] = institution
        by_duty.setdefault(row.duty, []).append(institution)
    services = {
        row.programme_id: _service(row, institutions[row.institution_id], at=at)
        for row in population.programmes
    }
    workers = _workers(by_duty, services, password_hash, at=at)
    return Cast(
        institutions,
        services,
        case_workers={one.institution_id: one for one in reversed(workers) if one.role == Role.CASE_WORKER},
        officers={one.institution_id: one for one in workers if one.role == Role.RECEPTION_OFFICER},
    )


def _service(row: object, institution: Institution, *, at: datetime) -> Service:
    named = {
        name: getattr(row, name) for name in ("name", "service_type", "level", "dimension", "answer_hours")
    }
    towns = row.municipalities  # type: ignore[attr-defined]
    return directory.add_service(
        id=row.programme_id,  # type: ignore[attr-defined]
        institution=institution,
        municipality=towns[0] if towns else "",
        priority_answer_hours=row.priority_answer_hours,  # type: ignore[attr-defined]
        by=None,
        at=at,
        **named,
    )


def _workers(
    by_duty: dict[str, list[Institution]], services: dict[UUID, Service], password_hash: str, *, at: datetime
) -> list[Worker]:
    """The seven of the cast; a case worker wherever cases are kept, a focal point wherever services are offered."""
    made = [
        access.add_worker(
            username=one.username,
            password_hash=password_hash,
            name=one.name,
            role=one.role,
            institution=by_duty[one.duty][0],
            at=at,
        )
        for one in PLAYERS
        if one.duty in by_duty
    ]
    offering = {service.institution.code: service.institution for service in services.values()}
    keeping = {
        one.code: one for duty in ("window", "ngo", "child_protection") for one in by_duty.get(duty, [])
    }
    for prefix, role, there in (("caso", Role.CASE_WORKER, keeping), ("enlace", Role.FOCAL_POINT, offering)):
        for code, institution in sorted(there.items()):
            if any(one.institution_id == institution.pk and one.role == role for one in made):
                continue
            login = f"{prefix}-{code.split('_', 1)[-1]}"
            name = f"{content.label('role', role)}, {institution.name}"[:120]
            made.append(
                access.add_worker(
                    username=login,
                    password_hash=password_hash,
                    name=name,
                    role=role,
                    institution=institution,
                    at=at,
                )
            )
    return made
