"""What may follow from what at reception: states of a passenger, groups that follow from facts, who comes first."""

from enum import StrEnum

from arraigo.core.periods import ADULT_AGE

OLDER_PERSON_AGE = 60
"""First age of the group ``older_person`` (indicator contract, age bands)."""


class State(StrEnum):
    """Where a passenger stands (labels: code list ``passenger_state``)."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    BEING_SERVED = "being_served"
    DONE = "done"
    NO_SHOW = "no_show"


NEXT: dict[State, frozenset[State]] = {
    State.EXPECTED: frozenset({State.ARRIVED, State.BEING_SERVED, State.NO_SHOW}),
    State.ARRIVED: frozenset({State.BEING_SERVED, State.NO_SHOW, State.EXPECTED}),
    State.BEING_SERVED: frozenset({State.DONE}),
    State.DONE: frozenset({State.BEING_SERVED}),
    State.NO_SHOW: frozenset({State.ARRIVED, State.EXPECTED}),
}
"""From each state, where a passenger may go; steps back undo a slip."""


def may_become(now: State, wanted: State) -> bool:
    return wanted in NEXT[now]


def is_child(age: int | None) -> bool:
    """A child is younger than 18; unknown age is nobody's child (indicator contract, Rules for all: Age)."""
    return age is not None and age < ADULT_AGE


def travels_alone(age: int | None, alone: str) -> bool:
    """
    A child without family: the first person to attend to on a flight.

    Whom a list calls an unaccompanied minor is taken for one until an age says otherwise.
    """
    return alone == "yes" and (age is None or is_child(age))


def groups_that_follow(sex: str, age: int | None, unaccompanied: str) -> set[str]:
    """Target groups that nobody has to tick because sex, age and company already say so (RCM Guide, target groups)."""
    groups = set()
    if sex == "female" and not is_child(age):
        groups.add("woman")
    if is_child(age):
        groups.add("child")
    # A figure needs an age: unknown age is nobody's child (indicator contract), however the desk is warned.
    if is_child(age) and unaccompanied == "yes":
        groups.add("unaccompanied_child")
    if age is not None and age >= OLDER_PERSON_AGE:
        groups.add("older_person")
    return groups


def comes_first(age: int | None, alone: str, *, health_first: bool) -> bool:
    """Whether a passenger is called before the others: a child alone, or somebody whose health cannot wait."""
    return travels_alone(age, alone) or health_first
