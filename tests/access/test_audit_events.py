"""Every event that the audit notes has words: code list ``audit_event``."""

import ast
from collections.abc import Iterator
from pathlib import Path

import arraigo
from arraigo.core import content
from arraigo.reception.rules import State
from arraigo.referrals.rules import Status

SOURCE = Path(arraigo.__file__).parent
WRITTEN = {
    "passenger.": [state.value for state in State],
    "referral.": [s.value for s in Status if s != "sent"],
}
"""Events whose end is a state."""


def events() -> set[str]:
    """What the code hands to the audit as the event."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _notes(node.func):
                found |= set(_texts(node.args[0]))
    return found


def _notes(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in {"record", "record_bulk", "seen"}
        and isinstance(called.value, ast.Name)
        and called.value.id == "audit"
    )


def _texts(event: ast.expr) -> Iterator[str]:
    if isinstance(event, ast.Constant):
        yield event.value
    elif isinstance(event, ast.IfExp):
        yield from _texts(event.body)
        yield from _texts(event.orelse)
    elif isinstance(event, ast.JoinedStr):
        start = event.values[0].value
        yield from (f"{start}{end}" for end in WRITTEN[start])
    else:
        raise AssertionError(f"an event must be readable in the source: {ast.unparse(event)}")


def test_every_event_has_words():
    missing = {event.replace(".", "_") for event in events()} - set(content.codelist("audit_event").codes)

    assert not missing, f"add to content/codelists/access/audit_event.yaml: {sorted(missing)}"


def test_no_words_are_without_an_event():
    unused = set(content.codelist("audit_event").codes) - {event.replace(".", "_") for event in events()}

    assert not unused
