"""
Reading arrivals lists, against the plainest reader of the same file in the same run.

Baselines: openpyxl handing over the bare cells of a workbook, `csv.reader` those of a text file. The ratio says what
guessing headers, reading dates, names, numbers and places, and naming every fault costs on top. Targets: 135 rows from
file to faults in well under a second; at least 5,000 rows a second of a register of 100,000.

    python bench/manifest_reading.py [--rows 100000]
"""

import argparse
import csv
import io
import time
from collections.abc import Callable
from datetime import date
from importlib.resources import files

from openpyxl import load_workbook

from arraigo.reception.manifests import REGISTRY, guess_columns, open_sheet, read_rows

TODAY = date(2026, 11, 22)
REPEATS = 3


def seconds(work: Callable[[], object]) -> float:
    """The best of a few runs, after one to warm up."""
    work()
    best = float("inf")
    for _repeat in range(REPEATS):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def read_list(content: bytes, name: str) -> int:
    sheet = open_sheet(io.BytesIO(content), name, limits=REGISTRY)
    return len(read_rows(sheet, guess_columns(sheet, "GTM", today=TODAY), "GTM", today=TODAY).rows)


def bare_workbook(content: bytes) -> int:
    book = load_workbook(io.BytesIO(content), data_only=True)
    return sum(1 for _row in book.active.iter_rows(values_only=True))


def register(rows: int) -> bytes:
    """A text register of so many people, as a migration institute might keep it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["APELLIDOS", "NOMBRES", "F. NAC.", "SEXO", "CUI", "MUNICIPIO"])
    for number in range(rows):
        born = f"{number % 28 + 1:02d}/{number % 12 + 1:02d}/{1950 + number % 60}"
        writer.writerow(
            [f"LOPEZ TZOC {number}", "MARIA JOSE", born, "F", f"{9_000_000_000_000 + number}", "Joyabaj"]
        )
    return text.getvalue().encode()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    rows = parser.parse_args().rows
    bundled = files("arraigo.interop.simulator").joinpath("lists/vuelo_harlingen.xlsx").read_bytes()
    ours, bare = seconds(lambda: read_list(bundled, "vuelo.xlsx")), seconds(lambda: bare_workbook(bundled))
    print(f"135 rows of a workbook: {ours * 1000:.0f} ms, {ours / bare:.1f} x openpyxl's bare cells")
    text = register(rows)
    ours = seconds(lambda: read_list(text, "register.csv"))
    bare = seconds(lambda: sum(1 for _row in csv.reader(io.StringIO(text.decode()))))
    print(
        f"{rows:,} rows of text: {rows / ours:,.0f} rows a second, {ours / bare:.0f} x the time of csv.reader"
    )


if __name__ == "__main__":
    main()
