"""The command as people start it: a process of its own, with a home of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LIST = ROOT / "src/arraigo/interop/simulator/lists/vuelo_harlingen.xlsx"

_NOT_OURS = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
"""Settings of the test run that a command must not take up."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    said: str

    @property
    def document(self) -> Any:
        """The one JSON document of stdout; more than one, or anything beside it, is refused."""
        return json.loads(self.out)


def arraigo(home: Path, *arguments: object) -> Ran:
    """Run ``arraigo ...`` with an ``ARRAIGO_HOME``; no terminal, no question."""
    environment = {key: value for key, value in os.environ.items() if key not in _NOT_OURS}
    environment |= {"ARRAIGO_HOME": str(home), "ARRAIGO_COUNTRY": "GTM", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", "from arraigo.cli import main; main()", *map(str, arguments)],
        cwd=home,
        env=environment,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
