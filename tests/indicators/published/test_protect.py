"""What is published cannot be worked back: attacked by solving for the hidden counts."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from arraigo.indicators.published import (
    DisclosurePolicy,
    Given,
    Meaning,
    PeriodsOverlap,
    PublishedFigure,
    protect,
    protecting,
)
from tests.indicators.published import nation
from tests.indicators.published.attack import Attacker
from tests.indicators.published.world import (
    ANSWERS,
    BANDS,
    BREAKDOWNS,
    CROSSED,
    INDICATORS,
    PLACES,
    SEXES,
    Returnee,
    figures,
)

FIVE = DisclosurePolicy()
THREE = DisclosurePolicy(threshold=3)

people = some.builds(
    Returnee,
    some.sampled_from(SEXES),
    some.sampled_from(BANDS),
    some.sampled_from(PLACES),
    some.sampled_from(ANSWERS),
)
lives = some.lists(some.tuples(people, some.integers(1, 12)), min_size=1, max_size=14).map(
    lambda found: [who for who, times in found for _ in range(times)]
)


def exposed(
    computed: list[Given], published: list[PublishedFigure], threshold: int
) -> list[tuple[str, dict[str, str], str, int]]:
    """
    Counts of few that the attacker knows exactly.

    But for those of whole countries, and what these alone tell: *nobody at all* says so of every place.
    """
    attacker, totals, found = Attacker(published), Attacker(published, totals_alone=True), []
    for figure, out in zip(computed, published, strict=True):
        if not figure.by and (figure.denominator is None or figure.denominator >= threshold):
            continue
        for part, count in counts_of(figure).items():
            if 1 <= count < threshold and _is_known(attacker, out, part) and not _is_known(totals, out, part):
                found.append((figure.code, dict(figure.by), part, count))
    return found


def counts_of(figure: Given) -> dict[str, int]:
    """What a figure tells of people, and what follows from it."""
    counts = {"numerator": int(figure.numerator or 0), "unknown": figure.unknown}
    if figure.denominator is not None:
        counts["denominator"] = figure.denominator
        counts["rest"] = figure.denominator - counts["numerator"]
        counts["no"] = counts["rest"] - figure.unknown
    return counts


def _is_known(attacker: Attacker, figure: PublishedFigure, part: str) -> bool:
    low, high = attacker.range_of(figure, part)
    return low == high


def shown(published: list[PublishedFigure], code: str, **by: str) -> PublishedFigure:
    return next(each for each in published if each.code == code and dict(each.by) == by)


def many(times: int, sex="female", band="18-24", place="GT0101", document="yes") -> list[Returnee]:
    return [Returnee(sex, band, place, document)] * times


class TestAttack:
    """The same countries each time: about one of several hundred is told by more than sums (docs/published.md)."""

    @settings(max_examples=26, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(lives)
    def test_recovers_nothing_from_breakdowns(self, who):
        computed = figures(who)

        assert exposed(computed, protect(computed, THREE), 3) == []

    @settings(max_examples=14, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(lives)
    def test_recovers_nothing_from_a_crossing(self, who):
        computed = figures(who, CROSSED)

        assert exposed(computed, protect(computed, THREE), 3) == []

    def test_would_succeed_where_only_the_small_cells_are_hidden(self, monkeypatch):
        monkeypatch.setattr(protecting, "ROUNDS", 0)
        monkeypatch.setattr(protecting.Partners, "drop", lambda search, told: False)
        computed = figures([*many(40, document="no"), *many(2), *many(60, sex="male")])

        published = protect(computed, FIVE)

        assert shown(published, "documented", sex="female").hidden
        assert ("documented", {"sex": "female"}, "numerator", 2) in exposed(computed, published, 5)


class TestNation:
    """Thirty shares and more of sixty thousand people, in one publication."""

    def test_hides_little(self):
        computed = nation.figures()

        published = protect(computed, FIVE)

        asked, hidden = Counter(), Counter()
        for figure in published:
            asked[tuple(figure.by)] += 1
            hidden[tuple(figure.by)] += bool(figure.hidden)
        assert hidden[()] == hidden[("sex",)] == hidden[("age_band",)] == 0
        # Nothing but what is small itself: of children hardly anybody does not tell.
        assert hidden[("department",)] / asked[("department",)] < 0.07
        assert hidden[("municipality",)] / asked[("municipality",)] < 0.6
        assert not any(figure.left_out for figure in published)

    def test_leaves_room_as_wide_as_the_threshold_in_each_line(self):
        computed = nation.figures(people=12_000, shares=3)
        lines: dict[tuple[str, ...], list[tuple[Given, PublishedFigure]]] = {}
        for figure, out in zip(computed, protect(computed, FIVE), strict=True):
            for line in _lines_of(figure):
                lines.setdefault((figure.code, *line), []).append((figure, out))

        narrow, seen = [], 0
        for name, cells in lines.items():
            hidden = [figure for figure, out in cells if "numerator" in out.hidden]
            together = sum(figure.numerator for figure in hidden)
            for figure in hidden:
                if 1 <= figure.numerator < 5:
                    seen += 1
                    others = sum(other.denominator for other in hidden) - figure.denominator
                    low, high = max(together - others, 0), min(together, figure.denominator)
                    left = sum(cell.numerator for cell, out in cells if not out.hidden)
                    if high - low < 5 and figure.denominator >= 5 and left:
                        narrow.append((name, figure.by, figure.numerator, low, high))

        assert seen > 50
        assert narrow == []

    def test_loses_one_breakdown_where_hardly_anybody_is_so(self):
        computed = nation.figures(people=6_000, shares=3, rare=True)

        published = protect(computed, FIVE)

        lost = {(each.code, tuple(each.by)) for each in published if each.left_out}
        assert {code for code, _keys in lost} == {"rare"}
        assert shown(published, "rare").numerator == 1
        assert not any(each.hidden for each in published if each.code == "persons" and "sex" in each.by)


def _lines_of(figure: Given) -> list[tuple[str, ...]]:
    """The lines of a share: a breakdown of the country, the municipalities of a department."""
    keys = tuple(figure.by)
    if figure.denominator is None or keys == ():
        return []
    if keys == ("municipality",):
        return [("municipality", figure.by["municipality"][:4])]
    return [(key, figure.by[key]) for key in keys] if len(keys) == 2 else [keys]


class TestProtect:
    def test_leaves_as_it_is_what_harms_nobody(self):
        who = [
            one
            for sex in SEXES
            for place in PLACES
            for document in ANSWERS
            for band in BANDS
            for one in many(20, sex, band, place, document)
        ]
        computed = figures(who)

        published = protect(computed, FIVE)

        assert not any(each.hidden for each in published)
        assert [each.exact for each in published] == [each.exact for each in computed]

    def test_hides_a_few_and_a_second_cell_that_would_tell(self):
        computed = figures(
            [*many(50, document="no"), *many(3, "male", document="no"), *many(50, "male"), *many(50)]
        )

        published = protect(computed, FIVE)

        assert shown(published, "undocumented", sex="male").numerator is None
        assert shown(published, "undocumented", sex="female").numerator is None
        assert shown(published, "undocumented").numerator == 53

    def test_keeps_what_is_shown_exact(self):
        computed = figures([*many(50, document="no"), *many(3, "male", document="no"), *many(50, "male")])

        for before, after in zip(computed, protect(computed, FIVE), strict=True):
            for part in ("numerator", "denominator", "unknown", "exact"):
                assert getattr(after, part) in (None, getattr(before, part))

    def test_shows_nobody_in_a_large_group(self):
        published = protect(figures(many(200)), FIVE)

        assert shown(published, "undocumented", sex="female").numerator == 0

    @pytest.mark.parametrize("document", ["yes", "no"])
    def test_hides_that_all_or_none_of_a_small_group_are_so(self, document):
        computed = figures([*many(7, "male", document=document), *many(90), *many(90, document="no")])

        published = protect(computed, FIVE)

        assert shown(published, "undocumented", sex="male").numerator is None

    def test_protects_the_same_count_under_every_code(self):
        who = [*many(60), *many(60, document="no"), *many(2, place="GT1301"), *many(30, place="GT0102")]

        published = protect(figures(who), FIVE)

        assert {
            shown(published, code, municipality="GT1301").denominator
            for code in ("undocumented", "documented")
        } == {None}
        assert shown(published, "persons", municipality="GT1301").numerator is None

    def test_marks_what_it_hides_and_keeps_no_figure_apart(self):
        published = protect(figures([*many(60), *many(2, "male")]), FIVE)

        hidden = shown(published, "undocumented", sex="male")
        assert hidden.value is None and "value" in hidden.hidden
        none = shown(published, "children_documented")
        assert none.exact is None and "value" not in none.hidden

    def test_of_institutions_hides_nothing(self):
        offices = Given(
            "offices",
            "2024",
            "GTM",
            {},
            Fraction(2),
            2,
            None,
            1,
            Meaning("count", "municipality_years", people=False),
        )

        (published,) = protect([offices], FIVE)

        assert (published.value, published.hidden) == (2, frozenset())

    def test_of_a_mean_of_few_hides_the_days_too(self):
        meaning = Meaning("mean", "document_requests", measure="days_to_deliver", each_once=True)
        figures = [
            Given("days", "2024", "GTM", by, Fraction(total, rows), total, rows, 0, meaning)
            for by, total, rows in (({}, 500, 50), ({"sex": "female"}, 480, 47), ({"sex": "male"}, 20, 3))
        ]

        published = protect(figures, FIVE)

        assert all(each.numerator is None and each.exact is None for each in published if each.by)

    def test_takes_months_as_parts_of_their_year(self):
        meaning = Meaning("count", "returns", each_once=True)
        counts = {"2024": 103, "2024-01": 3, "2024-02": 50, "2024-03": 50}
        figures = [
            Given("returns", period, "GTM", {}, Fraction(count), count, None, 0, meaning)
            for period, count in counts.items()
        ]

        published = {each.period: each.numerator for each in protect(figures, FIVE)}

        assert published["2024-01"] is None and published["2024"] == 103
        assert None in (published["2024-02"], published["2024-03"])

    def test_refuses_periods_whose_difference_would_tell(self):
        meaning = Meaning("count", "returns", each_once=True)
        figures = [
            Given("returns", period, "GTM", {}, Fraction(9), 9, None, 0, meaning)
            for period in ("2024", "2024-01-01..2024-12-30")
        ]

        with pytest.raises(PeriodsOverlap):
            protect(figures, FIVE)

    def test_gives_the_same_each_time(self):
        computed = figures([*many(50, document="no"), *many(3, "male"), *many(4, place="GT1301"), *many(50)])

        assert protect(computed, FIVE) == protect(computed, FIVE)


class TestRounding:
    POLICY = DisclosurePolicy(mode="round")

    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(lives)
    def test_shows_multiples_and_what_follows_from_them(self, who):
        for figure in protect(figures(who, BREAKDOWNS), self.POLICY):
            for count in (figure.numerator, figure.denominator, figure.unknown):
                assert count is None or count % 5 == 0
            if figure.exact is not None and figure.denominator:
                assert figure.exact == Fraction(100 * figure.numerator, figure.denominator)

    def test_hides_what_the_sum_of_rounded_cells_would_give_away(self):
        who = [one for place in PLACES for one in many(2, place=place, document="no")]

        published = protect(figures(who, shares=INDICATORS[:1]), self.POLICY)

        # Four cells of at most two, shown as 0, and a total of at least eight would say that each is two.
        assert any(each.hidden for each in published)
