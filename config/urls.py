"""Addresses: English at the root, French below /fr/; the admin only where the workshop runs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if settings.IS_WORKSHOP:
    from django.contrib import admin

    urlpatterns += [path("admin/", admin.site.urls)]
urlpatterns += i18n_patterns(path("", include("catalog.urls")), prefix_default_language=False)
