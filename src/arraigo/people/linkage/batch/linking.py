"""Linking a whole table: read, compare, train, score, group. One call, on either engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import log2
from typing import Any

import pyarrow as pa

from arraigo.people.linkage.batch.comparing import (
    add_frequencies,
    block,
    count_names,
    first_guess,
    level_sql,
    linker,
)
from arraigo.people.linkage.batch.preparing import SCHEMA, prepare
from arraigo.people.linkage.batch.stores import Store
from arraigo.people.linkage.batch.training import trained
from arraigo.people.linkage.clusters import Link
from arraigo.people.linkage.levels import COMPARISONS
from arraigo.people.linkage.lexicon import Lexicon
from arraigo.people.linkage.model import CONTRADICTING, MatchModel, held_probability, probability_of

Progress = Callable[[str, int, int], None]
"""Told of a stage, how much of it is done, and of how much (0: not known)."""

PRECISION = 0.998
"""The default threshold is where the model expects this share of the links above it to be right."""

_LEAST_WEIGHT = -8.0
_STEP = 0.25
_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Linked:
    """
    What was found: links that are worth telling of, surest first, with probabilities under this register's
    own prior; ``threshold`` is the default one, from which a pair is called the same.
    """

    links: list[Link]
    model: MatchModel
    rows: int
    pairs_scored: int
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def threshold(self) -> float:
        return self.model.same


def link(
    store: Store,
    batches: Iterable[pa.RecordBatch],
    *,
    rows: int,
    lexicon: Lexicon,
    known: MatchModel,
    train: bool = True,
    only_new_from: int | None = None,
    progress: Progress = lambda stage, done, of: None,
    at: datetime | None = None,
) -> Linked:
    """
    Link the rows of a table: ``batches`` have the columns ``row`` (0, 1, …) and `preparing.READ`.

    ``known``: the model that serves where the table is too small to learn from, or ``train`` is false.
    ``only_new_from``: of pairs, at least one has this row number or a greater one.
    """
    store.take("people", SCHEMA, _told(prepare(batches, lexicon, rows), rows, progress))
    progress("frequencies", 0, 0)
    frequencies = count_names(store, known, rows) if train else known.frequencies
    add_frequencies(store, frequencies)
    progress("pairs", 0, 0)
    pairs = block(store, only_new_from=only_new_from)
    progress("training", 0, 0)
    model, figures = known, dict[str, Any]()
    if train:
        model, figures = trained(store, known, frequencies, rows, at=at or datetime.now(UTC))
    progress("comparing", pairs, pairs)
    scored = _score(store, model, rows) if pairs else []
    # The prior is the register's own only where all of it was compared.
    if train and only_new_from is None:
        model = _tuned(model, scored, rows)
    links = _with_probabilities(scored, model, rows)
    figures |= {"rows": rows, "pairs_scored": pairs, "expected": model.expected, "threshold": model.same}
    return Linked(links, model, rows, pairs, figures)


def _told(batches: Iterator[pa.RecordBatch], rows: int, progress: Progress) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        done += batch.num_rows
        progress("reading", done, rows)
        yield batch


Scored = list[tuple[int, int, float, bool]]
"""Row, row, bits without the prior, whether the pair is held (`model.is_held`)."""


def _score(store: Store, model: MatchModel, rows: int) -> Scored:
    splinked, splink = linker(store, model, rows)
    pairs = splink.register(store.source("pairs"), dataset_display_name="pairs_compared")
    splinked.table_management.register_blocked_pairs_for_predict(pairs)
    predicted = splinked.inference.predict(threshold_match_weight=_LEAST_WEIGHT, warning_mode="never")
    return _held(store, predicted.physical_name, _logit(first_guess(rows)))


def _held(store: Store, predicted: str, prior: float) -> Scored:
    """The levels that can hold a pair back, asked again of the few pairs that scored."""
    fields = {one.field: one for one in COMPARISONS if one.field in {*CONTRADICTING, "national_id"}}
    needed = (
        "given",
        "given_sound",
        "roots",
        "first",
        "second",
        "word_count",
        "year",
        "day",
        "swapped",
        "number",
    )
    sides = ", ".join(f"{side}.{name} as {name}_{side}" for side in "lr" for name in needed)
    against = " + ".join(
        f"case when ({level_sql(store, fields[name])}) in ({', '.join(repr(code) for code in sorted(codes))}) "
        "then 1 else 0 end"
        for name, codes in CONTRADICTING.items()
    )
    found = store.rows(
        "select row_l, row_r, match_weight, against = 2 or (against = 1 and number_level <> 'same') from ("
        f"select row_l, row_r, match_weight, {against} as against, "
        f"{level_sql(store, fields['national_id'])} as number_level "
        f"from (select p.row_l, p.row_r, p.match_weight, {sides} from {predicted} p "
        "join features l on l.row = p.row_l join features r on r.row = p.row_r) both_sides) said"
    )
    return [
        (min(one, other), max(one, other), weight - prior, bool(held)) for one, other, weight, held in found
    ]


def _tuned(model: MatchModel, scored: Scored, rows: int) -> MatchModel:
    """
    The model with this register's own prior and threshold.

    Prior: the number of matches that makes the sum of all probabilities equal to it. Threshold: as low as the
    precision that the probabilities themselves promise allows. So neither is a constant: chance agreement
    grows with a register.
    """
    weights: dict[float, int] = {}
    for _, _, weight, held in scored:
        if not held:
            step = round(weight / _STEP) * _STEP
            weights[step] = weights.get(step, 0) + 1
    if not weights:
        return model
    for _ in range(_ROUNDS):
        prior = model.prior(rows)
        matches = sum(count * probability_of(weight + prior) for weight, count in weights.items())
        model = replace(model, expected=min(max(2 * matches / rows, 1e-4), 2.0))
    return replace(model, same=_threshold(weights, model.prior(rows)))


def _threshold(weights: Mapping[float, int], prior: float) -> float:
    right = links = 0.0
    lowest = 0.99
    for weight in sorted(weights, reverse=True):
        probability = probability_of(weight + prior)
        right += weights[weight] * probability
        links += weights[weight]
        if probability < 0.5 or right < PRECISION * links:
            break
        lowest = probability
    return min(lowest, 0.99)


def _with_probabilities(scored: Scored, model: MatchModel, rows: int) -> list[Link]:
    prior = model.prior(rows)
    most = held_probability(model)
    links = [
        Link(one, other, min(probability_of(weight + prior), most if held else 1.0))
        for one, other, weight, held in scored
    ]
    return sorted(
        (link for link in links if link.probability >= model.possibly),
        key=lambda link: (-link.probability, link.one, link.other),
    )


def _logit(probability: float) -> float:
    return log2(probability / (1 - probability))
