"""Documents asked for, applications decided, and services delivered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from arraigo.core import content
from arraigo.interop.simulator.cases import Told
from arraigo.interop.simulator.chance import Chance
from arraigo.interop.simulator.rows import Application, DocumentRequest, Referral, ServiceDelivery
from arraigo.interop.simulator.world import Trip, World

ROUND_TO = 50
"""Amounts are multiples of this."""
DUTY_FOR = {
    "reinsertion_support": "ngo",
    "economic_support": "labour",
    "certification": "labour",
    "scholarship": "education",
}


def document_requests(world: World, trips: Iterable[Trip]) -> Iterator[DocumentRequest]:
    """Requests of people who arrived without a document; some are not delivered yet, a few never are."""
    chance, profile = world.stream("documents"), world.profile
    registry = world.having("civil_registry")[0]
    for trip in trips:
        if trip.return_.identity_document != "no" or not world.deck.happens(
            "document", profile.value("document_requested")
        ):
            continue
        wait = 0 if chance.happens(0.6) else 1 + int(chance.random() * 30)
        requested = trip.return_.arrived_on + timedelta(days=wait)
        if not world.known(requested):
            continue
        days = max(1, chance.days(world.in_year("document_days", "mean", requested)))
        delivered = requested + timedelta(days=days)
        never = chance.happens(profile.value("document_never"))
        yield DocumentRequest(
            request_id=chance.id(world.office_hour(chance, requested)),
            person_id=trip.traveller.person.person_id,
            institution_id=registry.institution_id,
            document=chance.pick(
                profile.weighted("document_kind", "child" if trip.traveller.is_child else "adult")
            ),
            requested_on=requested,
            delivered_on=None if never or not world.known(delivered) else delivered,
        )


def applications(world: World, trips: Iterable[Trip], tolds: Iterable[Told]) -> Iterator[Application]:
    """Applications of people with a case, and of a few without."""
    chance, profile = world.stream("applications"), world.profile
    told_of = {told.trip.return_.return_id: told for told in tolds}
    for trip in trips:
        told = told_of.get(trip.return_.return_id)
        share = profile.value("application_of_case" if told else "application_without_case")
        if not world.deck.happens(("applies", told is not None), share):
            continue
        submitted = trip.return_.arrived_on + timedelta(days=15 + int(chance.expovariate(1 / 60)))
        if submitted <= (told.until if told else world.yesterday):
            yield _application(world, chance, trip, submitted)


def _application(world: World, chance: Chance, trip: Trip, submitted: date) -> Application:
    profile = world.profile
    young = trip.age is not None and trip.age < 25
    kind = chance.pick(
        profile.weighted(
            "application_kind", "child" if trip.traveller.is_child else "young" if young else "adult"
        )
    )
    days = max(2, chance.days(world.in_year("application_days", "mean", submitted)))
    decided: date | None = submitted + timedelta(days=days)
    if chance.happens(profile.value("application_undecided")) or (decided and not world.known(decided)):
        decided = None
    share = world.in_year("application_approved", "share", submitted)
    approved = decided is not None and world.deck.happens(("approved", world.years_ago(submitted)), share)
    mean = profile.number("application_amount", kind, "mean")
    return Application(
        application_id=chance.id(world.office_hour(chance, submitted)),
        person_id=trip.traveller.person.person_id,
        institution_id=world.having(DUTY_FOR[kind])[0].institution_id,
        kind=kind,
        submitted_on=submitted,
        decided_on=decided,
        decision="approved" if approved else "pending" if decided is None else "rejected",
        amount=Decimal(max(1, round(chance.skewed(mean, 0.4) / ROUND_TO)) * ROUND_TO) if approved else None,
        currency=profile.country.currency if approved else "",
    )


def deliveries(
    world: World, trips: Iterable[Trip], tolds: Iterable[Told], fulfilled: dict[object, Referral]
) -> Iterator[ServiceDelivery]:
    """A row for each reception service, and for each action of a plan that was done."""
    chance = world.stream("deliveries")
    reception = content.codelist("reception_service", world.country)
    for trip in trips:
        for given in trip.return_.reception_services:
            item = reception.item(given.service)
            yield ServiceDelivery(
                delivery_id=chance.id(given.given_at),
                person_id=trip.traveller.person.person_id,
                case_id=None,
                institution_id=trip.return_.institution_id,
                programme_id=None,
                service_type=item.get("service_type", "other"),
                level=item.level or "individual",
                dimension=item.dimension or "social",
                delivered_on=given.given_at.date(),
                value=None,
                currency="",
            )
    for told in tolds:
        for action in told.case.actions:
            if action.done_on:
                referral = fulfilled.get(action.action_id)
                yield ServiceDelivery(
                    delivery_id=chance.id(world.office_hour(chance, action.done_on)),
                    person_id=told.case.person_id,
                    case_id=told.case.case_id,
                    institution_id=action.institution_id,
                    programme_id=referral.programme_id if referral else None,
                    service_type=action.service_type,
                    level=action.level,
                    dimension=action.dimension,
                    delivered_on=action.done_on,
                    value=None,
                    currency="",
                )
