"""A small country of people, and its figures computed in plain Python, to be published and attacked."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from arraigo.indicators.published import Given, Meaning

SEXES = ("female", "male")
BANDS = ("5-11", "18-24", "unknown")
PLACES = ("GT0101", "GT0102", "GT1301", "unknown")
ANSWERS = ("yes", "no", "unknown")

BREAKDOWNS = ((), ("sex",), ("age_band",), ("department",), ("municipality",))
CROSSED = (*BREAKDOWNS, ("sex", "age_band"))


@dataclass(frozen=True)
class Returnee:
    """What a publication may tell of somebody."""

    sex: str
    age_band: str
    municipality: str
    document: str

    @property
    def department(self) -> str:
        return self.municipality if self.municipality == "unknown" else self.municipality[:4]

    @property
    def child(self) -> str:
        return {"5-11": "yes", "unknown": "unknown"}.get(self.age_band, "no")


ATOMS = tuple(Returnee(*each) for each in product(SEXES, BANDS, PLACES, ANSWERS))
"""Everything that somebody can be."""

Test = Callable[[Returnee], bool]


@dataclass(frozen=True)
class Share:
    """An indicator of the small world: of whom, what counts, what is not known."""

    code: str
    meaning: Meaning
    of: Test
    that: Test
    silent: Test

    @property
    def is_count(self) -> bool:
        return self.meaning.kind == "count"


def _is(column: str, value: str) -> tuple[str, str, tuple[str, ...]]:
    return (column, "is", (value,))


def _share(code: str, column: str, value: str, *of: tuple[str, str]) -> Share:
    return Share(
        code,
        Meaning("share", "returnees", frozenset(_is(*each) for each in of), frozenset({_is(column, value)})),
        lambda who: all(getattr(who, key) == wanted for key, wanted in of),
        lambda who: getattr(who, column) == value,
        lambda who: getattr(who, column) == "unknown",
    )


INDICATORS = (
    Share("persons", Meaning("count", "returnees"), lambda who: True, lambda who: True, lambda who: False),
    _share("undocumented", "document", "no"),
    _share("documented", "document", "yes"),
    _share("children", "child", "yes"),
    _share("children_documented", "document", "yes", ("child", "yes")),
)
"""Two that ask the same column, two that share a denominator, one inside another, and one that is a sum of bands."""


def figures(
    people: Sequence[Returnee],
    breakdowns: Iterable[tuple[str, ...]] = BREAKDOWNS,
    shares: Iterable[Share] = INDICATORS,
) -> list[Given]:
    """All figures of the people: totals always, cells where somebody is."""
    found = []
    for share in shares:
        for keys in breakdowns:
            cells = {tuple(getattr(who, key) for key in keys) for who in people if share.of(who)}
            for cell in sorted(cells | ({()} if not keys else set())):
                by = dict(zip(keys, cell, strict=True))
                found.append(figure(share, by, people))
    return found


def figure(share: Share, by: dict[str, str], people: Sequence[Returnee]) -> Given:
    inside = [
        who
        for who in people
        if share.of(who) and all(getattr(who, key) == value for key, value in by.items())
    ]
    counted = sum(map(share.that, inside))
    exact = Fraction(counted) if share.is_count else Fraction(100 * counted, len(inside)) if inside else None
    return Given(
        code=share.code,
        period="2024",
        country="GTM",
        by=by,
        exact=exact,
        numerator=counted,
        denominator=None if share.is_count else len(inside),
        unknown=sum(map(share.silent, inside)),
        meaning=share.meaning,
    )
