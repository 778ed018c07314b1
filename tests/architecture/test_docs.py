"""Documents lead where they say they lead."""

import re
import shlex
from pathlib import Path

import click
import pytest

from arraigo.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
COMMAND = re.compile(r"^ {4}(?:\$ )?(?:\.venv/bin/)?((?:make|arraigo) .+?)(?: {2,}.*| +#.*)?$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(document: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_has_an_end(document):
    for link in LINK.findall(document.read_text()):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_decision_is_on_the_list():
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "README.md").read_text()

    for page in folder.glob("[0-9]*.md"):
        assert f"({page.name})" in listed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_shown_exists(document):
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    for shown in COMMAND.findall(document.read_text()):
        program, *words = shlex.split(shown)
        if program == "make":
            assert words[0] in targets, shown
        else:
            understood(main, words)


def understood(command: click.Command, words: list[str]) -> None:
    """Hold that the command line takes these words: every name and every option is known."""
    context = click.Context(command, info_name="arraigo", resilient_parsing=True)
    _, left, _ = command.make_parser(context).parse_args(list(words)) if words else ({}, [], [])
    if isinstance(command, click.Group) and left:
        found = command.get_command(context, left[0])
        assert found is not None, words
        understood(found, words[words.index(left[0]) + 1 :])
