"""What the tests of figures share: a home of their own, a day that stays, a country of three years."""

from datetime import datetime
from pathlib import Path

import pytest

from arraigo.access.models import Worker
from tests.cast import NOW
from tests.indicators.arrived import three_years


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    """A home without a snapshot."""
    settings.ARRAIGO_HOME = tmp_path
    return tmp_path


@pytest.fixture
def friday(monkeypatch) -> datetime:
    """It is Friday, 20 November 2026, and stays so."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return NOW


@pytest.fixture
def country(home: Path, friday: datetime, elena: Worker) -> None:
    """Three years of returns to Huehuetenango (adults) and Zacapa (children)."""
    three_years(elena)
