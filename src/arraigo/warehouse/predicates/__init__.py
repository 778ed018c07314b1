"""
What figures ask of the facts, each under a name of its own: sets of rows, and columns derived for a period.

A definition in the content only says *which* rows and *which* value. What can be worked out once stands in the star
(:mod:`arraigo.warehouse.star`); what depends on the period (the latest of it, served by its end) is one comparison,
written here with its meaning, its type and a test. SQL is DuckDB's, kept to what sqlglot also writes for Spark.
"""

from arraigo.warehouse.predicates.columns import Column
from arraigo.warehouse.predicates.placing import Placing
from arraigo.warehouse.predicates.rowset import RowSet
from arraigo.warehouse.predicates.rowsets import ROW_SETS, row_set

__all__ = ["ROW_SETS", "Column", "Placing", "RowSet", "row_set"]
