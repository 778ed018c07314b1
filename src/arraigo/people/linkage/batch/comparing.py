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

MOST_SHARING = 100
"""A key that more records share says too little to be worth comparing them all: they meet under others."""
MOST_SHARING_A_NUMBER = 5
"""A document number that more records share is a placeholder, and is not compared."""

RAREST = 1e-5
"""The share below which a name counts as this rare: what a table is too small to tell."""

_WEIGHT_OF_THE_KNOWN = 2_000


def count_names(store: Store, known: MatchModel, rows: int) -> dict[str, dict[str, float]]:
    """
    How frequent names and municipalities are: table -> value -> share of records.

    What the table says is mixed with what was known before as if that came from 2,000 more records, so that a small
    table does not take a name for rare because it is small. Values below twice `RAREST` are left out.
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
    """Make the table ``features``: ``people`` with the frequency of each value that can weigh, in columns ``tf_*``."""
    for table, shares in frequencies.items():
        batch = pa.record_batch({"v": list(shares), "share": pa.array(shares.values(), pa.float64())})
        store.take(f"share_of_{table}", batch.schema, iter([batch]))
    joins = " ".join(
        f"left join share_of_{table} of_{column} on of_{column}.v = people.{column}"
        for column, table in FREQUENCIES.items()
    )
    shares_of = ", ".join(
        f"case when people.{column} is not null then coalesce(of_{column}.share, {RAREST}) end as tf_{column}"
        for column in FREQUENCIES
    )
    store.make("with_shares", f"select people.*, {shares_of} from people {joins}")
    both = f"greatest(2 * tf_paternal_sound * tf_maternal_sound, {RAREST**2})"
    placeholder = (
        "select number from people where number is not null "
        f"group by number having count(*) > {MOST_SHARING_A_NUMBER}"
    )
    store.make(
        "features",
        f"""
        select {", ".join(f"w.{name}" for name in _KEPT)},
            case when placeholder.number is null then w.number end as number,
            case when w.surnames is not null then {both} end as tf_surnames
        from with_shares w left join ({placeholder}) placeholder on placeholder.number = w.number
        """,
    )


_KEPT = (
    *("row", "given", "word_count", "given_sound", "roots", "first", "second", "paternal", "paternal_sound"),
    *("maternal", "maternal_sound", "surnames", "year", "day", "swapped", "sex", "municipality"),
    *(f"tf_{column}" for column in FREQUENCIES),
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


def splink_settings(store: Store, model: MatchModel | None, rows: int) -> dict[str, Any]:
    """What Splink is told: our levels as its comparisons, with the parameters of a model where there is one."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "row",
        "comparisons": [_comparison(store, one, model) for one in COMPARISONS],
        # Pairs are given to Splink as they are found by keys; this rule is there because it wants one.
        "blocking_rules_to_generate_predictions": ["l.day = r.day"],
        "probability_two_random_records_match": min(0.1 / max(rows, 2), 0.01),
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "em_convergence": 0.001,
        "max_iterations": 15,
    }


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
