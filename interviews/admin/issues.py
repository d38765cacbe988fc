"""The catalog's issues as the workshop shows them: with what somebody may propose to make of each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from catalog.admin.issues import IssueAdmin
from catalog.models import Issue
from interviews.admin.pages.issue_changes import acts_on
from interviews.admin.rights import rights_of
from interviews.permissions import Act

admin.site.unregister(Issue)


@admin.register(Issue)
class WorkshopIssueAdmin(IssueAdmin):
    """Issues. Their words, and what becomes of them, change by publishing an issue draft."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        issue = self.get_object(request, object_id)
        acts = acts_on(issue) if issue and rights_of(request).allow([Act.DRAFT]) else []
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "acts": acts})
