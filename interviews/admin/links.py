"""Addresses of pages in the workshop, and links to them."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from interviews.models import Segment


def transcript_address(interview: int, turn: int | None = None) -> str:
    """The page on which interview `interview` (its id) is read, at a turn's position if one is given."""
    address = reverse("admin:interviews_interview_transcript", args=[interview])
    return address if turn is None else f"{address}#t{turn}"


def reading_address(interview: int, turn: int) -> str:
    """That page at a turn, as one reads it, whatever it is opened for else."""
    return transcript_address(interview, turn).replace("#", "?mode=read#")


def transcript_link(interview: int, words: str, turn: int | None = None) -> str:
    """A link to that page."""
    return format_html('<a href="{}">{}</a>', transcript_address(interview, turn), words)


def turn_link(segment: Segment) -> str:
    """A link to a turn, in the words of the page's language."""
    words = gettext("Turn %(turn)s") % {"turn": segment.position}
    return transcript_link(segment.interview_id, words, segment.position)
