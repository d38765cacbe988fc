"""Absolute addresses: of things in this API, and of their pages for people."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from catalog.models.base import DEFAULT_LANGUAGE

# Where the API begins; config/urls.py puts it there, and a test holds the two together.
ROOT = "/api/v1/"


def api_url(*parts: object) -> str:
    """The address of something in the API: `api_url("issues", "MLQ-001")`."""
    return f"{settings.SITE_URL}{ROOT}" + "".join(f"{part}/" for part in parts)


def page_url(row: Any) -> str:
    """The permalink of a row's page, in English whatever the answer's language: one thing has one address."""
    with translation.override(DEFAULT_LANGUAGE):
        return f"{settings.SITE_URL}{row.get_absolute_url()}"


def named_page_url(name: str, *arguments: object) -> str:
    """The permalink of a page of the catalog by the name of its view."""
    with translation.override(DEFAULT_LANGUAGE):
        return f"{settings.SITE_URL}{reverse(f'catalog:{name}', args=arguments)}"
