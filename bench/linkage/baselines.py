"""
What the linkage is compared with. Each contender is a command of its own, so that its memory is its own.

    python -m bench.linkage.baselines CONTENDER IN.parquet OUT

writes OUT/pairs.parquet (`left, right, probability`; person_ids, each pair once), OUT/clusters.parquet
(`person_id, cluster_id`) and prints one line of JSON: seconds by stage.

- ``splink``: Splink with its stock comparisons of names and six ordinary blocking rules, as its tutorial
  teaches.
- ``splink_on_keys``: the same with blocking on the list column `keys` of the table: equal blocking, so that
  time can be compared.
- ``exact``: the same normalised names (in any order) and the same date of birth.
- ``recordlinkage``: the toolkit with its own comparisons and ECM classifier, for the FEBRL sets (IN is the
  set's name).
"""

import argparse
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

CLUSTERED_AT = (
    0.95  # the threshold stock Splink's clusters are made at; its pairs are judged at every threshold
)
LOWEST_KEPT = 0.01
# What anybody does before linking: trim, lower case, no accents; nothing that knows Spanish names.
NORMAL = "nullif(trim(regexp_replace(lower(strip_accents({0})), '[^a-z0-9]+', ' ', 'g')), '') AS {0}"


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[stage] = round(time.perf_counter() - start, 3)


def splink(table: Path, out: Path, clock: Clock, *, on_keys: bool = False) -> None:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
    from splink import comparison_library as compare
    from splink.internals.blocking_rule_library import CustomRule

    logging.getLogger("splink").setLevel(logging.ERROR)
    with clock("prepare"):
        store = duckdb.connect()
        store.execute(f"CREATE TABLE people AS {_normal_people(table)}")
        api = DuckDBAPI(connection=store)
        people = api.register("people", dataset_display_name="people")
    filled = {row[0] for row in store.execute(_filled_columns()).fetchall()}
    rules = (
        [CustomRule("l.keys = r.keys", sql_dialect="duckdb", arrays_to_explode=["keys"])]
        if on_keys
        else _six_rules(block_on)
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="person_id",
        comparisons=list(_stock_comparisons(compare, filled)),
        blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False,
    )
    linker = Linker(people, settings, log_level=logging.ERROR)
    with clock("train"):
        _train(linker, block_on)
    with clock("predict"):
        scored = linker.inference.predict(threshold_match_probability=LOWEST_KEPT)
    with clock("cluster"):
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(scored, CLUSTERED_AT)
    store.execute(
        f'COPY (SELECT person_id_l AS "left", person_id_r AS "right", match_probability AS probability '
        f"FROM {scored.physical_name}) TO '{out}/pairs.parquet'"
    )
    store.execute(
        f"COPY (SELECT person_id, cluster_id FROM {clustered.physical_name}) TO '{out}/clusters.parquet'"
    )


def _normal_people(table: Path) -> str:
    names = ", ".join(NORMAL.format(name) for name in ("given_names", "paternal_surname", "maternal_surname"))
    return (
        "SELECT *, split_part(given_names, ' ', 1) AS first_name, left(birth_date, 4) AS birth_year FROM "
        f"(SELECT * REPLACE ({names}, CAST(birth_date AS VARCHAR) AS birth_date) FROM read_parquet('{table}'))"
    )


def _filled_columns() -> str:
    """Names of the columns that hold anything: FEBRL's sets have no second surname and no sex."""
    return "SELECT column_name FROM (SUMMARIZE people) WHERE null_percentage < 100"


def _six_rules(block_on: Callable[..., Any]) -> list[Any]:
    return [
        block_on("national_id"),
        block_on("birth_date", "paternal_surname"),
        block_on("birth_date", "first_name"),
        block_on("birth_date", "origin_municipality"),
        block_on("first_name", "paternal_surname", "maternal_surname"),
        block_on("first_name", "paternal_surname", "birth_year"),
    ]


def _stock_comparisons(compare: Any, filled: set[str]) -> Iterator[Any]:
    for name in ("given_names", "paternal_surname", "maternal_surname"):
        if name in filled:
            yield compare.NameComparison(name).configure(term_frequency_adjustments=True)
    yield compare.DateOfBirthComparison("birth_date", input_is_string=True)
    yield compare.ExactMatch("origin_municipality").configure(term_frequency_adjustments=True)
    yield compare.ExactMatch("national_id")
    if "sex" in filled:
        yield compare.ExactMatch("sex")


def _train(linker: Any, block_on: Callable[..., Any]) -> None:
    sure = [block_on("national_id"), block_on("given_names", "paternal_surname", "birth_date")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    # Without a limit, a million people share a birth date in 35 million pairs: six minutes, 10 GiB, no better model.
    for rule in (block_on("birth_date"), block_on("given_names", "paternal_surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=2e6)


def exact(table: Path, out: Path, clock: Clock) -> None:
    with clock("prepare"):
        store = duckdb.connect()
        store.execute(f"CREATE TABLE people AS {_normal_people(table)}")
    with clock("predict"):
        words = "concat_ws(' ', given_names, paternal_surname, maternal_surname)"
        store.execute(
            "CREATE TABLE clusters AS SELECT person_id, CASE WHEN birth_date IS NULL THEN person_id "
            f"ELSE min(person_id) OVER (PARTITION BY list_sort(string_split({words}, ' ')), birth_date) END "
            "AS cluster_id FROM people"
        )
    store.execute(f"COPY clusters TO '{out}/clusters.parquet'")
    store.execute(
        'COPY (SELECT l.person_id AS "left", r.person_id AS "right", 1.0::DOUBLE AS probability FROM clusters l JOIN '
        f"clusters r ON l.cluster_id = r.cluster_id AND l.person_id < r.person_id) TO '{out}/pairs.parquet'"
    )


def recordlinkage(name: str, out: Path, clock: Clock) -> None:
    import recordlinkage as toolkit

    from bench.linkage.febrl import frame

    with clock("prepare"):
        rows = frame(name)
        rows.index = rows.index.str.strip()
        index = toolkit.Index()
        for columns in (
            ["given_name"],
            ["surname"],
            ["date_of_birth"],
            ["soc_sec_id"],
            ["postcode", "street_number"],
        ):
            index.block(columns)
        pairs = index.index(rows)
    with clock("compare"):
        compare = toolkit.Compare()
        for column in ("given_name", "surname", "address_1", "suburb"):
            compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
        for column in ("date_of_birth", "soc_sec_id", "postcode", "state"):
            compare.exact(column, column, label=column)
        marks = compare.compute(pairs, rows)
    with clock("train"):
        classifier = toolkit.ECMClassifier(binarize=0.5)
        classifier.fit(marks)
    with clock("predict"):
        probability = classifier.prob(marks)
    found = [(one, other, chance) for (one, other), chance in probability.items() if chance >= LOWEST_KEPT]
    _write_found(found, list(rows.index), out)


def _write_found(found: list[tuple[str, str, float]], ids: list[str], out: Path) -> None:
    left, right, probability = zip(*found, strict=True) if found else ((), (), ())
    columns = {"left": pa.array(left, pa.string()), "right": pa.array(right, pa.string())}
    pq.write_table(
        pa.table({**columns, "probability": pa.array(probability, pa.float64())}), out / "pairs.parquet"
    )
    root = {id_: id_ for id_ in ids}

    def find(one: str) -> str:
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for one, other, chance in found:
        if chance >= 0.5:
            root[find(one)] = find(other)
    table = pa.table({"person_id": ids, "cluster_id": [find(one) for one in ids]})
    pq.write_table(table, out / "clusters.parquet")


CONTENDERS: dict[str, Callable[[Any, Path, Clock], None]] = {
    "splink": splink,
    "splink_on_keys": lambda table, out, clock: splink(table, out, clock, on_keys=True),
    "exact": exact,
    "recordlinkage": recordlinkage,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("contender", choices=CONTENDERS)
    parser.add_argument("table")
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    CONTENDERS[asked.contender](asked.table, asked.out, clock)
    print(json.dumps({"seconds": clock.seconds}))


if __name__ == "__main__":
    main()
