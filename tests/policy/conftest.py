"""What the tests of figures share: a home of their own, a day that stays, a country of three years."""

from tests.indicators.arrived import country, friday, home

__all__ = ["country", "friday", "home"]
