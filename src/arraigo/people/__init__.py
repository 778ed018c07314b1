"""Persons, their identifiers and households, consent, and who may see them."""
