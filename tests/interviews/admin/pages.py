"""Addresses of an interview's page and its acts, and posting to them."""

from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse


def transcript(interview: Any) -> str:
    return reverse("admin:interviews_interview_transcript", args=[interview.pk])


def do(client: Any, interview: Any, act: str, **data: Any) -> Any:
    """Press a button of the interview's page; the answer carries `.said`, the messages shown next."""
    answer = client.post(reverse("admin:interviews_interview_act", args=[interview.pk, act]), data)
    answer.said = [str(message) for message in get_messages(answer.wsgi_request)]
    return answer


def words(answer: Any) -> str:
    """The page's text."""
    return str(answer.content.decode())
