"""
Spanish-named people with known truth, for judging linkage.

A table in the columns of the exchange contract's people (with `national_id`), of which a tenth are second,
third or fourth records of somebody; and beside it the truth: who is who, and which mistakes stand in which
record. Seeded; made in batches, so a million rows need little memory. Families, twins and namesakes are there
on purpose: see `people.py`; the mistakes and their rates: `noise.py`.

    python -m bench.linkage.population OUT.parquet --people 100000 --seed 1 --preset list
"""

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bench.linkage.noise import FIRST, PRESETS, Hand
from bench.linkage.people import Being, true_world
from bench.linkage.record import Record, right_record

BATCH = 20_000
SHARE_OF_COPIES = 0.10
MORE_COPIES = ((1, 88), (2, 9), (3, 3))  # of those who have any
COLUMNS = (
    "person_id", "given_names", "paternal_surname", "maternal_surname", "sex", "birth_date",
    "birth_date_precision", "nationality", "origin_municipality", "national_id",
)  # fmt: skip
PEOPLE = pa.schema([(name, pa.date32() if name == "birth_date" else pa.string()) for name in COLUMNS])
TRUTH = pa.schema(
    [
        ("person_id", pa.string()),
        ("true_id", pa.string()),
        ("family", pa.string()),
        ("kind", pa.string()),  # alone, sibling, twin, namesake...: what the true person is to their anchor
        ("copy", pa.int8()),  # 0 for the first record of a person
        ("errors", pa.list_(pa.string())),
    ]
)
Row = tuple[str | int | date | list[str] | None, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of both tables, in one random order."""

    records: list[Record]
    ids: list[str]

    def people(self) -> pa.Table:
        return _table(
            [(key, *record.row()) for key, record in zip(self.ids, self.records, strict=True)], PEOPLE
        )

    def truth(self) -> pa.Table:
        return _table([_truth(key, one) for key, one in zip(self.ids, self.records, strict=True)], TRUTH)


def _truth(key: str, record: Record) -> Row:
    who = record.of
    return key, who.true_id, f"{who.true_id.split('.')[0]}.{who.family}", who.kind, record.copy, record.errors


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(list(one), field.type) for one, field in zip(columns, schema, strict=True)], schema
    )


def batches(
    people: int, *, seed: int, preset: str = "list", share_of_copies: float = SHARE_OF_COPIES
) -> Iterator[Batch]:
    """`people` rows in all. The same arguments give the same rows."""
    kin, first, hand = PRESETS[preset].kin, Hand(FIRST), Hand(PRESETS[preset])
    for at, start in enumerate(range(0, people, BATCH)):
        rows = min(BATCH, people - start)
        rng = np.random.default_rng([seed, at])
        chance = random.Random(f"{seed}/{at}")
        copies = round(rows * share_of_copies)
        beings = true_world().people(rows - copies, kin, rng, chance, f"{at}.")
        near = _relatives(beings, chance)
        records = [first.write(right_record(one, near[one.true_id]), chance) for one in beings]
        again = _who_has_copies(beings, copies, chance)
        records += [hand.write(right_record(one, near[one.true_id], copy), chance) for one, copy in again]
        chance.shuffle(records)
        yield Batch(records, [f"{chance.getrandbits(64):016x}" for _record in records])


def noisy_copy(being: Being, relative: Being | None, hand: Hand, chance: random.Random) -> Record:
    """How somebody else might write the person down: a query at a desk, a line of the next list."""
    return hand.write(right_record(being, relative), chance)


def _relatives(beings: list[Being], chance: random.Random) -> dict[str, Being]:
    """For each, somebody of the family or else of the batch: whose surname or number is written by mistake."""
    of_family: dict[int, list[Being]] = {}
    for one in beings:
        of_family.setdefault(one.family, []).append(one)
    near = {}
    for one in beings:
        others = of_family[one.family]
        other = others[chance.randrange(len(others))]
        near[one.true_id] = other if other is not one else beings[chance.randrange(len(beings))]
    return near


def _who_has_copies(beings: list[Being], copies: int, chance: random.Random) -> list[tuple[Being, int]]:
    found: list[tuple[Being, int]] = []
    counts, shares = [count for count, _share in MORE_COPIES], [share for _count, share in MORE_COPIES]
    for one in chance.sample(beings, min(copies, len(beings))):
        many = min(chance.choices(counts, shares)[0], copies - len(found))
        found += [(one, copy) for copy in range(1, many + 1)]
    return found


def write(
    out: Path, people: int, *, seed: int, preset: str = "list", share_of_copies: float = SHARE_OF_COPIES
) -> Path:
    """Both tables as Parquet; gives back the path of the truth, `OUT.truth.parquet`."""
    truth_out = out.with_suffix(".truth.parquet")
    with pq.ParquetWriter(out, PEOPLE) as rows, pq.ParquetWriter(truth_out, TRUTH) as truth:
        for batch in batches(people, seed=seed, preset=preset, share_of_copies=share_of_copies):
            rows.write_table(batch.people())
            truth.write_table(batch.truth())
    return truth_out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", type=int, default=100_000, help="rows of the table, copies included")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--preset", choices=PRESETS, default="list")
    parser.add_argument("--copies", type=float, default=SHARE_OF_COPIES, help="share of rows that are copies")
    asked = parser.parse_args()
    start = time.perf_counter()
    truth = write(asked.out, asked.people, seed=asked.seed, preset=asked.preset, share_of_copies=asked.copies)
    print(f"{asked.people:,} rows in {time.perf_counter() - start:.1f} s: {asked.out} and {truth}")


if __name__ == "__main__":
    main()
