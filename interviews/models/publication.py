"""On the way to the public: drafts, what a second person cleared, and what was published."""

import json
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import pgettext_lazy

from catalog.models import Claim, Evidence, Issue, Mitigation, WorkflowPhase
from interviews.crypto import decrypt, encrypt
from interviews.models.codes import Coding
from interviews.models.identifiers import HeldText, Identifier
from interviews.models.interviews import Segment
from interviews.models.studies import GuideQuestion, Study


class DraftStatus(models.TextChoices):
    PROPOSED = "proposed", "proposed"
    APPROVED = "approved", "approved"
    REJECTED = "rejected", "rejected"
    PUBLISHED = "published", "published"


class EvidenceDraft(models.Model):
    """A moderated coding on its way to the public: the span as it will be quoted, and where it will stand.

    `safe_text_sha256` is the hash of the safe text that was approved; when a later replacement changes that text,
    the hash no longer fits and the gate holds the draft back.
    """

    coding = models.ForeignKey(Coding, models.CASCADE, related_name="drafts")
    segment = models.ForeignKey(Segment, models.CASCADE, related_name="drafts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="+")
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="+")
    mitigation = models.ForeignKey(Mitigation, models.SET_NULL, null=True, blank=True, related_name="+")
    question = models.ForeignKey(GuideQuestion, models.SET_NULL, null=True, blank=True, related_name="+")
    phase = models.ForeignKey(
        WorkflowPhase,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of the guide's question; empty: the issue's primary phase",
    )
    stance = models.CharField(max_length=12, choices=Evidence.Stance.choices, default=Evidence.Stance.SUPPORTS)
    safe_text_sha256 = models.CharField(max_length=64)
    public_id = models.CharField(max_length=12, blank=True, help_text="Given when it was published before")
    status = models.CharField(max_length=12, choices=DraftStatus.choices, default=DraftStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    relevance = models.CharField(
        max_length=300, blank=True, help_text="Why it bears on the issue: no words of the talk"
    )

    class Meta:
        verbose_name = pgettext_lazy("model", "evidence draft")
        verbose_name_plural = pgettext_lazy("model", "evidence drafts")
        ordering: ClassVar[Any] = ["segment", "start", "issue"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("segment", "start", "end", "issue", name="evidence_draft_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="evidence_draft_span_not_empty"),
            models.CheckConstraint(
                condition=Q(claim=None) | Q(mitigation=None), name="evidence_draft_beside_one_statement"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "rejected"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="evidence_draft_approval_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"evidence draft {self.pk}"


class IssueDraft(models.Model):
    """An issue being written or rewritten, with its claims and mitigations. Encrypted until the gate let it out."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="issue_drafts")
    issue = models.ForeignKey(
        Issue, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: a new issue"
    )
    content_encrypted = models.BinaryField(editable=False)
    status = models.CharField(max_length=12, choices=DraftStatus.choices, default=DraftStatus.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("model", "issue draft")
        verbose_name_plural = pgettext_lazy("model", "issue drafts")
        ordering: ClassVar[Any] = ["study", "id"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "rejected"])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="issue_draft_approval_whole",
            )
        ]

    @classmethod
    def written(cls, *, study: Study, content: dict[str, Any], **fields: Any) -> "IssueDraft":
        """An unsaved draft; `content` has the keys of `catalog.Issue`'s texts, claims and mitigations."""
        sealed = encrypt(study.data_key, json.dumps(content, ensure_ascii=False), context="issue-draft")
        return cls(study=study, content_encrypted=sealed, **fields)

    @cached_property
    def content(self) -> dict[str, Any]:
        """The drafted words, as `written` took them."""
        return dict(json.loads(decrypt(self.study.data_key, self.content_encrypted, context="issue-draft")))

    def __str__(self) -> str:
        return f"issue draft {self.pk}"


class IdentifierClearance(models.Model):
    """That a second person looked at one occurrence of an identifier in a draft and found it harmless there."""

    identifier = models.ForeignKey(Identifier, models.CASCADE, related_name="clearances")
    evidence_draft = models.ForeignKey(EvidenceDraft, models.CASCADE, null=True, blank=True, related_name="clearances")
    issue_draft = models.ForeignKey(IssueDraft, models.CASCADE, null=True, blank=True, related_name="clearances")
    held_text = models.ForeignKey(HeldText, models.CASCADE, null=True, blank=True, related_name="clearances")
    start = models.PositiveIntegerField(help_text="Code point of the text that would be published")
    end = models.PositiveIntegerField()
    payload_sha256 = models.CharField(max_length=64, help_text="Hash of the text that would be published")
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=300)

    class Meta:
        verbose_name = pgettext_lazy("model", "identifier clearance")
        verbose_name_plural = pgettext_lazy("model", "identifier clearances")
        ordering: ClassVar[Any] = ["identifier", "id"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=Q(evidence_draft__isnull=False, issue_draft=None, held_text=None)
                | Q(evidence_draft=None, issue_draft__isnull=False, held_text=None)
                | Q(evidence_draft=None, issue_draft=None, held_text__isnull=False),
                name="clearance_of_one_text",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="clearance_span_not_empty"),
            models.CheckConstraint(condition=~Q(reason=""), name="clearance_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return f"clearance {self.pk}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def now_public(self) -> Self:
        """Of quotes that readers see now, neither hidden nor withdrawn since."""
        return self.filter(evidence_id__in=Evidence.objects.published().values("public_id"))


class Publication(models.Model):
    """A draft that became public: which quote, who did it, when, what the gate found. Holds no words.

    It outlives a withdrawal: then the draft is gone and the id of the withdrawn quote stays.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="publications")
    draft = models.ForeignKey(EvidenceDraft, models.SET_NULL, null=True, blank=True, related_name="publications")
    issue_draft = models.ForeignKey(IssueDraft, models.SET_NULL, null=True, blank=True, related_name="publications")
    evidence_id = models.CharField(max_length=12, blank=True, db_index=True, help_text="Public id of the quote")
    participant_code = models.CharField(max_length=20, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    findings = models.JSONField(default=list, help_text="What the gate noted: rule names, no words")

    objects: ClassVar[Any] = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("model", "publication")
        verbose_name_plural = pgettext_lazy("model", "publications")
        ordering: ClassVar[Any] = ["-published_at", "id"]

    def __str__(self) -> str:
        return f"publication {self.pk}"
