"""What changed and when."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from catalog import models
from catalog.admin.base import PublishedAdmin, PublishedInline, count_column


@admin.register(models.IssueVersion)
class IssueVersionAdmin(PublishedAdmin):
    list_display = ("issue", "version", "changed_on", "note")
    search_fields = ("=issue__number", "note")
    list_select_related = ("issue",)
    date_hierarchy = "changed_on"


class ReleaseFileInline(PublishedInline):
    model = models.ReleaseFile
    fields = ("name", "sha256")


@admin.register(models.Release)
class ReleaseAdmin(PublishedAdmin):
    inlines = (ReleaseFileInline,)
    list_display = ("__str__", "released_on", "root_hash", count_column("file_count", "files"))
    search_fields = ("version", "root_hash")
    date_hierarchy = "released_on"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(file_count=Count("files"))


@admin.register(models.ReleaseFile)
class ReleaseFileAdmin(PublishedAdmin):
    in_index = False
    list_display = ("name", "release", "sha256")
    search_fields = ("name", "sha256")
    list_select_related = ("release",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[models.ReleaseFile]:
        return super().get_queryset(request).defer("content")


@admin.register(models.Revision)
class RevisionAdmin(PublishedAdmin):
    in_index = False
    list_display = ("counter", "changed_at")
    search_fields = ("=counter",)
