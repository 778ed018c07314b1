"""
Rows of an SQLite file as an Arrow stream on stdout, through ADBC: ``python -m arraigo.warehouse.sqlite_process FILE``.

The statement comes on stdin. It is a process of its own on purpose: ADBC brings another copy of SQLite, and two copies
in one process do not see each other's locks (SQLite, "How To Corrupt An SQLite Database File", 2.2.1).
"""

from __future__ import annotations

import sys

import pyarrow as pa
from adbc_driver_sqlite import dbapi

ROWS_AT_A_TIME = 100_000


def main() -> None:
    """Write the rows of the statement to stdout."""
    with dbapi.connect(f"file:{sys.argv[1]}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(ROWS_AT_A_TIME)})
        cursor.execute(sys.stdin.read())
        rows = cursor.fetch_record_batch()
        with pa.ipc.new_stream(sys.stdout.buffer, rows.schema) as stream:
            for batch in rows:
                stream.write_batch(batch)


if __name__ == "__main__":
    main()
