"""
From links to persons, so that one wrong link cannot chain two families together.

Links are taken from the surest to the least sure. Two records that stand alone are joined by one link. A
group is joined with another only where most of the pairs between them are links too, and none of them is
known to be of two persons: a single link between two groups of several records, however sure, is left for
people to decide.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

AGREEING = 0.5
"""The share of the pairs between two groups that have to be links themselves."""


class Link(NamedTuple):
    """Two records, and how likely they are of one person."""

    one: int
    other: int
    probability: float


def clusters(links: Iterable[Link], never: Collection[tuple[int, int]] = ()) -> list[list[int]]:
    """
    Groups of records, each of one person; records without a link are in none. The groups and their members are
    sorted: neither depends on the order of the links.

    ``never``: pairs known to be of two persons, the smaller number first.
    """
    groups = _Groups(frozenset(never))
    linked: dict[int, set[int]] = {}
    ordered = sorted(
        {Link(min(link[:2]), max(link[:2]), link.probability) for link in links},
        key=lambda link: (-link.probability, link.one, link.other),
    )
    for link in ordered:
        linked.setdefault(link.one, set()).add(link.other)
        linked.setdefault(link.other, set()).add(link.one)
    for link in ordered:
        groups.join(link, linked)
    return sorted(sorted(group) for group in groups.several())


def best_links(groups: Sequence[Sequence[int]], links: Iterable[Link]) -> dict[int, float]:
    """Of each record in a group, the probability of the surest link inside that group."""
    group_of = {record: at for at, group in enumerate(groups) for record in group}
    best: dict[int, float] = {}
    for link in links:
        at = group_of.get(link.one)
        if at is not None and at == group_of.get(link.other):
            best[at] = max(best.get(at, 0.0), link.probability)
    return {record: best[at] for record, at in group_of.items() if at in best}


class _Groups:
    """Records in groups, joined where enough speaks for it."""

    def __init__(self, never: frozenset[tuple[int, int]]) -> None:
        self._members: dict[int, list[int]] = {}
        self._group: dict[int, int] = {}
        self._never = never

    def join(self, link: Link, linked: dict[int, set[int]]) -> None:
        one, other = self._of(link.one), self._of(link.other)
        if one == other:
            return
        mine, theirs = self._members[one], self._members[other]
        if self._is_forbidden(mine, theirs):
            return
        pairs = len(mine) * len(theirs)
        agreeing = sum(len(linked[record].intersection(theirs)) for record in mine)
        if agreeing >= AGREEING * pairs:
            self._merge(one, other)

    def several(self) -> Iterable[list[int]]:
        return (members for members in self._members.values() if len(members) > 1)

    def _of(self, record: int) -> int:
        if record not in self._group:
            self._group[record] = record
            self._members[record] = [record]
        return self._group[record]

    def _is_forbidden(self, mine: list[int], theirs: list[int]) -> bool:
        if not self._never:
            return False
        return any((min(a, b), max(a, b)) in self._never for a in mine for b in theirs)

    def _merge(self, one: int, other: int) -> None:
        small, large = sorted((one, other), key=lambda group: (len(self._members[group]), -group))
        for record in self._members[small]:
            self._group[record] = large
        self._members[large] += self._members.pop(small)
