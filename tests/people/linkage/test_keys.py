from datetime import date

import pytest
from hypothesis import given

from arraigo.people.linkage import Described, Reader, keys
from tests.people.linkage.synthetic import anything, people

READER: list[Reader] = []


def keys_of(one: Described) -> set[int]:
    from arraigo.people.lexicon import lexicon

    if not READER:
        READER.append(Reader(lexicon("GTM")))
    return set(keys(READER[0].features(one)))


REYNA = Described(
    "Reyna Isabel", "López", "Choc", date(1994, 9, 12), "day", frozenset({"2547896541308"}), "GT1308"
)


@pytest.mark.parametrize(
    "again",
    [
        Described("REINA ISABEL", "LOPES", "CHOK", date(1994, 12, 9)),
        Described("Isabel", "Choc", "", date(1994, 9, 12)),
        Described("Reyna", "López", "", None, "", frozenset(), "GT1308"),
        Described("Reina", "Choc", "Lopez", date(1994, 1, 1), "year"),
        Described("Reyna Isabel Lopez Choc"),
        Described("", "", "", None, "", frozenset({"2547896541308"})),
        Described("Reynna", "Lopzz", "Choc", date(1994, 9, 12)),
    ],
    ids=[
        "other spelling, day and month",
        "second name",
        "no date",
        "swapped, year",
        "one field",
        "number",
        "slips",
    ],
)
def test_leads_from_another_way_of_saying_it(again: Described) -> None:
    assert keys_of(REYNA) & keys_of(again)


@given(people)
def test_do_not_depend_on_the_order_of_surnames(one: Described) -> None:
    if one.paternal_surname and one.maternal_surname and one.given_names:
        other = Described(
            **{name: getattr(one, name) for name in Described.__slots__}
            | {"paternal_surname": one.maternal_surname, "maternal_surname": one.paternal_surname}
        )

        assert keys_of(one) == keys_of(other)


@given(anything)
def test_fit_what_a_store_holds(one: Described) -> None:
    found = keys_of(one)

    assert len(found) < 60 and all(-(2**63) <= key < 2**63 for key in found)


@pytest.mark.parametrize("nothing", ["", "X", "SIN DATO", "?", "N/A", "🙂", "\u202e", "xxxx"])
def test_who_says_nothing_has_none(nothing: str) -> None:
    assert keys_of(Described(nothing, nothing, nothing, None, "", frozenset({"0000000000000"}))) == set()


def test_are_the_same_on_every_machine() -> None:
    """They are kept in a table: a change needs the table built anew (`arraigo link index`)."""
    assert sorted(keys_of(Described("Ana", "Tzoc", "", date(2000, 5, 20))))[0] == -4918546303970315112
