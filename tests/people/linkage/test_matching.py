"""The evidence that a person reads: what agrees, what differs, and why."""

from datetime import date

import pytest

from arraigo.people.linkage import Described, Evidence, Mark, Matcher, Why

REGISTER = Described(
    "María José", "López", "Chóc", date(1994, 12, 9), "day", frozenset({"2547896541308"}), "GT1308", "female"
)


def evidence(matcher: Matcher, **said: object) -> dict[str, Evidence]:
    today = Described(**{name: getattr(REGISTER, name) for name in Described.__slots__} | said)
    return {one.field: one for one in matcher.compare(today, REGISTER).evidence}


@pytest.mark.parametrize(
    ("said", "field", "mark", "why"),
    [
        ({}, "given_names", Mark.SAME, None),
        ({"given_names": "MARIA JOSE"}, "given_names", Mark.ALIKE, Why.ONLY_ACCENTS),
        ({"given_names": "Ma. José"}, "given_names", Mark.ALIKE, Why.ABBREVIATED),
        ({"given_names": "María Jozé"}, "given_names", Mark.ALIKE, Why.SOUNDS_ALIKE),
        ({"given_names": "María"}, "given_names", Mark.ALIKE, Why.PART_OF_NAME),
        ({"given_names": "José María"}, "given_names", Mark.ALIKE, Why.OTHER_ORDER),
        ({"given_names": "Silvia"}, "given_names", Mark.DIFFERENT, None),
        ({"maternal_surname": "Choc"}, "maternal_surname", Mark.ALIKE, Why.ONLY_ACCENTS),
        ({"maternal_surname": "Chok"}, "maternal_surname", Mark.ALIKE, Why.SOUNDS_ALIKE),
        ({"maternal_surname": ""}, "maternal_surname", Mark.NOTHING, None),
        ({"paternal_surname": "Chóc", "maternal_surname": "López"}, "maternal_surname", Mark.ALIKE, Why.SURNAMES_SWAPPED),
        ({"birth_date": date(1994, 9, 12)}, "birth_date", Mark.ALIKE, Why.DAY_AND_MONTH_SWAPPED),
        ({"birth_date": date(1994, 12, 8)}, "birth_date", Mark.ALIKE, Why.ONE_SLIP),
        ({"birth_date_precision": "year"}, "birth_date", Mark.ALIKE, Why.ONLY_THE_YEAR),
        ({"birth_date": date(1970, 3, 1)}, "birth_date", Mark.DIFFERENT, None),
        ({"municipality": "GT1301"}, "municipality", Mark.DIFFERENT, Why.SAME_DEPARTMENT),
        ({"national_ids": frozenset()}, "national_id", Mark.NOTHING, None),
        ({"national_ids": frozenset({"2547896541380"})}, "national_id", Mark.ALIKE, Why.ONE_SLIP),
    ],
)  # fmt: skip
def test_says_what_agrees_and_why(
    matcher: Matcher, said: dict[str, object], field: str, mark: Mark, why: Why | None
) -> None:
    found = evidence(matcher, **said)[field]

    assert (found.mark, found.why) == (mark, why)


def test_names_a_nickname(matcher: Matcher) -> None:
    one, other = Described("Chepe", "Tzoc", "Xol"), Described("José", "Tzoc", "Xol")

    assert matcher.compare(one, other).evidence[0].why is Why.NICKNAME


def test_evidence_adds_up_to_the_score(matcher: Matcher) -> None:
    compared = matcher.compare(REGISTER, REGISTER)

    assert sum(compared.match.weights.values()) == pytest.approx(compared.match.weight)
