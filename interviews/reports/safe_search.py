"""Search over the safe text of a study: every turn is opened in memory, and nothing of it is kept.

There is no index: one would hold private words in the clear, or be keyed and know no stems. A study of interviews is
small enough to be read through for each question (tests/benchmarks/test_safe_search_speed.py says how long it takes).
What stands behind a replacement can't be found, for the words that are searched are those that are shown.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from interviews.crypto import decrypt
from interviews.deidentification.safe_text import Substitution, apply
from interviews.models import Code, Coding, Interview, Replacement, Segment, Study
from interviews.reports.wanted import Wanted
from interviews.visibility import visible_passes


def search(
    user: Any, study: Study, wanted: Wanted, *, interview: int | None = None, code: Code | None = None
) -> list[int]:
    """Ids of the turns that hold what is wanted, in the order of interviews and talk, of one interview or of all.

    `interview` is its number. With `code`, turns that somebody coded so, as far as `user` may see it. Five queries at
    most.
    """
    if not wanted:
        return []
    interviews = study.interviews.filter(data_key__isnull=False)
    if interview is not None:
        interviews = interviews.filter(number=interview)
    turns = coded_with(user, code) if code is not None else None
    return [pk for pk, text, language in safe_texts(interviews, turns) if wanted.holds(text, language)]


def coded_with(user: Any, code: Code) -> set[int]:
    """Ids of the turns that a visible pass has under a code, or under one that is read as it."""
    read_so = [each.pk for each in Code.objects.filter(study=code.study_id) if each.effective() == code.effective()]
    passes = visible_passes(user).filter(interview__study=code.study_id).values("pk")
    return set(
        Coding.objects.filter(code__in=read_so, coding_pass__in=passes).order_by().values_list("segment", flat=True)
    )


def safe_texts(interviews: Any, only: set[int] | None = None) -> Iterator[tuple[int, str, str]]:
    """Id, safe text and language of each turn, in order. Rows without models: there are thousands. Three queries."""
    by_id: dict[int, Interview] = interviews.in_bulk()
    accepted = Replacement.objects.filter(segment__interview__in=by_id, status=Replacement.Status.ACCEPTED)
    replaced: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    for segment, start, end, words in accepted.values_list("segment", "start", "end", "text_encrypted").order_by():
        replaced[segment].append((start, end, words))
    rows = Segment.objects.filter(interview__in=by_id).order_by("interview__number", "interview", "position")
    for pk, interview_id, position, sealed in rows.values_list("pk", "interview", "position", "text_encrypted"):
        if only is not None and pk not in only:
            continue
        key = by_id[interview_id].data_key
        text = decrypt(key, sealed, context=f"segment:{position}")
        if pk in replaced:
            said = [
                Substitution(start, end, decrypt(key, words, context="replacement"))
                for start, end, words in replaced[pk]
            ]
            text = apply(text, said).text
        yield pk, text, by_id[interview_id].language
