"""Issues: numbered, never reused, each said as claims that evidence stands beside."""

from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from catalog.models.base import NaturalKeyManager, NaturalKeyModel, Translated, Translation
from catalog.models.numbered import Numbered, NumberedQuerySet
from catalog.models.taxonomy import QualityAttribute, WorkflowPhase


class IssueQuerySet(NumberedQuerySet):
    def published(self) -> Self:
        """Issues a reader finds in lists. Deprecated, merged and withdrawn ones keep their page, not their place."""
        return self.filter(status=Issue.Status.PUBLISHED)

    def with_evidence_counts(self) -> Self:
        """By number (counting loses a model's own order), with `evidence_count`, the number of published quotes."""
        quotes = Count("evidence", filter=Q(evidence__status="published"), distinct=True)
        return self.annotate(evidence_count=quotes).order_by("number")

    def for_list(self) -> Self:
        """With everything a card of the list shows: a fixed number of queries, whatever the length."""
        return (
            self.with_evidence_counts()
            .select_related("primary_phase")
            .prefetch_related("texts", "primary_phase__texts", "phases__texts", "attributes__texts")
        )


class Issue(Numbered, Translated):
    """A quality issue of machine-learning systems: MLQ-001 and on. A number is never given twice."""

    class Status(models.TextChoices):
        PUBLISHED = "published", "published"
        DEPRECATED = "deprecated", "deprecated"
        MERGED = "merged", "merged"
        WITHDRAWN = "withdrawn", "withdrawn"

    number = models.PositiveIntegerField(unique=True, validators=[MinValueValidator(1)])
    slug = models.SlugField(max_length=80, help_text="Part of the address; an old one answers with a redirect")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    version = models.PositiveIntegerField(default=1)
    primary_phase = models.ForeignKey(WorkflowPhase, models.PROTECT, related_name="primary_issues")
    phases = models.ManyToManyField(WorkflowPhase, through="IssuePhase", related_name="issues")
    attributes = models.ManyToManyField(QualityAttribute, through="IssueAttribute", related_name="issues")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="Of a deprecated issue: the one to read instead",
    )
    first_published = models.DateField()
    last_changed = models.DateField()

    natural_fields = ("number",)
    objects: ClassVar[Any] = NaturalKeyManager.from_queryset(IssueQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("model", "issue")
        verbose_name_plural = pgettext_lazy("model", "issues")
        ordering: ClassVar[Any] = ["number"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(number__gte=1), name="issue_number_from_one"),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False) | (~Q(status="merged") & Q(merged_into=None)),
                name="issue_merged_points_onward",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="issue_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | (Q(status="deprecated") & ~Q(replaced_by=F("id"))),
                name="issue_replaced_only_when_deprecated",
            ),
            models.CheckConstraint(condition=Q(last_changed__gte=F("first_published")), name="issue_dates_in_order"),
        ]

    @property
    def code(self) -> str:
        """The number as people cite it: MLQ-001."""
        return f"MLQ-{self.number:03d}"

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("catalog:issue", args=[self.code, self.slug])

    @property
    def successor(self) -> "Issue":
        """Where a merged issue's words are now: the end of the chain of merges; itself where it is not merged.

        One query a step; a chain that runs in a circle ends where it closes.
        """
        issue, seen = self, set()
        while issue.merged_into is not None and issue.pk not in seen:
            seen.add(issue.pk)
            issue = issue.merged_into
        return issue


class IssueText(Translation):
    issue = models.ForeignKey(Issue, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("issue", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue text")
        verbose_name_plural = pgettext_lazy("model", "issue texts")
        ordering: ClassVar[Any] = ["issue", "language"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("issue", "language", name="issue_text_once_per_language")]

    def __str__(self) -> str:
        return self.title


class IssuePhase(NaturalKeyModel):
    """A phase in which an issue bites; the primary one is among them."""

    issue = models.ForeignKey(Issue, models.CASCADE)
    phase = models.ForeignKey(WorkflowPhase, models.PROTECT)

    natural_fields = ("issue", "phase")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue phase")
        verbose_name_plural = pgettext_lazy("model", "issue phases")
        ordering: ClassVar[Any] = ["issue", "phase__position"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("issue", "phase", name="issue_phase_once")]

    def __str__(self) -> str:
        return f"{self.issue} in {self.phase.slug}"


class IssueAttribute(NaturalKeyModel):
    """A quality that an issue hurts."""

    issue = models.ForeignKey(Issue, models.CASCADE)
    attribute = models.ForeignKey(QualityAttribute, models.PROTECT)

    natural_fields = ("issue", "attribute")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue attribute")
        verbose_name_plural = pgettext_lazy("model", "issue attributes")
        ordering: ClassVar[Any] = ["issue", "attribute__position"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("issue", "attribute", name="issue_attribute_once")]

    def __str__(self) -> str:
        return f"{self.issue} hurts {self.attribute.slug}"


class Claim(Translated):
    """One statement of an issue: a symptom to recognise, a cause, or a consequence."""

    class Aspect(models.TextChoices):
        SYMPTOM = "symptom", "symptom"
        CAUSE = "cause", "cause"
        CONSEQUENCE = "consequence", "consequence"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="claims")
    aspect = models.CharField(max_length=12, choices=Aspect.choices)
    position = models.PositiveSmallIntegerField(help_text="Order within the aspect, from 1")

    natural_fields = ("issue", "aspect", "position")

    class Meta:
        verbose_name = pgettext_lazy("model", "claim")
        verbose_name_plural = pgettext_lazy("model", "claims")
        ordering: ClassVar[Any] = ["issue", "aspect", "position"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("issue", "aspect", "position", name="claim_position_once"),
            models.CheckConstraint(
                condition=Q(aspect__in=["symptom", "cause", "consequence"]), name="claim_aspect_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.aspect} {self.position}"


class ClaimText(Translation):
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="texts")
    statement = models.TextField()

    natural_fields = ("claim", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "claim text")
        verbose_name_plural = pgettext_lazy("model", "claim texts")
        ordering: ClassVar[Any] = ["claim", "language"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("claim", "language", name="claim_text_once_per_language")]

    def __str__(self) -> str:
        return str(self.claim)


class IssueRelation(NaturalKeyModel):
    """How one issue bears on another."""

    class Kind(models.TextChoices):
        CAUSES = "causes", "causes"
        AGGRAVATES = "aggravates", "aggravates"
        KIND_OF = "kind_of", "kind of"
        SEEN_WITH = "seen_with", "seen with"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    other = models.ForeignKey(Issue, models.CASCADE, related_name="relations_to")

    natural_fields = ("issue", "kind", "other")

    class Meta:
        verbose_name = pgettext_lazy("model", "issue relation")
        verbose_name_plural = pgettext_lazy("model", "issue relations")
        ordering: ClassVar[Any] = ["issue", "kind", "other"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("issue", "kind", "other", name="issue_relation_once"),
            models.CheckConstraint(condition=~Q(issue=F("other")), name="issue_not_related_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.get_kind_display()} {self.other}"


class ExternalMapping(NaturalKeyModel):
    """The same or a related entry in somebody else's catalog, with the terms of SKOS's mapping relations.

    As SKOS has it, the word says what the other entry is: a `broader` one covers more than the issue does.
    """

    class Match(models.TextChoices):
        EXACT = "exact", "exact"
        CLOSE = "close", "close"
        BROADER = "broader", "broader"
        NARROWER = "narrower", "narrower"
        RELATED = "related", "related"

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="external_mappings")
    scheme = models.CharField(max_length=60, help_text="The other catalog's name")
    identifier = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=300)
    match = models.CharField(max_length=8, choices=Match.choices)

    natural_fields = ("issue", "scheme", "identifier")

    class Meta:
        verbose_name = pgettext_lazy("model", "external mapping")
        verbose_name_plural = pgettext_lazy("model", "external mappings")
        ordering: ClassVar[Any] = ["issue", "scheme", "identifier"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("issue", "scheme", "identifier", name="external_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.match} {self.scheme} {self.identifier}"
