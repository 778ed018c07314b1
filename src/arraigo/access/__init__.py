"""Institutions (identity only), workers, roles and scopes, audit, encryption."""
