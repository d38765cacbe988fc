from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The public room: everything in it may be printed in a newspaper."""

    name = "catalog"
    verbose_name = _("Catalog")
