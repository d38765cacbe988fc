"""The texts, one row per language; each is also edited in its owner's page."""

from django.contrib import admin

from catalog import models
from catalog.admin.base import CatalogAdmin, PublishedAdmin


class TextAdmin(CatalogAdmin):
    in_index = False
    list_filter = ("language",)


class PublishedTextAdmin(PublishedAdmin):
    in_index = False
    list_filter = ("language",)


@admin.register(models.WorkflowPhaseText)
class WorkflowPhaseTextAdmin(TextAdmin):
    list_display = ("name", "language", "summary")
    search_fields = ("name", "summary")


@admin.register(models.QualityAttributeText)
class QualityAttributeTextAdmin(TextAdmin):
    list_display = ("name", "language", "description")
    search_fields = ("name", "description")


@admin.register(models.StrategyText)
class StrategyTextAdmin(TextAdmin):
    list_display = ("title", "language", "strategy", "summary")
    search_fields = ("title", "summary")
    list_select_related = ("strategy",)


@admin.register(models.SourceText)
class SourceTextAdmin(TextAdmin):
    list_display = ("title", "language", "source")
    search_fields = ("title",)
    list_select_related = ("source",)


@admin.register(models.QuestionText)
class QuestionTextAdmin(TextAdmin):
    list_display = ("text", "language", "question")
    search_fields = ("text",)
    list_select_related = ("question",)


@admin.register(models.IssueText)
class IssueTextAdmin(PublishedTextAdmin):
    list_display = ("title", "language", "issue", "summary")
    search_fields = ("title", "summary", "=issue__number")
    list_select_related = ("issue",)


@admin.register(models.ClaimText)
class ClaimTextAdmin(PublishedTextAdmin):
    list_display = ("claim", "language", "statement")
    search_fields = ("statement", "=claim__issue__number")
    list_select_related = ("claim__issue",)


@admin.register(models.MitigationText)
class MitigationTextAdmin(PublishedTextAdmin):
    list_display = ("mitigation", "language", "how")
    search_fields = ("how", "=mitigation__issue__number")
    list_select_related = ("mitigation__issue", "mitigation__strategy")
