"""The schema of an indicator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field, ValidationError

from arraigo.core.content import Code, ContentObject, Lists, Misfit, Objects, Strict, Text, Words
from arraigo.indicators.definitions.conditions import (
    Conditions,
    conditions_of,
    misfits_of,
    misfits_of_filter,
)
from arraigo.indicators.definitions.examples import Example
from arraigo.indicators.engine.definition import BREAKDOWNS, Aggregate, Definition, OutOf
from arraigo.warehouse.predicates import ROW_SETS, RowSet
from arraigo.warehouse.tables import NUMBERS


class Steward(Strict):
    """Who answers for a definition, when it was last reviewed, and until when it must be again."""

    owner: Text
    reviewed_on: date
    review_by: date


class OutOfRows(Strict):
    """The other rows that a share is out of; ``tells`` is their column that may be unknown."""

    rows: Words
    period: Words
    of: Conditions = Field(default_factory=dict)
    tells: Words | None = None

    @property
    def computed(self) -> OutOf:
        """The same as the engine has it."""
        return OutOf(self.rows, self.period, conditions_of(self.of), self.tells)


class Computed(Strict):
    """The part of an indicator that is computed. ``arraigo.indicators.engine.definition`` says what each means."""

    aggregate: Aggregate = "share"
    rows: Words | None = None
    period: Words | None = None
    of: Conditions = Field(default_factory=dict)
    that: Conditions = Field(default_factory=dict)
    measure: Words | None = None
    over: Words | None = None
    out_of: OutOfRows | None = None
    by: tuple[str, ...] = ()

    def misfits_of_rows(self, lists: Lists) -> Iterator[Misfit]:
        """Everything that cannot be computed as it is written, each on its own line."""
        yield from self._misfits_of_aggregate()
        if self.rows is None or self.aggregate == "reported":
            return
        yield from _misfits_of_rows(self.rows, self.period, ())
        rows = ROW_SETS.get(self.rows)
        if rows is None:
            return
        yield from misfits_of(self.of, rows, lists, ("of",))
        yield from misfits_of(self.that, rows, lists, ("that",))
        yield from self._misfits_of_measures(rows)
        yield from self._misfits_of_breakdowns(rows)
        yield from self._misfits_of_out_of(lists)

    def _misfits_of_aggregate(self) -> Iterator[Misfit]:
        shape = _SHAPES[self.aggregate]
        given = {name for name in _PARTS if getattr(self, name)}
        for name in _PARTS:
            if name in shape.needs and name not in given:
                yield Misfit(("aggregate",), f"a {self.aggregate} says '{name}'", _written(shape))
            if name in given and name not in shape.needs and name not in shape.may:
                yield Misfit((name,), f"a {self.aggregate} has no '{name}'", _written(shape))

    def _misfits_of_measures(self, rows: RowSet) -> Iterator[Misfit]:
        numbers = [name for name in (*rows.columns, *rows.attributes) if rows.kind_of(name) in NUMBERS]
        for key in ("measure", "over"):
            column = getattr(self, key)
            if column and column not in numbers:
                yield Misfit((key,), f"the rows '{rows.name}' have no number '{column}'", ", ".join(numbers))

    def _misfits_of_breakdowns(self, rows: RowSet) -> Iterator[Misfit]:
        offered = breakdowns_of(rows)
        for number, key in enumerate(self.by):
            if key not in offered:
                what = f"the rows '{rows.name}' have no breakdown '{key}'"
                yield Misfit(("by", number), what, ", ".join(offered))

    def _misfits_of_out_of(self, lists: Lists) -> Iterator[Misfit]:
        if self.out_of is None:
            return
        yield from _misfits_of_rows(self.out_of.rows, self.out_of.period, ("out_of",))
        rows = ROW_SETS.get(self.out_of.rows)
        if rows is None:
            return
        yield from misfits_of(self.out_of.of, rows, lists, ("out_of", "of"))
        if self.out_of.tells and rows.kind_of(self.out_of.tells) is None:
            what = f"the rows '{rows.name}' have no '{self.out_of.tells}'"
            yield Misfit(("out_of", "tells"), what, ", ".join([*rows.columns, *rows.attributes]))
        missing = [key for key in self.by if key not in breakdowns_of(rows)]
        if missing:
            what = f"the rows '{rows.name}', which it is out of, have no breakdown '{missing[0]}'"
            yield Misfit(("by",), what, ", ".join(breakdowns_of(rows)))


class Indicator(ContentObject, Computed):
    """
    An indicator. ``name`` is its title, ``definition`` says it in plain words, ``numerator`` and ``denominator`` what
    is divided by what; ``aggregate``, ``rows`` and what follows compute it. ``principle`` is the one of the Guide's
    matrix that it serves.
    """

    order: int = 0
    why: Text
    definition: Text
    numerator: Text
    denominator: Text | None = None
    unit: Words
    better: Literal["higher", "lower", "neutral"]
    principle: Code | None = None
    source_institution: Text
    steward: Steward
    examples: tuple[Example, ...] = ()

    @property
    def family(self) -> str:
        """The first part of the code (code list ``indicator_family``)."""
        return self.code.split(".")[0]

    @property
    def computed(self) -> Definition:
        """What the engine computes under this code."""
        return Definition(
            code=self.code,
            rows=self.rows or "",
            period=self.period or "",
            aggregate=self.aggregate,
            of=conditions_of(self.of),
            that=conditions_of(self.that),
            measure=self.measure,
            over=self.over,
            out_of=self.out_of.computed if self.out_of else None,
            by=self.by,
        )

    def misfits(self, lists: Lists) -> Iterator[Misfit]:
        """What cannot be computed; words that do not go with the aggregate; a family or unit that no list has."""
        yield from self.misfits_of_rows(lists)
        yield from self._misfits_of_words()
        yield from self._misfits_of_lists(lists)
        yield from self._misfits_of_examples(lists)
        if self.replaces and self.replaces.source is None:
            yield Misfit(
                ("replaces",), "the replacement names no source", "source: {document: ..., section: ...}"
            )

    def disagreements(self, objects: Objects) -> Iterator[Misfit]:
        """A principle that there is not."""
        if self.principle and objects("principle", self.principle) is None:
            yield Misfit(("principle",), f"there is no principle '{self.principle}'")

    @classmethod
    def misfits_of_broken(cls, written: dict[str, Any], lists: Lists) -> Iterator[Misfit]:
        """What is wrong with the part that is computed, where that part can be read."""
        try:
            part = Computed.model_validate(
                {key: value for key, value in written.items() if key in Computed.model_fields}
            )
        except ValidationError:
            return
        yield from part.misfits_of_rows(lists)

    def _misfits_of_words(self) -> Iterator[Misfit]:
        shape = _SHAPES[self.aggregate]
        if shape.divides and self.denominator is None:
            yield Misfit(("aggregate",), f"a {self.aggregate} has a 'denominator'")
        if not shape.divides and self.denominator is not None:
            yield Misfit(("denominator",), f"a {self.aggregate} has no 'denominator'")
        if shape.percent is not None and (self.unit == PERCENT) != shape.percent:
            yield Misfit(("unit",), f"a {self.aggregate} is {'' if shape.percent else 'not '}in percent")

    def _misfits_of_lists(self, lists: Lists) -> Iterator[Misfit]:
        for name, code, key in (
            ("indicator_family", self.family, "code"),
            ("indicator_unit", self.unit, "unit"),
        ):
            known = lists(name)
            if known is not None and code not in known:
                yield Misfit((key,), f"'{code}' is not in the code list '{name}'", ", ".join(known.codes))

    def _misfits_of_examples(self, lists: Lists) -> Iterator[Misfit]:
        if not self.examples and self.aggregate != "reported":
            yield Misfit((), "the key 'examples' is missing: a definition has at least one worked example")
        rows = ROW_SETS.get(self.rows or "")
        for number, example in enumerate(self.examples):
            at = ("examples", number)
            for key in example.by:
                if key not in self.by:
                    yield Misfit((*at, "by", key), f"it has no breakdown '{key}'", ", ".join(self.by))
            if rows is not None:
                yield from misfits_of_filter(example.where, rows, lists, (*at, "where"))


PERCENT = "percent"

_PARTS = ("rows", "period", "of", "that", "measure", "over", "out_of", "by")


class _Shape(Strict):
    """What an aggregate must and may say, whether it divides, and whether it is in percent (None: as it likes)."""

    needs: tuple[str, ...] = ("rows", "period")
    may: tuple[str, ...] = ("of", "by")
    divides: bool
    percent: bool | None = None


_ROWS = ("rows", "period")

_SHAPES: Mapping[Aggregate, _Shape] = {
    "share": _Shape(needs=(*_ROWS, "that"), may=("of", "by", "out_of"), divides=True, percent=True),
    "count": _Shape(may=("of", "by", "that"), divides=False, percent=False),
    "sum": _Shape(needs=(*_ROWS, "measure"), divides=False, percent=False),
    "mean": _Shape(needs=(*_ROWS, "measure"), divides=True, percent=False),
    "median": _Shape(needs=(*_ROWS, "measure"), divides=True, percent=False),
    "ratio": _Shape(needs=(*_ROWS, "measure", "over"), divides=True, percent=True),
    "growth": _Shape(needs=(*_ROWS, "measure"), divides=True, percent=True),
    "reported": _Shape(needs=(), may=(), divides=False),
}


def breakdowns_of(rows: RowSet) -> list[str]:
    """The breakdowns that rows can bear, in the order of the contract."""
    return [key for key, attribute in BREAKDOWNS.items() if rows.kind_of(attribute) is not None]


def _misfits_of_rows(name: str, period: str | None, at: tuple[str, ...]) -> Iterator[Misfit]:
    rows = ROW_SETS.get(name)
    if rows is None:
        yield Misfit((*at, "rows"), f"there are no rows '{name}'", ", ".join(ROW_SETS))
    elif period is not None and period not in rows.periods:
        yield Misfit(
            (*at, "period"), f"the rows '{name}' are not placed by '{period}'", ", ".join(rows.periods)
        )


def _written(shape: _Shape) -> str:
    return ", ".join((*shape.needs, *shape.may))
