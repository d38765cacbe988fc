"""`refi-qda`: a study's safe text with its codes and codings, as a project of REFI-QDA (.qdpx).

What goes out is the safe text of turns as it stands now; raw words never do. A coding lies on the safe words that its
raw span became, grown to the edges of replacements.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

from django.db.models import Q

from catalog.exports import Refused
from interviews.exports.asking import asker, note_command, passes_for, study_called
from interviews.exports.refi_codes import codes_of, remarks_on
from interviews.exports.refi_selections import Selections
from interviews.fingerprints import reading_key
from interviews.known_guids import coder_guid, kind_of_user
from interviews.models import Coding, Interview, Memo, SegmentReview, Study
from interviews.permissions import Act, can
from interviews.refi.document import OURS, REPORT, SETTLED, Project, Source, User
from interviews.refi.remarks import Counts
from interviews.refi.writer import project_file
from interviews.rendered import Rendered, rendered
from interviews.safe import is_reviewed
from interviews.visibility import visible_memos

UNREVIEWED = "turn whose de-identification is not reviewed: its words may still name somebody"
NOT_SEEN = "interview: left out, since none of its codings may be seen yet"
AS_RAW = "interview: left out, since the de-identification of a turn is not reviewed, and you may not see raw text"
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

    def write(self, out: BinaryIO, *, study: str | None = None, user: Any = None, by: str | None = None) -> int:
        """Write the project and return the number of codings in it; rights and errors as of `codings-csv`.

        A command is Refused where not one of the study's interviews goes out: a script must not take that for a copy.
        """
        exported = study_called(study)
        made = Outgoing(exported, asker(exported, user=user, by=by))
        project = made.project()
        if user is None and not project.sources and exported.interviews.exists():
            why = "; ".join(made.counts.lines_of(NOT_SEEN, AS_RAW, NO_WORDS))
            raise Refused(f"no interview of study {exported.slug} goes out: {why}")
        out.write(project_file(project))
        self.remarks = made.remarks
        note_command(exported, user=user, by=by, action="project exported")
        return sum(len(selection.codings) for source in project.sources for selection in source.selections)


class Outgoing:
    """What of a study goes out to `asks`, who is nobody for a command."""

    def __init__(self, study: Study, asks: Any) -> None:
        self.study = study
        self.asks = asks
        self.passes = passes_for(study, asks)
        self.counts = Counts()
        self.remarks: list[str] = []
        self.reads_raw = asks is None or can(asks, Act.SEE_RAW_TEXT, study)
        self.key = reading_key()
        self.read_as = {code.pk: code.effective() for code in study.codes.select_related("merged_into")}

    def project(self) -> Project:
        """The project of these passes. Interviews that nobody codes go out too, for others to code them."""
        interviews = self.study.interviews.filter(Q(passes__in=self.passes) | Q(passes=None)).distinct()
        codings: dict[int, list[Coding]] = {}
        for coding in Coding.objects.filter(coding_pass__in=self.passes).select_related(
            "coding_pass__coder", "segment", "code"
        ):
            codings.setdefault(coding.coding_pass.interview_id, []).append(coding)
        made = (self.source(interview, codings.get(interview.pk, [])) for interview in interviews.order_by("number"))
        sources = [source for source in made if source is not None]
        self.count_beside(interviews)
        self.remarks = [*self.counts.lines(), *remarks_on(self.study)]
        used = {self.read_as[coding.code_id].pk for of_one in codings.values() for coding in of_one}
        return Project(
            name=self.study.title,
            origin=OURS,
            description="\n".join([REPORT, *self.remarks]) if self.remarks else "",
            users=users_of(self.study, self.passes),
            codes=codes_of(self.study, used=used),
            sources=sources,
        )

    def source(self, interview: Interview, codings: list[Coding]) -> Source | None:
        """One interview; None where its words are gone or may not go out."""
        if interview.data_key is None or not interview.segments.exists():
            self.counts.add(NO_WORDS)
            return None
        text = rendered(interview)
        if not self.may_go_out(text):
            return None
        placed = Selections(self.study, interview, text, self.read_as, self.counts).made(codings)
        return Source(str(interview.guid), f"Interview {interview.number}", text.text, selections=tuple(placed))

    def may_go_out(self, text: Rendered) -> bool:
        """Whether the words may: what nobody reviewed may be raw words still, and counts as them."""
        unreviewed = sum(not is_reviewed(segment, key=self.key) for segment in text.segments if segment.length)
        if unreviewed and not self.reads_raw:
            self.counts.add(AS_RAW)
            return False
        self.counts.add(UNREVIEWED, unreviewed)
        self.counts.add(TIMED, sum(segment.start_ms is not None for segment in text.segments))
        return True

    def count_beside(self, interviews: Any) -> None:
        """What stands beside the codings and stays here. Only what the asker may see is counted."""
        self.counts.add(NOT_SEEN, self.study.interviews.exclude(pk__in=interviews.values("pk")).count())
        nothing = SegmentReview.objects.filter(kind=SegmentReview.Kind.NOTHING_APPLIES, coding_pass__in=self.passes)
        self.counts.add(NOTHING, nothing.count())
        memos = Memo.objects.standing() if self.asks is None else visible_memos(self.asks)
        self.counts.add(MEMOS, memos.filter(study=self.study).count())


def users_of(study: Study, passes: Any) -> list[User]:
    """Who made the passes, by name: one user for a coder, another for what the same person settled."""
    made: Iterable[tuple[str, str]] = passes.order_by().values_list("coder__username", "kind").distinct()
    return [
        User(coder_guid(study, name, kind), f"{name}{SETTLED if kind_of_user(kind) else ''}", kind_of_user(kind))
        for name, kind in sorted(made)
    ]
