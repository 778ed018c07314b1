"""
The pictures of the README, taken by the end-to-end test: docs/pictures/*.png.

    .venv/bin/python scripts/take_pictures.py

Runs `tests/journeys/test_main_job.py` in Chromium and keeps two of the pictures that it leaves in test-artifacts/.
A picture of more than 250 KB is refused.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAKEN, KEPT = ROOT / "test-artifacts", ROOT / "docs" / "pictures"
PICTURES = ("arrivals", "indicator")
TOP_BYTES = 250_000


def main() -> int:
    """Take and keep them; the exit code is that of the test, or 1 for a picture that is too heavy."""
    test = [sys.executable, "-m", "pytest", "-q", "tests/journeys/test_main_job.py"]
    failed = subprocess.run(test, cwd=ROOT, check=False).returncode
    if failed:
        return failed
    KEPT.mkdir(exist_ok=True)
    heavy = [name for name in PICTURES if _keep(name) > TOP_BYTES]
    for name in heavy:
        print(f"docs/pictures/{name}.png has more than {TOP_BYTES} bytes.", file=sys.stderr)
    return 1 if heavy else 0


def _keep(name: str) -> int:
    """Keep one picture; gives its size in bytes."""
    picture = KEPT / f"{name}.png"
    picture.write_bytes((TAKEN / f"{name}.png").read_bytes())
    print(f"docs/pictures/{name}.png: {picture.stat().st_size} bytes")
    return picture.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
