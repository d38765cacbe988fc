"""What every page's template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's role and absolute address."""
    return {"is_workshop": settings.IS_WORKSHOP, "site_url": settings.SITE_URL}
