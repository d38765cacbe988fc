"""The two axes of the catalog: where in the workflow an issue bites, and which quality it hurts."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from catalog.models.base import NaturalKeyManager, NaturalKeyModel, Translated, Translation


class SlugTaken(ValueError):
    """A slug that another place on the axis had before: an address, once given, stays that place's."""


class TaxonomyQuerySet(models.QuerySet[Any]):
    def named(self, slugs: Iterable[str]) -> Self:
        """Those that have one of these slugs, or had it before."""
        slugs = list(slugs)
        return self.filter(models.Q(slug__in=slugs) | models.Q(former_slugs__slug__in=slugs)).distinct()

    def now_called(self, slugs: list[str]) -> dict[str, str]:
        """Of these slugs those that are former ones, each with the present one. One query."""
        former = self.model.former_slugs.rel.related_model
        return dict(former.objects.filter(slug__in=slugs).values_list("slug", "taxon__slug"))

    def with_texts(self) -> Self:
        return self.prefetch_related("texts")

    def with_issue_counts(self) -> Self:
        """Adds `issue_count`: published issues only, each counted once. A model's own order is lost by counting."""
        published = models.Q(issues__status="published")
        return self.annotate(issue_count=models.Count("issues", filter=published, distinct=True)).order_by("position")


class Taxon(Translated):
    """A named place on an axis, in a fixed order. Saved under a new slug it answers to the old one too."""

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises SlugTaken where another place had the slug before."""
        with transaction.atomic():
            self.keep_former_slug()
            super().save(*args, **kwargs)

    def clean(self) -> None:
        """Says what `save` would refuse, for forms."""
        try:
            self.check_slug()
        except SlugTaken as error:
            raise ValidationError({"slug": str(error)}) from error

    @property
    def former(self) -> Any:
        """The model of this axis's former slugs."""
        return type(self).former_slugs.rel.related_model  # type: ignore[attr-defined]

    def check_slug(self) -> None:
        if self.former.objects.filter(slug=self.slug).exclude(taxon=self.pk).exists():
            raise SlugTaken(f"{self.slug} is a former address of another {self._meta.verbose_name_raw}: choose another")

    def keep_former_slug(self) -> None:
        self.check_slug()
        model, former = type(self), self.former
        before = model._default_manager.filter(pk=self.pk).values_list("slug", flat=True).first() if self.pk else None
        if before not in (None, self.slug):
            former.objects.filter(slug=self.slug).delete()
            former.objects.create(taxon=self, slug=before)


class WorkflowPhase(Taxon):
    """A phase of a machine-learning workflow, data collection to maintenance."""

    class Meta(Taxon.Meta):
        verbose_name = pgettext_lazy("model", "workflow phase")
        verbose_name_plural = pgettext_lazy("model", "workflow phases")
        abstract = False

    def get_absolute_url(self) -> str:
        return reverse("catalog:phase", args=[self.slug])


class FormerSlug(NaturalKeyModel):
    """What a place on an axis was called in addresses before; they lead to the present one."""

    slug = models.SlugField(max_length=60, unique=True)

    natural_fields = ("slug",)

    class Meta:
        abstract = True
        ordering: ClassVar[Any] = ["slug"]

    def __str__(self) -> str:
        return self.slug


class FormerPhaseSlug(FormerSlug):
    taxon = models.ForeignKey(WorkflowPhase, models.CASCADE, related_name="former_slugs")

    class Meta(FormerSlug.Meta):
        verbose_name = pgettext_lazy("model", "former phase slug")
        verbose_name_plural = pgettext_lazy("model", "former phase slugs")
        abstract = False


class WorkflowPhaseText(Translation):
    phase = models.ForeignKey(WorkflowPhase, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    summary = models.CharField(max_length=300)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("phase", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "workflow phase text")
        verbose_name_plural = pgettext_lazy("model", "workflow phase texts")
        ordering: ClassVar[Any] = ["phase", "language"]
        constraints: ClassVar[Any] = [models.UniqueConstraint("phase", "language", name="phase_text_once_per_language")]

    def __str__(self) -> str:
        return self.name


class QualityAttribute(Taxon):
    """A quality of an ML system that issues hurt: explainability, reliability, data quality, ..."""

    class Meta(Taxon.Meta):
        verbose_name = pgettext_lazy("model", "quality attribute")
        verbose_name_plural = pgettext_lazy("model", "quality attributes")
        abstract = False

    def get_absolute_url(self) -> str:
        return reverse("catalog:attribute", args=[self.slug])


class FormerAttributeSlug(FormerSlug):
    taxon = models.ForeignKey(QualityAttribute, models.CASCADE, related_name="former_slugs")

    class Meta(FormerSlug.Meta):
        verbose_name = pgettext_lazy("model", "former attribute slug")
        verbose_name_plural = pgettext_lazy("model", "former attribute slugs")
        abstract = False


class QualityAttributeText(Translation):
    attribute = models.ForeignKey(QualityAttribute, models.CASCADE, related_name="texts")
    name = models.CharField(max_length=80)
    description = models.TextField(blank=True, help_text="Markdown")

    natural_fields = ("attribute", "language")

    class Meta:
        verbose_name = pgettext_lazy("model", "quality attribute text")
        verbose_name_plural = pgettext_lazy("model", "quality attribute texts")
        ordering: ClassVar[Any] = ["attribute", "language"]
        constraints: ClassVar[Any] = [
            models.UniqueConstraint("attribute", "language", name="attribute_text_once_per_language")
        ]

    def __str__(self) -> str:
        return self.name
