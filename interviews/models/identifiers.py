"""What must not be published, and what stands in its place."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from interviews.crypto import decrypt, encrypt, new_data_key
from interviews.models.interviews import Segment
from interviews.models.studies import Study


class KeyRing(models.Model):
    """A wrapped key that belongs to no single row: the one that fingerprints of identifiers are made with."""

    purpose = models.CharField(max_length=40, unique=True)
    data_key = models.BinaryField(default=new_data_key, editable=False)

    def __str__(self) -> str:
        return self.purpose


class IdentifierType(models.TextChoices):
    PERSON = "person", "person"
    COMPANY = "company", "company"
    CLIENT = "client", "client"
    PROVIDER = "data provider", "data provider"
    PRODUCT = "product", "product"
    UNIVERSITY = "university", "university or school"
    PLACE = "place", "place"
    COUNTRY = "country", "country"
    DATE = "date", "date"
    OTHER = "other", "other"


class Identifier(models.Model):
    """A person, organisation, place or product that must not be published; its name is encrypted.

    `fingerprint` is a keyed hash of the folded name (interviews/fingerprints.py), so that uniqueness and the
    gate's check need no plain name, and so that the gate still knows the name after its key is destroyed.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="identifiers")
    type = models.CharField(max_length=20, choices=IdentifierType.choices)
    placeholder = models.CharField(max_length=40, help_text="What stands instead; carries the type only: [company]")
    name_encrypted = models.BinaryField(null=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    data_key = models.BinaryField(default=new_data_key, null=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[Any] = ["study", "type", "id"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("study", "fingerprint", name="identifier_once"),
            models.CheckConstraint(
                condition=Q(placeholder__startswith="[") & Q(placeholder__endswith="]"),
                name="identifier_placeholder_in_brackets",
            ),
        ]

    @cached_property
    def name(self) -> str:
        """The name itself, decrypted in memory."""
        return decrypt(self.data_key, self.name_encrypted or b"", context="identifier")

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class IdentifierVariant(models.Model):
    """A way an identifier is said or misheard: `exact`, or only in `context` (after certain words: "at move")."""

    class Match(models.TextChoices):
        EXACT = "exact", "wherever it stands"
        CONTEXT = "context", "only in its context"

    identifier = models.ForeignKey(Identifier, models.CASCADE, related_name="variants")
    match = models.CharField(max_length=8, choices=Match.choices, default=Match.EXACT)
    text_encrypted = models.BinaryField(null=True, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    word_count = models.PositiveSmallIntegerField(help_text="Words of the folded variant: the window the gate slides")
    context_before = models.CharField(
        max_length=80, blank=True, help_text="Words that must stand before it, separated by |: at|for"
    )

    class Meta:
        ordering: ClassVar[Any] = ["identifier", "id"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("identifier", "fingerprint", "context_before", name="identifier_variant_once"),
            models.CheckConstraint(condition=Q(word_count__gte=1), name="identifier_variant_has_words"),
            models.CheckConstraint(
                condition=Q(match="exact", context_before="") | (Q(match="context") & ~Q(context_before="")),
                name="identifier_variant_context_said",
            ),
        ]

    @cached_property
    def text(self) -> str:
        """The variant itself, decrypted in memory."""
        return decrypt(self.identifier.data_key, self.text_encrypted or b"", context="variant")

    def __str__(self) -> str:
        return f"variant {self.pk} of identifier {self.identifier_id}"


class Replacement(models.Model):
    """A span of a segment's raw text, and the text that stands there in safe text instead.

    Make one with `Replacement.written`. Accepted spans of a segment don't overlap (a trigger holds that).
    """

    class Kind(models.TextChoices):
        PSEUDONYM = "pseudonym", "pseudonym"
        GENERALIZATION = "generalization", "generalization"
        DELETION = "deletion", "deletion"
        CORRECTION = "correction", "correction"

    class Status(models.TextChoices):
        SUGGESTED = "suggested", "suggested"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"

    class Origin(models.TextChoices):
        HAND = "hand", "made by hand"
        PLACEHOLDER = "placeholder", "placeholder of the study's authors"
        SUGGESTION = "suggestion", "suggested by the program"

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="replacements")
    start = models.PositiveIntegerField(help_text="Code point of the raw text")
    end = models.PositiveIntegerField(help_text="Code point of the raw text, exclusive")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    type = models.CharField(max_length=20, choices=IdentifierType.choices, blank=True)
    text_encrypted = models.BinaryField(editable=False)
    identifier = models.ForeignKey(Identifier, models.SET_NULL, null=True, blank=True, related_name="replacements")
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.HAND)
    confidence = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SUGGESTED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why, without quoting the words")

    class Meta:
        ordering: ClassVar[Any] = ["segment", "start", "end"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="replacement_span_not_empty"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="replacement_confidence_in_range"
            ),
            models.CheckConstraint(
                condition=Q(status="suggested", decided_by=None, decided_at=None)
                | (~Q(status="suggested") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="replacement_decision_whole",
            ),
        ]

    @classmethod
    def written(cls, *, segment: Segment, text: str, **fields: Any) -> "Replacement":
        """An unsaved replacement with its text sealed by the interview's data key."""
        sealed = encrypt(segment.interview.data_key, text, context="replacement")
        return cls(segment=segment, text_encrypted=sealed, **fields)

    @cached_property
    def text(self) -> str:
        """What stands in place of the span; empty for a deletion."""
        return decrypt(self.segment.interview.data_key, self.text_encrypted, context="replacement")

    def __str__(self) -> str:
        return f"{self.kind} {self.start}-{self.end} in segment {self.segment_id}"
