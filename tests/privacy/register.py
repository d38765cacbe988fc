"""Which fields of the workshop can hold a word, which of them do, and why the others need no canary.

It walks interviews/classification.py, so a new field fails the proof until it is classified and planted.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from interviews.classification import CLASSIFICATION, FieldClass
from interviews.crypto import decrypt
from tests.privacy.cage import Cage

Place = tuple[str, str]
DIGEST = "a keyed fingerprint or hash of its row's words, which have canaries of their own"
KEY = "a wrapped data key: random bytes"
PUBLIC = "made to be published: readers see it"
SHORT = "too short for a word that nobody says"

# Fields that could hold text, and why no canary is planted in them.
REASONS: dict[Place, str] = {
    **{(model, "data_key"): KEY for model in ("Study", "Interview", "KeyRing", "Identifier")},
    **{(model, "source_sha256"): DIGEST for model in ("Interview", "CodingPass")},
    **{(model, "fingerprint"): DIGEST for model in ("Identifier", "IdentifierVariant")},
    **{(model, "words_fingerprint"): DIGEST for model in ("StandingDecision", "Replacement")},
    ("SegmentReview", "state_sha256"): DIGEST,
    ("EvidenceDraft", "safe_text_sha256"): DIGEST,
    ("IdentifierClearance", "payload_sha256"): DIGEST,
    ("AuthorPlaceholder", "settled_signs"): DIGEST,
    ("Identifier", "placeholder"): PUBLIC,
    ("EvidenceDraft", "public_id"): PUBLIC,
    ("Publication", "evidence_id"): PUBLIC,
    ("Interview", "language"): SHORT,
    ("Code", "shortcut"): SHORT,
    ("Code", "colour"): SHORT,
}

# How the words of a sealed field are read.
OPENED: dict[Place, Callable[[Any], str]] = {
    ("Speaker", "label_encrypted"): lambda row: decrypt(
        row.interview.data_key, row.label_encrypted, context="speaker-label"
    ),
    ("Identifier", "name_encrypted"): lambda row: row.name,
    ("CodeVersion", "entry_encrypted"): lambda row: json.dumps(row.entry),
    ("IssueDraft", "content_encrypted"): lambda row: json.dumps(row.content),
    **{
        (model, "text_encrypted"): lambda row: row.text
        for model in ("Segment", "Memo", "IdentifierVariant", "StandingDecision", "Replacement", "HeldText")
    },
}


def fields() -> Iterator[tuple[type[models.Model], Any, FieldClass | None]]:
    """Every field of every model of the workshop with its class; None where it is not classified."""
    for model in apps.get_app_config("interviews").get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            yield model, field, CLASSIFICATION.get(model.__name__, {}).get(field.name)


def holds_words(field: Any) -> bool:
    """Whether any word fits: free text or bytes, and no choice from a list."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return isinstance(field, kinds) and not field.choices


def wordy_places() -> dict[Place, FieldClass | None]:
    """Every field that could hold a private word, whatever its class."""
    return {(model.__name__, field.name): held for model, field, held in fields() if holds_words(field)}


def planted_places(cage: Cage) -> set[Place]:
    """The fields in which a canary stands now, in some row; sealed ones are opened."""
    return {
        (model.__name__, field.name)
        for model, field, _ in fields()
        if holds_words(field) and any(cage.find(words) for words in words_in(model, field))
    }


def words_in(model: type[models.Model], field: Any) -> Iterator[str]:
    """What a field holds in each row, as text."""
    opened = OPENED.get((model.__name__, field.name))
    for row in model._default_manager.all():
        if opened is None:
            yield json.dumps(getattr(row, field.attname), default=str)
        elif getattr(row, field.attname) is not None and not destroyed(row):
            yield opened(row)


def destroyed(row: Any) -> bool:
    """Whether the key of a row's words is gone, after a withdrawal."""
    owner = getattr(row, "segment", row)
    owner = getattr(owner, "interview", None) or getattr(owner, "identifier", None) or owner
    return getattr(owner, "data_key", b"-") is None
