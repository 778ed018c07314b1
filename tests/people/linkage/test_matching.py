"""Is it the same person? Each field says how it compares and why; the model adds it up to a band, never to a join."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Band, Described, Mark, Matcher, Reader, Why
from arraigo.people.linkage.shipped import shipped_model

REYNA = Described(
    given_names="Reyna Isabel",
    paternal_surname="López",
    maternal_surname="Choc",
    birth_date=date(1994, 9, 12),
    national_ids=frozenset({"2541873101308"}),
    municipality="GT1308",
    sex="female",
)
SAYS_NOTHING = ["", "  ", "N/A", "SIN DATO", "XXXX", "desconocido", "😀", "\u200f\u202e", "0000", "--"]

NAMES = st.sampled_from(
    ["", "Reyna", "REYNA ISABEL", "Reyna Isabel", "López", "Lopez", "Choc", "Chóc", "de León", "SIN DATO"]
)
PEOPLE = st.builds(
    Described,
    given_names=NAMES,
    paternal_surname=NAMES,
    maternal_surname=NAMES,
    birth_date=st.none() | st.dates(date(1990, 1, 1), date(1994, 12, 31)),
    birth_date_precision=st.sampled_from(["day", "month", "year"]),
    national_ids=st.frozensets(st.sampled_from(["2541873101308", "1811463471308"]), max_size=1),
    municipality=st.sampled_from(["", "GT1308", "GT0101"]),
)


@cache
def matcher() -> Matcher:
    return Matcher(Reader(lexicon("GTM")), shipped_model(), 5_000)


class TestEvidence:
    @given(one=PEOPLE, other=PEOPLE)
    def test_is_the_same_whoever_comes_first(self, one: Described, other: Described) -> None:
        there, back = matcher().compare(one, other), matcher().compare(other, one)

        assert [(item.mark, item.why) for item in there.evidence] == [
            (item.mark, item.why) for item in back.evidence
        ]
        assert there.probability == pytest.approx(back.probability)

    @given(one=PEOPLE)
    def test_says_nothing_is_different_in_the_same_person(self, one: Described) -> None:
        marks = {item.mark for item in matcher().compare(one, one).evidence}

        assert marks <= {Mark.SAME, Mark.ALIKE, Mark.NOTHING}

    @pytest.mark.parametrize(
        ("field", "changed", "expected"),
        [
            ("given_names", {"given_names": "REYNA ISABEL"}, (Mark.SAME, None)),
            ("given_names", {"given_names": "Reyna"}, (Mark.ALIKE, Why.PART_OF_NAME)),
            ("given_names", {"given_names": "Reina Isabel"}, (Mark.ALIKE, Why.SOUNDS_ALIKE)),
            ("given_names", {"given_names": "Irma"}, (Mark.DIFFERENT, None)),
            ("paternal_surname", {"paternal_surname": "Lopez"}, (Mark.ALIKE, Why.ONLY_ACCENTS)),
            ("paternal_surname", {"paternal_surname": "Lopes"}, (Mark.ALIKE, Why.SOUNDS_ALIKE)),
            ("maternal_surname", {"maternal_surname": ""}, (Mark.NOTHING, None)),
            ("maternal_surname", {"maternal_surname": "SIN DATO"}, (Mark.NOTHING, None)),
            ("birth_date", {"birth_date": date(1994, 12, 9)}, (Mark.ALIKE, Why.DAY_AND_MONTH_SWAPPED)),
            ("birth_date", {"birth_date": date(1994, 9, 13)}, (Mark.ALIKE, Why.ONE_SLIP)),
            ("birth_date", {"birth_date": date(1960, 1, 30)}, (Mark.DIFFERENT, None)),
            ("national_id", {"national_ids": frozenset({"2541873101309"})}, (Mark.ALIKE, Why.ONE_SLIP)),
            ("national_id", {"national_ids": frozenset({"0000000000000"})}, (Mark.NOTHING, None)),
            ("municipality", {"municipality": ""}, (Mark.NOTHING, None)),
        ],
    )
    def test_says_how_each_field_compares(
        self, field: str, changed: dict[str, object], expected: tuple[Mark, Why | None]
    ) -> None:
        evidence = matcher().compare(REYNA, replace(REYNA, **changed)).evidence  # type: ignore[arg-type]

        assert next((one.mark, one.why) for one in evidence if one.field == field) == expected

    def test_sees_surnames_the_other_way_round(self) -> None:
        swapped = replace(REYNA, paternal_surname="Choc", maternal_surname="López")
        found = {one.field: (one.mark, one.why) for one in matcher().compare(REYNA, swapped).evidence}

        assert found["paternal_surname"] == (Mark.ALIKE, Why.SURNAMES_SWAPPED)
        assert found["maternal_surname"] == (Mark.ALIKE, Why.SURNAMES_SWAPPED)

    def test_compares_only_the_year_where_only_the_year_is_known(self) -> None:
        about = replace(REYNA, birth_date=date(1994, 1, 1), birth_date_precision="year")
        found = {one.field: (one.mark, one.why) for one in matcher().compare(REYNA, about).evidence}

        assert found["birth_date"] == (Mark.ALIKE, Why.ONLY_THE_YEAR)


class TestBand:
    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, Band.SAME),
            ({"national_ids": frozenset()}, Band.SAME),
            ({"national_ids": frozenset(), "birth_date": date(1994, 12, 9)}, Band.SAME),
            # Twins, and a father and a son: all the rest agrees.
            ({"national_ids": frozenset(), "given_names": "Irma"}, Band.POSSIBLY),
            ({"national_ids": frozenset(), "birth_date": date(1960, 1, 30)}, Band.POSSIBLY),
        ],
    )
    def test_adds_the_evidence_up(self, changed: dict[str, object], expected: Band) -> None:
        assert matcher().compare(REYNA, replace(REYNA, **changed)).band is expected  # type: ignore[arg-type]

    @pytest.mark.parametrize("text", SAYS_NOTHING)
    def test_is_none_for_what_says_nothing(self, text: str) -> None:
        nobody = Described(given_names=text, paternal_surname=text, maternal_surname=text)

        assert matcher().compare(nobody, REYNA).band is Band.NO
        assert matcher().compare(nobody, nobody).band is Band.NO
