"""Covering an identifier in public words: what each text says instead, and writing that into the catalog.

cover = Cover(identifier)
cover("catalog.issuetext", "title", "Seen at Brannock Foods")   # "Seen at [company]"
cover("catalog.issue", "slug", "seen-at-brannock-foods")        # "seen-at-company"
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import slugify

from catalog.models import QualityAttribute, WorkflowPhase
from catalog.models.base import NaturalKeyModel
from catalog.releases import rewritten
from interviews.crypto import encrypt
from interviews.deidentification.safe_text import Substitution, apply
from interviews.fingerprints import fingerprint
from interviews.models import HeldText, Identifier, IssueDraft
from interviews.payload import payload_hash
from interviews.public_words import Guard, guard_of
from interviews.registry import Registry

# Keys of a drafted issue that name rows of these models by their slugs.
AXES: dict[Any, tuple[str, ...]] = {WorkflowPhase: ("primary_phase", "phases"), QualityAttribute: ("attributes",)}


class Cover:
    """Says what a public text becomes without the identifier; texts in which it is cleared stay as they are."""

    def __init__(self, identifier: Identifier) -> None:
        self.placeholder = identifier.placeholder
        self.registry = Registry(identifier.variants.all())
        self.cleared = set(identifier.clearances.values_list("payload_sha256", "start", "end"))

    def __call__(self, label: str, field: str, value: Any) -> Any:
        """The value of a field of the model `label`, covered as the field's guard says."""
        guard = guard_of(label, field)
        if guard in {Guard.COVERED, Guard.HISTORY}:
            limit = apps.get_model(label)._meta.get_field(field).max_length
            return rewritten(value, lambda text: self.within(text, limit))
        if guard not in {Guard.RENAMED, Guard.EMPTIED} or (covered := self.text(value)) == value:
            return value
        return self.slug(covered) if guard is Guard.RENAMED else ""

    def text(self, text: str) -> str:
        """The text with the placeholder wherever the identifier stands uncleared."""
        found = [m for m in self.registry.find(text) if (payload_hash(text), m.start, m.end) not in self.cleared]
        if not found:
            return text
        return apply(text, [Substitution(m.start, m.end, self.placeholder) for m in found]).text

    def within(self, text: str, limit: int | None) -> str:
        """As `text`; cut where a placeholder that is longer than the name leaves no room for the end."""
        covered = self.text(text)
        if limit is None or len(covered) <= limit or covered == text:
            return covered
        return covered[: limit - 1] + "…"

    def slug(self, covered: str) -> str:
        """An address made of covered words, or of none where the placeholder itself would be found in it."""
        slug = slugify(covered)
        return slug if slug and not self.registry.find(slug) else f"renamed-{fingerprint(covered)[:8]}"


def show(row: NaturalKeyModel, field: str, value: str) -> None:
    """Write one field of a catalog row; where it names the row, whatever names it so names it anew."""
    model: Any = type(row)
    if field not in model.natural_fields:
        model.objects.filter(pk=row.pk).update(**{field: value})
        return
    value, before = free(row, field, value), getattr(row, field)
    with held_texts_follow():
        model.objects.filter(pk=row.pk).update(**{field: value})
    setattr(row, field, value)
    rename_in_drafts(AXES.get(model, ()), before, value)


@contextmanager
def held_texts_follow() -> Iterator[None]:
    """Held texts name their row by its natural key: where that changes inside the block, they name it anew."""
    pointing = [(held, found) for held in HeldText.objects.all() if (found := row_of(held)) is not None]
    yield
    for held, found in pointing:
        row = type(found).objects.filter(pk=found.pk).first()
        if row is not None and (key := list(row.natural_key())) != held.row:
            HeldText.objects.filter(pk=held.pk).update(row=key)


def free(row: Any, field: str, value: str) -> str:
    """The value, or with a number, so that no other row has the same name."""
    key = {name: getattr(row, name) for name in row.natural_fields}
    others = type(row).objects.exclude(pk=row.pk)
    limit = row._meta.get_field(field).max_length
    numbered = (value if number == 1 else f"{value[: limit - 4]}-{number}" for number in count(1))
    return next(each for each in numbered if not others.filter(**{**key, field: each}).exists())


def row_of(held: HeldText) -> Any:
    """The catalog's row that a held text stood in; None where it is gone."""
    model: Any = apps.get_model(held.model)
    try:
        return model.objects.get_by_natural_key(*held.row)
    except ObjectDoesNotExist:
        return None


def rename_in_drafts(keys: tuple[str, ...], before: str, after: str) -> None:
    """Drafted issues name phases and attributes by their slugs: they follow."""
    drafts = IssueDraft.objects.filter(study__data_key__isnull=False).select_related("study")
    for draft in drafts if keys else []:
        axes = {
            key: rewritten(draft.content[key], lambda slug: after if slug == before else slug)
            for key in keys
            if key in draft.content
        }
        if axes != {key: draft.content[key] for key in axes}:
            content = json.dumps({**draft.content, **axes}, ensure_ascii=False)
            sealed = encrypt(draft.study.data_key, content, context="issue-draft")
            IssueDraft.objects.filter(pk=draft.pk).update(content_encrypted=sealed)
