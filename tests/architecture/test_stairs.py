"""Relations point down the stairs like imports do; no linter sees a relation that is written as a string."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "arraigo"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

STEPS = [
    [room.strip(" ()") for room in step.split("|")]
    for contract in CONTRACTS
    if contract["id"] == "stairs"
    for step in contract["layers"]
]
"""The stairs of `pyproject.toml`, the highest step first."""

HEIGHT = {room: -number for number, step in enumerate(STEPS) for room in step}

PLAIN = sorted(
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in [
        *SOURCE.glob("*/rules.py"),
        *SOURCE.glob("core/**/*.py"),
        *SOURCE.glob("indicators/engine/**/*.py"),
        *SOURCE.glob("indicators/engine.py"),
        *SOURCE.glob("exchange/contract.py"),
        *SOURCE.glob("people/linkage/**/*.py"),
        *SOURCE.glob("reception/manifests/**/*.py"),
    ]
)


def relations() -> list[tuple[str, str, str]]:
    """Each relation of our models to a model of ours: its name, the room it is in, the room it points at."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.is_relation or not getattr(field, "concrete", False) or field.related_model is None:
                continue
            source, target = model._meta.app_config, field.related_model._meta.app_config
            if source.name.startswith("arraigo.") and target.name.startswith("arraigo."):
                name = f"{model._meta.label}.{field.name}"
                found.append((name, source.name.split(".")[1], target.name.split(".")[1]))
    return found


@pytest.mark.parametrize(("name", "room", "target"), relations(), ids=lambda value: value)
def test_a_relation_points_down_or_stays_in_its_room(name, room, target):
    assert room == target or HEIGHT[target] < HEIGHT[room], f"{name} points up, or sideways"


def test_the_test_sees_relations():
    assert ("referrals.Referral.case", "referrals", "cases") in relations()


def test_every_package_has_its_step():
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}

    assert packages <= HEIGHT.keys(), "give it a step in pyproject.toml, on purpose"


IMPORT_ALL = """
import importlib, sys, traceback
sys.modules["django"] = None
failed = 0
for module in sys.argv[1:]:
    try:
        importlib.import_module(module)
    except Exception:
        failed += 1
        print(module, traceback.format_exc(limit=-2))
sys.exit(failed)
"""


def test_plain_modules_are_imported_without_any_framework():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *PLAIN],
        env={"PYTHONPATH": str(SOURCE.parent)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
