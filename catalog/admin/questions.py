"""What was asked, in words that may be published."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest

from catalog import models
from catalog.admin.base import CatalogAdmin, PublicRelatedFilter, count_column, languages, texts_of


@admin.register(models.Question)
class QuestionAdmin(CatalogAdmin):
    """Questions of guides. Quotes are tied to them by publication alone, under the guide's version and the key."""

    inlines = (texts_of(models.QuestionText),)
    list_display = ("key", "guide", "source", "words", "phase", count_column("quote_count", "quotes"), languages)
    list_filter = (("source", PublicRelatedFilter), "guide", ("phase", PublicRelatedFilter))
    search_fields = ("key", "texts__text")
    list_select_related = ("source", "phase")

    def get_queryset(self, request: HttpRequest) -> Any:
        published = Q(evidence__status="published")
        counted = super().get_queryset(request).annotate(quote_count=Count("evidence", filter=published))
        return counted.prefetch_related("texts", "phase__texts")

    @admin.display
    def words(self, question: models.Question) -> str:
        return question.text.text if question.text else ""
