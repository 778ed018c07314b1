"""Figures as others read them: the JSON of the command-line contract, CSV, and a workbook with a sheet about itself."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook

from arraigo.indicators.engine import Figure

COLUMNS_BEFORE = ("code", "period", "country")
COLUMNS_AFTER = ("currency", "value", "numerator", "denominator", "unknown")


def as_row(figure: Figure) -> dict[str, Any]:
    """A figure in the shape of the contract (``contracts/cli.md``, indicators compute). Nothing is rounded."""
    return {
        "code": figure.code,
        "period": figure.period,
        "country": figure.country,
        "by": dict(figure.by),
        "currency": figure.currency,
        "value": figure.value,
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "unknown": figure.unknown,
    }


def as_json(figures: Iterable[Figure]) -> str:
    """One JSON document: a list of figures."""
    return json.dumps([as_row(figure) for figure in figures], ensure_ascii=False)


def as_csv(figures: Sequence[Figure]) -> str:
    """One line a figure, a column for each breakdown; what does not apply is empty."""
    keys = list(dict.fromkeys(key for figure in figures for key in figure.by))
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS_BEFORE, *keys, *COLUMNS_AFTER])
    writer.writeheader()
    for figure in figures:
        row = as_row(figure)
        by = row.pop("by")
        writer.writerow({**row, **by})
    return text.getvalue()


def as_xlsx(figures: Sequence[Figure], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """A workbook: the figures on one sheet, and on another what they are and of when."""
    keys = list(dict.fromkeys(key for figure in figures for key in figure.by))
    book = Workbook(write_only=True)
    sheet = book.create_sheet("figures")
    sheet.freeze_panes = "A2"
    sheet.append([*COLUMNS_BEFORE, *keys, *COLUMNS_AFTER])
    for figure in figures:
        row = as_row(figure)
        cell = {**row, **row.pop("by")}
        sheet.append([cell.get(head) for head in (*COLUMNS_BEFORE, *keys, *COLUMNS_AFTER)])
    if about:
        other = book.create_sheet("about")
        for line in about:
            other.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _number(value: int | Decimal | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
