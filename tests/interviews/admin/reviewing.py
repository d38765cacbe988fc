"""A study with suggestions to decide: one company in three places of two interviews, a colleague, and a place."""

from decimal import Decimal
from typing import Any

from django.contrib.messages import get_messages
from django.urls import reverse

from interviews.fingerprints import fingerprint
from interviews.models import Interview, Replacement, Segment, Study
from tests import factories as make

FIRST = [
    ("interviewer", "Where do you work?"),
    ("interviewee", "I work at Zephyrine Labs, in a town by the sea called Port Quill."),
    ("interviewer", "And who owns the data?"),
    ("interviewee", "At Zephyrine Labs it is Ottoline, and nobody else."),
]
SECOND = [
    ("interviewer", "How did you start?"),
    ("interviewee", "Before this I spent a year with Zephyrine Labs, on the export."),
]


def suggest(segment: Segment, words: str, **fields: Any) -> Replacement:
    """A suggestion for `words`, where they first stand in the segment, as a rule would store it."""
    start, end = make.span_of(segment, words)
    type_ = fields.get("type", "company")
    made = Replacement.written(
        segment=segment,
        start=start,
        end=end,
        **{
            "text": f"[{type_}]",
            "kind": "pseudonym",
            "type": type_,
            "origin": "suggestion",
            "source": "employer",
            "confidence": Decimal("0.8"),
            "words_fingerprint": fingerprint(words),
            **fields,
        },
    )
    made.save()
    return made


def suggested_study(study: Study) -> tuple[Interview, Interview]:
    """Two interviews: the company is named twice in the first and once in the second; five suggestions in all."""
    first = make.make_interview(study, turns=FIRST, participant=make.make_participant(study))
    second = make.make_interview(study, turns=SECOND, participant=make.make_participant(study))
    turn, later = first.segments.filter(speaker__role="interviewee")
    suggest(turn, "Port Quill", type="place", source="gazetteer", confidence=Decimal("0.95"))
    suggest(later, "Ottoline", type="person", source="thanks", confidence=Decimal("0.6"))
    for segment in (turn, later, second.segments.get(position=1)):
        suggest(segment, "Zephyrine Labs")
    return first, second


def page(study: Study, query: str = "") -> str:
    return reverse("admin:interviews_study_review", args=[study.pk]) + query


def press(client: Any, shown: Any, act: str, **data: Any) -> Any:
    """Press a button of the page as it is `shown`; the answer carries `.said`, and `.then`, the page after it."""
    context = shown.context
    posted = {"back": context["back"], **data}
    if "replacement" in context:
        fields = {"id": context["replacement"].pk, "state": context["state"], "next": context["next"]}
        posted = {**fields, "type": context["type"], **posted}
    study = context["study"].pk
    address = (
        reverse(f"admin:interviews_study_review_{act}", args=[study])
        if act in {"undo", "suggest"}
        else reverse("admin:interviews_study_review_act", args=[study, act])
    )
    answer = client.post(address, posted)
    answer.said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    answer.then = client.get(answer.url) if answer.status_code == 302 else None
    return answer
