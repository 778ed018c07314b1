"""`arraigo`: one command, its subcommands by noun."""

import os

import click

from arraigo import __version__

_COMMANDS: dict[str, str] = {
    "demo": "arraigo.cli.demo:demo",
    "serve": "arraigo.cli.serve:serve",
    "doctor": "arraigo.cli.doctor:doctor",
    "manifest": "arraigo.cli.manifest:manifest",
    "load": "arraigo.cli.package:load",
    "dump": "arraigo.cli.package:dump",
    "link": "arraigo.cli.link:link",
    "indicators": "arraigo.cli.indicators:indicators",
    "snapshot": "arraigo.cli.indicators:snapshot",
    "simulate": "arraigo.cli.simulate:simulate",
    "content": "arraigo.cli.content:content",
}
"""Name -> module:function. Loaded when asked for, so that `--help` does not wake the whole house."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, function = _COMMANDS[cmd_name].split(":")
        command = getattr(__import__(module, fromlist=[function]), function)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """The system a country runs so that people who return to it can put down roots again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arraigo.site.settings")
