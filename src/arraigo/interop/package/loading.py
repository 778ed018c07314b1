"""Loading a package: read, check, compare, and write all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from arraigo.exchange import services
from arraigo.interop.package.bench import Bench, bench
from arraigo.interop.package.checking import Came, Progress, take
from arraigo.interop.package.comparing import Comparison, Counts
from arraigo.interop.package.faults import Fault
from arraigo.interop.package.source import Package, PackageRefused, open_package


@dataclass(frozen=True, slots=True)
class Outcome:
    """What loading a package did; with a fault it did nothing, and the counts say what it would have done."""

    counts: dict[str, Counts]
    faults: int
    _bench: Bench

    def each_fault(self) -> Iterator[Fault]:
        """All faults, in the order of tables, rows and columns, however many there are."""
        return self._bench.faults()

    def tables_as_json(self) -> dict[str, Any]:
        return {name: each.as_json() for name, each in self.counts.items()}


def nobody_looks(stage: str, table: str, rows: int) -> None:
    """Progress that is shown to nobody."""


@contextmanager
def load(path: Path, *, at: datetime, progress: Progress = nobody_looks) -> Iterator[Outcome]:
    """
    Load the package at ``path``: all of it or, where anything is wrong with it, nothing.

    Rows are known by the contract's keys: loading a package twice changes nothing the second time, and a second package
    adds to the first. The outcome's faults can be read inside the ``with`` block.
    """
    with bench() as made:
        try:
            package = open_package(path)
        except PackageRefused as refused:
            made.note([refused.fault])
            package = Package()
        made.note(package.faults)
        came = [found for part in package.parts if (found := take(made, part, progress))]
        counts = _written(made, came, package, source=path.resolve().name, at=at, progress=progress)
        yield Outcome(counts, made.count_faults(), made)


def _written(
    made: Bench, came: list[Came], package: Package, *, source: str, at: datetime, progress: Progress
) -> dict[str, Counts]:
    with services.loading() as store:
        comparison = Comparison(made, came, store, progress)
        counts = comparison.compare()
        if not made.count_faults():
            changes = {each.name: comparison.changes(counts[each.name], each) for each in came}
            services.take_in(changes, source=source, synthetic=package.synthetic, by=None, at=at)
    return counts
