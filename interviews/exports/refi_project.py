"""`refi-qda`: a study's safe text with its codes and codings, as a project of REFI-QDA (.qdpx).

What goes out is the safe text of turns as it stands now; raw words never do. A coding lies on the safe words that its
raw span became, grown to the edges of replacements.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

from django.db.models import Q

from interviews.exports.asking import asker, passes_for, study_called
from interviews.exports.refi_codes import codes_of, remarks_on
from interviews.exports.refi_selections import Selections
from interviews.fingerprints import reading_key
from interviews.known_guids import coder_guid, kind_of_user
from interviews.models import Code, Coding, Interview, Memo, SegmentReview, Study
from interviews.refi.document import OURS, REPORT, Project, Source, User
from interviews.refi.remarks import counted
from interviews.refi.writer import project_file
from interviews.rendered import Rendered, rendered
from interviews.safe import is_reviewed
from interviews.visibility import visible_memos

UNREVIEWED = "turn whose de-identification is not reviewed: its words may still name somebody"
NOT_SEEN = "interview: left out, since none of its codings may be seen yet"
NO_WORDS = "interview: left out, since it has no words any more"
TIMED = "turn with a time in a recording: the time is not carried"
NOTHING = "turn marked as one to which nothing applies: not carried"
MEMOS = "memo: not carried, since it may quote words that were replaced"


class RefiProject:
    """Interviews of one study as plain texts, its codes, and the codings that `user` may see.

    Valid by the standard's schema of projects. GUIDs stay from export to export, positions are code points, texts are
    UTF-8 with LF line ends and no byte order mark; two exports of the same state are the same bytes. `remarks` say,
    once written, what the format can't carry, and so does the project's description.
    """

    name = "refi-qda"
    description = "safe text and codings of a study for other tools, REFI-QDA project .qdpx (needs --study)"
    private = True
    binary = True
    filename = "project.qdpx"

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.counts: dict[str, int] = {}

    def write(self, out: BinaryIO, *, study: str | None = None, user: Any = None, by: str | None = None) -> int:
        """Write the project and return the number of codings in it; rights and errors as of `codings-csv`."""
        exported = study_called(study)
        asks = asker(exported, user=user, by=by)
        project = self.project(exported, passes_for(exported, asks), asks)
        out.write(project_file(project))
        return sum(len(selection.codings) for source in project.sources for selection in source.selections)

    def project(self, study: Study, passes: Any, asks: Any) -> Project:
        """The project of these passes. Interviews that nobody codes go out too, for others to code them."""
        shown = study.interviews.filter(Q(passes__in=passes) | Q(passes=None)).distinct().order_by("number")
        self.count(NOT_SEEN, study.interviews.exclude(pk__in=shown.values("pk")).count())
        codings = list(
            Coding.objects.filter(coding_pass__in=passes).select_related("coding_pass__coder", "segment", "code")
        )
        read_as = {code.pk: code.effective() for code in study.codes.select_related("merged_into")}
        sources = [
            source for interview in shown if (source := self.source(study, interview, codings, read_as)) is not None
        ]
        self.count_beside(study, passes, asks)
        self.remarks = [*(counted(number, words) for words, number in self.counts.items()), *remarks_on(study)]
        return Project(
            name=study.title,
            origin=OURS,
            description="\n".join([REPORT, *self.remarks]) if self.remarks else "",
            users=users_of(study, passes),
            codes=codes_of(study, used=(read_as[coding.code_id].pk for coding in codings)),
            sources=sources,
        )

    def source(
        self, study: Study, interview: Interview, codings: list[Coding], read_as: dict[int, Code]
    ) -> Source | None:
        """One interview; None where its words are gone."""
        if interview.data_key is None or not interview.segments.exists():
            self.count(NO_WORDS)
            return None
        text = rendered(interview)
        self.count_turns(text)
        mine = [coding for coding in codings if coding.coding_pass.interview_id == interview.pk]
        selections = Selections(study, interview, text, read_as)
        placed = selections.made(mine)
        for words, number in selections.counts.items():
            self.count(words, number)
        name = f"Interview {interview.number}"
        return Source(str(interview.guid), name, text.text, selections=tuple(placed))

    def count_turns(self, text: Rendered) -> None:
        key = reading_key()
        self.count(UNREVIEWED, sum(not is_reviewed(segment, key=key) for segment in text.segments if segment.length))
        self.count(TIMED, sum(segment.start_ms is not None for segment in text.segments))

    def count_beside(self, study: Study, passes: Any, asks: Any) -> None:
        """What stands beside the codings and stays here. Only what the asker may see is counted."""
        nothing = SegmentReview.objects.filter(kind=SegmentReview.Kind.NOTHING_APPLIES, coding_pass__in=passes)
        self.count(NOTHING, nothing.count())
        memos = Memo.objects.all() if asks is None else visible_memos(asks)
        self.count(MEMOS, memos.filter(study=study).count())

    def count(self, words: str, number: int = 1) -> None:
        if number:
            self.counts[words] = self.counts.get(words, 0) + number


def users_of(study: Study, passes: Any) -> list[User]:
    """Who made the passes, by name: one user for a coder, another for what the same person settled."""
    made: Iterable[tuple[str, str]] = passes.order_by().values_list("coder__username", "kind").distinct()
    return [User(coder_guid(study, name, kind), name, kind_of_user(kind)) for name, kind in sorted(made)]
