from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """The private room: raw text, people, coders and codes."""

    name = "interviews"
    verbose_name = "Workshop"
