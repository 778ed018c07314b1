"""Persons, what is known of who is who among them, and who joined two records of one person."""

from arraigo.people.models.linkage import CandidatePair, LinkModel, LinkRun, NameCount, SearchKey
from arraigo.people.models.merging import Merge, MergeMove
from arraigo.people.models.persons import Consent, Ground, Household, Identifier, Person, PersonQuerySet

__all__ = [
    "CandidatePair",
    "Consent",
    "Ground",
    "Household",
    "Identifier",
    "LinkModel",
    "LinkRun",
    "Merge",
    "MergeMove",
    "NameCount",
    "Person",
    "PersonQuerySet",
    "SearchKey",
]
