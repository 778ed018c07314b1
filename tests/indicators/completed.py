"""Small worlds as the referee wants them: every table, every column, and the municipalities that the content lists."""

from random import Random

from arraigo.core import content, places
from tests.indicators.small_worlds import Row, Tables, world


def listed_municipalities() -> list[Row]:
    """Every municipality that the content lists, as the referee wants them."""
    return [
        {"code": place.code, "country": country.code}
        for country in content.countries()
        for place in places.municipalities(country.code)
    ]


def complete(tables: Tables) -> Tables:
    """The same world with every table and every column of the contract, empty where it has none."""
    filled = {
        name: [{**dict.fromkeys(COLUMNS[name]), **row} for row in tables.get(name, ())] for name in COLUMNS
    }
    for name, column in (
        ("returns", "groups"),
        ("programmes", "target_groups"),
        ("programmes", "municipalities"),
    ):
        for row in filled[name]:
            row[column] = row[column] or []
    return {**filled, "municipalities": listed_municipalities()}


def _columns() -> dict[str, list[str]]:
    example = {name: rows for seed in range(60) for name, rows in world(Random(seed)).items() if rows}
    return {name: list(rows[0]) for name, rows in example.items()}


COLUMNS = _columns()
"""The columns that worlds have, by table."""
