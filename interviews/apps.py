from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class InterviewsConfig(AppConfig):
    """The private room: raw text, people, coders and codes."""

    name = "interviews"
    verbose_name = "Workshop"


class WorkshopAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the workshop's first page. Its name stays `django.contrib.admin`."""

    default = False
    default_site = "interviews.site.WorkshopSite"
