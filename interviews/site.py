"""The admin site of the workshop: Django's own, with a first page that says what is waiting."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse


class WorkshopSite(AdminSite):
    site_header = "Workshop"
    site_title = "Workshop"
    index_title = "What is waiting"
    index_template = "admin/index.html"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The usual list of models, below the work that waits for this person in each of their studies."""
        # Imported when asked: the models behind it are not loaded yet when Django makes its sites.
        from interviews.admin.waiting import waiting_for

        return super().index(request, {"waiting": waiting_for(request.user), **(extra_context or {})})
