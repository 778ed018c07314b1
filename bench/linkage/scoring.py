"""
How good a linkage is, against known truth.

Clusters and truth are two labels per record, in the same order. *By pair*: of all pairs put together, how
many are one person (precision), of all pairs that are one person, how many were put together (recall). *Exact
clusters*: a person all of whose records are together and with nobody else's; only clusters of two and more
count, else the many people with one record would hide everything. *B-cubed*: the same by record, averaged
over records, so that one large wrong cluster does not weigh by its square. An empty denominator gives 1: who
claims nothing says nothing wrong.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True, slots=True)
class Scores:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        return {**asdict(self), "f1": self.f1}


@dataclass(frozen=True, slots=True)
class ClusterScores:
    pairs: Scores
    exact: Scores
    b_cubed: Scores
    largest: int  # records in the largest cluster: chains show here first

    def as_dict(self) -> dict[str, dict[str, float] | int]:
        parts = {name: getattr(self, name).as_dict() for name in ("pairs", "exact", "b_cubed")}
        return {**parts, "largest": self.largest}


def numbered(labels: Iterable[object]) -> np.ndarray:
    """Any labels as whole numbers from 0; equal labels, equal numbers."""
    array = pa.array(labels) if not isinstance(labels, pa.Array | pa.ChunkedArray) else labels
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return array.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)


def in_order_of(ids: pa.ChunkedArray, other_ids: pa.ChunkedArray) -> np.ndarray:
    """Positions in `other_ids` of each of `ids`: brings a contender's rows into the truth's order."""
    return np.asarray(pc.index_in(ids, value_set=other_ids.combine_chunks()))


def of_clusters(true: np.ndarray, clusters: np.ndarray) -> ClusterScores:
    """Both as whole numbers (see `numbered`), a record a position."""
    cells, cell_of, together = np.unique(
        true * (clusters.max() + 1) + clusters, return_inverse=True, return_counts=True
    )
    of_true, of_cluster = np.bincount(true), np.bincount(clusters)
    true_of_cell, cluster_of_cell = cells // (clusters.max() + 1), cells % (clusters.max() + 1)
    exact = (together == of_true[true_of_cell]) & (together == of_cluster[cluster_of_cell]) & (together > 1)
    cell = together[cell_of]
    return ClusterScores(
        pairs=_scores(_pairs(together), _pairs(of_cluster), _pairs(of_true)),
        exact=_scores(int(exact.sum()), int((of_cluster > 1).sum()), int((of_true > 1).sum())),
        b_cubed=Scores(float((cell / of_cluster[clusters]).mean()), float((cell / of_true[true]).mean())),
        largest=int(of_cluster.max()),
    )


def of_pairs(
    true: np.ndarray,
    left: np.ndarray,
    right: np.ndarray,
    probability: np.ndarray,
    thresholds: Sequence[float],
) -> dict[float, Scores]:
    """Scored pairs, each once, `left` and `right` as positions in `true`; what scores at least the threshold counts."""
    right_ones, all_true = true[left] == true[right], _pairs(np.bincount(true))
    found = {}
    for threshold in thresholds:
        taken = probability >= threshold
        found[threshold] = _scores(int((right_ones & taken).sum()), int(taken.sum()), all_true)
    return found


def best_threshold(scores: dict[float, Scores]) -> float:
    return max(scores, key=lambda threshold: scores[threshold].f1)


def recall_by_kind(
    true: np.ndarray, clusters: np.ndarray, errors: Sequence[Sequence[str]]
) -> dict[str, tuple[int, int]]:
    """
    Kind of mistake -> (true pairs found, true pairs) among pairs of which one record or both have it.

    A pair with three mistakes counts for each: the figure says how often people with this mistake are found, not that
    this mistake was to blame. ``none`` are pairs without any.
    """
    found: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for one, other in true_pairs(true):
        kinds = {*errors[one], *errors[other]} or {"none"}
        pairs.update(kinds)
        if clusters[one] == clusters[other]:
            found.update(kinds)
    return {kind: (found[kind], pairs[kind]) for kind in sorted(pairs)}


def false_by_kin(
    true: np.ndarray, clusters: np.ndarray, family: np.ndarray, kind: Sequence[str]
) -> dict[str, int]:
    """Pairs wrongly together, by what the two are to each other: a twin and so on, or ``strangers``."""
    wrong: Counter[str] = Counter()
    for one, other in true_pairs(clusters):
        if true[one] == true[other]:
            continue
        kinds = {kind[one], kind[other]} - {"alone"} if family[one] == family[other] else {"strangers"}
        wrong[" and ".join(sorted(kinds))] += 1
    return dict(wrong.most_common())


def true_pairs(labels: np.ndarray) -> Iterable[tuple[int, int]]:
    """All pairs of positions with the same label."""
    order = np.argsort(labels, kind="stable")
    ends = np.flatnonzero(np.diff(labels[order])) + 1
    for start, end in zip([0, *ends], [*ends, len(order)], strict=True):
        if end - start > 1:
            yield from combinations(order[start:end].tolist(), 2)


def _pairs(counts: np.ndarray) -> int:
    return int((counts * (counts - 1) // 2).sum())


def _scores(right: int, claimed: int, true: int) -> Scores:
    return Scores(right / claimed if claimed else 1.0, right / true if true else 1.0)
