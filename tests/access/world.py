"""The world in which every address is tried: everybody of `WHO`, and two persons with a record of each kind."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from arraigo.access.models import Worker
from arraigo.access.roles import Role
from arraigo.cases import services as cases
from arraigo.cases.models import Case, FollowUp, Plan, PlanAction
from arraigo.core import content
from arraigo.core.ids import uuid7
from arraigo.directory import services as directory
from arraigo.indicators import services as figures
from arraigo.indicators.models import ClosedPeriod, FrozenFigure
from arraigo.people import services as people
from arraigo.people.models import CandidatePair
from arraigo.reception.models import Arrival, Manifest, ManifestRow, Passenger, Return
from arraigo.referrals import services as referrals
from arraigo.support.models import Application, DocumentRequest
from tests.access.matrix import FIGURE, WHO
from tests.cast import MONDAY, NOW, institution, person, signed_in, worker


@dataclass(frozen=True)
class World:
    """Everybody of `WHO`, signed in; and two persons with a record of each kind, one of them protected."""

    cast: dict[str, Worker]
    clients: dict[str, Client]
    ordinary: dict[str, Any]
    protected: dict[str, Any]


def build() -> World:
    """Everything that the addresses are about, in the store."""
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
    told = _figures(cast["pablo"])
    ordinary |= told
    protected |= told
    return World(cast, {who: signed_in(one) for who, one in cast.items()}, ordinary, protected)


def _figures(pablo: Worker) -> dict[str, Any]:
    """
    A value that was reported with its document, a closed year, a figure that was revised in it, a choice that Pablo
    keeps. They are of a country, and of no person.
    """
    closed = ClosedPeriod.objects.create(
        country="GTM", period="2024", snapshot="s", made_at=NOW, made_by=pablo
    )
    frozen = FrozenFigure.objects.create(
        closed=closed, indicator=FIGURE, version="1", snapshot="s", made_at=NOW, revision=1
    )
    reported = figures.report_value(
        id=uuid7(),
        indicator=FIGURE,
        period="2024",
        value=Decimal(3),
        source="Informe",
        source_on=MONDAY.date(),
        attachment=figures.Upload("informe.pdf", b"%PDF-1.7"),
        by=pablo,
        at=NOW,
    )
    view = figures.save_view(id=uuid7(), name="Mis cifras", query="by=sex", by=pablo, at=NOW)
    return {"closed": closed, "frozen": frozen, "reported": reported, "view": view}


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
