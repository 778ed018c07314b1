"""Every address with every role, on own, other and protected records: what `matrix.py` says, and never a failure."""

from collections.abc import Iterator
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
from arraigo.core.ids import uuid7
from arraigo.people import services as people
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Return
from arraigo.referrals import services as referrals
from arraigo.support.models import Application, DocumentRequest
from tests.access.matrix import MATRIX, OPEN_TO_ALL, WHO, Line
from tests.cast import MONDAY, NOW, institution, person, signed_in, worker

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


@pytest.fixture
def elsewhere(db: None) -> dict[str, Worker]:
    """Those whom the usual cast lacks."""
    other_centre = institution("gtm-igm-quetzaltenango", "Centro de Recepción Quetzaltenango", "GT0901")
    other_window = institution("gtm-vm-coban", "Ventanilla Municipal de Cobán", "GT1601")
    return {
        "erik": worker("Erik Sosa", Role.RECEPTION_OFFICER, other_centre),
        "celia": worker("Celia Pop", Role.COORDINATOR, other_window),
    }


@pytest.fixture
def cast(elsewhere, elena, marta, otto, ines, otilia, carla, pablo, ada, window) -> dict[str, Worker]:
    usual = {one.user.username: one for one in (elena, marta, otto, ines, otilia, carla, pablo, ada)}
    return usual | elsewhere | {"nora": worker("Nora Sic", Role.CASE_WORKER, window)}


@pytest.fixture
def ordinary(cast, health_care, psychosocial_support) -> dict[str, Any]:
    return _records(cast, ("Reyna Isabel", "López"), health_care, psychosocial_support)


@pytest.fixture
def protected(cast, health_care, psychosocial_support) -> dict[str, Any]:
    records = _records(cast, ("Dominga", "Caal"), health_care, psychosocial_support)
    cases.protect(records["case"], careful_contact="Sólo de 9 a 12 h.", by=cast["marta"], at=NOW)
    return records


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
    return records | {"case": case, "referral": referral} | _work(case, marta)


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
    return {
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
            person=case.person, institution=marta.institution, kind="support", submitted_on=NOW.date()
        ),
    }


class TestCompleteness:
    def test_every_address_has_a_line(self) -> None:
        missing = ADDRESSES.keys() - MATRIX.keys() - OPEN_TO_ALL

        assert not missing, f"say in tests/access/matrix.py who may open: {sorted(missing)}"

    def test_every_line_has_an_address(self) -> None:
        assert not (MATRIX.keys() | OPEN_TO_ALL) - ADDRESSES.keys()

    @pytest.mark.parametrize("name", sorted(MATRIX))
    def test_the_door_is_the_one_that_stands_in_the_code(self, name: str) -> None:
        assert getattr(ADDRESSES[name].callback, "action", None) is MATRIX[name].needs


@pytest.mark.parametrize("name", sorted(MATRIX))
class TestAddress:
    def test_lets_in_whom_its_line_names(self, name: str, cast, ordinary) -> None:
        line = MATRIX[name]

        _try_all(name, line, cast, ordinary, line.ordinary)

    def test_keeps_what_is_protected_to_those_whom_its_line_names(self, name: str, cast, protected) -> None:
        line = MATRIX[name]
        if line.of is None or "person" not in protected:
            return

        _try_all(name, line, cast, protected, line.protected)

    def test_sends_a_visitor_to_sign_in(self, name: str, ordinary) -> None:
        for method in ("get", "post"):
            answer = _ask(Client(), method, name, MATRIX[name], ordinary)
            assert answer.status_code in {302, REFUSED_BY_METHOD}
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/access/sign-in/")


def _try_all(
    name: str, line: Line, cast: dict[str, Worker], records: dict[str, Any], reaches: frozenset[str]
) -> None:
    """Read and send, as everybody; nothing that was sent stays."""
    wrong = []
    for who in WHO:
        client, expected = signed_in(cast[who]), _expected(line, cast[who], who, reaches)
        for method in ("get", "post"):
            mark = transaction.savepoint()
            answer = _ask(client, method, name, line, records)
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
    of_a_record = bool(reaches) or bool(line.ordinary)
    return REACHED if not of_a_record or who in reaches else {404}


def _ask(client: Client, method: str, name: str, line: Line, records: dict[str, Any]) -> Any:
    path = reverse(name, kwargs=line.of(records) if line.of else {})
    return client.get(path + line.query) if method == "get" else client.post(path, dict(line.sent))


class TestOpenToAll:
    @pytest.mark.parametrize("name", sorted(OPEN_TO_ALL))
    def test_never_fails_and_shows_nobody(self, name: str, cast, ordinary) -> None:
        for client in (Client(), *(signed_in(one) for one in cast.values())):
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(name))
                # Who has no post may enter nowhere; the form of sign-in is shown again.
                assert answer.status_code in {200, 302, 405, 404}
                assert not any(secret in answer.content.decode() for secret in SECRETS)


class TestLists:
    """Lists show nobody whom the reader's institution has no ground to see, and never who is protected."""

    LISTS = [name for name, line in MATRIX.items() if line.of is None]

    @pytest.mark.parametrize("name", sorted(LISTS))
    def test_never_name_who_is_protected(self, name: str, cast, protected) -> None:
        at_the_centre = name.startswith("reception:")
        for who in WHO:
            for page in _pages(signed_in(cast[who]), name, {"q": "Dominga"}):
                assert (at_the_centre and who == "elena") or "Dominga" not in page, f"{name} as {who}"

    @pytest.mark.parametrize("name", sorted(LISTS))
    def test_name_nobody_elsewhere(self, name: str, cast, ordinary) -> None:
        for who in ("erik", "otto", "otilia", "celia", "pablo", "ada"):
            for page in _pages(signed_in(cast[who]), name, {"q": "Reyna"}):
                assert "Reyna Isabel" not in page, f"{name} as {who}"


def _pages(client: Client, name: str, sent: dict[str, str]) -> Iterator[str]:
    yield client.get(reverse(name)).content.decode()
    mark = transaction.savepoint()
    # What was searched for stands in its own field: only what the page adds counts.
    yield client.post(reverse(name), sent).content.decode().replace(f'value="{sent["q"]}"', "")
    transaction.savepoint_rollback(mark)


class TestReceiver:
    def test_never_reads_how_somebody_returned_nor_the_plan(self, cast, ordinary) -> None:
        client = signed_in(cast["ines"])
        pages = [
            client.get(reverse("referrals:received", args=[ordinary["referral"].pk])).content.decode(),
            client.get(reverse("desk:person", args=[ordinary["person"].pk])).content.decode(),
        ]
        for page in pages:
            assert "Involuntario" not in page and "Buscar empleo" not in page


class TestRefusals:
    """What is said when a page cannot be shown holds nothing of anybody."""

    def test_hold_nothing_personal(self, cast, ordinary, settings) -> None:
        client = signed_in(cast["otto"])
        missing = client.get(reverse("desk:person", args=[ordinary["person"].pk]))
        forbidden = client.get(reverse("referrals:accept", args=[ordinary["referral"].pk]))

        assert (missing.status_code, forbidden.status_code) == (404, 403)
        for page in (missing, forbidden):
            text = page.content.decode()
            assert str(ordinary["person"].pk) not in text and "López" not in text

    def test_a_failure_of_ours_says_nothing(self, cast, ordinary, monkeypatch) -> None:
        from arraigo.desk import person as page

        def fail(*_: Any, **__: Any) -> None:
            raise RuntimeError("Reyna Isabel López")

        monkeypatch.setattr(page, "render", fail)
        client = signed_in(cast["elena"])
        client.raise_request_exception = False

        answer = client.get(reverse("desk:person", args=[ordinary["person"].pk]))

        assert answer.status_code == 500 and "Reyna" not in answer.content.decode()


class TestHeaders:
    def test_keep_pages_to_ourselves(self, cast, ordinary) -> None:
        for answer in (
            signed_in(cast["elena"]).get(reverse("desk:person", args=[ordinary["person"].pk])),
            Client().get("/access/sign-in/"),
        ):
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"].find("no-store") >= 0
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"

    def test_cookies_are_out_of_reach_of_scripts(self, elena, client) -> None:
        from tests.cast import PASSWORD

        client.get("/access/sign-in/")
        client.post("/access/sign-in/", {"username": "elena", "password": PASSWORD})
        client.post("/i18n/setlang/", {"language": "en"})

        kept = {name: client.cookies[name] for name in ("sessionid", "csrftoken", "django_language")}
        assert all(cookie["httponly"] and cookie["samesite"] == "Lax" for cookie in kept.values())
