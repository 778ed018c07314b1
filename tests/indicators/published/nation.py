"""A country of sixty thousand returnees, drawn by chance: thirty shares in five breakdowns, as one publication has them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from arraigo.core.periods import AGE_BANDS
from arraigo.indicators.published import Given, Meaning
from arraigo.indicators.published.cells import CHILD_BANDS

SEXES = ("female", "male")
BANDS = tuple(code for _first, _last, code in AGE_BANDS)
BREAKDOWNS = ((), ("sex",), ("age_band",), ("department",), ("municipality",), ("sex", "age_band"))
DEPARTMENTS, MUNICIPALITIES = 22, 340

Atom = tuple[str, str, str]
"""Sex, age band, municipality."""


def _is(column: str, value: str) -> frozenset[tuple[str, str, tuple[str, ...]]]:
    return frozenset({(column, "is", (value,))})


def figures(people: int = 60_000, shares: int = 30, seed: int = 4, *, rare: bool = False) -> list[Given]:
    """
    Every third share is asked of children too; one tells how many are children, one how many persons there are.

    ``rare``: and one that holds of one person.
    """
    chance = random.Random(seed)
    towns = _towns(chance)
    atoms: dict[Atom, int] = defaultdict(int)
    for town in chance.choices([code for code, _ in towns], [weight for _, weight in towns], k=people):
        band = chance.choices(BANDS, [1 + 5 * (each not in CHILD_BANDS) for each in BANDS])[0]
        atoms[chance.choices(SEXES, (35, 65))[0], band, town] += 1
    found = [
        *_broken_down("persons", Meaning("count", "returnees"), atoms, atoms, {}),
        *_broken_down(
            "children",
            Meaning("share", "returnees", that=_is("child", "yes")),
            atoms,
            {atom: count for atom, count in atoms.items() if atom[1] in CHILD_BANDS},
            {},
        ),
    ]
    young = {atom: count for atom, count in atoms.items() if atom[1] in CHILD_BANDS}
    for number in range(shares):
        likely, silent = chance.uniform(0.05, 0.95), chance.choice((0, 0.02, 0.1))
        yes: dict[Atom, int] = {}
        unknown: dict[Atom, int] = {}
        for atom, count in atoms.items():
            unknown[atom] = sum(chance.random() < silent for _ in range(count)) if silent else 0
            yes[atom] = sum(chance.random() < likely for _ in range(count - unknown[atom]))
        that = _is(f"question{number}", "yes")
        found += _broken_down(f"share{number}", Meaning("share", "returnees", that=that), atoms, yes, unknown)
        if number % 3 == 0:
            meaning = Meaning("share", "returnees", of=_is("child", "yes"), that=that)
            found += _broken_down(f"children{number}", meaning, young, yes, unknown)
    if rare:
        one = {next(iter(sorted(atoms))): 1}
        meaning = Meaning("share", "returnees", that=_is("rare", "yes"))
        found += _broken_down("rare", meaning, atoms, one, {})
    return found


def _towns(chance: random.Random) -> list[tuple[str, float]]:
    """Municipalities of very different size, as those of a country are."""
    found = []
    for number in range(MUNICIPALITIES):
        department = number % DEPARTMENTS + 1
        weight = chance.lognormvariate(0, 1)
        found.append((f"GT{department:02}{number // DEPARTMENTS + 1:02}", weight))
    return found


def _broken_down(
    code: str, meaning: Meaning, atoms: dict[Atom, int], yes: dict[Atom, int], unknown: dict[Atom, int]
) -> Iterable[Given]:
    for keys in BREAKDOWNS:
        cells: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0, 0])
        for atom, count in atoms.items():
            sums = cells[tuple(_value(atom, key) for key in keys)]
            sums[0] += count
            sums[1] += yes.get(atom, 0)
            sums[2] += unknown.get(atom, 0)
        for cell, (all_, counted, silent) in sorted(cells.items()):
            share = meaning.kind == "share"
            yield Given(
                code=code,
                period="2024",
                country="GTM",
                by=dict(zip(keys, cell, strict=True)),
                exact=Fraction(100 * counted, all_) if share else Fraction(counted),
                numerator=counted,
                denominator=all_ if share else None,
                unknown=silent,
                meaning=meaning,
            )


def _value(atom: Atom, key: str) -> str:
    sex, band, town = atom
    return {"sex": sex, "age_band": band, "department": town[:4], "municipality": town}[key]
