"""
Our own blocking keys as a list column, so that stock Splink can be timed on the same blocking.

The only module of this bench, beside `desk.py` and `register.py`, that imports the product. Run as a command, because
the making of keys on all cores starts processes anew: `python -m bench.linkage.keys IN.parquet OUT.parquet`.
"""

import os
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Write the table with a column `keys`; its making is no part of what stock Splink is timed for."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.site.settings")
    from arraigo.people.lexicon import lexicon
    from arraigo.people.linkage.batch.preparing import READ, SLICE, prepare

    source, out = (Path(path) for path in sys.argv[1:3])
    table = pq.read_table(source)
    rows = pa.array(range(table.num_rows), pa.int64())
    read = (
        table.select(list(READ)).add_column(0, "row", rows).combine_chunks().to_batches(max_chunksize=SLICE)
    )
    keys = pa.chunked_array([made.column("keys") for made in prepare(read, lexicon("GTM"), table.num_rows)])
    pq.write_table(table.append_column("keys", keys), out)


if __name__ == "__main__":
    main()
