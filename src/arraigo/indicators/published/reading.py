"""From figures to the system of their counts: which are the same, which add up to which, which need protection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from arraigo.indicators.published.cells import ANY, CHILD_BANDS, FLAT, UNKNOWN, Cell, cell_of
from arraigo.indicators.published.figures import DisclosurePolicy, Given, Meaning, Test
from arraigo.indicators.published.system import TOTAL, Family, Number, System

Step = tuple[Family, Cell, str, int]
"""A sum over one dimension: family, the cell that is broken down, the dimension, how deep its parts lie."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The variables that a figure shows; None where it shows none."""

    numerator: int | None = None
    denominator: int | None = None
    unknown: int | None = None

    @property
    def all(self) -> tuple[int, ...]:
        return tuple(each for each in (self.numerator, self.denominator, self.unknown) if each is not None)


@dataclass
class Reading:
    """The system of a publication, the counts of its figures in their order, and what must stay protected."""

    policy: DisclosurePolicy
    system: System = field(default_factory=System)
    counts: list[Counts] = field(default_factory=list)
    wanted: dict[int, None] = field(default_factory=dict)
    _parts: dict[Step, dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    _alike: dict[tuple[int, str], dict[int, None]] = field(default_factory=lambda: defaultdict(dict))
    _later: list[tuple[Family, Cell, int, int, Given]] = field(default_factory=list)
    _nowhere: dict[tuple[Family, Cell], list[int]] = field(default_factory=lambda: defaultdict(list))
    _open: set[int] = field(default_factory=set)
    _rests: dict[int, int] = field(default_factory=dict)
    _lines: set[tuple[Family, frozenset[tuple[str, int]]]] = field(default_factory=set)
    _related: set[tuple[int, int]] = field(default_factory=set)
    _broken_down: dict[int, dict[tuple[Family, Cell, frozenset[str]], int]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def read(self, figures: Sequence[Given]) -> None:
        """Take in all figures of a publication, then the sums that hold among them."""
        for figure in figures:
            self.counts.append(self._read(figure) if figure.meaning.people else Counts())
        self._missing_lines()
        self._sums_of_counts()
        self._sums_of_breakdowns()
        self._children()
        self._alternatives()
        self._inside()
        self._of_totals()

    # Figures.

    def _read(self, figure: Given) -> Counts:
        kind = figure.meaning.kind
        if kind == "share":
            return self._share(figure)
        if kind == "count":
            return self._count(figure)
        return self._sum(figure) if kind == "sum" else self._mean(figure)

    def _share(self, figure: Given) -> Counts:
        meaning, denominator, numerator = figure.meaning, figure.denominator or 0, int(figure.numerator or 0)
        counted = meaning.out_of or meaning
        whole = self._noted(figure, counted.of, denominator, rows=True, meaning=counted)
        part = self._noted(figure, meaning.of | meaning.that, numerator)
        unknown = self._unknown(figure, meaning.that)
        self.system.with_it.setdefault(whole, {}).update({part: None, unknown: None})
        self.system.put_beside(part, unknown)
        if not meaning.out_of and numerator + figure.unknown <= denominator:
            self._left_over(whole, part, unknown, figure)
            column = next(iter(meaning.that))[0] if len(meaning.that) == 1 else ""
            if column and next(iter(meaning.that))[1] == "is":
                self._alike[whole, column] |= {part: None, unknown: None}
            if 0 < denominator < self.policy.small_group:
                if not numerator:
                    self._protect(part, of_few=True)
                if numerator == denominator:
                    self._protect(self._rests.get(part, part), of_few=True)
        return Counts(part, whole, unknown)

    def _left_over(self, whole: int, part: int, unknown: int, figure: Given) -> None:
        """Those who do not count, and of them those known not to: both follow from what is shown, and may be few."""
        values = self.system.values
        left = values[whole] - values[part]
        meaning = figure.meaning
        cell, tests = cell_of(figure.period, figure.by, meaning, meaning.of)
        kin = Family(figure.country, figure.currency, meaning.rows, tests, f"not {sorted(meaning.that)}")
        if self.system.values_at(kin, cell) is not None:
            return
        no = self.system.count(kin, cell, left - values[unknown], total=not figure.by)
        self.system.put_beside(part, unknown, no)
        self.system.stands_for[no] = part
        self.system.left_of[part] = left
        self._related.add((whole, part))
        self.system.group_of |= {part: whole, unknown: whole, no: whole}
        if left < self.policy.threshold:
            rest = self._rests[part] = self.system.add(left, total=not figure.by)
            self.system.group_of[rest] = whole
            self.system.put_beside(part, rest)
            self.system.stands_for[rest] = part
            self.system.relate(whole, (part, rest))
            self.system.relate(rest, (unknown, no))
            self._protect(rest)
        else:
            self.system.relate(whole, (part, unknown, no))
        self._protect(no)

    def _count(self, figure: Given) -> Counts:
        meaning = figure.meaning
        part = self._noted(
            figure, meaning.of | meaning.that, int(figure.numerator or 0), rows=not meaning.that
        )
        if not meaning.that:
            return Counts(part)
        unknown = self._unknown(figure, meaning.that)
        self._silent_of_all(figure, unknown, int(figure.numerator or 0))
        cell, tests = cell_of(figure.period, figure.by, meaning, meaning.of)
        family = Family(figure.country, figure.currency, meaning.rows, tests)
        self._later.append((family, cell, part, unknown, figure))
        return Counts(part, None, unknown)

    def _silent_of_all(self, figure: Given, unknown: int, told: int) -> None:
        """Of a whole country those who do not tell are told, as a share is, where many do tell."""
        if not figure.by and told >= self.policy.threshold:
            self._open.add(unknown)

    def _sum(self, figure: Given) -> Counts:
        total = self._noted(
            figure, figure.meaning.of, figure.numerator or 0, part=f"sum {figure.meaning.measure}"
        )
        return Counts(total, None, self._unknown(figure, frozenset(), figure.meaning.measure))

    def _mean(self, figure: Given) -> Counts:
        meaning, measured = figure.meaning, figure.denominator or 0
        rows = self._noted(figure, meaning.of, measured, part=f"with {meaning.measure}")
        unknown = self._unknown(figure, frozenset(), meaning.measure)
        self._silent_of_all(figure, unknown, measured)
        whole = self._noted(figure, meaning.of, measured + figure.unknown, rows=True, shown=False)
        self.system.relate(whole, (rows, unknown))
        self.system.put_beside(rows, unknown)
        if figure.numerator is None:
            return Counts(None, rows, unknown)
        total = self._noted(
            figure, meaning.of, figure.numerator, part=f"{TOTAL}{meaning.measure}", a_count=False
        )
        self.system.put_beside(rows, total)
        if 0 < measured < self.policy.threshold:
            self.wanted[total] = None
        return Counts(total, rows, unknown)

    def _unknown(self, figure: Given, that: frozenset[Test], measure: str = "") -> int:
        """Those who do not tell. Of one column they are the same, whatever it is tested for."""
        meaning = figure.meaning
        if len(that) == 1:
            ((column, how, _values),) = that
            if how == "is" and (column in FLAT or column == "child"):
                return self._noted(figure, meaning.of | {(column, "is", (UNKNOWN,))}, figure.unknown)
            return self._noted(figure, meaning.of, figure.unknown, part=f"unknown {column}")
        told = measure or str(sorted(that))
        return self._noted(figure, meaning.of, figure.unknown, part=f"unknown {told}")

    def _noted(
        self,
        figure: Given,
        tests: frozenset[Test],
        value: Number,
        *,
        part: str = "",
        rows: bool = False,
        shown: bool = True,
        a_count: bool = True,
        meaning: Meaning | None = None,
    ) -> int:
        """The variable of one count of a figure; its cell joins the breakdown that the figure is of."""
        meaning = meaning or figure.meaning
        cell, left = cell_of(figure.period, figure.by, meaning, tests)
        family = Family(figure.country, figure.currency, meaning.rows, left, part)
        if self.system.values_at(family, cell) not in (None, value):
            # Two codes say the same and count otherwise: then they are two counts.
            family = family._replace(part=f"{part} of {figure.code}")
        found = self.system.count(family, cell, value, total=not figure.by)
        if shown:
            self.system.shows[found] += 1
            keys = _dimensions(figure.by) | ({"time"} if meaning.each_once else set())
            self._broken_down[len(keys)][family, cell, frozenset(keys)] = found
            if figure.by:
                breakdown = self.system.breakdown_of[found] = (family, (figure.period, *sorted(figure.by)))
                self.system.breakdowns.setdefault(breakdown, {})[found] = None
            if a_count:
                self._protect(found)
        if rows and figure.by:
            # The line is there, so somebody is in the cell.
            self.system.lows[found] = max(self.system.lows[found], min(1, int(value)))
            self._lines.add((family, _shape(cell)))
        return found

    def _protect(self, variable: int, *, of_few: bool = False) -> None:
        """A count of few is protected; one of nobody only where that says something of each of a small group."""
        value = self.system.values[variable]
        if 1 <= value < self.policy.threshold or (of_few and not value):
            self.wanted[variable] = None

    def _of_totals(self) -> None:
        """Of a whole country a share is told, unless there are few to be told of."""
        for variable in list(self.wanted):
            if variable in self._open:
                del self.wanted[variable]
                continue
            group = self.system.group_of.get(variable)
            if group is None or not self.system.of_total[variable]:
                continue
            if self.system.values[group] >= self.policy.threshold and self.system.of_total[group]:
                del self.wanted[variable]

    def _missing_lines(self) -> None:
        """A group that has lines in a breakdown has nobody where it has none: no hiding changes that."""
        for (family, cell), variable in self.system.known.items():
            if not self.system.values[variable] and (family, _shape(cell)) in self._lines:
                self.system.no_line.add(variable)
                self.wanted.pop(variable, None)

    # Sums.

    def _sums_of_counts(self) -> None:
        """Of a count with a condition: the group it is of, where another figure shows that."""
        for family, cell, part, unknown, figure in self._later:
            whole = self.system.known.get((family, cell))
            if whole is not None:
                values = self.system.values
                if values[part] + values[unknown] <= values[whole]:
                    self._left_over(whole, part, unknown, figure)

    def _sums_of_breakdowns(self) -> None:
        """What a breakdown adds up to: the cell without it, and the larger places and times that are published."""
        for size in range(max(self._broken_down, default=0), 0, -1):
            coarser: dict[tuple[Family, Cell, frozenset[str]], None] = {}
            for (family, cell, keys), variable in self._broken_down[size].items():
                for key in keys:
                    for path, without, gone in _coarser(cell, key):
                        self._parts[family, without, key, len(path)][variable] = None
                        if gone:
                            coarser[family, without, keys - {key}] = None
            for family, cell, keys in coarser:
                self._broken_down[size - 1].setdefault((family, cell, keys), self._follows(family, cell))
        for (family, cell, key, depth), parts in self._parts.items():
            whole = self.system.known.get((family, cell))
            # Municipalities add up to their departments, where those are there, and these to the country.
            if whole is None or (depth > 1 and (family, cell, key, 1) in self._parts):
                continue
            # Of a department, those of whom the municipality is not known are no line of their own.
            lost = _lost_of(family, cell) if key == "place" else None
            known = lost is not None and self._some_lost(lost)
            rest = self.system.relate(whole, parts, open_ended=known, line=True)
            if rest is not None and lost is not None and known:
                self._nowhere[lost].append(rest)
        self._relate_nowhere()

    def _follows(self, family: Family, cell: Cell) -> int:
        """A total that nobody publishes, from the parts of one of its breakdowns."""
        found = self.system.known.get((family, cell))
        if found is None:
            parts = next(parts for (kin, without, _key, depth), parts in self._steps(family, cell) if parts)
            found = self.system.count(family, cell, sum(self.system.values[each] for each in parts))
        return found

    def _steps(self, family: Family, cell: Cell) -> Iterator[tuple[Step, dict[int, None]]]:
        for key in ("place", "time", *FLAT):
            for depth in (1, 2, 3):
                step = (family, cell, key, depth)
                if step in self._parts:
                    yield step, self._parts[step]

    def _some_lost(self, lost: tuple[Family, Cell]) -> bool:
        """Whether somebody's department is known and the municipality is not: that nobody's is may be known too."""
        family, cell = lost
        value = self.system.values_at(family, cell)
        nowhere = frozenset({*(each for each in cell if each[0] != "place"), ("place", (UNKNOWN,))})
        return value is not None and value != self.system.values_at(family, nowhere)

    def _relate_nowhere(self) -> None:
        """The line of those of whom no municipality is known: of no department, or of one of them."""
        for (family, cell), lost in list(self.system.known.items()):
            if ("place", (ANY, UNKNOWN)) in cell:
                without = cell - {("place", (ANY, UNKNOWN))}
                nowhere = self.system.known.get((family, without | {("place", (UNKNOWN,))}))
                parts = [*self._nowhere.get((family, cell), ()), *(() if nowhere is None else (nowhere,))]
                self.system.relate(lost, parts, line=True)

    def _children(self) -> None:
        """Children are the first age bands, where those are published of the same people."""
        for (family, cell), whole in list(self.system.known.items()):
            if ("child", ("yes",)) in cell:
                without = cell - {("child", ("yes",))}
                self._relate_inside((family, without), whole)
                if (family, without, "age_band", 1) in self._parts:
                    bands = (
                        self.system.known.get((family, without | {("age_band", (band,))}))
                        for band in CHILD_BANDS
                    )
                    self.system.relate(whole, [band for band in bands if band is not None], line=True)
                    self._told_by_lines(whole)

    def _told_by_lines(self, children: int) -> None:
        """That a group has no children, or only them, shows in which age bands have a line: hiding does not help."""
        for variable in (children, self._rests.get(children, children)):
            if not self.system.values[variable]:
                self.wanted.pop(variable, None)

    def _alternatives(self) -> None:
        """Values of one column exclude each other: those with a document and those without are of one group."""
        for (whole, _column), parts in self._alike.items():
            self.system.put_beside(*parts)
            if len(parts) > 2:
                self.system.relate(whole, parts, open_ended=True)

    def _inside(self) -> None:
        """Who fulfils more conditions is among those who fulfil fewer of them."""
        families: dict[Family, list[Cell]] = defaultdict(list)
        for family, cell in self.system.known:
            if not family.part.startswith(("sum ", TOTAL)):
                families[family].append(cell)
        for inner, cells in families.items():
            for outer in _next_larger(inner, families):
                for cell in cells:
                    self._relate_inside((outer, cell), self.system.known[inner, cell])

    def _relate_inside(self, outer: tuple[Family, Cell], part: int) -> None:
        whole = self.system.known.get(outer)
        if whole is not None and (whole, part) not in self._related:
            self._related.add((whole, part))
            self.system.relate(whole, (part,), open_ended=True)


def _shape(cell: Cell) -> frozenset[tuple[str, int]]:
    """Which dimensions a cell has, and how deep: cells of one breakdown are of one shape."""
    return frozenset((key, len(path)) for key, path in cell)


def _lost_of(family: Family, cell: Cell) -> tuple[Family, Cell] | None:
    """The line of those of whom no municipality is known, for the same people as a cell of a department."""
    without = frozenset(each for each in cell if each[0] != "place")
    return None if without == cell else (family, without | {("place", (ANY, UNKNOWN))})


def _next_larger(inner: Family, families: Iterable[Family]) -> list[Family]:
    """The families of the same rows with fewer of the conditions, but for those that another one lies between."""
    larger = [
        each for each in families if each.tests < inner.tests and each._replace(tests=inner.tests) == inner
    ]
    return [each for each in larger if not any(each.tests < other.tests for other in larger)]


def _dimensions(by: Iterable[str]) -> set[str]:
    """The dimensions of breakdown keys; groups have none."""
    kin = {"department": "place", "municipality": "place", "month": "time", "quarter": "time"}
    return {kin.get(key, key) for key in by if key != "group"}


def _coarser(cell: Cell, key: str) -> Iterator[tuple[tuple[str, ...], Cell, bool]]:
    """
    The cells that this one is a part of along one dimension, each with the path that it has there, and whether the
    dimension is gone with it. Time never goes: no count is of all time.
    """
    path = dict(cell).get(key, ())
    without = cell - {(key, path)}
    if not path:
        return
    if key != "time":
        yield path, without, True
    if path[0] != ANY:
        for end in range(1, len(path)):
            yield path, without | {(key, path[:end])}, False
