"""
How the fields of all models are declared: what each says of a person, and what becomes of it.

Every room has a ``personal_data.py`` with ``DECLARED``, which names each field of each of its models; a field left out
fails the build (`tests/architecture/test_personal_data.py`). Erasing, exporting and masking read these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models

from arraigo.access.models import Entry, Institution, User, Worker


class Kind(StrEnum):
    """What a field says of a person."""

    ORDINARY = "ordinary"  # names nobody, and says nothing of one alone
    PERSONAL = "personal"  # says something of somebody
    PROTECTED = (
        "protected"  # does harm if it leaks: encrypted, own permission, never in lists, searches or exports
    )


class Erased(StrEnum):
    """What becomes of a field when its person is erased."""

    KEPT = "kept"  # the figures of past years need it, and without the name it points at nobody
    COARSENED = "coarsened"  # a date becomes its year, a municipality its department
    EMPTIED = "emptied"


class Exported(StrEnum):
    """Who gets a field when data leave the system."""

    ANYBODY = "anybody"  # in every export that its reader may ask for
    CONSENTED = "consented"  # to another institution only as far as the person agreed; always to the person
    PERSON = "person"  # to the person only
    NOBODY = "nobody"


class Masked(StrEnum):
    """What a list shows of a field to those who may see the person but need not see all."""

    SHOWN = "shown"
    INITIALS = "initials"
    LAST_FOUR = "last_four"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Declared:
    """One field: its kind, and how it is erased, exported and masked."""

    kind: Kind
    erased: Erased
    exported: Exported
    masked: Masked


Fields = dict[str, Declared]
Declarations = Mapping[type[models.Model], Fields]


def ordinary(*names: str, exported: Exported = Exported.ANYBODY) -> Fields:
    """Fields that say nothing of a person: kept and shown."""
    return dict.fromkeys(names, Declared(Kind.ORDINARY, Erased.KEPT, exported, Masked.SHOWN))


def personal(
    *names: str,
    erased: Erased = Erased.EMPTIED,
    exported: Exported = Exported.CONSENTED,
    masked: Masked = Masked.SHOWN,
) -> Fields:
    """Fields that say something of a person: emptied, and given on with their consent, unless said otherwise."""
    return dict.fromkeys(names, Declared(Kind.PERSONAL, erased, exported, masked))


def protected(*names: str) -> Fields:
    """Fields that do harm if they leak: emptied, given to the person only, shown in no list."""
    return dict.fromkeys(names, Declared(Kind.PROTECTED, Erased.EMPTIED, Exported.PERSON, Masked.HIDDEN))


def _of_staff(*names: str) -> Fields:
    return personal(*names, erased=Erased.KEPT, exported=Exported.NOBODY)


DECLARED: Declarations = {
    # Staff are persons too. Their names stay as long as the audit must say who did what.
    User: {
        **ordinary("id", "language", "is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
        **_of_staff("username", "first_name", "last_name", "email"),
        **_of_staff("date_joined", "last_login"),
        **personal("password", erased=Erased.EMPTIED, exported=Exported.NOBODY, masked=Masked.HIDDEN),
    },
    Institution: ordinary("id", "code", "name", "country", "actor_type", "municipality", "synthetic"),
    Worker: {
        **ordinary("id", "institution", "role"),
        **_of_staff("user", "name", "started_at", "ended_at"),
    },
    # Codes and ids only: what it says of a person falls silent when that person is erased.
    Entry: {
        **ordinary(
            "id", "event", "subject_kind", "changes_data", "previous_hash", "hash", exported=Exported.NOBODY
        ),
        **_of_staff("at", "worker", "subject_id", "facts"),
    },
}
