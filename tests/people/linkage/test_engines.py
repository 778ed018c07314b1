"""The same levels and the same score in SQL, under Splink, as at the desk; and the same answer on Spark."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest

from arraigo.people.lexicon import lexicon
from arraigo.people.linkage import Described, Matcher, Reader, keys
from arraigo.people.linkage.batch.comparing import (
    MOST_SHARING_A_NUMBER,
    add_frequencies,
    block,
    level_sql,
)
from arraigo.people.linkage.batch.linking import link
from arraigo.people.linkage.batch.preparing import READ, SCHEMA, prepare
from arraigo.people.linkage.batch.stores import Engine, Store, open_store
from arraigo.people.linkage.levels import COMPARISONS
from arraigo.people.linkage.model import MatchModel, is_held, probability_of
from arraigo.people.linkage.shipped import shipped_model
from tests.conftest import skip_or_fail
from tests.people.linkage.synthetic import GIVEN, PLACES, SURNAMES

ROWS = 600


def some_people(rows: int, seed: int = 5) -> list[Described]:
    """People of few names, so that most pairs share something, and every fifth with a slip in something."""
    chance = random.Random(seed)
    found: list[Described] = []
    for _ in range(rows):
        if found and chance.random() < 0.3:
            one = chance.choice(found)
            found.append(_slipped(one, chance))
            continue
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(25_000))
        found.append(
            Described(
                chance.choice(GIVEN),
                chance.choice(SURNAMES),
                chance.choice(SURNAMES),
                chance.choice([born, born, None]),
                chance.choice(["day", "day", "year", "estimated"]),
                frozenset({str(chance.randrange(10**12, 10**13))} if chance.random() < 0.5 else ()),
                chance.choice(PLACES),
                chance.choice(["female", "male", ""]),
            )
        )
    return found


def without_placeholders(people: list[Described]) -> list[Described]:
    """A number that many share is no number to the batch, which sees them all; the desk sees two people at a time."""
    shared = Counter(number for one in people for number in one.national_ids)
    return [
        replace(
            one, national_ids=frozenset(n for n in one.national_ids if shared[n] <= MOST_SHARING_A_NUMBER)
        )
        for one in people
    ]


def _slipped(one: Described, chance: random.Random) -> Described:
    number = next(iter(one.national_ids), "")
    born = one.birth_date
    return chance.choice(
        [
            replace(one, given_names=one.given_names.upper().replace("I", "Y")),
            replace(one, paternal_surname=one.maternal_surname, maternal_surname=one.paternal_surname),
            replace(one, maternal_surname=""),
            replace(one, paternal_surname=one.paternal_surname[:-1] + "k"),
            replace(one, birth_date=born and born + timedelta(days=1)),
            replace(one, birth_date=born and date(born.year, min(born.day, 12), born.month)),
            replace(one, national_ids=frozenset({number[:-1] + "7"} if number else ())),
            replace(one, given_names=one.given_names.split(" ")[0], national_ids=frozenset()),
        ]
    )


def batches(people: list[Described]) -> Iterator[pa.RecordBatch]:
    columns = {
        "row": pa.array(range(len(people)), pa.int64()),
        "given_names": [one.given_names or None for one in people],
        "paternal_surname": [one.paternal_surname or None for one in people],
        "maternal_surname": [one.maternal_surname or None for one in people],
        "birth_date": pa.array([one.birth_date for one in people], pa.date32()),
        "birth_date_precision": [one.birth_date_precision or None for one in people],
        "national_id": [next(iter(one.national_ids), None) for one in people],
        "origin_municipality": [one.municipality or None for one in people],
        "sex": [one.sex or None for one in people],
    }
    assert set(READ) < set(columns)
    yield pa.record_batch(columns)


def stored(store: Store, people: list[Described], model: MatchModel) -> None:
    store.take("people", SCHEMA, prepare(batches(people), lexicon("GTM"), len(people)))
    add_frequencies(store, model.frequencies)


@pytest.fixture(params=["duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    if request.param == "spark" and shutil.which("java") is None:
        skip_or_fail("spark", "Spark needs Java 17 (apt install openjdk-17-jre-headless)")
    opened = open_store(Engine(request.param), master="local[1]")
    yield opened
    opened.close()


def test_agrees_with_the_desk_on_every_level_and_score(store: Store) -> None:
    """One set of people, all pairs that share a key: levels in SQL, and the score of Splink, against plain Python."""
    model = shipped_model()
    people = without_placeholders(some_people(ROWS))
    matcher = Matcher(Reader(lexicon("GTM")), model, len(people))
    features = [matcher.features(one) for one in people]

    found = link(store, batches(people), rows=len(people), lexicon=lexicon("GTM"), known=model, train=False)
    sides = ", ".join(f"{side}.{name} as {name}_{side}" for side in "lr" for name in _compared())
    levels = ", ".join(f"{level_sql(store, one)} as of_{one.field}" for one in COMPARISONS)
    in_sql = store.rows(
        f"select join_key_l, join_key_r, {levels} from (select join_key_l, join_key_r, {sides} from pairs "
        "join features l on l.row = join_key_l join features r on r.row = join_key_r) both_sides"
    )

    assert len(in_sql) == found.pairs_scored > 800
    said = {(one.one, one.other): one.probability for one in found.links}
    for one, other, *codes in in_sql:
        match = matcher.match(features[one], features[other])
        assert tuple(codes) == tuple(match.levels.values()), (people[one], people[other])
        if match.probability >= model.possibly + 1e-6:
            assert said[min(one, other), max(one, other)] == pytest.approx(match.probability, abs=1e-6)
    assert {code for _, _, *codes in in_sql for code in codes} >= {
        "same", "sounds_alike", "part", "swapped", "spelled_alike", "one_slip", "only_the_year", "different",
    }  # fmt: skip
    assert any(is_held(matcher.match(features[one], features[other]).levels) for one, other, *_ in in_sql)


def _compared() -> list[str]:
    return [name for name in SCHEMA.names if name not in {"row", "keys"}]


def test_compares_only_with_who_is_new() -> None:
    store = open_store(Engine.DUCKDB)
    stored(store, some_people(ROWS), shipped_model())

    block(store, only_new_from=550)

    assert store.rows("select min(join_key_r) >= 550 from pairs") == [(True,)]
    store.close()


def test_a_key_that_too_many_share_is_not_compared() -> None:
    store = open_store(Engine.DUCKDB)
    one = Described("Ana", "Tzoc", "Xol", date(1990, 3, 4))
    stored(store, [one] * 150, shipped_model())

    assert block(store) == 0
    store.close()


def test_a_number_that_many_people_share_links_none() -> None:
    placeholder = frozenset({"2547896541308"})
    people = [
        Described(given, surname, "", date(1950 + 4 * at, at + 1, 20), "day", placeholder)
        for at, (given, surname) in enumerate(zip(GIVEN, SURNAMES[:12], strict=False))
    ]
    store = open_store(Engine.DUCKDB)

    found = link(store, batches(people), rows=12, lexicon=lexicon("GTM"), known=shipped_model(), train=False)

    assert found.pairs_scored == 66 and found.links == []
    store.close()


def test_probabilities_follow_from_bits() -> None:
    assert probability_of(0) == 0.5 and probability_of(-2000) == 0.0 and probability_of(100) == 1.0


def test_prepares_a_slice_as_the_desk_reads_each_row() -> None:
    people = [
        *some_people(300, seed=8),
        Described("SIN DATO", "XXXX", "", None, "", frozenset({"000000"})),
        Described(
            "LOPEZ TZOC, ANA",
            "",
            "",
            date(2001, 1, 1),
            "day",
            frozenset({"1.23E+12", "3"}),
            "GT0101",
            "unknown",
        ),
        Described("María de los Ángeles Guadalupe", "López", "López", date(1990, 2, 3)),
    ]
    reader = Reader(lexicon("GTM"))

    rows = [
        row for batch in prepare(batches(people), lexicon("GTM"), len(people)) for row in batch.to_pylist()
    ]

    for row, one in zip(rows, people, strict=True):
        numbers = frozenset("".join(filter(str.isalnum, number)) for number in one.national_ids)
        features = reader.features(replace(one, national_ids=numbers))
        assert set(row["keys"]) == set(keys(features)), one
        assert (row["given"] or "", row["given_sound"] or "", tuple(row["roots"])) == (
            " ".join(features.given), features.given_sound, features.roots,
        )  # fmt: skip
        assert [row[name] or "" for name in ("first", "second", "paternal", "paternal_sound", "maternal_sound")] == [
            features.first, features.second, features.paternal, features.paternal_sound, features.maternal_sound,
        ]  # fmt: skip
        assert (row["year"], row["day"] or "", row["swapped"] or "") == (
            features.birth.year, features.birth.day, features.birth.swapped,
        )  # fmt: skip
        assert (row["sex"] or "", row["municipality"] or "") == (features.sex, features.municipality)
