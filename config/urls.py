"""Addresses: English at the root, French below /fr/, the API once; the admin only where the workshop runs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if settings.IS_WORKSHOP:
    from django.contrib import admin

    urlpatterns += [path("admin/", admin.site.urls)]
urlpatterns += [path("api/v1/", include("catalog.api.urls"))]
urlpatterns += i18n_patterns(path("", include("catalog.urls")), prefix_default_language=False)

# Below /api/ a refusal is JSON, elsewhere Django's own page from our templates.
handler400 = "catalog.api.problems.bad_request"
handler403 = "catalog.api.problems.permission_denied"
handler404 = "catalog.api.problems.page_not_found"
handler500 = "catalog.api.problems.server_error"
