from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The public room: everything in it may be printed in a newspaper."""

    name = "catalog"
    verbose_name = "Catalog"
