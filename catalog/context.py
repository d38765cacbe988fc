"""What every page's template knows."""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_info

from catalog.copies import is_copy
from catalog.models.base import DEFAULT_LANGUAGE


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's role, address and licence, whether the page is one of a copy, and its address in each language."""
    return {
        "is_workshop": settings.IS_WORKSHOP,
        "is_copy": is_copy(request),
        "licence": settings.LICENCE,
        "site_url": settings.SITE_URL,
        "page_languages": SimpleLazyObject(lambda: page_languages(request)),
    }


def page_languages(request: HttpRequest) -> list[dict[str, str]]:
    """One entry a language: its code, its own name, and this page's path in it, query string included.

    An address that leads nowhere has no translation that Django knows; it leads to the same page in each language.
    """
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "url": in_language(request.get_full_path(), code),
        }
        for code, _ in settings.LANGUAGES
    ]


def in_language(path: str, code: str) -> str:
    """`path` in the language `code`, its query kept."""
    found = translate_url(path, code)
    bare = re.sub(rf"^/({'|'.join(language for language, _ in settings.LANGUAGES)})(?=/)", "", path)
    return found if found != path or code == get_language() else f"/{code}{bare}" if code != DEFAULT_LANGUAGE else bare
