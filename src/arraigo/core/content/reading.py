"""
YAML read strictly: every scalar is text (``no`` is a code, not false), a repeated key is a problem, lines are
kept.

:class:`Document` is one file: its plain value (dicts, lists, strings) and the way back from a place in it to
a line. Long lists may lie beside it as CSV: ``table: <its own name>.csv``.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from arraigo.core.content.problems import Problem

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Place = Sequence[str | int]

TABLE = "table"
"""The key under which a file names its CSV, and under which the rows of the CSV stand once they were read."""


@dataclass
class Table:
    """The CSV beside a YAML file: where it is, and on which line each of its rows begins."""

    file: str
    lines: list[int] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """The line (from 1) of a row, the header's for the whole table."""
        row = place[1] if len(place) > 1 else None
        return self.lines[row] if isinstance(row, int) and row < len(self.lines) else 1


@dataclass
class Document:
    """One YAML file. ``file`` is its path from the content root, as reports show it."""

    file: str
    path: Path
    value: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    node: yaml.Node | None = None
    table: Table | None = None

    def line(self, place: Place = ()) -> int:
        """
        The line (from 1) of the key or item at a place; of the nearest thing around it where it does not
        exist.
        """
        node, line = self.node, 1
        for step in place:
            key, node = _child(node, step)
            if node is None:
                break
            line = (key or node).start_mark.line + 1
        return line

    def problem(self, what: str, allowed: str = "", at: Place = ()) -> None:
        """Note one problem of this file, or of the CSV beside it."""
        if self.table and tuple(at[:1]) == (TABLE,):
            self.problems.append(Problem(self.table.file, self.table.line(at), what, allowed))
            return
        self.problems.append(Problem(self.file, self.line(at), what, allowed))


def read(path: Path, root: Path) -> Document:
    """Read one file. Never raises for what is in it: problems are in the result."""
    document = Document(file=path.relative_to(root).as_posix(), path=path)
    try:
        document.node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except UnicodeDecodeError:
        document.problem("the file is not UTF-8 text")
        return document
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "the file is not YAML"
        document.problems.append(Problem(document.file, mark.line + 1 if mark else 1, f"not YAML: {said}"))
        return document
    if not isinstance(document.node, yaml.MappingNode):
        document.problem("the file holds no object", "one mapping of keys, such as kind, code, name, source")
        return document
    document.value = _plain(document.node, document)
    if isinstance(document.value.get(TABLE), str):
        document.value[TABLE] = _rows(document, root)
    return document


def _rows(document: Document, root: Path) -> list[dict[str, str]]:
    """The rows of the CSV beside a file: column to cell, without the cells that are empty."""
    path = document.path.with_suffix(".csv")
    if document.value[TABLE] != path.name:
        document.problem(f"the table '{document.value[TABLE]}' has another name", path.name, at=(TABLE,))
        return []
    if not path.is_file():
        document.problem(f"there is no file '{path.name}' beside it", at=(TABLE,))
        return []
    document.table = Table(path.relative_to(root).as_posix())
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return _read_rows(csv.reader(file, strict=True), document, document.table)
    except UnicodeDecodeError:
        document.problem("the file is not UTF-8 text", at=(TABLE,))
    except csv.Error as error:
        document.problem(f"not CSV: {error}", at=(TABLE,))
    return []


def _read_rows(lines: Any, document: Document, table: Table) -> list[dict[str, str]]:
    header = [name.strip() for name in next(lines, [])]
    if not all(header) or len(set(header)) != len(header) or not header:
        document.problem("a column has no name, or two have the same", at=(TABLE,))
        return []
    rows: list[dict[str, str]] = []
    for cells in lines:
        if not cells:
            continue
        table.lines.append(lines.line_num)
        if len(cells) != len(header):
            what = f"the row has {len(cells)} cells, the header {len(header)}"
            document.problem(what, ", ".join(header), at=(TABLE, len(rows)))
        rows.append({name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()})
    return rows


def _plain(node: yaml.Node, document: Document) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, document) for item in node.value]
    value: dict[str, Any] = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            document.problems.append(
                Problem(document.file, line, "a key is not a word", "plain words as keys")
            )
        elif key.value in value:
            document.problems.append(
                Problem(document.file, line, f"the key '{key.value}' is repeated", "each key once")
            )
        else:
            value[key.value] = _plain(item, document)
    return value


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.MappingNode):
        for key, item in node.value:
            if key.value == step:
                return key, item
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None, None
