"""
An attacker: reads a publication, knows how everything is counted, and works out what the hidden counts can be.

It shares no code with what it attacks. Each kind of person that can exist is one unknown number of people, not below
zero; each published count is a sum of them, each line that is there has somebody in it, and a line that is not there has
nobody. The least and the greatest that a hidden count can be are found by the simplex method, in fractions.
"""

from collections.abc import Sequence
from fractions import Fraction

from arraigo.indicators.published import PublishedFigure
from tests.indicators.published.world import ATOMS, INDICATORS, Returnee

SHARES = {share.code: share for share in INDICATORS}
Row = dict[int, Fraction]


class Attacker:
    """
    What somebody knows who has read a publication.

    ``totals_alone``: but for how large groups are, of whole countries alone.
    """

    def __init__(self, published: Sequence[PublishedFigure], *, totals_alone: bool = False) -> None:
        self.published = published
        self.atoms = [atom for atom in ATOMS if self._can_exist(atom)]
        self.rows: list[tuple[Row, Fraction]] = []
        self.slacks = 0
        self._tables: Tables | None = None
        for figure in published:
            for part, told in (
                ("numerator", figure.numerator),
                ("denominator", figure.denominator),
                ("unknown", figure.unknown),
            ):
                if part in figure.hidden or told is None:
                    continue
                if totals_alone and figure.by and part != "denominator":
                    continue
                self.rows.append((self.sum_of(figure, part), Fraction(told)))
            if figure.by:
                self._at_least(self.sum_of(figure, "rows"), Fraction(1))
            if "value" not in figure.hidden and not (totals_alone and figure.by):
                self._know_the_value(figure)

    def _can_exist(self, atom: Returnee) -> bool:
        """Whether every breakdown has the lines that such a person would be in."""
        for code, share in SHARES.items():
            mine = [figure for figure in self.published if figure.code == code]
            if not share.of(atom):
                continue
            for keys in {tuple(figure.by) for figure in mine}:
                wanted = {key: getattr(atom, key) for key in keys}
                if not any(dict(figure.by) == wanted for figure in mine):
                    return False
        return True

    def sum_of(self, figure: PublishedFigure, part: str) -> Row:
        """Which people a count is the sum of."""
        share = SHARES[figure.code]
        tests = {
            "rows": lambda who: True,
            "denominator": lambda who: True,
            "numerator": share.that,
            "unknown": share.silent,
            "rest": lambda who: not share.that(who),
            "no": lambda who: not share.that(who) and not share.silent(who),
        }
        return {
            place: Fraction(1)
            for place, atom in enumerate(self.atoms)
            if share.of(atom)
            and all(getattr(atom, key) == value for key, value in figure.by.items())
            and tests[part](atom)
        }

    def _at_least(self, row: Row, least: Fraction) -> None:
        self.rows.append(({**row, self._slack(): Fraction(-1)}, least))

    def _know_the_value(self, figure: PublishedFigure) -> None:
        """The value of a count is its numerator; that of a share with one of its counts gives the other."""
        if figure.exact is None:
            return
        if SHARES[figure.code].is_count:
            self.rows.append((self.sum_of(figure, "numerator"), figure.exact))
            return
        row = {place: Fraction(100) for place in self.sum_of(figure, "numerator")}
        for place in self.sum_of(figure, "denominator"):
            row[place] = row.get(place, Fraction(0)) - figure.exact
        self.rows.append((row, Fraction(0)))

    def _slack(self) -> int:
        self.slacks += 1
        return len(ATOMS) + self.slacks

    def range_of(self, figure: PublishedFigure, part: str) -> tuple[Fraction, Fraction | None]:
        """The least and the greatest (None: without end) that a count can be."""
        row = self.sum_of(figure, part)
        if self._tables is None:
            self._tables = Tables(self.rows, len(self.atoms))
        low = self._tables.maximum({place: -value for place, value in row.items()})
        assert low is not None
        return -low, self._tables.maximum(row)


class Tables:
    """Everything that fits what is known, as the simplex method has it; it starts from one such set of numbers."""

    def __init__(self, rows: Sequence[tuple[Row, Fraction]], atoms: int) -> None:
        columns = sorted({place for row, _ in rows for place in row} | set(range(atoms)))
        self.at = {place: number for number, place in enumerate(columns)}
        self.width, more = len(columns), len(rows)
        self.table = []
        for number, (row, right) in enumerate(rows):
            line = [Fraction(0)] * (self.width + more + 1)
            sign = -1 if right < 0 else 1
            for place, value in row.items():
                line[self.at[place]] = sign * value
            line[self.width + number] = Fraction(1)
            line[-1] = sign * right
            self.table.append(line)
        self.basis = [self.width + number for number in range(more)]
        helpers = [Fraction(0)] * self.width + [Fraction(-1)] * more + [Fraction(0)]
        off = _improve(self.table, self.basis, helpers, self.width + more)
        assert off == 0, "the publication contradicts itself"
        for number, where in enumerate(self.basis):  # what only helped to begin leaves where it can
            if where >= self.width:
                inside = next((column for column in range(self.width) if self.table[number][column]), None)
                if inside is not None:
                    _pivot(self.table, self.basis, number, inside)
        keep = [number for number, where in enumerate(self.basis) if where < self.width]
        self.table = [[*self.table[number][: self.width], self.table[number][-1]] for number in keep]
        self.basis = [self.basis[number] for number in keep]

    def maximum(self, objective: Row) -> Fraction | None:
        """The greatest value of the objective; None where it has no end."""
        goal = [Fraction(0)] * (self.width + 1)
        for place, value in objective.items():
            goal[self.at[place]] = value
        return _improve(self.table, self.basis, goal, self.width)


def _improve(
    table: list[list[Fraction]], basis: list[int], goal: list[Fraction], width: int
) -> Fraction | None:
    """The steepest way first, and after many turns Bland's rule, with which it ends."""
    turns = 0
    price = list(goal)
    for number, where in enumerate(basis):
        if price[where]:
            factor = price[where]
            price = [a - factor * b for a, b in zip(price, table[number], strict=True)]
    while True:
        turns += 1
        if turns < 300:
            entering = max(range(width), key=price.__getitem__)
        else:
            entering = next((column for column in range(width) if price[column] > 0), width)
        if entering == width or price[entering] <= 0:
            return -price[-1]
        ratios = [
            (line[-1] / line[entering], basis[number], number)
            for number, line in enumerate(table)
            if line[entering] > 0
        ]
        if not ratios:
            return None
        number = min(ratios)[2]
        _pivot(table, basis, number, entering)
        factor = price[entering]
        price = [a - factor * b if b else a for a, b in zip(price, table[number], strict=True)]


def _pivot(table: list[list[Fraction]], basis: list[int], number: int, column: int) -> None:
    divisor = table[number][column]
    table[number] = [value / divisor if value else value for value in table[number]]
    for other, line in enumerate(table):
        if other != number and line[column]:
            factor = line[column]
            table[other] = [a - factor * b if b else a for a, b in zip(line, table[number], strict=True)]
    basis[number] = column
