"""The command itself: prepare, check or serve."""

import json
from typing import Any

import click

from arraigo.cli.ready import failed, say, store_ready

_STEPS = {
    "content": "content and places",
    "simulation": "three years of synthetic people",
    "institutions": "institutions, services and logins",
    "people": "people",
    "returns": "returns and arrivals",
    "cases": "cases, plans and follow-ups",
    "referrals": "referrals",
    "support": "documents and applications",
    "what desks do not record": "budgets, programmes, services, initiatives, schools and answers",
    "linkage": "who is in the register twice",
    "snapshot": "figures and goal",
    "list": "the bundled arrivals list",
    "walk": "registration, cases, referrals and follow-ups",
}


@click.command()
@click.option(
    "--people", default=2000, show_default=True, type=click.IntRange(100, 100_000), help="People to simulate."
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--check", is_flag=True, help="Walk the whole loop without a server, say what it did, and stop."
)
@click.option("--json", "as_json", is_flag=True, help="With --check: one JSON document on stdout.")
@click.option("--no-serve", is_flag=True, help="Prepare and stop.")
def demo(people: int, seed: int, port: int, check: bool, as_json: bool, no_serve: bool) -> None:
    """
    A country at work, with synthetic people only.

    Prepares everything under ARRAIGO_HOME the first time; later starts keep what was done.
    """
    if as_json and not check:
        raise click.UsageError("--json goes with --check.")
    store_ready()
    from arraigo.cli.demo import prepare

    store = prepare.DemoStore.read()
    if check and store is not None and store.walked:
        say("The loop was walked here before; starting over with a new country.")
        store = None
        prepare.clear()
    if store is None:
        try:
            store = prepare.prepare(people, seed, progress=_progress)
        except prepare.NotADemo:
            failed(
                "This store holds a real installation. Give the demo a folder of its own: "
                "ARRAIGO_HOME=./demo arraigo demo"
            )
    if check:
        from arraigo.cli.demo.check import run_check

        _print_check(run_check(store, progress=_progress), as_json)
        return
    _import_list(store)
    _welcome(store, port)
    if not no_serve:
        from arraigo.cli.serve import run_server

        run_server("127.0.0.1", port)


def _progress(step: str) -> None:
    say(f"  · {_STEPS.get(step, step)}")


def _import_list(store: Any) -> None:
    from arraigo.cli.demo import check

    if check.list_is_new(store):
        _progress("list")
        check.import_list(store)


def _welcome(store: Any, port: int) -> None:
    from arraigo.cli.demo.cast import PLAYERS

    say(f"\nArraigo serves at http://127.0.0.1:{port}/  (Ctrl+C stops it; the people are synthetic)\n")
    say(f"Password of every login: {store.password}\n")
    for one in PLAYERS:
        say(f"  {one.username:6} {one.role.value.replace('_', ' '):18} {one.opens}")
    say(
        "\nStart as elena: note that the flight from the board arrived, and register Reyna with the keyboard alone."
    )


def _print_check(document: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    for key, value in document.items():
        if key not in {"indicators", "goal"}:
            click.echo(f"{key:16} {value}")
    for pair in document["indicators"]:
        before, after = pair["before"], pair["after"]
        click.echo(f"{pair['code']:34} {before and before['value']} -> {after and after['value']}")
    goal = document["goal"]
    before, after = goal["before"], goal["after"]
    click.echo(
        f"{goal['code']:34} {before['state']} {before['actual']} -> {after['state']} {after['actual']}"
    )
