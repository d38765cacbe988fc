"""A page with one form and one button, for an act that needs to be told something."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.template.response import TemplateResponse

from interviews.admin.rights import rights_of
from interviews.permissions import Act


def form_page(request: HttpRequest, *, model: Any, title: str, button: str, **context: Any) -> TemplateResponse:
    """Show `form`, an `intro`, `facts` (a list of lines) and the button; `danger` marks what can't be undone."""
    return TemplateResponse(
        request,
        "interviews/form_page.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "opts": model._meta,
            "button": button,
            "multipart": getattr(context.get("form"), "is_multipart", bool)(),
            **context,
        },
    )


def allow(request: HttpRequest, act: Act, study: int | None = None) -> None:
    """Refuse somebody without a role for `act` in the study (in any study, when it is None)."""
    if not rights_of(request).allow([act], study):
        raise PermissionDenied
