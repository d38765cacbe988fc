"""Memos of another tool's project, as memos of whoever imports them: a file's words are theirs to answer for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from interviews.actions.ingest_refi_sources import Place
from interviews.actions.log import record
from interviews.models import Code, Coding, Memo, Study
from interviews.refi.document import UNCERTAIN, Note, Project, Source
from interviews.refi.remarks import Counts
from interviews.refi.words import _

MISSING = _("memo that the file names and does not have: left out")
LEFT = _("memo on something that is left out: left out with it")
About = tuple[int | None, int | None, int | None, int | None]
"""The ids of the interview, the turn, the code and the coding that a memo is on."""


@dataclass
class Memos:
    """Writes memos, each once: one that whoever imports has written there already is not written again."""

    by: Any
    study: Study
    project: Project
    counts: Counts
    made: int = 0
    used: set[str] = field(default_factory=set)

    def write(self, codes: dict[str, Code], places: Iterable[tuple[Source, Place]], codings: dict[str, Coding]) -> None:
        """Write the memos on codes, on texts, on selections and codings, and those on the project.

        A memo on what is left out is left out: on the study, those would read it who may not see what it is about.
        """
        self.notes = {note.guid: note for note in self.project.notes}
        self.there = {(about(memo), memo.text) for memo in self.study.memos.filter(author=self.by)}
        for given in self.project.codes:
            if given.guid in codes:
                self.on(given.notes, code=codes[given.guid])
        for source, place in places:
            self.on(source.notes, interview=place.interview)
            self.put(source.description, interview=place.interview)
            self.on_selections(source, place, codings)
        self.on(self.project.own_notes)
        named = self.project.named_notes
        self.counts.add(LEFT, len(self.notes.keys() & named - self.used))
        self.on([guid for guid in self.notes if guid not in self.used | named])

    def on_selections(self, source: Source, place: Place, codings: dict[str, Coding]) -> None:
        for selection in source.selections:
            comment = "" if selection.description.startswith(UNCERTAIN) else selection.description
            if selection.notes or comment:
                pieces, _ = place.pieces(selection.start, selection.end)
                where = {"segment": pieces[0].segment} if pieces else {}
                self.on(selection.notes, interview=place.interview, **where)
                self.put(comment, interview=place.interview, **where)
            for coding in selection.codings:
                if coding.notes and coding.guid in codings:
                    made = codings[coding.guid]
                    self.on(coding.notes, interview=place.interview, segment=made.segment, coding=made)

    def on(self, guids: Iterable[str], **where: Any) -> None:
        for guid in guids:
            self.used.add(guid)
            note: Note | None = self.notes.get(guid)
            self.counts.add(MISSING, note is None)
            self.put(note.text if note else "", **where)

    def put(self, text: str, **where: Any) -> None:
        """Write one memo, unless it has no words or is there."""
        if not text.strip():
            return
        memo = Memo.written(study=self.study, text=text.strip(), author=self.by, **where)
        # Where an import was undone, what stood on a coding stands on its turn.
        places = {about(memo), (*about(memo)[:3], None)}
        if any((place, text.strip()) in self.there for place in places):
            return
        memo.save()
        self.there.add((about(memo), text.strip()))
        self.made += 1
        record(by=self.by, action="memo imported", study=self.study, interview=where.get("interview"), row=memo.pk)


def about(memo: Memo) -> About:
    return memo.interview_id, memo.segment_id, memo.code_id, memo.coding_id
