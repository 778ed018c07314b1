"""The simulated countries that these tests look at. Made once: nobody changes them."""

from datetime import date

import pytest

from arraigo.interop.simulator import Population, simulate

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def guatemala() -> Population:
    return simulate(2000, 1, today=TODAY)


@pytest.fixture(scope="session")
def honduras() -> Population:
    return simulate(800, 7, today=TODAY, country="HND")
