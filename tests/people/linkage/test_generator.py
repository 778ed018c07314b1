"""The bench's generator and its referee: same seed same rows, a truth that holds, rates as asked, scores by brute force."""

from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.linkage import population, scoring
from bench.linkage.noise import HELD, LIST, PRESETS
from bench.linkage.numbers import PLACEHOLDERS, cui_check_digit
from bench.linkage.places import places

ROWS = 4_000


@pytest.fixture(scope="module")
def batch() -> population.Batch:
    return next(population.batches(ROWS, seed=7))


@pytest.fixture(scope="module")
def copies() -> list[population.Record]:
    records = next(population.batches(ROWS, seed=11, share_of_copies=0.5)).records
    return [record for record in records if record.copy]


class TestPopulation:
    def test_makes_the_same_rows_of_the_same_seed(self, batch: population.Batch) -> None:
        again, other = (next(population.batches(ROWS, seed=seed)) for seed in (7, 8))

        assert again.people() == batch.people() and again.truth() == batch.truth()
        assert other.people() != batch.people()

    def test_writes_both_tables_with_every_row(self, tmp_path: Path) -> None:
        truth = population.write(tmp_path / "people.parquet", 500, seed=3)

        people, told = pq.read_table(tmp_path / "people.parquet"), pq.read_table(truth)
        assert tuple(people.column_names) == population.COLUMNS and people.num_rows == told.num_rows == 500
        assert people["person_id"].to_pylist() == told["person_id"].to_pylist()
        assert len(set(people["person_id"].to_pylist())) == 500

    def test_has_the_asked_share_of_copies_and_one_first_record_of_everybody(
        self, batch: population.Batch
    ) -> None:
        firsts = Counter(record.of.true_id for record in batch.records if record.copy == 0)
        again = Counter(record.of.true_id for record in batch.records if record.copy)

        assert set(firsts.values()) == {1} and set(again) <= set(firsts)
        assert sum(again.values()) == ROWS * population.SHARE_OF_COPIES
        assert max(again.values()) <= 3

    def test_knows_the_numbers_of_the_country(self, batch: population.Batch) -> None:
        numbers = [
            record.of.number for record in batch.records if places().codes[record.of.place].startswith("GT")
        ]

        assert all(len(number) == 13 and cui_check_digit(number[:8]) == int(number[8]) for number in numbers)

    def test_makes_a_few_names_frequent_and_many_rare(self, batch: population.Batch) -> None:
        surnames = Counter(record.of.paternal for record in batch.records if not record.copy)

        assert len(surnames) > 700
        assert 0.01 < surnames.most_common(1)[0][1] / surnames.total() < 0.06

    def test_keeps_twins_and_namesakes_apart(self, batch: population.Batch) -> None:
        crowded = next(population.batches(ROWS, seed=7, preset="hard"))
        by_id = {record.of.true_id: record.of for record in crowded.records}
        anchors = {
            f"{one.true_id.split('.')[0]}.{one.family}": one for one in by_id.values() if one.kind == "alone"
        }
        twins = [one for one in by_id.values() if one.kind == "twin"]

        assert len(twins) > 20
        for one in twins:
            anchor = anchors[f"{one.true_id.split('.')[0]}.{one.family}"]
            assert (one.born, one.paternal) == (anchor.born, anchor.paternal)
            assert one.given != anchor.given and one.number != anchor.number


class TestMistakes:
    def test_are_as_frequent_as_asked(self, copies: list[population.Record]) -> None:
        made = Counter(kind for record in copies for kind in record.errors)
        with_number = sum(record.of.has_document for record in copies)

        assert made["maternal_dropped"] / len(copies) == pytest.approx(
            LIST.rates["maternal_dropped"], abs=0.03
        )
        assert made["surnames_swapped"] / len(copies) == pytest.approx(0.10, abs=0.02)
        assert made["number_missing"] / with_number == pytest.approx(LIST.rates["number_missing"], abs=0.04)

    def test_are_all_written_down(self, batch: population.Batch) -> None:
        for record in batch.records:
            if not record.errors:
                one = record.of
                assert (record.given, record.paternal, record.maternal) == (
                    one.given,
                    one.paternal,
                    one.maternal,
                )
                assert (record.born, record.sex, record.place) == (
                    one.born,
                    one.sex,
                    places().codes[one.place],
                )
                assert record.number == (one.number if one.has_document else "")

    def test_of_the_held_out_kinds_stand_only_where_they_are_asked(self) -> None:
        held = {preset: _kinds(preset) & set(HELD) for preset in PRESETS}

        assert not held["list"] and not held["clean_query"]
        assert held["held_out"] == set(HELD)

    def test_share_placeholder_numbers_among_many(self, batch: population.Batch) -> None:
        wrong = Counter(record.number for record in batch.records if record.number in PLACEHOLDERS)

        assert wrong.total() > 2 and len(wrong) > 1


def _kinds(preset: str) -> set[str]:
    records = next(population.batches(1_500, seed=5, preset=preset, share_of_copies=0.45)).records
    return {kind for record in records for kind in record.errors}


LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=24)


class TestScoring:
    @settings(deadline=None)
    @given(LABELS)
    def test_agrees_with_counting_every_pair(self, labels: list[tuple[int, int]]) -> None:
        true, found = (np.array(side) for side in zip(*labels, strict=True))
        pairs = list(combinations(range(len(labels)), 2))
        together = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
        one_person = {pair for pair in pairs if true[pair[0]] == true[pair[1]]}

        scores = scoring.of_clusters(true, found)

        right = len(together & one_person)
        assert scores.pairs.precision == (right / len(together) if together else 1.0)
        assert scores.pairs.recall == (right / len(one_person) if one_person else 1.0)
        assert set(scoring.true_pairs(true)) == one_person

    @settings(deadline=None)
    @given(LABELS)
    def test_agrees_with_the_definition_of_b_cubed_and_exact_clusters(
        self, labels: list[tuple[int, int]]
    ) -> None:
        true, found = (np.array(side) for side in zip(*labels, strict=True))
        mates = [(set(np.flatnonzero(true == t)), set(np.flatnonzero(found == f))) for t, f in labels]
        persons, clusters = (
            {frozenset(sets[side]) for sets in mates if len(sets[side]) > 1} for side in (0, 1)
        )

        scores = scoring.of_clusters(true, found)

        assert scores.b_cubed.precision == pytest.approx(np.mean([len(t & f) / len(f) for t, f in mates]))
        assert scores.b_cubed.recall == pytest.approx(np.mean([len(t & f) / len(t) for t, f in mates]))
        assert scores.exact.precision == (len(persons & clusters) / len(clusters) if clusters else 1.0)
        assert scores.exact.recall == (len(persons & clusters) / len(persons) if persons else 1.0)

    def test_counts_scored_pairs_from_the_threshold_on(self) -> None:
        true = np.array([0, 0, 1, 1, 2])
        left, right, probability = np.array([0, 2, 0]), np.array([1, 3, 4]), np.array([0.9, 0.5, 0.7])

        at = scoring.of_pairs(true, left, right, probability, [0.5, 0.7, 0.8])

        assert (at[0.5].precision, at[0.5].recall) == (2 / 3, 1.0)
        assert (at[0.7].precision, at[0.7].recall) == (0.5, 0.5)
        assert (at[0.8].precision, at[0.8].recall) == (1.0, 0.5)

    def test_tells_recall_by_kind_and_whom_it_joined_wrongly(self) -> None:
        true, found = np.array([0, 0, 1, 1, 2]), np.array([0, 0, 1, 2, 1])
        errors = [["upper_case"], [], ["upper_case", "nickname"], [], []]

        assert scoring.recall_by_kind(true, found, errors) == {"nickname": (0, 1), "upper_case": (1, 2)}
        assert scoring.false_by_kin(true, found, np.array([0, 0, 1, 1, 1]), ["alone"] * 4 + ["twin"]) == {
            "twin": 1
        }
