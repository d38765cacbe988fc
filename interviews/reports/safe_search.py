"""Search over the safe text of a study: every turn is opened in memory, and nothing of it is kept.

There is no index: one would hold private words in the clear, or be keyed and know no stems. A study of interviews is
small enough to be read through for each question (tests/benchmarks/test_safe_search_speed.py says how long it takes).
What stands behind a replacement can't be found, for the words that are searched are those that are shown. What nobody
reviewed may be raw words still, and is found by those alone who may see these (docs/decisions/0025).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from interviews.crypto import decrypt
from interviews.deidentification.safe_text import Substitution, apply, state_hash
from interviews.fingerprints import reading_key
from interviews.models import Code, Coding, Interview, Replacement, Segment, SegmentReview, Study
from interviews.permissions import Act, can
from interviews.reports.wanted import Wanted
from interviews.visibility import visible_passes


@dataclass
class Found:
    """Ids of the turns that were found, and how many were left out unread, since nobody reviewed them."""

    turns: list[int] = field(default_factory=list)
    left_out: int = 0


def search(user: Any, study: Study, wanted: Wanted, *, interview: int | None = None, code: Code | None = None) -> Found:
    """The turns that hold what is wanted, in the order of interviews and talk, of one interview or of all.

    `interview` is its number. With `code`, turns that somebody coded so, as far as `user` may see it. Eight queries
    at most.
    """
    if not wanted:
        return Found()
    interviews = study.interviews.filter(data_key__isnull=False)
    if interview is not None:
        interviews = interviews.filter(number=interview)
    turns = coded_with(user, code) if code is not None else None
    found, reads_raw = Found(), can(user, Act.SEE_RAW_TEXT, study)
    for pk, text, language, state in safe_texts(interviews, turns, reviewed=not reads_raw):
        if not reads_raw and not state:
            found.left_out += 1
        elif wanted.holds(text, language):
            found.turns.append(pk)
    return found


def coded_with(user: Any, code: Code) -> set[int]:
    """Ids of the turns that a visible pass has under a code, or under one that is read as it."""
    read_so = [each.pk for each in Code.objects.filter(study=code.study_id) if each.effective() == code.effective()]
    passes = visible_passes(user).filter(interview__study=code.study_id).values("pk")
    return set(
        Coding.objects.filter(code__in=read_so, coding_pass__in=passes).order_by().values_list("segment", flat=True)
    )


def safe_texts(
    interviews: Any, only: set[int] | None = None, *, reviewed: bool = False
) -> Iterator[tuple[int, str, str, bool]]:
    """Id, safe text and language of each turn, in order, and whether somebody reviewed it so, where that is asked.

    Rows without models: there are thousands. Three queries, and two to know what is reviewed.
    """
    by_id: dict[int, Interview] = interviews.in_bulk()
    accepted = Replacement.objects.filter(segment__interview__in=by_id, status=Replacement.Status.ACCEPTED)
    replaced: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    for segment, start, end, words in accepted.values_list("segment", "start", "end", "text_encrypted").order_by():
        replaced[segment].append((start, end, words))
    states = reviewed_states(by_id) if reviewed else set()
    key = reading_key() if reviewed else b""
    rows = Segment.objects.filter(interview__in=by_id).order_by("interview__number", "interview", "position")
    for pk, interview_id, position, sealed in rows.values_list("pk", "interview", "position", "text_encrypted"):
        if only is not None and pk not in only:
            continue
        data_key = by_id[interview_id].data_key
        text = raw = decrypt(data_key, sealed, context=f"segment:{position}")
        said = [
            Substitution(start, end, decrypt(data_key, words, context="replacement"))
            for start, end, words in replaced.get(pk, [])
        ]
        if said:
            text = apply(raw, said).text
        is_reviewed = reviewed and (not raw or (pk, state_hash(raw, said, key=key)) in states)
        yield pk, text, by_id[interview_id].language, is_reviewed


def reviewed_states(interviews: Iterable[int]) -> set[tuple[int, str]]:
    """Turns with the states in which somebody reviewed their de-identification. One query."""
    reviews = SegmentReview.objects.filter(
        kind=SegmentReview.Kind.DEIDENTIFICATION, segment__interview__in=list(interviews)
    )
    return set(reviews.order_by().values_list("segment", "state_sha256"))
