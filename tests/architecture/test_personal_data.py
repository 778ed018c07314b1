"""Every field of every model is declared: ordinary, personal or protected, and what becomes of it."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.apps import apps
from django.db import models

from arraigo.access.encryption import ProtectedCodesField, ProtectedTextField
from arraigo.access.personal_data import Declared, Erased, Exported, Kind, Masked

MODELS = [model for model in apps.get_models() if model.__module__.startswith("arraigo.")]
ROOMS = sorted({model.__module__.split(".")[1] for model in MODELS})
LONGEST_WORDS = 160
"""A field that holds more letters than this is free text: anything may be written there."""
ABOUT_NOBODY = {"directory"}
"""Rooms whose texts are about institutions."""
LOADED_ABOUT_NOBODY = {
    *("LoadedInstitution", "LoadedInstitutionYear", "LoadedMunicipalityYear"),
    *("LoadedProgramme", "LoadedCampaign", "LoadedFamilyNetwork"),
}
"""Loaded tables whose texts are codes, keys, and names of institutions."""


def declared_in(room: str) -> dict[type[models.Model], dict[str, Declared]]:
    name = f"arraigo.{room}.personal_data"
    return dict(import_module(name).DECLARED) if find_spec(name) else {}


def fields_of(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.Field)]


def declared_fields() -> Iterator[tuple[str, models.Field, Declared]]:
    for room in ROOMS:
        for model, fields in declared_in(room).items():
            for field in fields_of(model):
                if field.name in fields:
                    yield f"{model.__name__}.{field.name}", field, fields[field.name]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_declared_and_nothing_else_is(model):
    room = model.__module__.split(".")[1]
    declared = declared_in(room).get(model, {}).keys()
    there = {field.name for field in fields_of(model)}

    assert not there - declared, (
        f"not declared in src/arraigo/{room}/personal_data.py: {sorted(there - declared)}"
    )
    assert not declared - there, f"declared, but no field: {sorted(declared - there)}"


def test_no_room_declares_the_models_of_another():
    for room in ROOMS:
        assert all(model.__module__.startswith(f"arraigo.{room}.") for model in declared_in(room))


def test_what_is_protected_is_encrypted_and_what_is_encrypted_is_protected():
    for name, field, declared in declared_fields():
        encrypted = isinstance(field, ProtectedTextField | ProtectedCodesField)
        assert encrypted == (declared.kind is Kind.PROTECTED), name


def test_what_is_protected_leaves_to_nobody_but_the_person():
    for name, _, declared in declared_fields():
        if declared.kind is Kind.PROTECTED:
            assert declared.exported is Exported.PERSON and declared.masked is Masked.HIDDEN, name


def test_what_is_protected_or_says_who_somebody_is_does_not_outlive_erasure():
    for name, _, declared in declared_fields():
        if declared.kind is Kind.PROTECTED or declared.masked in {Masked.INITIALS, Masked.LAST_FOUR}:
            assert declared.erased is Erased.EMPTIED, name


def test_free_text_is_never_ordinary():
    for name, field, declared in declared_fields():
        words = isinstance(field, models.TextField) or (getattr(field, "max_length", 0) or 0) > LONGEST_WORDS
        about_nobody = (
            field.model._meta.app_label in ABOUT_NOBODY or field.model.__name__ in LOADED_ABOUT_NOBODY
        )
        if words and not about_nobody:
            assert declared.kind is not Kind.ORDINARY, name


def test_only_dates_and_places_are_coarsened():
    for name, field, declared in declared_fields():
        if declared.erased is Erased.COARSENED:
            of_place = "municipality" in field.name
            assert of_place or isinstance(field, models.DateField) or field.name.endswith("precision"), name
