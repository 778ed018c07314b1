"""
What figures ask of the tables, each under a name of its own: sets of rows, and facts derived about a row.

A definition in the content only says *which* rows and *which* value; a join, a "latest of", a count of days is written
once, here, with its meaning, its type and a test. SQL is DuckDB's, kept to what sqlglot can also write for Spark.
"""

from arraigo.warehouse.predicates.attributes import RETURNS_IN_FORCE, Attribute, AttributeSet
from arraigo.warehouse.predicates.rowsets import ROW_SETS, RowSet, row_set

__all__ = ["RETURNS_IN_FORCE", "ROW_SETS", "Attribute", "AttributeSet", "RowSet", "row_set"]
