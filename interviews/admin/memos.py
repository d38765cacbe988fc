"""Memos, and who reads whose."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.admin.base import ScopedRelatedFilter, StudyScopedAdmin
from interviews.forms.memos import MemoForm
from interviews.models import Memo
from interviews.permissions import Act
from interviews.visibility import visible_memos


@admin.register(Memo)
class MemoAdmin(StudyScopedAdmin):
    """Notes of coders. Encrypted: they may quote, so a list shows what they are about and never what they say."""

    view_acts = add_acts = (Act.CODE, Act.MODERATE)
    list_display = ("__str__", "study", "author", "about", "written_at")
    list_filter = (("study", ScopedRelatedFilter), ("author", ScopedRelatedFilter))
    search_fields = ("author__username", "study__slug", "code__name", "=interview__number")
    list_select_related = ("study", "author", "interview", "segment", "code", "coding__code")
    date_hierarchy = "written_at"
    form = MemoForm
    fields = ("study", "interview", "turn", "code", "text")
    autocomplete_fields = ("interview", "code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Memo]:
        return super().get_queryset(request).filter(pk__in=visible_memos(request.user).values("pk"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("study", "author", "about", "written_at", "words") if obj else super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj) if obj else ()

    @admin.display(description="note")
    def words(self, memo: Memo) -> str:
        return memo.text

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.author = request.user
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One's own only."""
        return obj is None or obj.author_id == request.user.pk

    @admin.display
    def about(self, memo: Memo) -> str:
        parts = (memo.interview, memo.segment, memo.code, memo.coding and memo.coding.code)
        return ", ".join(str(part) for part in parts if part) or "the study"
