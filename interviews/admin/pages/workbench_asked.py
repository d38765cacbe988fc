"""What the workbench's page asks for, read strictly: whatever it never sends is refused as such."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse

from interviews.models import CodingPass, Segment

Asked = dict[str, Any]
MOST_BYTES = 100_000


class Malformed(Exception):
    """The page never sends this, unless it is older than the server."""


def asked_for(request: HttpRequest) -> Asked:
    """The request's JSON."""
    try:
        asked = json.loads(request.body) if len(request.body) <= MOST_BYTES else None
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise Malformed
    return asked


def answer_in_json(request: HttpRequest, answered: Callable[[Asked], tuple[dict[str, Any], int]]) -> JsonResponse:
    """What `answered` says to the request's JSON, with its status; 400 for what the page never sends."""
    try:
        answer, status = answered(asked_for(request))
    except Malformed as error:
        answer, status = {"error": str(error)}, 400
    return JsonResponse(answer, status=status)


def number(asked: Asked, name: str) -> int:
    value = asked.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Malformed
    return value


def words(asked: Asked, name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise Malformed
    return value


def turn_at(working: CodingPass, position: int) -> Segment:
    turns = Segment.objects.with_replacements().select_related("interview__study")
    found = turns.filter(interview=working.interview_id, position=position).first()
    if found is None:
        raise Malformed(f"there is no turn {position}")
    return found
