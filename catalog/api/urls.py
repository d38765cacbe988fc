"""Addresses of the API. They are written into other people's programs: one once given stays."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path

from catalog.api.document import document
from catalog.api.service import service
from catalog.api.serving import api_view


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


app_name = "api"
urlpatterns = [
    path("openapi.json", api_view(openapi), name="openapi"),
    *(
        path(str(pattern.pattern), api_view(pattern.callback), name=pattern.name)
        for pattern in service.urls[0]
        # The library's own root, which the index stands before.
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
]
