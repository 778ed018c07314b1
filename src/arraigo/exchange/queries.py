"""What is asked of the loads and of what they brought."""

from arraigo.exchange.contract import Table
from arraigo.exchange.models import MODELS, Load


def holds_any(table: Table) -> bool:
    """Whether anything was ever loaded into a table."""
    return MODELS[table.name].objects.exists()


def count(table: Table) -> int:
    """How many rows of a table were loaded."""
    return MODELS[table.name].objects.count()


def synthetic_was_loaded() -> bool:
    """Whether any load brought invented people."""
    return Load.objects.filter(synthetic=True).exists()
