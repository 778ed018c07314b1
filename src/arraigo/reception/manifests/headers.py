"""Finding the row of the headers, wherever it stands, in one line or in two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from arraigo.core.names import fold

from .sheets import CellKind, Row
from .vocabulary import BIRTH_PARTS, IGNORED, NAME_FIELDS, HeaderMatch, headers

Value = TypeVar("Value")

FIRST_LOOK, LAST_LOOK = 60, 1_000
"""Rows that are looked at for headers; more of them only when the first ones have none."""
TELLING_FIELDS = frozenset({"birth_date", "national_id", "sex", "nationality", "municipality", "age"})


@dataclass(frozen=True, slots=True)
class Header:
    """
    The headers of a list. ``positions`` are the places of their row or rows in ``Sheet.rows``; ``row`` is the number
    of the last of them with a text of its own; ``texts`` and ``matches`` go by column.
    """

    positions: tuple[int, ...]
    row: int
    texts: Mapping[int, str]
    matches: Mapping[int, HeaderMatch]
    strength: float


def header_strength(rows: Sequence[Row]) -> float:
    """How much the best header row of some rows looks like one of a list of people; 0 where none does."""
    found = find_header(rows)
    return found.strength if found else 0.0


def find_header(rows: Sequence[Row], remembered: Mapping[str, str] | None = None) -> Header | None:
    """The best header of a sheet; the first of equals, because page breaks repeat it. None where there is none."""
    known = {fold(header): field for header, field in (remembered or {}).items()}
    for start, stop in ((0, FIRST_LOOK), (FIRST_LOOK, LAST_LOOK)):
        candidates = [_one_line(rows, position, known) for position in range(start, min(stop, len(rows)))]
        best = max(
            (header for header in candidates if header), key=lambda header: header.strength, default=None
        )
        if best:
            return _with_second_line(rows, best, known)
    return None


def match(text: str, known: Mapping[str, str]) -> HeaderMatch | None:
    """What a header means: as remembered, or by the known headers."""
    if fold(text) in known:
        return HeaderMatch(known[fold(text)] or IGNORED, 1.0, True)
    return _match(text)


@lru_cache(maxsize=8192)
def _match(text: str) -> HeaderMatch | None:
    return headers().match(text)


def _one_line(rows: Sequence[Row], position: int, known: Mapping[str, str]) -> Header | None:
    row = rows[position]
    texts = {index: cell.text for index, cell in row.filled()}
    # Data rows are many and rarely have only text: a quick no.
    if sum(cell.kind in (CellKind.DATE, CellKind.NUMBER) for _, cell in row.filled()) > len(texts) * 0.3:
        return None
    matches = {index: found for index, text in texts.items() if (found := match(text, known))}
    _tell_women(texts, matches)
    strength = _strength(texts, matches)
    if strength <= 0:
        return None
    return Header((position,), row.number, _spread(row, texts), _spread(row, matches), strength)


def _strength(texts: Mapping[int, str], matches: Mapping[int, HeaderMatch]) -> float:
    """The sum of what the cells say; 0 unless they name people and something about them, or nothing but names."""
    best: dict[str, float] = {}
    for found in matches.values():
        worth = found.score if found.field != IGNORED else found.score * 0.3
        best[found.field] = max(best.get(found.field, 0), worth)
    unknown_with_digits = sum(
        index not in matches and any(letter.isdecimal() for letter in text) for index, text in texts.items()
    )
    if not _may_be_header(matches, len(texts)):
        return 0.0
    return sum(best.values()) - 0.25 * unknown_with_digits


def _may_be_header(matches: Mapping[int, HeaderMatch], count: int) -> bool:
    # A title such as «LISTADO DE PASAJEROS» holds a header's word too, and its row little else.
    fields = {found.field for found in matches.values()} - {IGNORED}
    strong = {found.field for found in matches.values() if found.sure and found.score > 0.8}
    if count == 1:
        return bool(strong & NAME_FIELDS)
    sure = {found.field for found in matches.values() if found.sure}
    if sure & NAME_FIELDS and len(fields) >= 2:
        return bool(strong & (NAME_FIELDS | TELLING_FIELDS))
    return len(strong & TELLING_FIELDS) >= 2


def _spread(row: Row, by_column: Mapping[int, Value]) -> dict[int, Value]:
    """A header merged across several columns holds for each of them."""
    spread = dict(by_column)
    for index, value in by_column.items():
        for other in range(index + 1, row.spans.get(index, index) + 1):
            spread.setdefault(other, value)
    return spread


def _with_second_line(rows: Sequence[Row], header: Header, known: Mapping[str, str]) -> Header:
    """The header together with the line above or below it, where the two say clearly more than one alone."""
    position = header.positions[0]
    best = header
    for upper, lower in ((position - 1, position), (position, position + 1)):
        if upper < 0 or lower >= len(rows) or rows[lower].number - rows[upper].number > 1:
            continue
        both = _two_lines(rows, upper, lower, known)
        if both.strength > best.strength + 0.5:
            best = both
    return best


def _two_lines(rows: Sequence[Row], upper: int, lower: int, known: Mapping[str, str]) -> Header:
    texts: dict[int, str] = {}
    matches: dict[int, HeaderMatch] = {}
    above = _carried(rows[upper], rows[lower])
    for index in range(max(len(rows[upper].cells), len(rows[lower].cells), *(i + 1 for i in above), 1)):
        cell = rows[lower].cell(index)
        below = "" if cell.repeated else cell.text
        over = above.get(index, "")
        forms = [form for form in (below, f"{over} {below}" if below and over else over) if form]
        if not forms:
            continue
        found = [(form, match(form, known)) for form in forms]
        text, best = max(found, key=_worth)
        texts[index] = text if best else forms[0]
        if best:
            matches[index] = best
    _tell_women(texts, matches)
    return Header((upper, lower), rows[lower].number, texts, matches, _strength_of_pairs(texts, matches))


def _tell_women(texts: Mapping[int, str], matches: dict[int, HeaderMatch]) -> None:
    """«Sexo» over «H» and «M»: beside a column for men, M is the one for women."""
    men = {fold(texts[index])[-1:]: index for index, found in matches.items() if found.field == "sex_male"}
    if set(men) == {"h", "m"}:
        matches[men["m"]] = replace(matches[men["m"]], field="sex_female")


def _worth(form: tuple[str, HeaderMatch | None]) -> float:
    """«Fecha de nacimiento» over «Año» is the year of birth, though «Año» alone would be an age."""
    found = form[1]
    return 0.0 if found is None else found.score + (1.0 if found.field in BIRTH_PARTS else 0.0)


def _strength_of_pairs(texts: Mapping[int, str], matches: Mapping[int, HeaderMatch]) -> float:
    return _strength(texts, matches) if len(texts) > 1 else 0.0


def _carried(upper: Row, lower: Row) -> dict[int, str]:
    """The upper line's texts by column, carried right over merged cells, or over empty ones with a text below."""
    carried: dict[int, str] = {}
    current, last = "", -1
    for index in range(max(len(upper.cells), len(lower.cells))):
        cell = upper.cell(index)
        if cell.text:
            current, last = cell.text, upper.spans.get(index, -1)
            carried[index] = current
        elif current and (
            index <= last or (last < 0 and lower.cell(index).text and not lower.cell(index).repeated)
        ):
            carried[index] = current
    return carried
