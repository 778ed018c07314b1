"""The kinds of columns that the exchange package has, as both stores keep them."""

from datetime import date, datetime

from django.db import models


def words() -> "models.TextField[str, str]":
    """Text, a code, a key, or codes joined with ``;``; empty is missing."""
    return models.TextField(blank=True, default="")


def amount() -> "models.TextField[str, str]":
    """A number as its shortest decimal digits, the same on every store; empty is missing."""
    return models.TextField(blank=True, default="")


def whole() -> "models.BigIntegerField[int | None, int | None]":
    """A whole number, or a year."""
    return models.BigIntegerField(null=True, blank=True)


def day() -> "models.DateField[date | None, date | None]":
    """A day of the calendar."""
    return models.DateField(null=True, blank=True)


def moment() -> "models.DateTimeField[datetime | None, datetime | None]":
    """A moment, in UTC."""
    return models.DateTimeField(null=True, blank=True)


def key(table: str, *columns: str) -> models.UniqueConstraint:
    """The contract's primary key: by it a row is known again."""
    return models.UniqueConstraint(fields=columns, name=f"{table}_key")
