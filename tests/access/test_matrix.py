"""Every address with every role, on own, other and protected records: what `matrix.py` says, and never a failure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from arraigo.access.models import Worker
from arraigo.access.roles import Role
from arraigo.cases import services as cases
from arraigo.cases.models import Case, FollowUp, Plan, PlanAction
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.directory import services as directory
from arraigo.people import services as people
from arraigo.people.models import CandidatePair
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Return
from arraigo.referrals import services as referrals
from arraigo.support.models import Application, DocumentRequest
from tests.access.matrix import API, MATRIX, OPEN_TO_ALL, WHO, Line
from tests.cast import MONDAY, NOW, PASSWORD, institution, person, signed_in, worker

pytestmark = pytest.mark.django_db

REACHED = {200, 302, 400}
REFUSED_BY_METHOD = 405
SECRETS = ("Reyna Isabel", "Dominga")
"""Given names of the two persons: nobody who is refused may read them."""


def patterns(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product: its full name and its pattern."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or str(one.pattern))), one


ADDRESSES = dict(patterns(get_resolver()))


@dataclass(frozen=True)
class World:
    """Everybody of `WHO`, signed in; and two persons with a record of each kind, one of them protected."""

    cast: dict[str, Worker]
    clients: dict[str, Client]
    ordinary: dict[str, Any]
    protected: dict[str, Any]


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all addresses: each test takes back what it sent."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _world()
        transaction.set_rollback(True)


def _world() -> World:
    centre = institution("gtm-igm-la-aurora", "Centro de Recepción La Aurora", "GT0101")
    window = institution("gtm-vm-huehuetenango", "Ventanilla Municipal de Huehuetenango", "GT1301")
    clinic = institution("gtm-cs-soloma", "Centro de Salud San Pedro Soloma", "GT1308")
    other_centre = institution("gtm-igm-quetzaltenango", "Centro de Recepción Quetzaltenango", "GT0901")
    other_window = institution("gtm-vm-zacapa", "Ventanilla Municipal de Zacapa", "GT1901")
    other_clinic = institution("gtm-cs-zacapa", "Centro de Salud de Zacapa", "GT1901")
    secretariat = institution("gtm-secretaria", "Secretaría de coordinación", "GT0101")
    posts = {
        "elena": (Role.RECEPTION_OFFICER, centre),
        "erik": (Role.RECEPTION_OFFICER, other_centre),
        "marta": (Role.CASE_WORKER, window),
        "nora": (Role.CASE_WORKER, window),
        "otto": (Role.CASE_WORKER, other_window),
        "ines": (Role.FOCAL_POINT, clinic),
        "otilia": (Role.FOCAL_POINT, other_clinic),
        "carla": (Role.COORDINATOR, window),
        "celia": (Role.COORDINATOR, other_window),
        "pablo": (Role.ANALYST, secretariat),
        "ada": (Role.ADMINISTRATOR, secretariat),
        "sol": (Role.REGISTER_STEWARD, secretariat),
    }
    assert set(posts) == set(WHO)
    cast = {who: worker(who.capitalize(), role, there) for who, (role, there) in posts.items()}
    services = [_service(clinic, kind) for kind in ("health_care", "support_group")]
    ordinary = _records(cast, ("Reyna Isabel", "López"), *services)
    protected = _records(cast, ("Dominga", "Caal"), *services)
    cases.protect(protected["case"], careful_contact="Sólo de 9 a 12 h.", by=cast["marta"], at=NOW)
    return World(cast, {who: signed_in(one) for who, one in cast.items()}, ordinary, protected)


def _service(there: Any, kind: str) -> Any:
    return directory.add_service(
        id=uuid7(),
        institution=there,
        name=kind,
        service_type=kind,
        level="individual",
        dimension="social",
        by=None,
        at=NOW,
    )


def _records(cast, called, service, other_service) -> dict[str, Any]:
    """One person's way: announced, registered, accompanied, referred; a record of each kind."""
    elena, marta = cast["elena"], cast["marta"]
    somebody = person(*called, by=elena)
    people.record_consent(somebody, scope="share", by=elena, at=MONDAY)
    records = {"person": somebody, "other_service": other_service} | _at_reception(somebody, elena)
    case = cases.open_from(
        records["return"],
        id=uuid7(),
        institution=marta.institution,
        worker=marta,
        because="wants_support",
        by=marta,
        at=NOW,
    )
    referral = referrals.send(case, id=uuid7(), service=service, reason="Tos.", by=marta, at=NOW)
    referrals.accept(referral, by=cast["ines"], at=NOW)
    return (
        records | {"case": case, "referral": referral} | _work(case, marta) | _other_records(somebody, cast)
    )


def _other_records(somebody, cast) -> dict[str, Any]:
    """A record that may be the same person's, the pair of the two, and a merge that was made."""
    twin, alias = (person("Gemela", called, by=cast["elena"]) for called in ("Lopes", "Lópes"))
    people.propose([(somebody.pk, twin.pk, 0.9, "probably")], run=None, at=NOW)
    merge = people.merge(somebody, alias, id=uuid7(), fields={}, reason="same_facts", by=cast["sol"], at=NOW)
    pair = CandidatePair.objects.get(one__in=[somebody, twin], other__in=[somebody, twin])
    return {"twin": twin, "pair": pair, "merge": merge}


def _at_reception(somebody, elena) -> dict[str, Any]:
    centre = elena.institution
    arrival = Arrival.objects.create(institution=centre, route="air", origin="Harlingen", scheduled_at=MONDAY)
    manifest = Manifest.objects.create(
        institution=centre,
        arrival=arrival,
        file_name="lista.xlsx",
        sha256="0" * 64,
        content=b"",
        received_at=MONDAY,
        imported_by=elena,
    )
    row = ManifestRow.objects.create(
        manifest=manifest, row=4, status="correction", fingerprint=str(somebody.pk)
    )
    passenger = Passenger.objects.create(
        institution=centre,
        arrival=arrival,
        state="arrived",
        given_names=somebody.given_names,
        paternal_surname=somebody.paternal_surname,
        search_text=somebody.search_text,
        created_at=MONDAY,
    )
    returned = Return.objects.create(
        person=somebody,
        institution=centre,
        arrived_on=MONDAY.date(),
        country="GTM",
        from_country="USA",
        return_type="involuntary",
        registered_at=MONDAY,
        registered_by=elena,
    )
    people.give_ground(somebody, institution=centre, because="registered", by=elena, at=MONDAY)
    return {
        "arrival": arrival,
        "manifest": manifest,
        "row": row,
        "passenger": passenger,
        "return": returned,
    }


def _work(case: Case, marta: Worker) -> dict[str, Any]:
    cases.set_needs(case, [cases.Found(code="job", dimension="economic")], by=marta, at=NOW)
    plan = Plan.objects.create(case=case, started_on=NOW.date())
    calm = {
        question.code: question.options[-1].code
        for question in content.instrument("screening_short").questions
    }
    calm["health_condition"] = ["none"]
    return {
        "screening": cases.record_screening(case, id=uuid7(), answers=calm, by=marta, at=NOW),
        "need": case.needs.get(),
        "action": PlanAction.objects.create(
            plan=plan,
            level="individual",
            dimension="economic",
            title="Buscar empleo",
            institution=marta.institution,
            due_on=NOW.date() + timedelta(days=30),
        ),
        "followup": FollowUp.objects.filter(case=case).first(),
        "document_request": DocumentRequest.objects.create(
            person=case.person,
            institution=marta.institution,
            document="birth_certificate",
            requested_on=NOW.date(),
        ),
        "application": Application.objects.create(
            person=case.person,
            institution=marta.institution,
            kind=content.codelist("application_kind").codes[0],
            submitted_on=NOW.date(),
        ),
    }


class TestCompleteness:
    def test_every_address_has_a_line(self) -> None:
        missing = ADDRESSES.keys() - MATRIX.keys() - API.keys() - OPEN_TO_ALL

        assert not missing, f"say in tests/access/matrix.py who may open: {sorted(missing)}"

    def test_every_line_has_an_address(self) -> None:
        assert not (MATRIX.keys() | API.keys() | OPEN_TO_ALL) - ADDRESSES.keys()

    @pytest.mark.parametrize("name", sorted(MATRIX))
    def test_the_door_is_the_one_that_stands_in_the_code(self, name: str) -> None:
        assert getattr(ADDRESSES[name].callback, "action", None) is MATRIX[name].needs


@pytest.mark.parametrize("name", sorted(MATRIX))
class TestAddress:
    def test_lets_in_whom_its_line_names(self, name: str, world: World) -> None:
        _try_all(name, world, world.ordinary, MATRIX[name].ordinary)

    def test_keeps_what_is_protected_to_those_whom_its_line_names(self, name: str, world: World) -> None:
        if MATRIX[name].of is not None:
            _try_all(name, world, world.protected, MATRIX[name].protected)

    def test_sends_a_visitor_to_sign_in(self, name: str, world: World) -> None:
        for method in ("get", "post"):
            answer = _ask(Client(), method, name, world.ordinary)
            assert answer.status_code in {302, REFUSED_BY_METHOD}
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/access/sign-in/")


def _try_all(name: str, world: World, records: dict[str, Any], reaches: frozenset[str]) -> None:
    """Read and send, as everybody; nothing that was sent stays."""
    wrong = []
    for who, client in world.clients.items():
        expected = _expected(MATRIX[name], world.cast[who], who, reaches)
        for method in ("get", "post"):
            mark = transaction.savepoint()
            answer = _ask(client, method, name, records)
            transaction.savepoint_rollback(mark)
            if answer.status_code not in expected | {REFUSED_BY_METHOD}:
                wrong.append(f"{method} as {who}: {answer.status_code}, not {sorted(expected)}")
            if expected != REACHED and any(secret in answer.content.decode() for secret in SECRETS):
                wrong.append(f"{method} as {who}: a name can be read")
    assert not wrong, f"{name}: " + "; ".join(wrong)


def _expected(line: Line, one: Worker, who: str, reaches: frozenset[str]) -> set[int]:
    assert line.needs is not None
    if not one.may(line.needs):
        return {403}
    return REACHED if not line.ordinary or who in reaches else {404}


def _ask(client: Client, method: str, name: str, records: dict[str, Any]) -> Any:
    line = MATRIX[name]
    path = reverse(name, kwargs=line.of(records) if line.of else {})
    return client.get(path + line.query) if method == "get" else client.post(path, dict(line.sent))


class TestOpenToAll:
    @pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
    def test_never_fails_and_shows_nobody(self, name: str, world: World) -> None:
        everybody = [Client(), *(signed_in(one) for one in world.cast.values())]
        # The sheet of components is long, and the same for all.
        for client in everybody[:2] if name == "web:components" else everybody:
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(name))
                assert answer.status_code in {200, 302, 404, 405}
                # The sheet of components has people of its own, who do not exist.
                if name != "web:components":
                    assert not any(secret in answer.content.decode() for secret in SECRETS)


class TestLists:
    """Lists show nobody whom the reader's institution has no ground to see, and never who is protected."""

    LISTS = sorted(name for name, line in MATRIX.items() if line.of is None)

    @pytest.mark.parametrize("name", LISTS)
    def test_never_name_who_is_protected(self, name: str, world: World) -> None:
        at_the_centre = name.startswith("reception:")
        for who, client in world.clients.items():
            for page in _pages(client, name, "Dominga"):
                assert (at_the_centre and who == "elena") or "Dominga" not in page, f"{name} as {who}"

    @pytest.mark.parametrize("name", LISTS)
    def test_name_nobody_elsewhere(self, name: str, world: World) -> None:
        for who in ("erik", "otto", "otilia", "celia", "pablo", "ada"):
            for page in _pages(world.clients[who], name, "Reyna"):
                assert "Reyna Isabel" not in page, f"{name} as {who}"


def _pages(client: Client, name: str, searched: str) -> Iterator[str]:
    """The list as it opens, and as it answers a search."""
    yield client.get(reverse(name)).content.decode()
    mark = transaction.savepoint()
    # What was searched for stands in its own field: only what the page adds counts.
    yield client.post(reverse(name), {"q": searched}).content.decode().replace(f'value="{searched}"', "")
    transaction.savepoint_rollback(mark)


class TestReceiver:
    @pytest.mark.parametrize(
        ("name", "record"), [("referrals:received", "referral"), ("desk:person", "person")]
    )
    def test_never_reads_how_somebody_returned_nor_the_plan(
        self, name: str, record: str, world: World
    ) -> None:
        page = world.clients["ines"].get(reverse(name, args=[world.ordinary[record].pk])).content.decode()

        assert "Reyna Isabel" in page
        assert "Involuntario" not in page and "Buscar empleo" not in page


class TestRefusals:
    """What is said when a page cannot be shown holds nothing of anybody."""

    def test_hold_nothing_personal(self, world: World) -> None:
        missing = world.clients["otto"].get(reverse("desk:person", args=[world.ordinary["person"].pk]))
        forbidden = world.clients["otto"].get(
            reverse("referrals:accept", args=[world.ordinary["referral"].pk])
        )

        assert (missing.status_code, forbidden.status_code) == (404, 403)
        assert "López" not in missing.content.decode() + forbidden.content.decode()

    def test_a_failure_of_ours_says_nothing(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        from arraigo.desk import person as page

        def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("Reyna Isabel López")

        monkeypatch.setattr(page, "render", fail)
        client = signed_in(world.cast["elena"])
        client.raise_request_exception = False

        answer = client.get(reverse("desk:person", args=[world.ordinary["person"].pk]))

        assert answer.status_code == 500 and "Reyna" not in answer.content.decode()


class TestHeaders:
    def test_keep_pages_to_ourselves(self, world: World) -> None:
        person_page = reverse("desk:person", args=[world.ordinary["person"].pk])
        for answer in (world.clients["elena"].get(person_page), Client().get("/access/sign-in/")):
            assert answer.status_code == 200
            assert "no-store" in answer.headers["Cache-Control"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"

    def test_cookies_are_out_of_reach_of_scripts(self, world: World) -> None:
        client = Client()
        client.get("/access/sign-in/")
        client.post("/access/sign-in/", {"username": "elena", "password": PASSWORD})
        client.post("/i18n/setlang/", {"language": "en"})

        kept = [client.cookies[name] for name in ("sessionid", "csrftoken", "django_language")]
        assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in kept)
