from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class InterviewsConfig(AppConfig):
    """The private room: raw text, people, coders and codes."""

    name = "interviews"
    verbose_name = _("Workshop")

    def ready(self) -> None:
        """Answer the catalog's question whether words may be published: commands ask it without the admin, too."""
        from catalog.word_checks import word_checks
        from interviews.catalog_words import identifiers_in

        if identifiers_in not in word_checks:
            word_checks.append(identifiers_in)


class WorkshopAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the workshop's first page. Its name stays `django.contrib.admin`."""

    default = False
    default_site = "interviews.site.WorkshopSite"
