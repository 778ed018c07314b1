"""The score: symmetrical, never raised by noise, and the same in SQL (Splink) as in Python (the desk)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Band, Described, Matcher, MatchModel, Reader
from arraigo.people.linkage.levels import COMPARISONS, DIFFERENT
from arraigo.people.linkage.model import held_probability
from arraigo.people.linkage.shipped import shipped_model
from tests.people.linkage.synthetic import noisy, people

MATCHER = Matcher(Reader(lexicon("GTM")), shipped_model(), 100_000)
NUMBER, ANOTHER = frozenset({"2547896541308"}), frozenset({"1960443210101"})
REYNA = Described("Reyna Isabel", "López", "Choc", date(1994, 9, 12), "day", NUMBER, "GT1308", "female")


def like(one: Described, **changes: object) -> Described:
    return Described(**{name: getattr(one, name) for name in Described.__slots__} | changes)


def weight(one: Described, other: Described) -> float:
    return MATCHER.match(MATCHER.features(one), MATCHER.features(other)).weight


class TestScore:
    @given(people, people)
    def test_is_symmetrical(self, one: Described, other: Described) -> None:
        mine, theirs = MATCHER.features(one), MATCHER.features(other)

        assert MATCHER.match(mine, theirs).levels == MATCHER.match(theirs, mine).levels
        assert MATCHER.match(mine, theirs).weight == pytest.approx(MATCHER.match(theirs, mine).weight)

    @settings(max_examples=300)
    @given(st.data(), people)
    def test_is_never_raised_by_noise(self, data: st.DataObject, clean: Described) -> None:
        harmed = data.draw(noisy(clean))

        assert weight(clean, harmed) <= weight(clean, clean) + 1e-9

    @pytest.mark.parametrize(
        "again",
        [
            like(REYNA, given_names="REINA ISABEL", national_ids=frozenset()),
            like(REYNA, birth_date=date(1994, 12, 9), national_ids=frozenset()),
            like(REYNA, paternal_surname="Choc", maternal_surname="López", national_ids=frozenset()),
            like(REYNA, given_names="Reyna", maternal_surname=""),
            like(REYNA, given_names="Reyna Isabel López Choc", paternal_surname="", maternal_surname=""),
        ],
        ids=["spelling", "day and month", "surnames", "thin, with number", "one field"],
    )
    def test_recognises_the_same_person(self, again: Described) -> None:
        assert MATCHER.compare(again, REYNA).band is Band.SAME

    @pytest.mark.parametrize(
        ("somebody", "why"),
        [
            (like(REYNA, given_names="Silvia Carolina", national_ids=frozenset()), "a twin"),
            (like(REYNA, given_names="Reyna Carolina", national_ids=frozenset()), "a twin who shares a name"),
            (
                like(REYNA, birth_date=date(1968, 3, 30), national_ids=frozenset()),
                "her mother of the same name",
            ),
            (like(REYNA, given_names="Silvia", birth_date=date(1990, 1, 30)), "a sister with her document"),
        ],
    )
    def test_never_calls_a_relative_the_same(self, somebody: Described, why: str) -> None:
        found = MATCHER.compare(somebody, REYNA)

        assert found.band in {Band.POSSIBLY, Band.NO}, why
        assert found.probability <= held_probability(MATCHER.model)

    def test_a_placeholder_links_nobody(self) -> None:
        placeholder = frozenset({"9999999999999"})
        one = Described("Ana", "Tzoc", "", None, "", placeholder)
        other = Described("Pedro", "Ramírez", "", None, "", placeholder)

        assert MATCHER.compare(one, other).band is Band.NO

    def test_names_alone_are_never_called_the_same(self) -> None:
        names = Described("Reyna Isabel", "Ixcotoyac", "Tzunux", None, "", frozenset(), "GT1308", "female")

        assert MATCHER.compare(names, names).band is Band.PROBABLY

    def test_a_rare_surname_says_more_than_a_common_one(self) -> None:
        rare, common = Described("Ana", "Ixcotoyac", ""), Described("Ana", "López", "")

        assert weight(rare, rare) > weight(common, common) + 3


class TestModel:
    def test_knows_every_level(self) -> None:
        odds = shipped_model().odds

        assert {name: set(levels) for name, levels in odds.items()} == {
            one.field: {*(level.code for level in one.levels), DIFFERENT} for one in COMPARISONS
        }

    def test_is_kept_and_read_back_whole(self) -> None:
        assert MatchModel.from_json(shipped_model().to_json()) == shipped_model()

    def test_calls_bands_in_order(self) -> None:
        model = shipped_model()

        assert model.possibly < model.probably < model.same
