"""
From people's features to pairs worth comparing: frequencies of names, shared keys, and what Splink is told of
the levels.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from arraigo.people.linkage.batch.stores import Store, condition
from arraigo.people.linkage.levels import COMPARISONS, Comparison
from arraigo.people.linkage.model import FREQUENCIES, MatchModel, Odds

MOST_SHARING = 30
"""A key that more records share says too little to be worth comparing them all: they meet under others."""
MOST_SHARING_A_NUMBER = 5
"""A document number that more records share is a placeholder, and is not compared."""

RAREST = 1e-5
"""The share below which a name counts as this rare: what a table is too small to tell."""

_WEIGHT_OF_THE_KNOWN = 2_000


def count_names(store: Store, known: MatchModel, rows: int) -> dict[str, dict[str, float]]:
    """
    How frequent names and municipalities are: table -> value -> share of records.

    What the table says is mixed with what was known before as if that came from 2,000 more records, so that a
    small table does not take a name for rare because it is small. Values below twice `RAREST` are left out.
    """
    counted = {
        "given": "select given_sound v from people",
        "first": "select first v from people",
        "surname": "select paternal_sound v from people union all select maternal_sound v from people",
        "municipality": "select municipality v from people",
    }
    found: dict[str, dict[str, float]] = {}
    for table, values in counted.items():
        pairs = store.rows(
            f"select v, count(*) n from ({values}) said where v is not null group by v having count(*) > 1"
        )
        total = store.rows(f"select count(v) from ({values}) said")[0][0] + _WEIGHT_OF_THE_KNOWN
        before = known.frequencies.get(table, {})
        counts = dict(pairs)
        shares = {
            value: (counts.get(value, 0) + _WEIGHT_OF_THE_KNOWN * before.get(value, RAREST)) / total
            for value in counts.keys() | before.keys()
        }
        found[table] = {value: share for value, share in sorted(shares.items()) if share >= 2 * RAREST}
    return found


def add_frequencies(store: Store, frequencies: Mapping[str, Mapping[str, float]]) -> None:
    """
    Make the table ``features``, and for each column whose rarity weighs a table ``tf_of_*`` of its values'
    frequencies.

    In ``features`` a document number that too many share is left out.
    """
    for table, shares in frequencies.items():
        batch = pa.record_batch({"v": list(shares), "share": pa.array(shares.values(), pa.float64())})
        store.take(f"share_of_{table}", batch.schema, iter([batch]))
    for column, table in FREQUENCIES.items():
        store.make(
            f"tf_of_{column}",
            f"select d.v as {column}, coalesce(s.share, {RAREST}) as tf_{column} "
            f"from (select distinct {column} as v from people where {column} is not null) d "
            f"left join share_of_{table} s on s.v = d.v",
        )
    store.make(
        "tf_of_surnames",
        f"select d.surnames, max(greatest(2 * p.tf_paternal_sound * m.tf_maternal_sound, {RAREST**2})) as tf_surnames "
        "from (select distinct surnames, paternal_sound, maternal_sound from people where surnames is not null) d "
        "join tf_of_paternal_sound p on p.paternal_sound = d.paternal_sound "
        "join tf_of_maternal_sound m on m.maternal_sound = d.maternal_sound group by d.surnames",
    )
    store.make(
        "features",
        f"""
        select {", ".join(f"p.{name}" for name in _KEPT)},
            case when placeholder.number is null then p.number end as number
        from people p left join (
            select number from people where number is not null
            group by number having count(*) > {MOST_SHARING_A_NUMBER}
        ) placeholder on placeholder.number = p.number
        """,
    )


_KEPT = (
    *("row", "given", "word_count", "given_sound", "roots", "first", "second", "paternal", "paternal_sound"),
    *("maternal", "maternal_sound", "surnames", "year", "day", "swapped", "sex", "municipality"),
)


def block(store: Store, *, only_new_from: int | None = None) -> int:
    """
    Make the table ``pairs`` of records that share a key, each pair once, and say how many there are.

    ``only_new_from``: at least one of the two has this row number or a greater one.
    """
    explode = store.functions["explode"]
    store.make("said_keys", f"select {explode}(keys) as key, row from people")
    store.make(
        "telling_keys",
        "select s.key, s.row from said_keys s join "
        f"(select key from said_keys group by key having count(*) between 2 and {MOST_SHARING}) k on k.key = s.key",
    )
    is_new = f" and b.row >= {only_new_from}" if only_new_from is not None else ""
    store.make(
        "pairs",
        "select distinct '0' as match_key, a.row as join_key_l, b.row as join_key_r "
        f"from telling_keys a join telling_keys b on a.key = b.key and a.row < b.row{is_new}",
    )
    return int(store.rows("select count(*) from pairs")[0][0])


def linker(store: Store, model: MatchModel | None, rows: int) -> tuple[Any, Any]:
    """A Splink linker of the table ``features``, with the frequencies of names, and Splink's way into the store."""
    from splink import Linker  # an extra, and slow to import

    splink = store.splink()
    features = splink.register(store.source("features"), dataset_display_name="people_compared")
    made = Linker(features, splink_settings(store, model, rows), log_level=None)
    for column in (*FREQUENCIES, "surnames"):
        name = f"tf_of_{column}"
        frequencies = splink.register(store.source(name), dataset_display_name=f"{name}_compared")
        made.table_management.register_term_frequency_lookup(frequencies, column)
    return made, splink


def splink_settings(store: Store, model: MatchModel | None, rows: int) -> dict[str, Any]:
    """What Splink is told: our levels as its comparisons, with the parameters of a model where there is one."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row",
        "comparisons": [_comparison(store, one, model) for one in COMPARISONS],
        # Pairs are given to Splink as they are found by keys; this rule is there because it wants one.
        "blocking_rules_to_generate_predictions": ["l.day = r.day"],
        "probability_two_random_records_match": first_guess(rows),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "em_convergence": 0.001,
        "max_iterations": 15,
    }


def first_guess(rows: int) -> float:
    """The chance that two records drawn at random are of one person, until the register says better."""
    return min(0.1 / max(rows, 2), 0.01)


def _comparison(store: Store, one: Comparison, model: MatchModel | None) -> dict[str, Any]:
    odds: Mapping[str, Odds] = model.odds[one.field] if model else {}
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.nothing_sql, "label_for_charts": "nothing", "is_null_level": True}
    ]
    for level in one.levels:
        said: dict[str, Any] = {"sql_condition": condition(store, level.sql), "label_for_charts": level.code}
        if level.common:
            said |= {
                "tf_adjustment_column": level.common,
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(said | _parameters(odds.get(level.code)))
    levels.append(
        {"sql_condition": "ELSE", "label_for_charts": "different"} | _parameters(odds.get("different"))
    )
    return {"output_column_name": one.field, "comparison_levels": levels}


def _parameters(odds: Odds | None) -> dict[str, float]:
    return {"m_probability": odds.m, "u_probability": odds.u} if odds else {}


def level_sql(store: Store, one: Comparison) -> str:
    """The code of the level of a pair, in SQL over ``x_l`` and ``x_r``."""
    whens = " ".join(f"when {condition(store, level.sql)} then '{level.code}'" for level in one.levels)
    return f"case when {one.nothing_sql} then 'nothing' {whens} else 'different' end"
