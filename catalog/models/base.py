"""What the catalog's models share: natural keys, and texts as one row per language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

DEFAULT_LANGUAGE = "en"


# Rows found by natural key while a fixture is loaded: most rows of a file name the same few parents.
_found: ContextVar[dict[Any, Any] | None] = ContextVar("found", default=None)


@contextmanager
def remembered_natural_keys() -> Iterator[None]:
    """Look each natural key up once within the block. Rows must not be deleted or renamed in it."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def get_by_fields(model: type[models.Model], fields: tuple[str, ...], values: tuple[Any, ...]) -> Any:
    """The row whose `fields` hold `values`; a field that is a relation takes as many values as its own key.

    This is how a fixture names a row: `("MLQ-001", "en")` for an issue's English text, say.
    """
    found = _found.get()
    if found is not None and (model, values) in found:
        return found[model, values]
    remaining = list(values)
    lookup: dict[str, Any] = {}
    for name in fields:
        related = model._meta.get_field(name).related_model
        if related is None:
            lookup[name] = remaining.pop(0)
        else:
            width = natural_key_width(related)
            lookup[name] = related._default_manager.get_by_natural_key(*remaining[:width])  # type: ignore[attr-defined]
            del remaining[:width]
    row = model._default_manager.get(**lookup)
    if found is not None:
        found[model, values] = row
    return row


def natural_key_width(model: Any) -> int:
    """How many values a natural key of `model` has."""
    widths = (model._meta.get_field(name).related_model for name in model.natural_fields)
    return sum(1 if related is None else natural_key_width(related) for related in widths)


class NaturalKeyManager(models.Manager[Any]):
    """Finds a row by the natural key that its model declares in `natural_fields`."""

    def get_by_natural_key(self, *values: Any) -> Any:
        return get_by_fields(self.model, self.model.natural_fields, values)


class NaturalKeyModel(models.Model):
    """A row that fixtures name by `natural_fields` instead of by a number of one database."""

    natural_fields: ClassVar[tuple[str, ...]] = ()

    objects: ClassVar[models.Manager[Any]] = NaturalKeyManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        key: list[Any] = []
        for name in self.natural_fields:
            value = getattr(self, name)
            key.extend(value.natural_key() if isinstance(value, NaturalKeyModel) else [value])
        return tuple(key)


class Translation(NaturalKeyModel):
    """Texts of a row in one language. What is missing falls back to English (`Translated.text`)."""

    language = models.CharField(max_length=8, choices=settings.LANGUAGES)

    class Meta:
        abstract = True


def hold_texts(row: Any, model: type[models.Model], texts: list[Any]) -> None:
    """Have `row.texts` hold these rows of `model`, as a prefetch would, which for twenty rows asks twenty managers."""
    held: Any = models.QuerySet(model)
    held._result_cache = texts
    held._prefetch_done = True
    row._prefetched_objects_cache = {"texts": held}


class Translated(NaturalKeyModel):
    """A row whose words stand in `texts`, one row per language."""

    class Meta:
        abstract = True

    def text_in(self, language: str) -> Any:
        """The row of `texts` in `language`, else in English, else any; None where there is none at all.

        Reads `texts.all()`, so that a prefetch serves every language at once.
        """
        rows = {row.language: row for row in self.texts.all()}  # type: ignore[attr-defined]
        return rows.get(language) or rows.get(DEFAULT_LANGUAGE) or next(iter(rows.values()), None)

    @property
    def text(self) -> Any:
        """The texts in the language of the page; compare its `.language` with the page's to mark a fallback."""
        return self.text_in(get_language() or DEFAULT_LANGUAGE)
