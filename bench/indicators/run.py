"""
All indicators of Tables 6 and 7 (and the others) by sex x age band x department x return type, over millions of rows.

    .venv/bin/python -m bench.indicators.run --returns 500000 5000000

For each size: the snapshot from a package; the engine on it; the same cells by hand-written fused SQL on the same
Parquet files, with its joins and windows (the baseline) and the engine's statements without making figures of the
rows; whether both count the same. Each is run twice and the second is told; peak memory is of the whole process.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.site.settings")

BY = ("sex", "age_band", "department", "return_type")


def main() -> None:
    """Measure the sizes asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--returns", type=int, nargs="+", default=[500_000])
    asked.add_argument("--seed", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path("var/bench"))
    given = asked.parse_args()
    os.environ.setdefault("ARRAIGO_HOME", str(given.folder / "home"))
    import django

    django.setup()
    given.folder.mkdir(parents=True, exist_ok=True)
    for returns in given.returns:
        measure(given.folder, returns, given.seed)


def measure(folder: Path, returns: int, seed: int) -> None:
    """One size, printed."""
    from bench.indicators.warehouse import package, warehouse

    source = package(folder, returns, seed)
    start = time.perf_counter()
    taken = warehouse(source, folder / f"home-{returns}-{seed}")
    rows = sum(taken.rows.values())
    said(f"{taken.rows['returns']:,} returns, {taken.rows['services']:,} services, {rows:,} rows in all")
    said(f"  snapshot from Parquet       {time.perf_counter() - start:7.1f} s")
    _compare(taken)


def _compare(taken: Any) -> None:
    from arraigo.core.periods import Period
    from arraigo.indicators import queries
    from arraigo.indicators.engine import compile_plan, run
    from arraigo.warehouse import queries as warehouse
    from bench.indicators import by_hand

    connection = warehouse.connect(taken)
    definitions = [each.computed for each in queries.indicators("GTM") if set(BY) <= set(each.computed.by)]
    years = [Period.year(year) for year in range(2019, 2026)]
    plan = compile_plan(definitions, years, ["GTM"], BY)
    places = f"CREATE OR REPLACE VIEW places AS SELECT * FROM read_parquet('{taken.path}/dimensions/places.parquet')"
    connection.execute(places)

    def hand() -> list[list[Any]]:
        connection.execute(by_hand.IN_FORCE)
        return [connection.execute(each).fetchall() for each in by_hand.STATEMENTS]

    figures, engine = timed(lambda: run(plan, connection))
    _, statements = timed(lambda: [connection.execute(each).fetchall() for each in plan.sql()])
    cells, baseline = timed(hand)
    said(f"  {len(definitions)} indicators, {len(figures):,} figures of seven years")
    said(f"  by hand, fused (baseline)   {baseline:7.1f} s   1.00")
    said(f"  the engine's statements     {statements:7.1f} s   {statements / baseline:.2f}")
    said(f"  the engine, with figures    {engine:7.1f} s   {engine / baseline:.2f}")
    said(f"  same counts: {_persons(figures) == _persons_by_hand(cells)}")
    said(
        f"  peak memory of the process  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:7.2f} GiB"
    )


def _persons(figures: list[Any]) -> dict[Any, int]:
    """Persons returned in each cell."""
    return {
        (int(f.period), *(f.by[key] for key in BY)): f.numerator
        for f in figures
        if f.code == "context.persons_returned" and f.by and f.numerator
    }


def _persons_by_hand(cells: list[list[Any]]) -> dict[Any, int]:
    return {tuple(row[:5]): row[5] for row in cells[0] if row[5] and 2019 <= row[0] <= 2025}


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What the work gives the second time, and its seconds: the first warms the files."""
    work()
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start


def said(line: str) -> None:
    """On stdout, at once."""
    print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
