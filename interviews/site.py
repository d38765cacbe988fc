"""The admin site of the workshop: Django's own, with a first page that says what is waiting."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.i18n import set_language

# The workshop's lists in the order of the work; what is not named here comes after, by its name.
ORDER = (
    "Study",
    "Participant",
    "Interview",
    "Identifier",
    "Replacement",
    "Code",
    "CodingPass",
    "Coding",
    "Memo",
    "EvidenceDraft",
    "IssueDraft",
    "Publication",
    "Event",
)


class WorkshopSite(AdminSite):
    site_header = _("Workshop")
    site_title = _("Workshop")
    index_title = _("What is waiting")
    index_template = "admin/index.html"

    def get_urls(self) -> list[Any]:
        """Django's own addresses, and where the language of the workshop is chosen."""
        return [path("language/", set_language, name="language"), *super().get_urls()]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The workshop before the catalog, accounts last; the workshop's lists in the order of the work."""
        apps: list[Any] = super().get_app_list(request, app_label)
        for app in apps:
            if app["app_label"] == "interviews":
                app["models"].sort(key=place_of)
        places = {"interviews": 0, "catalog": 1}
        return sorted(apps, key=lambda app: places.get(app["app_label"], 2))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The usual list of models, below the work that waits for this person in each of their studies."""
        # Imported when asked: the models behind it are not loaded yet when Django makes its sites.
        from interviews.admin.waiting import waiting_for

        return super().index(request, {"waiting": waiting_for(request.user), **(extra_context or {})})


def place_of(model: dict[str, Any]) -> int:
    """Where a model's list stands among those of the workshop."""
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)
