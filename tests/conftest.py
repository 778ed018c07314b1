"""What all tests share: the cast, and a real browser for those that look at pages."""

import os
import shutil
from typing import NoReturn

import pytest
from hypothesis import settings

pytest_plugins = ("tests.cast", "tests.browser")

REQUIRED = frozenset(
    part.strip() for part in os.environ.get("ARRAIGO_REQUIRE", "").split(",") if part.strip()
)
"""What may not be missing on this machine: a test that would skip for want of it fails instead."""

# A shared machine may take its time; and in CI the same cases come each time, so that a red run can be run again.
settings.register_profile("arraigo", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("arraigo")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-tests",
        action="store_true",
        help="only the tests that touch the database, browser apart: what is run again on another store",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The browser's tests come last: what breaks fast is seen first."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if config.getoption("--database-tests"):
        left_out = [item for item in items if not _is_about_the_store(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if _is_about_the_store(item)]


def _is_about_the_store(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser"):
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres"):
        from django.db import connection

        if connection.vendor != "postgresql":
            pytest.skip("only on PostgreSQL: scripts/test runs it there")


def pytest_unconfigure() -> None:
    """Nothing stays behind: also where many processes share the work, which end without saying good-bye."""
    from tests.settings import HOME

    shutil.rmtree(HOME, ignore_errors=True)


def skip_or_fail(what: str, why: str) -> NoReturn:
    """Skip the running test for want of something, unless this run may not do without it."""
    if what in REQUIRED:
        pytest.fail(f"{why} (ARRAIGO_REQUIRE says that {what} may not be missing)", pytrace=False)
    pytest.skip(why)
