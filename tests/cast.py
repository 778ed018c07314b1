"""
The people of our tests.

Reyna comes back to San Pedro Soloma. Elena registers her at the reception centre, Marta accompanies her case at the
municipal window, Inés answers referrals at the health centre, Carla coordinates Marta's window. Otto and Otilia do the
same work elsewhere and must see nothing. Pablo reads figures only; Ada keeps the system; Sol keeps the register: she
decides which records are of one person. All of them are invented.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from arraigo.access.models import Institution, User, Worker
from arraigo.access.roles import Role
from arraigo.cases.models import Case
from arraigo.core.ids import uuid7
from arraigo.core.names import fold
from arraigo.directory.models import Service
from arraigo.people import services as people
from arraigo.people.models import Person
from arraigo.reception.models import Return

MONDAY = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
"""Nine in the morning in Guatemala, when Reyna lands."""

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
"""The Friday of the same week, half past ten in Guatemala."""

PASSWORD = "raíces-en-la-tierra"

GUATEMALA_CITY, HUEHUETENANGO, SOLOMA, ZACAPA = "GT0101", "GT1301", "GT1308", "GT1901"


def institution(
    code: str, name: str, municipality: str, actor_type: str = "origin_government"
) -> Institution:
    """An institution of Guatemala."""
    return Institution.objects.create(
        code=code, name=name, country="GTM", actor_type=actor_type, municipality=municipality
    )


def worker(name: str, role: Role, institution: Institution) -> Worker:
    """Somebody with one post. The user name is the first name without accents, the password ``PASSWORD``."""
    user = User.objects.create_user(username=fold(name.split()[0]), password=PASSWORD)
    return Worker.objects.create(user=user, institution=institution, role=role, name=name)


def person(
    given_names: str, paternal: str, maternal: str = "", *, by: Worker, at: datetime = MONDAY
) -> Person:
    """A woman of Soloma, born in 1995, of whom nothing else is known yet."""
    return people.add_person(
        id=uuid7(),
        given_names=given_names,
        paternal_surname=paternal,
        maternal_surname=maternal,
        sex="female",
        birth_date=date(1995, 4, 3),
        birth_date_precision="day",
        nationality="GTM",
        origin_municipality=SOLOMA,
        phone="50255501234",
        by=by,
        at=at,
    )


def registered_return(of: Person, *, by: Worker, at: datetime = MONDAY) -> Return:
    """A return of the person that the worker's centre has registered, with everything a return gives rise to."""
    registered = Return.objects.create(
        person=of,
        institution=by.institution,
        arrived_on=at.date(),
        country="GTM",
        from_country="USA",
        route="air",
        return_type="involuntary",
        identity_document="no",
        destination_municipality=SOLOMA,
        destination_safe="yes",
        age=31,
        registered_at=at,
        registered_by=by,
    )
    people.give_ground(of, institution=by.institution, because="registered", by=by, at=at)
    return registered


# Institutions


@pytest.fixture
def centre(db: None) -> Institution:
    return institution("gtm-igm-la-aurora", "Centro de Recepción La Aurora", GUATEMALA_CITY)


@pytest.fixture
def window(db: None) -> Institution:
    return institution(
        "gtm-vm-huehuetenango", "Ventanilla Municipal de Huehuetenango", HUEHUETENANGO, "local_government"
    )


@pytest.fixture
def clinic(db: None) -> Institution:
    return institution("gtm-cs-soloma", "Centro de Salud San Pedro Soloma", SOLOMA)


@pytest.fixture
def window_elsewhere(db: None) -> Institution:
    return institution("gtm-vm-zacapa", "Ventanilla Municipal de Zacapa", ZACAPA, "local_government")


@pytest.fixture
def clinic_elsewhere(db: None) -> Institution:
    return institution("gtm-cs-zacapa", "Centro de Salud de Zacapa", ZACAPA)


@pytest.fixture
def secretariat(db: None) -> Institution:
    return institution("gtm-secretaria", "Secretaría de coordinación", GUATEMALA_CITY)


@pytest.fixture
def registry(db: None) -> Institution:
    return institution("gtm-igm-registro", "Instituto de Migración, Registro", GUATEMALA_CITY)


# Workers


@pytest.fixture
def elena(centre: Institution) -> Worker:
    return worker("Elena Ajú", Role.RECEPTION_OFFICER, centre)


@pytest.fixture
def marta(window: Institution) -> Worker:
    return worker("Marta Figueroa", Role.CASE_WORKER, window)


@pytest.fixture
def carla(window: Institution) -> Worker:
    return worker("Carla Méndez", Role.COORDINATOR, window)


@pytest.fixture
def ines(clinic: Institution) -> Worker:
    return worker("Inés Pascual", Role.FOCAL_POINT, clinic)


@pytest.fixture
def otto(window_elsewhere: Institution) -> Worker:
    return worker("Otto Paiz", Role.CASE_WORKER, window_elsewhere)


@pytest.fixture
def otilia(clinic_elsewhere: Institution) -> Worker:
    return worker("Otilia Vargas", Role.FOCAL_POINT, clinic_elsewhere)


@pytest.fixture
def pablo(secretariat: Institution) -> Worker:
    return worker("Pablo Estrada", Role.ANALYST, secretariat)


@pytest.fixture
def ada(secretariat: Institution) -> Worker:
    return worker("Ada Monzón", Role.ADMINISTRATOR, secretariat)


@pytest.fixture
def sol(registry: Institution) -> Worker:
    return worker("Sol Ixchop", Role.REGISTER_STEWARD, registry)


# What the institutions offer


@pytest.fixture
def health_care(clinic: Institution) -> Service:
    return _service(clinic, "health_care", "Consulta general", SOLOMA)


@pytest.fixture
def psychosocial_support(clinic: Institution) -> Service:
    return _service(clinic, "psychological_support", "Apoyo psicosocial", SOLOMA, dimension="psychosocial")


@pytest.fixture
def health_care_elsewhere(clinic_elsewhere: Institution) -> Service:
    return _service(clinic_elsewhere, "health_care", "Consulta general", ZACAPA)


def _service(
    institution: Institution, service_type: str, name: str, municipality: str, dimension: str = "social"
) -> Service:
    return Service.objects.create(
        institution=institution,
        name=name,
        service_type=service_type,
        level="individual",
        dimension=dimension,
        municipality=municipality,
    )


# Reyna


@pytest.fixture
def reyna(elena: Worker) -> Person:
    """Reyna, registered by Elena on Monday; she agrees that her data go where help is asked for."""
    reyna = person("Reyna Isabel", "López", "Choc", by=elena)
    people.record_consent(reyna, scope="share", by=elena, at=MONDAY)
    registered_return(reyna, by=elena)
    return reyna


@pytest.fixture
def return_of_reyna(reyna: Person) -> Return:
    return reyna.returns.get()


@pytest.fixture
def case_of_reyna(return_of_reyna: Return, marta: Worker) -> Case:
    """Reyna's case, opened from her return and accompanied by Marta."""
    from arraigo.cases import services as cases

    return cases.open_from(
        return_of_reyna,
        id=uuid7(),
        institution=marta.institution,
        worker=marta,
        because="wants_support",
        by=marta,
        at=NOW,
    )


# Doors


@pytest.fixture
def client_of() -> Callable[[Worker], Client]:
    """A signed-in client of a worker, that acts in this very post: ``client_of(marta).get(...)``."""
    return signed_in


def signed_in(worker: Worker, language: str = "") -> Client:
    """A client that has signed in as the worker; pages are in Spanish unless another language is named."""
    from arraigo.access.middleware import WORKER_KEY

    client = Client()
    client.force_login(worker.user)
    session = client.session
    session[WORKER_KEY] = str(worker.pk)
    session.save()
    if language:
        client.cookies["django_language"] = language
    return client
