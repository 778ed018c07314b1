"""Is it the same person? Each field says how it compares and why; the evidence adds up to a band, never to a join."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.people.linkage import Band, Described, Mark, Why, band, compare, same_person

REYNA = Described(
    given_names="Reyna Isabel",
    paternal_surname="López",
    maternal_surname="Choc",
    birth_date=date(1994, 9, 12),
    national_ids=frozenset({"2541873101308"}),
    municipality="GT1308",
    sex="female",
)

NAMES = st.sampled_from(
    ["", "Reyna", "REYNA ISABEL", "Reyna Isabel", "López", "Lopez", "Choc", "Chóc", "de León"]
)
PEOPLE = st.builds(
    Described,
    given_names=NAMES,
    paternal_surname=NAMES,
    maternal_surname=NAMES,
    birth_date=st.none() | st.dates(date(1990, 1, 1), date(1994, 12, 31)),
    birth_date_precision=st.sampled_from(["day", "month", "year"]),
    national_ids=st.frozensets(st.sampled_from(["111", "222"]), max_size=1),
    municipality=st.sampled_from(["", "GT1308", "GT0101"]),
)


def mark_of(field: str, other: Described) -> tuple[Mark, Why | None]:
    return next((one.mark, one.why) for one in compare(REYNA, other) if one.field == field)


class TestCompare:
    @given(PEOPLE, PEOPLE)
    def test_says_the_same_whoever_comes_first(self, one: Described, other: Described) -> None:
        assert compare(one, other) == compare(other, one)

    @given(PEOPLE)
    def test_finds_nothing_different_in_the_same_person(self, one: Described) -> None:
        assert {item.mark for item in compare(one, one)} <= {Mark.SAME, Mark.ALIKE, Mark.NOTHING}

    @pytest.mark.parametrize(
        ("field", "changed", "expected"),
        [
            ("given_names", {"given_names": "REYNA ISABEL"}, (Mark.SAME, None)),
            ("given_names", {"given_names": "Reyna"}, (Mark.ALIKE, Why.PART_OF_NAME)),
            ("given_names", {"given_names": "Reina Isabel"}, (Mark.DIFFERENT, None)),
            ("paternal_surname", {"paternal_surname": "Lopez"}, (Mark.ALIKE, Why.ONLY_ACCENTS)),
            ("maternal_surname", {"maternal_surname": ""}, (Mark.NOTHING, None)),
            ("birth_date", {"birth_date": date(1994, 12, 9)}, (Mark.ALIKE, Why.DAY_AND_MONTH_SWAPPED)),
            ("birth_date", {"birth_date": date(1993, 9, 12)}, (Mark.DIFFERENT, None)),
            ("national_id", {"national_ids": frozenset({"1"})}, (Mark.DIFFERENT, None)),
            ("municipality", {"municipality": ""}, (Mark.NOTHING, None)),
        ],
    )
    def test_says_how_each_field_compares(
        self, field: str, changed: dict[str, object], expected: tuple[Mark, Why | None]
    ) -> None:
        assert mark_of(field, replace(REYNA, **changed)) == expected  # type: ignore[arg-type]

    def test_sees_surnames_the_other_way_round(self) -> None:
        swapped = replace(REYNA, paternal_surname="Choc", maternal_surname="López")

        assert mark_of("paternal_surname", swapped) == (Mark.ALIKE, Why.SURNAMES_SWAPPED)
        assert mark_of("maternal_surname", swapped) == (Mark.ALIKE, Why.SURNAMES_SWAPPED)

    def test_compares_only_the_year_where_only_the_year_is_known(self) -> None:
        about = replace(REYNA, birth_date=date(1994, 1, 1), birth_date_precision="year")

        assert mark_of("birth_date", about) == (Mark.ALIKE, Why.ONLY_THE_YEAR)


class TestBand:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, Band.SAME),
            ({"national_ids": frozenset()}, Band.SAME),
            ({"national_ids": frozenset(), "maternal_surname": ""}, Band.PROBABLY),
            ({"national_ids": frozenset(), "birth_date": date(1994, 12, 9)}, Band.PROBABLY),
            ({"national_ids": frozenset(), "birth_date": None}, Band.POSSIBLY),
            ({"national_ids": frozenset({"1"})}, Band.POSSIBLY),
            ({"national_ids": frozenset(), "given_names": "Irma"}, Band.NO),
            ({"national_ids": frozenset(), "birth_date": date(1960, 1, 1)}, Band.NO),
        ],
    )
    def test_weighs_the_evidence(self, changed: dict[str, object], expected: Band) -> None:
        assert band(compare(REYNA, replace(REYNA, **changed))) is expected  # type: ignore[arg-type]

    def test_lets_a_number_that_differs_outweigh_a_common_name(self) -> None:
        assert not same_person(REYNA, replace(REYNA, national_ids=frozenset({"999"})))

    @given(PEOPLE)
    def test_never_recognises_somebody_by_names_alone(self, other: Described) -> None:
        nameless = replace(other, birth_date=None, national_ids=frozenset())

        assert not same_person(replace(REYNA, birth_date=None, national_ids=frozenset()), nameless)
