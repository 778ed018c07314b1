"""Rows as the exchange package has them: its columns only, text as in a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from arraigo.interop.simulator import rows
from arraigo.interop.simulator.population import Population

TABLES: dict[str, type] = {
    "institutions": rows.Institution,
    "programmes": rows.Programme,
    "people": rows.Person,
    "identifiers": rows.Identifier,
    "returns": rows.Return,
    "document_requests": rows.DocumentRequest,
    "cases": rows.Case,
    "applications": rows.Application,
    "services": rows.ServiceDelivery,
    "referrals": rows.Referral,
    "followups": rows.FollowUp,
}
"""Tables that a population fills, by the name of their resource."""


def columns(table: str) -> list[str]:
    """The columns of a table, in the order of the package."""
    row = TABLES[table]
    return [each.name for each in fields(row) if each.name not in row.MORE]  # type: ignore[attr-defined]


def table(population: Population, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table as text; what is not known is empty."""
    found: Iterable[object] = getattr(population, name)
    names = columns(name)
    for row in found:
        yield {column: text(getattr(row, column)) for column in names}


def text(value: Any) -> str:
    """A value as the package writes it: ISO 8601, lists joined with ``;``."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
