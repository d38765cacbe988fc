"""What must not be published, and what stands in its place."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interviews.crypto import decrypt, encrypt, new_data_key
from interviews.models.interviews import Interview, Segment
from interviews.models.studies import Study


class KeyRing(models.Model):
    """A wrapped key that belongs to no single row: the one that fingerprints of identifiers are made with."""

    purpose = models.CharField(max_length=40, unique=True)
    data_key = models.BinaryField(default=new_data_key, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("model", "key ring")
        verbose_name_plural = pgettext_lazy("model", "key rings")

    def __str__(self) -> str:
        return self.purpose


class IdentifierType(models.TextChoices):
    PERSON = "person", _("person")
    COMPANY = "company", _("company")
    CLIENT = "client", _("client")
    PROVIDER = "data provider", _("data provider")
    PRODUCT = "product", _("product")
    UNIVERSITY = "university", _("university or school")
    PLACE = "place", _("place")
    COUNTRY = "country", _("country")
    DATE = "date", _("date")
    OTHER = "other", _("other")


# Types whose names name somebody by themselves; the others only narrow down who it may be.
DIRECT_TYPES = frozenset(
    {
        IdentifierType.PERSON,
        IdentifierType.COMPANY,
        IdentifierType.CLIENT,
        IdentifierType.PROVIDER,
        IdentifierType.PRODUCT,
        IdentifierType.UNIVERSITY,
    }
)


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
        verbose_name = pgettext_lazy("model", "identifier")
        verbose_name_plural = pgettext_lazy("model", "identifiers")
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
        verbose_name = pgettext_lazy("model", "identifier variant")
        verbose_name_plural = pgettext_lazy("model", "identifier variants")
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


class StandingDecision(models.Model):
    """A decision for the same words everywhere in a study: now, and in interviews that are imported later.

    Its words are known by their keyed fingerprint only. Undoing it (`undone_at`) undoes what it decided.
    """

    class Verdict(models.TextChoices):
        REPLACE = "replace", "replace"
        NO_IDENTIFIER = "no-identifier", "no identifier"
        KEEP = "keep", "keep as it is"

    study = models.ForeignKey(Study, models.CASCADE, related_name="standing_decisions")
    verdict = models.CharField(max_length=16, choices=Verdict.choices)
    type = models.CharField(max_length=20, choices=IdentifierType.choices, blank=True)
    words_fingerprint = models.CharField(max_length=64, db_index=True, editable=False)
    kind = models.CharField(max_length=16, blank=True, help_text="Kind of the replacements it makes")
    text_encrypted = models.BinaryField(null=True, editable=False)
    identifier = models.ForeignKey(Identifier, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why, without quoting the words")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "standing decision")
        verbose_name_plural = pgettext_lazy("model", "standing decisions")
        ordering: ClassVar[Any] = ["study", "id"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint(
                "study", "words_fingerprint", condition=Q(undone_at=None), name="standing_decision_once"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="keep") | (Q(asked_by__isnull=False) & ~Q(asked_by=F("decided_by"))),
                name="standing_keep_by_two",
            ),
        ]

    @cached_property
    def text(self) -> str:
        """What stands instead; empty for a deletion, and where nothing is replaced."""
        return decrypt(self.study.data_key, self.text_encrypted, context="standing") if self.text_encrypted else ""

    def __str__(self) -> str:
        return f"standing decision {self.pk}: {self.verdict}"


class Replacement(models.Model):
    """A span of a segment's raw text, and the text that stands there in safe text instead.

    Make one with `Replacement.written`. Accepted spans of a segment don't overlap (a trigger holds that). A span
    that is `kept` would identify somebody and stands all the same: one person asked for it, another agreed.
    """

    class Kind(models.TextChoices):
        PSEUDONYM = "pseudonym", _("pseudonym")
        GENERALIZATION = "generalization", _("generalization")
        DELETION = "deletion", _("deletion")
        CORRECTION = "correction", _("correction")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("suggested")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        KEPT = "kept", _("kept as it is")

    class Origin(models.TextChoices):
        HAND = "hand", _("made by hand")
        PLACEHOLDER = "placeholder", _("placeholder of the study's authors")
        SUGGESTION = "suggestion", _("suggested by the program")

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="replacements")
    start = models.PositiveIntegerField(help_text="Code point of the raw text")
    end = models.PositiveIntegerField(help_text="Code point of the raw text, exclusive")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    type = models.CharField(max_length=20, choices=IdentifierType.choices, blank=True)
    text_encrypted = models.BinaryField(editable=False)
    identifier = models.ForeignKey(Identifier, models.SET_NULL, null=True, blank=True, related_name="replacements")
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.HAND)
    source = models.CharField(max_length=24, blank=True, help_text="Which rule suggested it")
    confidence = models.DecimalField(max_digits=3, decimal_places=2, default=1)
    words_fingerprint = models.CharField(
        max_length=64, blank=True, db_index=True, editable=False, help_text="Keyed: the same words have the same"
    )
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SUGGESTED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why, without quoting the words")
    keep_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    keep_asked_at = models.DateTimeField(null=True, blank=True)
    everywhere = models.ForeignKey(
        StandingDecision, models.SET_NULL, null=True, blank=True, related_name="replacements", editable=False
    )

    class Meta:
        verbose_name = pgettext_lazy("model", "replacement")
        verbose_name_plural = pgettext_lazy("model", "replacements")
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
            models.CheckConstraint(
                condition=~Q(status="kept") | (Q(keep_asked_by__isnull=False) & ~Q(keep_asked_by=F("decided_by"))),
                name="replacement_kept_by_two",
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


class AuthorPlaceholder(models.Model):
    """A placeholder that the study's authors put into an interview: "Company X", under all its spellings.

    `identifier` is what it stands for, once somebody knows; two interviews' "Company 1" need not be one firm.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="author_placeholders")
    type = models.CharField(max_length=20, help_text="A kind of interviews/transcripts/placeholders.py")
    key = models.CharField(max_length=20, blank=True, help_text="What tells it from others of its type: X, 1")
    spellings = models.JSONField(default=list, editable=False, help_text="Placeholders as they are written")
    occurrences = models.PositiveIntegerField(default=0, editable=False)
    identifier = models.ForeignKey(
        Identifier, models.SET_NULL, null=True, blank=True, related_name="author_placeholders"
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_reason = models.CharField(max_length=300, blank=True, help_text="Why a collision is none, without names")
    settled_signs = models.JSONField(default=list, editable=False, help_text="Digests of the collisions it was about")

    class Meta:
        verbose_name = pgettext_lazy("model", "author placeholder")
        verbose_name_plural = pgettext_lazy("model", "author placeholders")
        ordering: ClassVar[Any] = ["interview", "type", "key"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("interview", "type", "key", name="author_placeholder_once"),
            models.CheckConstraint(
                condition=Q(settled_by=None, settled_at=None) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="author_placeholder_settlement_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}".strip()


class HeldText(models.Model):
    """A published text of an issue or strategy in which an identifier was found: what stood there, to be looked at.

    Readers see the placeholder in its place from the moment of the match on. `row` is the natural key of the
    catalog's row, so that no foreign key leads from here to there or back.
    """

    class Settlement(models.TextChoices):
        CLEARED = "cleared", "harmless: put back"
        REWRITTEN = "rewritten", "rewritten"
        LEFT = "left", "the placeholder stays"

    study = models.ForeignKey(Study, models.CASCADE, related_name="held_texts")
    identifier = models.ForeignKey(Identifier, models.CASCADE, related_name="held_texts")
    model = models.CharField(max_length=60, help_text="catalog.issuetext")
    row = models.JSONField(help_text="Natural key of the row")
    field = models.CharField(max_length=40)
    text_encrypted = models.BinaryField(null=True, editable=False)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(auto_now_add=True)
    settlement = models.CharField(max_length=12, choices=Settlement.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why, without quoting the words")
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "held text")
        verbose_name_plural = pgettext_lazy("model", "held texts")
        ordering: ClassVar[Any] = ["study", "id"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=Q(settlement="", settled_by=None, settled_at=None)
                | (~Q(settlement="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="held_text_settlement_whole",
            ),
            models.CheckConstraint(
                condition=~Q(settlement="cleared")
                | (Q(held_by__isnull=False) & ~Q(held_by=F("settled_by")) & ~Q(reason="")),
                name="held_text_cleared_by_a_second_person",
            ),
        ]

    @cached_property
    def text(self) -> str:
        """The words as they stood; sealed by the study's key until somebody settled it."""
        return decrypt(self.study.data_key, self.text_encrypted or b"", context="held-text")

    def __str__(self) -> str:
        return f"held text {self.pk}"
