"""Figures that may leave: computed, and protected together as their country says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arraigo.core import content
from arraigo.core.periods import Period
from arraigo.indicators import queries
from arraigo.indicators.engine import Condition, Definition, Figure
from arraigo.indicators.published import DisclosurePolicy, Given, Meaning, PublishedFigure, protect
from arraigo.indicators.published.figures import Kind, Test

ABOUT_NOBODY = frozenset(
    {
        "institution_years",
        "municipality_years",
        "municipalities",
        "linked_institutions",
        "programmes",
        "campaigns",
        "",
    }
)
"""Rows about institutions, places and programmes: their figures name nobody. Reported values have no rows."""

EACH_ONCE = frozenset(
    {"returns", "document_requests", "applications", "services", "referrals", "followups", "initiative_years"}
)
"""Rows that lie in one month each; the others count somebody once a period."""

USUAL = (("sex",), ("age_band",), ("department",), ("municipality",), ("return_type",), ("from_country",))
"""The breakdowns of a publication, as far as an indicator has them."""


def publishable(
    codes: Sequence[str] | None,
    periods: Period | Sequence[Period],
    country: str,
    by: Sequence[tuple[str, ...]] = USUAL,
    snapshot: queries.SnapshotWanted = "ensure",
) -> list[PublishedFigure]:
    """
    The figures of one publication of a country, with what is small protected; all indicators where no codes are given.

    ``by``: the crossings published. Each indicator gets those that it has. Publish of a period all that is wanted at
    once: two publications of the same period are not protected against each other.

    :raises IndicatorUnknown: when the country has no such indicator.
    :raises PeriodsOverlap: when a period that is no year, quarter or month overlaps another one.
    """
    taken = queries.snapshot_in_use(snapshot)
    wanted = [queries.indicator(code, country) for code in codes] if codes else queries.indicators(country)
    definitions = {each.code: each.computed for each in wanted if may_leave(each.computed)}
    figures: list[Figure] = []
    for crossings, alike in _by_crossings(definitions.values(), by).items():
        figures += queries.compute(alike, periods, [country], crossings, snapshot=taken)
    given = [_given(figure, meaning_of(definitions[figure.code])) for figure in _once(figures)]
    return protect(given, policy_of(country))


def left_out(figures: Iterable[PublishedFigure]) -> list[str]:
    """The breakdowns that are hidden whole: *context.children_share by sex in 2025*."""
    found = ((each.code, ", ".join(each.by), each.period) for each in figures if each.left_out)
    return [f"{code} by {keys} in {period}" for code, keys, period in dict.fromkeys(found)]


def may_leave(definition: Definition) -> bool:
    """Ratios of sums over people do not: how few they are of is in none of their counts."""
    return definition.aggregate not in ("growth", "ratio") or definition.rows in ABOUT_NOBODY


def policy_of(country: str) -> DisclosurePolicy:
    """How a country protects what it publishes; five and hiding, where it says nothing."""
    if country not in {each.code for each in content.countries()}:
        return DisclosurePolicy()
    said = content.country(country).disclosure
    return DisclosurePolicy(said.threshold, said.mode, said.base)


def meaning_of(definition: Definition) -> Meaning:
    """What a definition counts, in the words of `arraigo.indicators.published`."""
    if definition.aggregate in ("growth", "reported", "ratio"):
        return Meaning("ratio", definition.rows, people=definition.rows not in ABOUT_NOBODY)
    out_of = definition.out_of
    kinds: dict[str, Kind] = {each: each for each in ("share", "count", "sum", "mean", "median")}
    return Meaning(
        kind=kinds[definition.aggregate],
        rows=f"{definition.rows} {definition.period}",
        of=_tests(definition.of),
        that=_tests(definition.that),
        measure=definition.measure or "",
        people=definition.rows not in ABOUT_NOBODY,
        each_once=definition.rows in EACH_ONCE,
        out_of=None
        if out_of is None
        else Meaning(
            "count", f"{out_of.rows} {out_of.period}", _tests(out_of.of), each_once=out_of.rows in EACH_ONCE
        ),
    )


def _tests(conditions: Iterable[Condition]) -> frozenset[Test]:
    return frozenset(
        (each.column, each.test, tuple(sorted(str(value) for value in each.values))) for each in conditions
    )


def _given(figure: Figure, meaning: Meaning) -> Given:
    people = meaning.people
    return Given(
        code=figure.code,
        period=figure.period,
        country=figure.country,
        by=figure.by,
        exact=figure.exact,
        numerator=figure.numerator,
        denominator=int(figure.denominator)
        if people and figure.denominator is not None
        else figure.denominator,  # type: ignore[arg-type]  # of money where it is about nobody
        unknown=figure.unknown,
        meaning=meaning,
        currency=figure.currency,
    )


def _by_crossings(
    definitions: Iterable[Definition], by: Sequence[tuple[str, ...]]
) -> dict[tuple[tuple[str, ...], ...], list[str]]:
    """Indicators together that have the same of the crossings."""
    alike: dict[tuple[tuple[str, ...], ...], list[str]] = {}
    for each in definitions:
        mine = tuple(crossing for crossing in by if set(crossing) <= set(each.by))
        alike.setdefault(mine, []).append(each.code)
    return alike


def _once(figures: Iterable[Figure]) -> list[Figure]:
    """Each figure once: a total comes with every crossing."""
    found: dict[tuple[object, ...], Figure] = {}
    for each in figures:
        key = (each.code, each.period, each.country, tuple(sorted(each.by.items())), each.currency)
        found.setdefault(key, each)
    return list(found.values())
