"""Evidence: anonymized quotes, and where they come from. Nothing here leads back to a person."""

import secrets
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from catalog.models.base import NaturalKeyManager, NaturalKeyModel, Translated, Translation
from catalog.models.issues import Claim, Issue
from catalog.models.strategies import Mitigation
from catalog.models.taxonomy import WorkflowPhase
from catalog.speakers import ANYBODY, group_of

# Crockford's base 32 without letters that are read as digits; case does not matter to a reader.
PUBLIC_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
PUBLIC_ID_LENGTH = 12


def new_public_id() -> str:
    """A random id of a quote: 60 bits, so nothing about its order or its speaker can be read off it."""
    return "".join(secrets.choice(PUBLIC_ID_ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


class Source(Translated):
    """A published study: how to cite it, how it was done, its numbers."""

    slug = models.SlugField(max_length=60, unique=True)
    citation = models.TextField(help_text="As it should be cited, in one line")
    authors = models.TextField(blank=True, help_text="One author per line, family name first")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=300, blank=True)
    doi = models.CharField(max_length=100, blank=True)
    participants = models.PositiveIntegerField(null=True, blank=True, help_text="People interviewed")
    interviews = models.PositiveIntegerField(null=True, blank=True)
    k = models.PositiveSmallIntegerField(default=5, help_text="Smallest group a published label may describe")

    natural_fields = ("slug",)

    class Meta:
        verbose_name = pgettext_lazy("model", "source")
        verbose_name_plural = pgettext_lazy("model", "sources")
        ordering: ClassVar[Any] = ["slug"]

    def __str__(self) -> str:
        return self.slug


class SourceText(Translation):
    source = models.ForeignKey(Source, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=200)
    method = models.TextField(help_text="Markdown: how the study was done, and its limits")

    natural_fields = ("source", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "source text")
        verbose_name_plural = pgettext_lazy("model", "source texts")
        ordering: ClassVar[Any] = ["source", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("source", "language", name="source_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Quotes that may be shown: neither hidden nor withdrawn."""
        return self.filter(status=Evidence.Status.PUBLISHED)

    def with_its_place(self) -> Self:
        """Quotes with the rows and words of all that they stand beside, but for what was asked.

        One query for the quotes and their rows, one for the texts of each.
        """
        related = self.select_related("issue", "phase", "source", "claim", "mitigation__strategy")
        words = ("issue", "phase", "source", "claim", "mitigation", "mitigation__strategy")
        return related.prefetch_related(*(f"{row}__texts" for row in words))


class Evidence(NaturalKeyModel):
    """An anonymized quote beside the issue it bears on.

    `public_id` is random, and order is by claim and id, so that neither tells which quotes one person said.
    A hidden or withdrawn quote keeps its row and loses its words.
    """

    class Status(models.TextChoices):
        PUBLISHED = "published", "published"
        HIDDEN = "hidden", "hidden"
        WITHDRAWN = "withdrawn", "withdrawn"

        @property
        def depth(self) -> int:
            """How far down a quote is; older files and backups can only bring it further down."""
            return list(type(self)).index(self)

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "supports"
        LIMITS = "limits", "limits"
        CONTRADICTS = "contradicts", "contradicts"

    public_id = models.CharField(max_length=PUBLIC_ID_LENGTH, unique=True, default=new_public_id)
    source = models.ForeignKey(Source, models.PROTECT, related_name="evidence")
    issue = models.ForeignKey(Issue, models.PROTECT, related_name="evidence")
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="evidence")
    mitigation = models.ForeignKey(Mitigation, models.SET_NULL, null=True, blank=True, related_name="evidence")
    phase = models.ForeignKey(WorkflowPhase, models.PROTECT, related_name="evidence")
    question = models.ForeignKey(
        "catalog.Question",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="What was asked, where that tells nobody apart",
    )
    stance = models.CharField(max_length=12, choices=Stance.choices, default=Stance.SUPPORTS)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en", help_text="The language it was said in")
    speaker_label = models.CharField(max_length=120, default=ANYBODY)
    published_on = models.DateField()

    natural_fields = ("public_id",)
    objects: ClassVar[Any] = NaturalKeyManager.from_queryset(EvidenceQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("model", "evidence")
        verbose_name_plural = pgettext_lazy("model", "evidence")
        ordering: ClassVar[Any] = ["issue", "claim", "public_id"]
        indexes: ClassVar[Any] = [
            models.Index(fields=["issue", "status", "claim", "public_id"], name="evidence_of_issue")
        ]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(
                condition=(Q(status="published") & ~Q(text="")) | (~Q(status="published") & Q(text="")),
                name="evidence_has_words_only_while_published",
            ),
            models.CheckConstraint(condition=Q(claim=None) | Q(mitigation=None), name="evidence_beside_one_statement"),
            models.CheckConstraint(
                condition=Q(status="published") | Q(question=None), name="evidence_question_only_while_published"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @staticmethod
    def tombstone(status: str) -> dict[str, Any]:
        """What a quote's fields hold once it is down, in rows and in releases alike.

        A withdrawn one forgets beside which statement it stood, too.
        """
        left = {"status": status, "text": "", "speaker_label": ANYBODY, "question": None}
        return left | ({"claim": None, "mitigation": None} if status == Evidence.Status.WITHDRAWN else {})

    @property
    def group(self) -> str:
        """The speaker's label without the number that some studies give each participant."""
        return group_of(self.speaker_label)

    def get_absolute_url(self) -> str:
        return reverse("catalog:evidence", args=[self.public_id])


class IssueStatistics(NaturalKeyModel):
    """What a source counted for an issue. Numbers only; empty where the source does not say."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="statistics")
    source = models.ForeignKey(Source, models.CASCADE, related_name="statistics")
    participants = models.PositiveIntegerField(null=True, blank=True, help_text="Distinct people who spoke of it")
    interviews = models.PositiveIntegerField(null=True, blank=True)
    codings = models.PositiveIntegerField(null=True, blank=True, help_text="Coded spans in the moderated passes")
    kappa = models.DecimalField(
        max_digits=5, decimal_places=4, null=True, blank=True, help_text="Cohen's kappa between independent coders"
    )
    survey_validated = models.BooleanField(default=False, help_text="Confirmed by a survey of other practitioners")
    reference = models.CharField(max_length=40, blank=True, help_text="Where the source tells of it, e.g. issue 1.1")

    natural_fields = ("issue", "source")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue statistics")
        verbose_name_plural = pgettext_lazy("model", "issue statistics")
        ordering: ClassVar[Any] = ["issue", "source"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("issue", "source", name="issue_statistics_once_per_source"),
            models.CheckConstraint(
                condition=Q(kappa=None) | (Q(kappa__gte=-1) & Q(kappa__lte=1)), name="issue_statistics_kappa_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} in {self.source}"


class IssueCooccurrence(NaturalKeyModel):
    """In how many interviews of a source two issues were both found; the lower number stands first."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="cooccurrences")
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="cooccurrences")
    other = models.ForeignKey(Issue, models.CASCADE, related_name="cooccurrences_of")
    interviews = models.PositiveIntegerField()

    natural_fields = ("source", "issue", "other")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue cooccurrence")
        verbose_name_plural = pgettext_lazy("model", "issue cooccurrences")
        ordering: ClassVar[Any] = ["source", "issue", "other"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("source", "issue", "other", name="cooccurrence_once"),
            models.CheckConstraint(condition=~Q(issue=F("other")), name="cooccurrence_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} with {self.other} in {self.source}"
