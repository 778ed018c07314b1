"""What the journeys share: a small country at work, and a place for the pictures they take."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.country import _prepared, country

__all__ = ["_prepared", "country"]

ARTIFACTS = Path(__file__).parents[2] / "test-artifacts"


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """``picture(page, "arrivals")`` keeps the top of the page in ``test-artifacts/arrivals.png``."""
    ARTIFACTS.mkdir(exist_ok=True)

    def take(page: Page, name: str) -> None:
        window = page.viewport_size
        assert window
        page.set_viewport_size({"width": window["width"], "height": 900})
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=ARTIFACTS / f"{name}.png")
        page.set_viewport_size(window)

    return take
