"""An interview as the coding workbench gets it: safe words, codings by places in them, and the codebook, as JSON.

Places are code points of safe text, end exclusive: what the coder sees is what is counted. Raw text never goes out.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Max, QuerySet

from interviews.admin.pages.stretches import tone
from interviews.admin.pages.turns import codings_by_segment
from interviews.fingerprints import reading_key
from interviews.models import Code, CodingPass, Event, Interview, Segment, SegmentReview
from interviews.safe import is_reviewed, safe_text

Data = dict[str, Any]


def whole(interview: Interview, working: CodingPass, passes: QuerySet[CodingPass]) -> Data:
    """All that the page begins with. A fixed number of queries, whatever the length."""
    segments = list(
        Segment.objects.with_replacements()
        .filter(interview=interview)
        .select_related("speaker")
        .prefetch_related("reviews")
        .order_by("position")
    )
    key, version = reading_key(), version_of(working)
    states = states_of(interview, working, passes, segments)
    return {
        "version": version,
        "codes": codes_of(interview),
        "turns": [
            {
                "position": segment.position,
                "role": segment.speaker.role,
                "words": safe_text(segment).text,
                "open": not is_reviewed(segment, key=key),
                **states[segment.position],
            }
            for segment in segments
        ],
    }


def changed(interview: Interview, working: CodingPass, passes: QuerySet[CodingPass], since: int) -> Data:
    """What differs from the pass as it was at `since`: only the turns that were touched, however long the interview."""
    touched: set[int] = set()
    for data in Event.objects.filter(coding_pass=working, pk__gt=since).values_list("data", flat=True):
        touched.update(data.get("segments") or [])
        touched.update([data["segment"]] if "segment" in data else [])
    segments = Segment.objects.with_replacements().filter(interview=interview, pk__in=touched)
    version = version_of(working)
    return {"version": version, "turns": states_of(interview, working, passes, list(segments))}


def version_of(working: CodingPass) -> int:
    """The number of the latest act in a pass."""
    latest = Event.objects.filter(coding_pass=working).aggregate(latest=Max("pk"))["latest"]
    return latest or 0


def states_of(
    interview: Interview, working: CodingPass, passes: QuerySet[CodingPass], segments: Collection[Segment]
) -> dict[int, Data]:
    """By position what is coded in a turn, and whether the coder said that nothing applies."""
    own = SegmentReview.objects.filter(coding_pass=working, kind=SegmentReview.Kind.NOTHING_APPLIES)
    nothing = set(own.values_list("segment", flat=True))
    codings: dict[int, list[list[Any]]] = defaultdict(list)
    found = codings_by_segment(interview, passes, only=segments)
    for segment in segments:
        if not found[segment.pk]:
            continue
        safe = safe_text(segment)
        for coding in found[segment.pk]:
            whose = "" if coding.coding_pass_id == working.pk else coding.coding_pass.coder.get_username()
            codings[segment.pk].append([coding.pk, *safe.safe_span(coding.start, coding.end), coding.code.pk, whose])
    return {
        segment.position: {"codings": codings[segment.pk], "nothing": segment.pk in nothing} for segment in segments
    }


def codes_of(interview: Interview) -> list[Data]:
    """The codebook: all that may stand in the interview, and which of them may still be applied."""
    return [code_of(code) for code in Code.objects.filter(study=interview.study_id).order_by("name")]


def code_of(code: Code) -> Data:
    return {
        "id": code.pk,
        "name": code.name,
        "kind": code.kind,
        "parent": code.parent_id,
        "definition": code.definition,
        "include": code.include,
        "exclude": code.exclude,
        "shortcut": code.shortcut,
        "tone": tone(code.pk),
        "current": code.merged_into_id is None and code.retired_at is None,
    }
