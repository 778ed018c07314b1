"""The shape of the simulator's content: shares with their sources, names, arrivals, institutions, words, stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from arraigo.core.content import (
    Code,
    ContentObject,
    Flag,
    Lists,
    Misfit,
    Sources,
    Strict,
    Text,
    Words,
    register_kind,
)


def _fraction(value: Any) -> Any:
    return Fraction(value) if isinstance(value, str) else value


Number = Annotated[Fraction, BeforeValidator(_fraction)]
Weight = Annotated[Fraction, BeforeValidator(_fraction), Field(ge=0)]
Weights = dict[Words, Weight]


class Share(Strict):
    """
    What the population is calibrated on: a number, weights, or such weights (or numbers) for several cases.

    It names a published source or says that it is our own assumption; without one of the two it is refused.
    """

    value: Number | None = None
    weights: Weights | None = None
    table: dict[Words, Weights] | None = None
    about: Words | None = None
    source: Sources | None = None
    assumed: Flag = False

    def cases(self) -> set[str]:
        """The cases that its weights are of."""
        return {case for row in (self.weights or {}, *(self.table or {}).values()) for case in row}

    @model_validator(mode="after")
    def _one_shape_with_an_origin(self) -> Share:
        if sum(shape is not None for shape in (self.value, self.weights, self.table)) != 1:
            raise ValueError("a share is one of value, weights, table")
        if not self.source and not self.assumed:
            raise ValueError("a share names its source or is marked 'assumed: true'")
        if self.weights is not None and not sum(self.weights.values()):
            raise ValueError("some weight is above 0")
        return self


class Names(Strict):
    """Names with how often they are borne (any unit): given names by whose they are, surnames by language."""

    given: dict[Literal["female", "male", "girl", "boy"], Weights]
    surnames: dict[Words, Weights]
    source: Sources
    assumed: Flag = False
    about: Words | None = None


class Size(Strict):
    """How many people one flight or bus brings: a normal distribution, cut at both ends."""

    mean: Number
    deviation: Number
    least: int
    most: int
    source: Sources | None = None
    assumed: Flag = False


class Line(Strict):
    """A way people come: by which route, from where, through which port, at which hours, in what numbers."""

    code: Code
    route: Literal["air", "land", "sea"]
    from_country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    port_of_entry: Words
    vehicle: Text
    cities: Weights
    senders: dict[Words, Words]
    hours: tuple[Words, ...] = Field(min_length=1)
    size: Size
    source: Sources | None = None
    assumed: Flag = False


class TodaysArrival(Strict):
    """One arrival of the day itself. ``list_file`` names a bundled list, which is imported, not simulated."""

    line: Code
    city: Words
    at: Words
    minutes_late: int | None = None
    people: int = 0
    served: Weight = Fraction(0)
    list_file: Words | None = None


class Offer(Strict):
    """A service that an institution offers."""

    service_type: Code
    name: Text
    funding: Literal["state", "local", "cooperation", "private", "mixed"]
    capacity_per_year: int | None = None
    groups: tuple[Code, ...] = ()
    answer_hours: int = 72
    priority_answer_hours: int = 24
    human_rights_protocol: Literal["yes", "no", "unknown"] = "unknown"


class Actor(Strict):
    """An institution. ``duty`` is its part in the simulated country; ``serves`` the departments of a window."""

    code: Code
    name: Text
    duty: Code
    actor_type: Words
    municipality: Words | None = None
    serves: tuple[Words, ...] = ()
    child_mandate: Literal["yes", "no", "unknown"] = "no"
    linked_days_ago: int | None = None
    waiting: int = 0
    offers: tuple[Offer, ...] = ()


class Concern(Strict):
    """A need or a capacity that a case may show: its code, how often, and whom it is said of."""

    code: Code
    weight: Weight
    of: tuple[Code, ...] = ()


class Action(Strict):
    """An action that a plan may hold; ``meets`` are the needs that call for it."""

    title: Text
    level: Code
    dimension: Code
    duty: Code
    service_type: Code
    meets: tuple[Code, ...] = ()
    of: tuple[Code, ...] = ()
    due_after_days: int
    lifts: Weight = Fraction(0)


class Sentence(Strict):
    """Words that a person or a worker may have said, and of whom they fit."""

    text: Text
    of: tuple[Code, ...] = ()


class KnownReturn(Strict):
    """When and how somebody of the file of known people returned before, in the order of that file."""

    days_ago: int
    line: Code
    case_at: Code | None = None
    closed_because: Code | None = None


class StoryFollowUp(Strict):
    """How a follow-up of a story went: answered near these levels; without levels it was not done."""

    month: int
    near: dict[Code, Weight] = {}
    intends_to_remigrate: Literal["yes", "no", "unknown"] | None = None


class DueFollowUp(Strict):
    """The follow-up of this month after the return is due in so many days; below 0 it is late."""

    month: int
    in_days: int


class Story(Strict):
    """
    Somebody of the demo's story, always in the history, with a case.

    The return lies ``returned_days_ago``, or so that the follow-up of a month is ``due`` in so many days.
    """

    given_names: Words
    paternal_surname: Words
    maternal_surname: Words
    sex: Literal["female", "male"]
    birth_date: date
    municipality: Words
    language: Words = "spa"
    line: Code
    returned_days_ago: int | None = None
    due: DueFollowUp | None = None
    children: int = 0
    identity_document: Literal["yes", "no", "unknown"] = "yes"
    case_at: Code
    stage: Code | None = None
    own_words: Text | None = None
    needs: tuple[Code, ...] = ()
    followups: tuple[StoryFollowUp, ...] = ()
    declined_yesterday: Code | None = None

    @model_validator(mode="after")
    def _has_a_day(self) -> Story:
        if (self.returned_days_ago is None) == (self.due is None):
            raise ValueError("a story has one of returned_days_ago, due")
        return self


class SimulatorPart(ContentObject):
    """
    A part of what a simulated country is made from. The parts of the folder ``common`` and those of a country's own
    folder make its profile; where both have a share, the country's counts.
    """

    about: Text | None = None
    shares: dict[Code, Share] = {}
    names: Names | None = None
    lines: tuple[Line, ...] = ()
    today: tuple[TodaysArrival, ...] = ()
    actors: tuple[Actor, ...] = ()
    needs: tuple[Concern, ...] = ()
    capacities: tuple[Concern, ...] = ()
    actions: tuple[Action, ...] = ()
    own_words: tuple[Sentence, ...] = ()
    referral_reasons: dict[Code, tuple[Sentence, ...]] = {}
    can_come: tuple[Text, ...] = ()
    careful_contact: tuple[Text, ...] = ()
    stories: tuple[Story, ...] = ()
    known_people: tuple[KnownReturn, ...] = ()
    identity_number: Words | None = None
    telephone: Words | None = None

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """Codes that their code list does not have."""
        for list_code, code, place in self._codes():
            known = lists(list_code)
            if known is not None and code not in known:
                what = f"no '{code}' in the code list '{list_code}'"
                yield Misfit(place, what, ", ".join(known.codes))

    def _codes(self) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
        """Every code of a code list in this part: the list, the code, and where it stands."""
        for number, actor in enumerate(self.actors):
            for place, offer in enumerate(actor.offers):
                at = ("actors", number, "offers", place)
                yield "service_type", offer.service_type, (*at, "service_type")
        for number, action in enumerate(self.actions):
            yield "service_type", action.service_type, ("actions", number, "service_type")
            yield from (("need", need, ("actions", number, "meets")) for need in action.meets)
        for number, story in enumerate(self.stories):
            yield from (("need", need, ("stories", number, "needs")) for need in story.needs)
        yield from (("need", each.code, ("needs", number, "code")) for number, each in enumerate(self.needs))
        for number, capacity in enumerate(self.capacities):
            yield "capacity", capacity.code, ("capacities", number, "code")
        for name in self.shares.keys() & CODED_SHARES.keys():
            cases = self.shares[name].cases()
            yield from ((CODED_SHARES[name], case, ("shares", name)) for case in cases)


CODED_SHARES = {
    "migration_causes": "migration_cause",
    "return_causes": "return_cause",
    "return_type": "return_type",
    "groups": "target_group",
    "immediate_needs": "need_of_moment",
    "reception_services": "reception_service",
    "consent": "consent_scope",
    "destination_safe": "destination_safety",
    "application_kind": "application_kind",
    "followup_channel": "followup_channel",
    "followup_excuse": "followup_excuse",
    "decline_reason": "decline_reason",
    "closure_reason": "closure_reason",
    "opened_because": "case_reason",
    "no_show_reason": "no_show_reason",
}
"""Shares whose cases are the codes of a code list."""


register_kind("simulator", SimulatorPart, folder="simulator")
