"""An interview as the coding workbench gets it: safe words, codings by places in them, and the codebook, as JSON.

Places are code points of safe text, end exclusive: what the coder sees is what is counted. Raw text never goes out.
Memos are the coder's own, as they wrote them.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Max, Q, QuerySet

from interviews.admin.pages.stretches import tone
from interviews.admin.pages.turns import codings_by_segment
from interviews.admin.pages.workbench_memos import memos_by_turn
from interviews.deidentification.safe_text import SafeText
from interviews.fingerprints import reading_key
from interviews.models import Code, Coding, CodingPass, Event, Interview, Segment, SegmentReview
from interviews.safe import is_reviewed, safe_text

Data = dict[str, Any]


def whole(interview: Interview, working: CodingPass, passes: QuerySet[CodingPass]) -> Data:
    """All that the page begins with. A fixed number of queries, whatever the length."""
    segments = (
        Segment.objects.with_replacements()
        .filter(interview=interview)
        .select_related("speaker")
        .prefetch_related("reviews")
        .order_by("position")
    )
    latest = Event.objects.filter(coding_pass=working).aggregate(latest=Max("pk"))["latest"]
    key, nothing, codings = reading_key(), nothing_in(working), codings_by_segment(interview, passes)
    memos = memos_by_turn(working)
    turns = []
    for segment in segments:
        safe = safe_text(segment)
        turns.append(
            {
                "position": segment.position,
                "role": segment.speaker.role,
                "words": safe.text,
                "open": not is_reviewed(segment, key=key),
                **state(safe, codings[segment.pk], working, nothing=segment.pk in nothing),
                "memos": memos[segment.pk],
            }
        )
    return {"version": latest or 0, "language": interview.language, "codes": codes_of(interview), "turns": turns}


def changed(
    interview: Interview, working: CodingPass, passes: QuerySet[CodingPass], since: int, also: Collection[int] = ()
) -> Data:
    """What differs from the pass as it was at `since`: only the turns that were touched, however long the interview,
    and those at the positions `also`.
    """
    version, touched = touched_since(working, since)
    turned = Q(pk__in=touched) | Q(position__in=also)
    segments = list(Segment.objects.with_replacements().filter(turned, interview=interview))
    memos = memos_by_turn(working, {segment.pk for segment in segments})
    nothing, codings = nothing_in(working), codings_by_segment(interview, passes, only=segments)
    turns = {
        segment.position: {
            **state(safe_text(segment), codings[segment.pk], working, nothing=segment.pk in nothing),
            "memos": memos[segment.pk],
        }
        for segment in segments
    }
    return {"version": version, "turns": turns}


def touched_since(coding_pass: CodingPass, since: int) -> tuple[int, set[int]]:
    """Where the log of a pass stands now, and the turns, by id, that acts later than `since` were about."""
    events = dict(Event.objects.filter(coding_pass=coding_pass, pk__gt=since).values_list("pk", "data"))
    touched: set[int] = set()
    for data in events.values():
        touched.update(data.get("segments") or [])
        touched.update([data["segment"]] if "segment" in data else [])
    return max(events, default=since), touched


def nothing_in(working: CodingPass) -> set[int]:
    """The turns, by id, to which the coder said that nothing applies."""
    own = SegmentReview.objects.filter(coding_pass=working, kind=SegmentReview.Kind.NOTHING_APPLIES)
    return set(own.values_list("segment", flat=True))


def state(safe: SafeText, codings: list[Coding], working: CodingPass, *, nothing: bool) -> Data:
    """What is coded in a turn, by whom where it is not the coder's own, and whether nothing applies."""
    rows = [
        [
            coding.pk,
            *safe.safe_span(coding.start, coding.end),
            coding.code.pk,
            "" if coding.coding_pass_id == working.pk else coding.coding_pass.coder.get_username(),
        ]
        for coding in codings
    ]
    return {"codings": rows, "nothing": nothing}


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
