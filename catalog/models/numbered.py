"""Rows that people cite by number: a number, once given, is never given to another."""

from typing import Any

from django.db import models


class NumberTaken(Exception):
    """Deleting a numbered row would free its number."""


def keep(what: str) -> None:
    raise NumberTaken(f"{what} keeps its number: deprecate, merge or withdraw it instead")


class NumberedQuerySet(models.QuerySet[Any]):
    """Refuses to delete: whoever cites MLQ-007 must never find another issue there."""

    def delete(self) -> Any:
        keep(f"every {self.model._meta.verbose_name_raw}")


class Numbered(models.Model):
    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        keep(str(self))
