"""What is left to do before a study's interviews are de-identified, interview by interview."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from interviews.fingerprints import reading_key
from interviews.models import Interview, Replacement, Segment, Study
from interviews.safe import is_reviewed

Group = tuple[str | int, int | None]


@dataclass
class InterviewLeft:
    """Counts of one interview: its turns, those reviewed as they stand, and places that nobody decided.

    `groups` are the decisions that settle them: the same words are one, in this interview and in the next;
    `keeps_waiting` are places that wait for a second person.
    """

    interview: Interview
    segments: int = 0
    reviewed: int = 0
    undecided: int = 0
    keeps_waiting: int = 0
    by_type: dict[str, int] = field(default_factory=dict)
    groups: set[Group] = field(default_factory=set)

    @property
    def decisions(self) -> int:
        return len(self.groups)


def decisions_of(rows: list[InterviewLeft]) -> int:
    """The decisions of several interviews: one that settles places in two of them is one."""
    return len(set().union(*(row.groups for row in rows)))


def left_to_do(study: Study) -> list[InterviewLeft]:
    """One row an interview with readable text, in order of their numbers; four queries, whatever the study's size."""
    rows = {i.pk: InterviewLeft(i) for i in study.interviews.filter(data_key__isnull=False).order_by("number")}
    key = reading_key()
    segments = Segment.objects.with_replacements().prefetch_related("reviews").filter(interview__in=list(rows))
    for segment in segments.iterator(chunk_size=2000):
        row = rows[segment.interview_id]
        row.segments += 1
        row.reviewed += is_reviewed(segment, key=key)
    types: dict[int, Counter[str]] = defaultdict(Counter)
    undecided = Replacement.objects.filter(segment__interview__in=list(rows), status=Replacement.Status.SUGGESTED)
    fields = ("segment__interview_id", "type", "words_fingerprint", "pk", "keep_asked_by")
    for interview, type_, fingerprint, pk, asked_by in undecided.values_list(*fields):
        rows[interview].undecided += 1
        rows[interview].keeps_waiting += asked_by is not None
        types[interview][type_] += 1
        rows[interview].groups.add((fingerprint or pk, asked_by))
    for pk, row in rows.items():
        row.by_type = dict(types[pk].most_common())
    return list(rows.values())
