"""Import of another tool's project or codebook: its codes, its codings, and its texts where that is asked for.

All of a file is stored or nothing of it, and what is here already is not stored twice. Codings go into the independent
pass of whoever imports; or, with `each_coder`, everybody who coded in the file gets a submitted pass of their own, as
with coded prints.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext

from interviews.actions.ingest import check_still_kept, next_number, store_transcript
from interviews.actions.ingest_refi_codes import CodeImport
from interviews.actions.ingest_refi_codings import Codings
from interviews.actions.ingest_refi_memos import Memos
from interviews.actions.ingest_refi_sources import Place, Sources, readings
from interviews.actions.log import record
from interviews.errors import DuplicateInterview
from interviews.ledger import told_in_one_line
from interviews.models import Interview, Study
from interviews.permissions import Act, can, check
from interviews.refi.document import REPORT, Project, Source
from interviews.refi.remarks import Counts, in_language
from interviews.refi.turns import read_talk
from interviews.refi.words import _
from interviews.transcripts.errors import TranscriptError

CASES = _("case: not carried, with its attributes")
DESCRIBED = _("description of the whole project: not carried")
UNMATCHED = _("no interview of the study has its words; --new-interviews imports it as one")
NEARLY = _("an interview of the study has nearly its words, but no turns that are the same")
NEW, KNOWN = _("new"), _("known")
NO_WORDS = _("it has no words")
TWICE = _("another text of the file is the same interview")
GONE = _("the interview with its number, or that it was exported from, has no words any more, and none come back")
CHANGED = _("the interview that it was exported from has other words by now")


@dataclass
class ImportedSource:
    """What came of one text. It is called by its number in the file, since its name may be a person's.

    `how` is new or known, or why it was left out; `codings` are those made then, or those left out with it.
    """

    ordinal: int
    interview: int | None
    how: str
    codings: int

    def line(self) -> str:
        """The source in words.

        >>> ImportedSource(2, 5, "new", 12).line()
        'text 2: interview 5 (new), 12 new codings'
        """
        if self.interview is None:
            left = ngettext("left out with %(n)s coding", "left out with %(n)s codings", self.codings)
            said = f"{left % {'n': self.codings}}: {gettext(self.how)}"
            return gettext("text %(ordinal)s: %(said)s") % {"ordinal": self.ordinal, "said": said}
        codings = ngettext("%(n)s new coding", "%(n)s new codings", self.codings) % {"n": self.codings}
        facts = {"ordinal": self.ordinal, "number": self.interview, "how": gettext(self.how), "codings": codings}
        return gettext("text %(ordinal)s: interview %(number)s (%(how)s), %(codings)s") % facts


@dataclass
class ImportedProject:
    """What came of a file, in numbers, source by source, and in remarks on what could not be carried."""

    codes: int = 0
    interviews: int = 0
    codings: int = 0
    known: int = 0
    memos: int = 0
    sources: list[ImportedSource] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def summary(self) -> str:
        """The numbers in words."""
        made = (
            (ngettext("%(n)s new code", "%(n)s new codes", self.codes), self.codes),
            (ngettext("%(n)s new interview", "%(n)s new interviews", self.interviews), self.interviews),
            (ngettext("%(n)s new coding", "%(n)s new codings", self.codings), self.codings),
            (ngettext("%(n)s new memo", "%(n)s new memos", self.memos), self.memos),
        )
        known = ngettext("%(n)s coding here before", "%(n)s codings here before", self.known) % {"n": self.known}
        return f"{', '.join(words % {'n': number} for words, number in made)}; {known}"

    def lines(self) -> list[str]:
        """What came of each text, and each thing that could not be carried as it was."""
        return [*(source.line() for source in self.sources), *(in_language(line, gettext) for line in self.remarks)]


@told_in_one_line()
@transaction.atomic
def import_project(
    *,
    by: Any,
    study: Study,
    project: Project,
    each_coder: bool = False,
    new_interviews: bool = False,
    dry_run: bool = False,
) -> ImportedProject:
    """Bring what `project` holds into the study; `dry_run` does all of it and takes it back.

    Raises NotPermitted; WrongState for a submitted pass that would get more codings, and for a study whose raw text was
    destroyed; WorkshopError as `import_interview` does for new interviews.
    """
    check_may_import(by, study, project, each_coder=each_coder, new_interviews=new_interviews)
    check_still_kept(study)
    counts = Counts()
    codes = CodeImport(by, study, counts)
    codes.bring(project.codes)
    texts = _Texts(by, study, project, counts, new_interviews)
    texts.find()
    codings = Codings(by, study, project, codes.found, counts, each_coder)
    for source, place in texts.places:
        codings.add(source, place)
    codings.store()
    memos = Memos(by, study, project, counts)
    memos.write(codes.own, texts.places, codings.stored)
    counts.add(CASES, len(project.cases))
    counts.add(DESCRIBED, bool(project.description) and not project.description.startswith(REPORT))
    done = ImportedProject(codes.made, texts.made, codings.made, codings.known, memos.made)
    done.sources = [texts.told(source, codings) for source in project.sources]
    done.remarks = [*project.remarks, *counts.lines()]
    # Without numbers: everybody in the study reads it, also who must not know yet how much others coded.
    record(
        by=by,
        action="project imported" if project.sources else "codebook imported",
        study=study,
    )
    if dry_run:
        transaction.set_rollback(True)
    return done


def check_may_import(by: Any, study: Study, project: Project, *, each_coder: bool, new_interviews: bool) -> None:
    """Raise NotPermitted unless `by` may do all that is asked: coders bring codes and their own codings."""
    if each_coder or new_interviews:
        check(by, Act.IMPORT, study)
    if not can(by, Act.IMPORT, study) or (project.sources and not each_coder):
        check(by, Act.CODE, study)


@dataclass
class _Texts:
    """Finds the interview of each source, or makes it."""

    by: Any
    study: Study
    project: Project
    counts: Counts
    new_interviews: bool
    made: int = 0
    places: list[tuple[Source, Place]] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)
    new: set[int] = field(default_factory=set)

    def find(self) -> None:
        """Place each source: those first that are an interview's very text, so that no part of it takes their place."""
        sources = Sources(self.by, self.study)
        whole = {id(source): sources.whole(source) for source in self.project.sources}
        for source in sorted(self.project.sources, key=lambda source: whole[id(source)] is None):
            place = whole[id(source)] or sources.place(source)
            if place is not None and any(place.interview == other.interview for _, other in self.places):
                self.left[id(source)] = TWICE
                continue
            if place is None and self.new_interviews:
                place = self.add(sources, source)
            if place is not None:
                self.places.append((source, place))
            elif id(source) not in self.left:
                self.left[id(source)] = UNMATCHED if next(readings(source.text), None) is not None else NO_WORDS

    def add(self, sources: Sources, source: Source) -> Place | None:
        """A new interview of the source; None, with the reason in `left`, where it can't be one."""
        try:
            talk = read_talk(source.text, ours=self.project.is_ours, number_from=source.name)
        except TranscriptError as error:
            self.left[id(source)] = gettext("it can't be read as a transcript: %(reason)s") % {"reason": error.reason}
            return None
        if talk is None:
            return None
        wanted = talk.transcript.number
        if reason := self.why_not(source, wanted):
            self.left[id(source)] = reason
            return None
        taken = wanted is None or self.study.interviews.filter(number=wanted).exists()
        try:
            interview = store_transcript(
                by=self.by,
                study=self.study,
                transcript=talk.transcript,
                number=next_number(self.study) if taken else wanted,
                guid=source.guid,
            )
        except DuplicateInterview:
            self.left[id(source)] = NEARLY
            return None
        self.made += 1
        self.new.add(id(source))
        return sources.added(interview, talk)

    def why_not(self, source: Source, wanted: int | None) -> str:
        """Why a text can't be a new interview: what somebody withdrew does not come back out of an older file."""
        same = self.study.interviews.filter(Q(guid=source.guid) | Q(number=wanted))
        if same.filter(data_key=None).exists():
            return GONE
        return CHANGED if same.filter(guid=source.guid).exists() else ""

    def told(self, source: Source, codings: Codings) -> ImportedSource:
        """What to say of a source."""
        if id(source) in self.left:
            codes = sum(len(selection.codings) for selection in source.selections) + len(source.codings)
            return ImportedSource(source.ordinal, None, self.left[id(source)], codes)
        interview: Interview = next(place.interview for found, place in self.places if found is source)
        how = NEW if id(source) in self.new else KNOWN
        return ImportedSource(source.ordinal, interview.number, how, codings.of_source.get(id(source), 0))
