"""
YAML read strictly: every scalar is text (``no`` is a code, not false), a repeated key is a problem, lines are
kept.

:class:`Document` is one file: its plain value (dicts, lists, strings) and the way back from a place in it to
a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from arraigo.core.content.problems import Problem

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Place = Sequence[str | int]


@dataclass
class Document:
    """One YAML file. ``file`` is its path from the content root, as reports show it."""

    file: str
    path: Path
    value: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    node: yaml.Node | None = None

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
        """Note one problem of this file."""
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
    return document


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
