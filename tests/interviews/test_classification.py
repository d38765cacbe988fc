"""Every private field is classified, and stands only where its class lets it."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.utils.functional import cached_property

from interviews.classification import CLASSIFICATION, SEALED, FieldClass

MODELS = {model.__name__: model for model in apps.get_app_config("interviews").get_models(include_auto_created=True)}
FIELDS = {(name, field.name) for name, model in MODELS.items() for field in model._meta.get_fields() if field.concrete}
CLASSIFIED = {(model, name): held for model, fields in CLASSIFICATION.items() for name, held in fields.items()}
SEALED_FIELDS = sorted(place for place, held in CLASSIFIED.items() if held in SEALED)
SEALED_NAMES = {name for _, name in SEALED_FIELDS}
CANARY = "canary-of-the-vault"
# A superset of what a list shows: `fields` are those of the form.
SHOWN = ("list_display", "list_display_links", "list_filter", "search_fields", "readonly_fields", "fields")


def admins() -> list[Any]:
    registered = list(admin.site._registry.values())
    return registered + [inline for page in registered for inline in page.inlines]


def parts(path: Any) -> set[str]:
    """The names a column, filter or search path goes through: "=code__name" and ("code__name", Filter) alike."""
    path = path[0] if isinstance(path, tuple) else path
    return set(path.lstrip("^=@$-").split("__")) if isinstance(path, str) else set()


def test_no_field_is_left_unclassified():
    assert FIELDS - set(CLASSIFIED) == set()


def test_nothing_is_classified_that_no_longer_exists():
    assert set(CLASSIFIED) - FIELDS == set()


def test_raw_words_identities_and_keys_and_nothing_else_are_binary():
    binary = {
        (name, field.name)
        for name, model in MODELS.items()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    assert set(SEALED_FIELDS) == binary


def test_no_admin_page_shows_searches_or_filters_by_a_sealed_field():
    assert len(admins()) > len(MODELS) / 2
    shown = {
        (type(page).__name__ if isinstance(page, admin.ModelAdmin) else page.__name__, option, path)
        for page in admins()
        for option in SHOWN
        for path in getattr(page, option, None) or ()
        if parts(path) & SEALED_NAMES
    }
    assert shown == set()


@pytest.mark.parametrize("path", ["text_encrypted", "=segment__text_encrypted", ("study__data_key", object)])
def test_a_sealed_field_is_recognised_however_a_path_leads_to_it(path: Any):
    assert parts(path) & SEALED_NAMES


@pytest.mark.parametrize("name", sorted({model for model, _ in SEALED_FIELDS}))
def test_a_row_does_not_print_what_it_seals(name: str):
    model = MODELS[name]
    row = model(**{field: CANARY.encode() for owner, field in SEALED_FIELDS if owner == name})
    decrypted = [key for key, value in vars(model).items() if isinstance(value, cached_property)]
    vars(row).update(dict.fromkeys(decrypted, CANARY))
    assert CANARY not in f"{row} {row!r}"


def test_no_model_of_the_catalog_has_a_quasi_identifier():
    quasi = {name for (_, name), held in CLASSIFIED.items() if held is FieldClass.QUASI_IDENTIFIER}
    public = {
        (model.__name__, field.name)
        for model in apps.get_app_config("catalog").get_models(include_auto_created=True)
        for field in model._meta.get_fields()
    }
    assert {"sector", "country"} <= quasi
    assert {place for place in public if place[1] in quasi} == set()
