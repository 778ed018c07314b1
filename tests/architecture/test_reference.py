"""The reference lists what there is: settings, roles and actions, commands and options, signals. docs/reference.md."""

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path

import click
import pytest
from django.dispatch import Signal

import arraigo
from arraigo.access.roles import Action, Role, scope_of
from arraigo.cli import main
from arraigo.site.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = (ROOT / "docs" / "reference.md").read_text()
SOURCE = ROOT / "src" / "arraigo"


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, f"{path} {name}")
    else:
        yield path, command


def settings() -> set[str]:
    named = {f"ARRAIGO_{field.name.upper()}" for field in fields(Environment)} - {"ARRAIGO_DATABASE_URL"}
    read = {
        name
        for path in SOURCE.rglob("*.py")
        for name in re.findall(r"ARRAIGO_[A-Z_]+[A-Z]", path.read_text())
    }
    return named | read | {"DATABASE_URL"}


@pytest.mark.parametrize("setting", sorted(settings()))
def test_every_setting_has_a_line(setting):
    assert f"| `{setting}` |" in REFERENCE


def test_the_table_of_roles_is_the_one_that_is_asked():
    for action in Action:
        scopes = ["" if scope_of(role, action) == "none" else f" {scope_of(role, action)}" for role in Role]
        line = f"| `{action}` |" + "".join(f"{scope} |" for scope in scopes)
        assert line in REFERENCE, f"docs/reference.md lacks this line:\n{line}"
    assert f"| action | {' | '.join(f'`{role}`' for role in Role)} |" in REFERENCE


def test_every_command_and_option_is_there():
    for path, command in commands(main, "arraigo"):
        start = REFERENCE.find(f"### `{path}")
        assert start >= 0, f"{path} has no section"
        section = REFERENCE[start : REFERENCE.find("\n#", start + 1)]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert max(parameter.opts, key=len) in section, f"{path}: {parameter.opts}"


def test_every_signal_is_there():
    for name, signal in signals():
        assert f"`{name}`" in REFERENCE, f"{name} ({signal}) is not listed"


def signals() -> Iterator[tuple[str, Signal]]:
    for module in pkgutil.walk_packages(arraigo.__path__, "arraigo."):
        if module.name.endswith("signals"):
            for name, value in vars(import_module(module.name)).items():
                if isinstance(value, Signal):
                    yield f"{module.name.removeprefix('arraigo.')}.{name}", value


def test_the_tests_have_a_home_of_their_own(settings):
    assert "arraigo-tests-" in str(settings.ARRAIGO_HOME)
