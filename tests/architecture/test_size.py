"""Modules stay small enough to be read in one go, and bear names that say what is in them."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
SAYS_NOTHING = {"utils", "util", "helpers", "common", "manager", "managers", "misc", "tools"}

MODULES = sorted(
    path
    for folder in ("src", "tests", "scripts", "bench")
    for path in (ROOT / folder).rglob("*.py")
    if "migrations" not in path.parts
)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_at_most_400_lines_long(module):
    lines = len(module.read_text().splitlines())

    assert lines <= LONGEST, "split it by noun (docs/style.md, section 2)"


def test_no_module_has_a_name_that_says_nothing():
    named = {path.relative_to(ROOT).as_posix() for path in MODULES if path.stem in SAYS_NOTHING}

    assert not named
