"""Strategies: what practitioners do, and how each helps against an issue."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from catalog.models.base import NaturalKeyManager, Translated, Translation
from catalog.models.issues import Issue
from catalog.models.numbered import Numbered, NumberedQuerySet


class StrategyQuerySet(NumberedQuerySet):
    def published(self) -> Self:
        return self.filter(status=Strategy.Status.PUBLISHED)


class Strategy(Numbered, Translated):
    """Something that helps: MLS-001 and on; done before (preventive) or after (corrective) the issue shows."""

    class Kind(models.TextChoices):
        PREVENTIVE = "preventive", "preventive"
        CORRECTIVE = "corrective", "corrective"

    class Status(models.TextChoices):
        PUBLISHED = "published", "published"
        DEPRECATED = "deprecated", "deprecated"

    number = models.PositiveIntegerField(unique=True)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        help_text="Of a deprecated strategy: the one to use instead",
    )
    issues = models.ManyToManyField(Issue, through="Mitigation", related_name="strategies")

    natural_fields = ("number",)
    objects: ClassVar[Any] = NaturalKeyManager.from_queryset(StrategyQuerySet)()

    class Meta:
        verbose_name = pgettext_lazy("model", "strategy")
        verbose_name_plural = pgettext_lazy("model", "strategies")
        ordering: ClassVar[Any] = ["number"]
        constraints: ClassVar[Any] = [
            models.CheckConstraint(condition=Q(number__gte=1), name="strategy_number_from_one"),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | (Q(status="deprecated") & ~Q(replaced_by=F("id"))),
                name="strategy_replaced_only_when_deprecated",
            ),
        ]

    @property
    def code(self) -> str:
        """The number as people cite it: MLS-001."""
        return f"MLS-{self.number:03d}"

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("catalog:strategy", args=[self.code, self.slug])


class StrategyText(Translation):
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="texts")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("strategy", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "strategy text")
        verbose_name_plural = pgettext_lazy("model", "strategy texts")
        ordering: ClassVar[Any] = ["strategy", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("strategy", "language", name="strategy_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.title


class Mitigation(Translated):
    """That a strategy helps against an issue, and how it does there."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="mitigations")
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="mitigations")
    position = models.PositiveSmallIntegerField(help_text="Order on the issue's page, from 1")

    natural_fields = ("issue", "strategy")

    class Meta:
        verbose_name = pgettext_lazy("model", "mitigation")
        verbose_name_plural = pgettext_lazy("model", "mitigations")
        ordering: ClassVar[Any] = ["issue", "position"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("issue", "strategy", name="mitigation_once"),
            models.UniqueConstraint("issue", "position", name="mitigation_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.strategy} helps {self.issue}"


class MitigationText(Translation):
    mitigation = models.ForeignKey(Mitigation, models.CASCADE, related_name="texts")
    how = models.TextField()

    natural_fields = ("mitigation", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "mitigation text")
        verbose_name_plural = pgettext_lazy("model", "mitigation texts")
        ordering: ClassVar[Any] = ["mitigation", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("mitigation", "language", name="mitigation_text_once_per_language")
        ]

    def __str__(self) -> str:
        return str(self.mitigation)
