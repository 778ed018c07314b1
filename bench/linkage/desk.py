"""
The search at a desk: is this person already known, among so many?

    python -m bench.linkage.desk [--people 1000000] [--queries 1000] [--presets clean_query list held_out] [--home DIR]

Loads a fresh store (kept and used again where `--home` is given), builds the table of keys, then asks one
noisy query after the other in one thread, as the product's own function answers it. Says milliseconds (p50,
p95, p99), how often the right person is first and among the first ten, the same by kind of mistake, people a
second at building keys and the size of the index. Writes OUT/desk-PEOPLE.json.
"""

import argparse
import json
import os
import pickle
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.linkage.noise import PRESETS, Hand
from bench.linkage.population import noisy_copy
from bench.linkage.record import Record

ROOT = Path(__file__).parents[2]
SEED = 2026
WARMING = 30
SHOWN = 10


@dataclass(slots=True)
class Asked:
    """All queries of one preset. `ranks` are 1 for the first; 0 where the person was not among those shown."""

    preset: str
    milliseconds: list[float] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    kinds: list[list[str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)  # invented people: they may be read


def main() -> None:
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        home = asked.home or Path(scratch)
        _ready(home)
        document = _loaded(home, asked)
        with (home / "sample.pickle").open("rb") as file:
            sample = pickle.load(file)
        results = [ask(sample, preset, asked.queries) for preset in asked.presets]
    document["presets"] = [_summary(one) for one in results]
    (asked.out / f"desk-{asked.people}.json").write_text(json.dumps(document, indent=1), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--presets", nargs="+", choices=PRESETS, default=["clean_query", "list", "held_out"])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--rebuild", action="store_true", help="build the keys of a kept store anew")
    parser.add_argument("--out", type=Path, default=ROOT / "bench-results/linkage")
    return parser.parse_args()


def _ready(home: Path) -> None:
    os.environ |= {"ARRAIGO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "arraigo.site.settings"}
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    from arraigo.cli.ready import store_ready

    store_ready()


def _loaded(home: Path, asked: argparse.Namespace) -> dict[str, Any]:
    """Load and index, or take what a kept store says of itself."""
    from arraigo.people.services.search_index import rebuild
    from bench.linkage.register import load

    kept = home / "desk.json"
    document: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {}
    if not document:
        start = time.perf_counter()
        # Twice as many as one preset asks: presets ask for other people where the store allows it.
        sample = load(asked.people, seed=SEED, sample_every=max(1, asked.people // 5_000))
        with (home / "sample.pickle").open("wb") as file:
            pickle.dump(sample, file)
        document = {"people": asked.people, "load_seconds": time.perf_counter() - start}
    if "keys_a_second" not in document or asked.rebuild:
        before, start = _bytes(), time.perf_counter()
        rebuild(lambda *_done: None)
        seconds = time.perf_counter() - start
        document |= {
            "keys_seconds": seconds,
            "keys_a_second": asked.people / seconds,
            "index": _bytes(),
            "before": before,
        }
    kept.write_text(json.dumps(document))
    sizes = ", ".join(f"{name} {size / 2**20:,.0f} MiB" for name, size in document["index"].items())
    print(f"{asked.people:,} people: keys at {document['keys_a_second']:,.0f} a second; {sizes}", flush=True)
    return document


def _bytes() -> dict[str, int]:
    """Size of the index's tables with their own indexes, and of the whole store."""
    from django.db import connection

    from arraigo.people.models import SearchKey

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(sum(pgsize), 0) FROM dbstat WHERE name IN "
            "(SELECT name FROM sqlite_master WHERE tbl_name = %s)",
            [SearchKey._meta.db_table],
        )
        keys = cursor.fetchone()[0]
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return {"keys": keys, "store": cursor.fetchone()[0]}


def ask(sample: list[Any], preset: str, queries: int) -> Asked:
    """Ask for so many people of the sample, each written down once more by a hand of the preset."""
    from arraigo.people.queries import possibly_same

    chance, hand, asked = random.Random(f"{SEED}/{preset}"), Hand(PRESETS[preset]), Asked(preset)
    for known in chance.sample(sample, min(WARMING, len(sample))):
        possibly_same(described(noisy_copy(known.being, known.relative, hand, chance)), most=SHOWN)
    for known in chance.sample(sample, min(queries, len(sample))):
        record = noisy_copy(known.being, known.relative, hand, chance)
        today = described(record)
        start = time.perf_counter()
        found = [one.person.pk for one in possibly_same(today, most=SHOWN)]
        asked.milliseconds.append((time.perf_counter() - start) * 1000)
        asked.shown.append(len(found))
        asked.ranks.append(found.index(known.id) + 1 if known.id in found else 0)
        asked.kinds.append(record.errors)
        if known.id not in found:
            asked.missed.append(f"{record.row()} of {known.being} ({', '.join(record.errors)})")
    return asked


def described(record: Record) -> Any:
    """As a form describes a person to the product."""
    from arraigo.people.linkage import Described
    from arraigo.people.rules import normal_number

    number = normal_number(record.number)
    return Described(
        given_names=record.given_names,
        paternal_surname=record.paternal,
        maternal_surname=record.maternal,
        birth_date=record.born,
        birth_date_precision=record.precision if record.born else "",
        national_ids=frozenset({number} if number else ()),
        municipality=record.place,
        sex=record.sex,
    )


def _summary(one: Asked) -> dict[str, Any]:
    of, cuts = len(one.ranks), statistics.quantiles(one.milliseconds, n=100)
    first, ten = sum(rank == 1 for rank in one.ranks) / of, sum(rank > 0 for rank in one.ranks) / of
    print(
        f"  {one.preset}: {of} queries, p50 {cuts[49]:.1f}, p95 {cuts[94]:.1f}, p99 {cuts[98]:.1f}, most "
        f"{max(one.milliseconds):.1f} ms; recall@1 {first:.4f}, recall@10 {ten:.4f}"
    )
    all_of: Counter[str] = Counter(kind for kinds in one.kinds for kind in kinds or ["none"])
    lost = Counter(
        kind
        for kinds, rank in zip(one.kinds, one.ranks, strict=True)
        if not rank
        for kind in kinds or ["none"]
    )
    print(
        "   missed by kind: "
        + ", ".join(f"{kind} {missed} of {all_of[kind]}" for kind, missed in lost.most_common(12))
    )
    return {
        "preset": one.preset,
        "queries": of,
        "p50_ms": cuts[49],
        "p95_ms": cuts[94],
        "p99_ms": cuts[98],
        "recall_at_1": first,
        "recall_at_10": ten,
        "by_kind": {kind: [count - lost[kind], count] for kind, count in all_of.items()},
        "missed": one.missed[:200],
    }


if __name__ == "__main__":
    main()
