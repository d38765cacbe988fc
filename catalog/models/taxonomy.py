"""The two axes of the catalog: where in the workflow an issue bites, and which quality it hurts."""

from typing import Any, ClassVar, Self

from django.db import models
from django.urls import reverse

from catalog.models.base import NaturalKeyManager, Translated, Translation


class TaxonomyQuerySet(models.QuerySet[Any]):
    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def with_issue_counts(self) -> Self:
        """Adds `issue_count`: published issues only, each counted once."""
        published = models.Q(issues__status="published")
        return self.annotate(issue_count=models.Count("issues", filter=published, distinct=True))


class Taxon(Translated):
    """A named place on an axis, in a fixed order."""

    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(unique=True)

    natural_fields = ("slug",)
    objects: ClassVar[Any] = NaturalKeyManager.from_queryset(TaxonomyQuerySet)()

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["position"]

    def __str__(self) -> str:
        text = self.text
        return text.name if text else self.slug


class WorkflowPhase(Taxon):
    """A phase of a machine-learning workflow, data collection to maintenance."""

    class Meta(Taxon.Meta):
        abstract = False

    def get_absolute_url(self) -> str:
        return reverse("catalog:phase", args=[self.slug])


class WorkflowPhaseText(Translation):
    phase = models.ForeignKey(WorkflowPhase, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("phase", "language")

    class Meta:
        ordering: ClassVar[Any] = ["phase", "language"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("phase", "language", name="phase_text_once_per_language")]

    def __str__(self) -> str:
        return self.name


class QualityAttribute(Taxon):
    """A quality of an ML system that issues hurt: explainability, reliability, data quality, ..."""

    class Meta(Taxon.Meta):
        abstract = False


class QualityAttributeText(Translation):
    attribute = models.ForeignKey(QualityAttribute, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("attribute", "language")

    class Meta:
        ordering: ClassVar[Any] = ["attribute", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("attribute", "language", name="attribute_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.name
