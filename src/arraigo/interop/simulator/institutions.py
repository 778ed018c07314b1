"""Institutions and what they offer, as the content has them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from arraigo.core import content
from arraigo.interop.simulator.rows import Institution, Programme
from arraigo.interop.simulator.schema import Actor, Offer
from arraigo.interop.simulator.world import World

FIRST_LINKED_DAYS_AGO = 1400


def institutions(world: World) -> Iterator[Institution]:
    """A row for each actor; linked so many days before today."""
    chance = world.stream("institutions")
    for actor in world.profile.actors:
        linked = world.today - timedelta(days=actor.linked_days_ago or FIRST_LINKED_DAYS_AGO)
        yield Institution(
            institution_id=chance.id(world.at(linked)),
            name=actor.name.es,
            country=world.country,
            actor_type=actor.actor_type,
            municipality=actor.municipality or "",
            child_mandate=actor.child_mandate,
            linked_on=linked if actor.linked_days_ago is not None else None,
            unlinked_on=None,
            code=actor.code,
            duty=actor.duty,
            serves=actor.serves,
        )


def programmes(world: World) -> Iterator[Programme]:
    """A row for each service on offer; level and dimension are those of its type."""
    chance = world.stream("programmes")
    actors = {actor.code: actor for actor in world.profile.actors}
    for institution in world.institutions:
        actor = actors[institution.code]
        for offer in actor.offers:
            yield _programme(
                world, institution, actor, offer, chance.id(world.at(institution.linked_on or world.start))
            )


def _programme(world: World, institution: Institution, actor: Actor, offer: Offer, id_: UUID) -> Programme:
    service_type = content.codelist("service_type", world.country).item(offer.service_type)
    local = actor.duty in {"window", "health"} and actor.municipality
    return Programme(
        programme_id=id_,
        institution_id=institution.institution_id,
        name=offer.name.es,
        country=world.country,
        level=service_type.level or "individual",
        dimension=service_type.dimension or "social",
        service_type=offer.service_type,
        target_groups=offer.groups,
        municipalities=(actor.municipality,) if local and actor.municipality else (),
        capacity_per_year=offer.capacity_per_year,
        funding=offer.funding,
        starts_on=institution.linked_on,
        ends_on=None,
        human_rights_protocol=offer.human_rights_protocol,
        answer_hours=offer.answer_hours,
        priority_answer_hours=offer.priority_answer_hours,
    )
