"""A package of two countries, drawn once, and one to ask questions of in SQL. Nobody changes them."""

from datetime import date

import duckdb
import pytest

from arraigo.interop.simulator.bulk import asked, simulate_package
from arraigo.interop.simulator.bulk.contract import schemas

PEOPLE = 12_000


@pytest.fixture(scope="session")
def question():
    return asked(PEOPLE, 7, countries=("GTM", "HND"), first=date(2018, 1, 1), last=date(2026, 6, 30))


@pytest.fixture(scope="session")
def package(question, tmp_path_factory):
    out = tmp_path_factory.mktemp("simulated") / "package"
    return simulate_package(question, out)


@pytest.fixture(scope="session")
def ask(package):
    """One SQL question to the tables of the package: the rows."""
    connection = duckdb.connect(":memory:")
    for name in schemas():
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{package.path / name}.parquet'")
    return lambda sql: connection.execute(sql).fetchall()
