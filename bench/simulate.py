"""
A whole simulated country: rows a second, size on disk and the most memory that was held.

Target: 5 million returns with all tables of the exchange package in a few minutes on two cores, in memory that does
not grow with their number (the second run, of twice as many people, shows it).

    python bench/simulate.py [--people 250000] [--format parquet]
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ONE_RUN = """
import resource, sys, time
from pathlib import Path
from arraigo.interop.simulator.bulk import asked, simulate_package

start = time.perf_counter()
written = simulate_package(asked(int(sys.argv[1]), 1, format_=sys.argv[2]), Path(sys.argv[3]))
seconds = time.perf_counter() - start
rows, size = sum(written.rows.values()), sum(path.stat().st_size for path in written.path.iterdir())
used = resource.getrusage(resource.RUSAGE_SELF)
memory, worked = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime
print(
    f"{int(sys.argv[1]):,} people, {written.rows['returns']:,} returns, {written.rows['services']:,} services: "
    f"{rows:,} rows in {seconds:.1f} s ({worked:.1f} s of processor), {rows / seconds:,.0f} rows a second, "
    f"{size / 2**20:,.0f} MiB on disk, {memory:,.0f} MiB of memory at most"
)
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=250_000)
    parser.add_argument("--format", choices=["parquet", "csv"], default="parquet")
    parser.add_argument("--once", action="store_true", help="without the second run")
    asked = parser.parse_args()
    for people in (asked.people,) if asked.once else (asked.people, 2 * asked.people):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "package"
            # A process each, so that the memory is that of one run.
            subprocess.run([sys.executable, "-c", ONE_RUN, str(people), asked.format, str(out)], check=True)


if __name__ == "__main__":
    main()
