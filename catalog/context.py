"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's role and absolute address, and the page's address in each language."""
    return {
        "is_workshop": settings.IS_WORKSHOP,
        "site_url": settings.SITE_URL,
        "page_languages": SimpleLazyObject(lambda: page_languages(request)),
    }


def page_languages(request: HttpRequest) -> list[dict[str, str]]:
    """One entry a language: its code, its own name, and this page's path in it, query string included."""
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": translate_url(request.get_full_path(), code),
        }
        for code, _ in settings.LANGUAGES
    ]
