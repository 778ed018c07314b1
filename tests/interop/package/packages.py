"""Packages as somebody sends them: folders of small tables, written by hand."""

import csv
import json
from pathlib import Path
from typing import Any

from arraigo.interop.package import loading
from arraigo.interop.package.faults import Fault
from tests.cast import NOW

Tables = dict[str, list[dict[str, str]]]

REYNA = {
    "person_id": "p-1",
    "given_names": "REYNA",
    "paternal_surname": "IXCOY",
    "sex": "female",
    "birth_date": "1995-04-03",
}
TOMAS = {
    "person_id": "p-2",
    "given_names": "TOMÁS",
    "paternal_surname": "DE LEÓN",
    "sex": "male",
    "birth_date": "",
}
WINDOW = {
    "institution_id": "i-1",
    "name": "Ventanilla, Huehuetenango",
    "country": "GTM",
    "actor_type": "local_government",
}


def a_return(number: int, person: str = "p-1", **more: str) -> dict[str, str]:
    return {
        "return_id": f"r-{number}",
        "person_id": person,
        "arrived_on": "2023-01-05",
        "country": "GTM",
        "return_type": "involuntary",
        **more,
    }


def a_year(**more: str) -> dict[str, str]:
    return {"institution_id": "i-1", "year": "2023", **more}


def history() -> Tables:
    """A little of everything that refers to something."""
    return {
        "institutions": [WINDOW],
        "institution_years": [a_year(budget_total="1250.50", currency="GTQ", staff_total="12")],
        "people": [REYNA, TOMAS],
        "identifiers": [{"person_id": "p-1", "kind": "national_id", "number": "2417 55120 1308", "country": "GTM"}],
        "returns": [
            a_return(1, groups="woman;indigenous", registered_at="2023-01-05T10:00:00-06:00", months_abroad="36"),
            a_return(2, "p-2", groups="", registered_at="", months_abroad=""),
        ],
        "cases": [{"case_id": "c-1", "person_id": "p-1", "return_id": "r-1", "institution_id": "i-1", "opened_on": "2023-02-01"}],
        "followups": [{"followup_id": "f-1", "case_id": "c-1", "due_on": "2023-04-05", "score": "0.50"}],
    }  # fmt: skip


def written(folder: Path, tables: Tables, **descriptor: Any) -> Path:
    """The tables as a package of CSV files; with a descriptor where there is anything for it to say."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    if descriptor:
        (folder / "datapackage.json").write_text(json.dumps(descriptor))
    return folder


def loaded(path: Path) -> tuple[dict[str, dict[str, int]], list[Fault]]:
    """What loading said: counts by table, and all faults."""
    with loading.load(path, at=NOW) as outcome:
        return outcome.tables_as_json(), list(outcome.each_fault())


def load(folder: Path, tables: Tables) -> dict[str, dict[str, int]]:
    """Load tables that are in order."""
    counts, faults = loaded(written(folder, tables))
    assert faults == []
    return counts
