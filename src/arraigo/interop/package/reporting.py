"""What loading a package said, as the JSON of the contract and as a file that the sender can work through."""

import csv
import json
import os
import re
from datetime import datetime
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from arraigo.interop.package.loading import Outcome

COLUMNS = ("table", "row", "column", "value", "message")


def write_json(outcome: Outcome, out: TextIO) -> None:
    """One document: ``tables`` and all ``errors``, written one after the other however many there are."""
    out.write('{"tables": ' + json.dumps(outcome.tables_as_json()) + ', "errors": [')
    for number, fault in enumerate(outcome.each_fault()):
        out.write((",\n " if number else "") + json.dumps(fault.as_json(), ensure_ascii=False))
    out.write("]}\n")


def write_report(outcome: Outcome, folder: Path, source: str, *, at: datetime) -> Path:
    """All faults as a CSV file that a spreadsheet opens as it is (UTF-8 with its mark); only its owner may read it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", Path(source).stem)[:60]
    path = folder / f"load-{timezone.localtime(at):%Y%m%d-%H%M%S}-{name}.csv"
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(opened, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for fault in outcome.each_fault():
            row = fault.as_json()
            writer.writerow([_harmless(row[column]) for column in COLUMNS])
    return path


def _harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: what stands in a package is somebody else's text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value
