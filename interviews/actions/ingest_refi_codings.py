"""Codings of another tool's project, as codings of passes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from interviews.actions.code import (
    APPLIED,
    LIFTED,
    Selection,
    assign_pass,
    check_may_change,
    close,
    coding_event,
    record_turn,
)
from interviews.actions.ingest_codings import (
    advance,
    check_place_is_free,
    coder_account,
    known_coder,
    role_of,
    username_for,
)
from interviews.actions.ingest_refi_sources import Place
from interviews.actions.log import record
from interviews.known_guids import coder_guid, coding_guid
from interviews.models import Code, Coding, CodingPass, Event, Interview, SegmentReview, Study
from interviews.permissions import Act, can, roles_of
from interviews.refi import document
from interviews.refi.document import UNCERTAIN, Project, Source, User
from interviews.refi.remarks import Counts
from interviews.refi.words import _
from interviews.rendered import Rendered
from interviews.visibility import can_see_pass, visible_passes

Kind = CodingPass.Kind
Who = tuple[str, str]
"""A user of the file, by GUID, and the kind of pass that their codings are."""
Spot = tuple[int, int, int, int]
"""Segment, start, end and the code as it is read today."""

OTHERS = _("coding of another coder of this study: left to them, who import it themselves")
UNKNOWN = _("coding has a code that the file does not have: left out")
RETIRED = _("coding has a code that is retired here: left out; use the code again first")
LOST = _("coding lies on words that the interview has not, or not in the same turn: only the rest of it is carried")
NOWHERE = _("coding lies on no words of the interview: left out")
WHOLE = _("coding of a whole text: it is put on every turn")
CODELESS = _("selection without a code: left out")
TOGETHER = _("more user of the file coded: all is in one pass now; --each-coder keeps them apart")
ACTIVE = _("coding in the name of somebody who works here: left out, they or a custodian of the study may import it")
TAKEN = _("coding of somebody who has a pass on that interview here already: left out")


@dataclass
class Wanted:
    """A coding of the file: on spans of one interview, by one user."""

    pieces: Sequence[Selection]
    code: Code
    certain: bool
    guid: str
    source: int


@dataclass
class Codings:
    """Collects the codings of all sources, then stores them pass by pass."""

    by: Any
    study: Study
    project: Project
    codes: dict[str, Code]
    counts: Counts
    each_coder: bool
    made: int = 0
    known: int = 0
    of_source: dict[int, int] = field(default_factory=dict)
    # The first coding of each of the file's, by GUID.
    stored: dict[str, Coding] = field(default_factory=dict)
    wanted: dict[Interview, dict[Who, list[Wanted]]] = field(default_factory=dict)
    texts: dict[int, Rendered] = field(default_factory=dict)
    coders: set[str] = field(default_factory=set)

    def add(self, source: Source, place: Place) -> None:
        """Take up what is coded in a source."""
        for selection in source.selections:
            if not selection.codings:
                self.counts.add(CODELESS)
                continue
            pieces, lost = place.pieces(selection.start, selection.end)
            certain = not selection.description.startswith(UNCERTAIN)
            for coding in selection.codings:
                self.take(source, place.interview, coding, pieces, lost, certain, coding.user or selection.user)
        self.texts[place.interview.pk] = place.text
        pieces, lost = place.pieces(0, len(source.text)) if source.codings else ([], False)
        for coding in source.codings:
            self.counts.add(WHOLE)
            self.take(source, place.interview, coding, pieces, lost, True, coding.user)

    def take(
        self,
        source: Source,
        interview: Interview,
        coding: document.Coding,
        pieces: Sequence[Selection],
        lost: bool,
        certain: bool,
        user: str,
    ) -> None:
        code = self.codes.get(coding.code)
        if code is None or code.retired_at is not None:
            self.counts.add(UNKNOWN if code is None else RETIRED)
        elif not pieces:
            self.counts.add(NOWHERE)
        elif not self.each_coder and self.is_of_another(interview, coding.guid, user):
            self.counts.add(OTHERS)
        else:
            self.counts.add(LOST, lost)
            who = (user, self.kind_of(user)) if self.each_coder else ("", Kind.INDEPENDENT)
            taken = self.wanted.setdefault(interview, {}).setdefault(who, [])
            taken.append(Wanted(pieces, code, certain, coding.guid, id(source)))
            self.coders.add(user)

    @cached_property
    def users(self) -> dict[str, User]:
        return {user.guid: user for user in self.project.users}

    def kind_of(self, user: str) -> str:
        moderated = user in self.users and self.users[user].is_moderated
        return Kind.MODERATED if moderated else Kind.INDEPENDENT

    def is_of_another(self, interview: Interview, guid: str, user: str) -> bool:
        """Whether somebody else of this study made the coding: their work goes into nobody else's pass."""
        return self.owner_of(user) != self.by.pk or self.known_codings(interview).get(guid, True) is False

    def owner_of(self, user: str) -> int:
        """Whose codings a user's are, by GUID, else by name, since tools make GUIDs anew; 0 for what was settled."""
        if user in self.owners or user not in self.users:
            return int(self.owners.get(user, self.by.pk))
        owner = self.members.get(username_for(self.users[user].person).casefold())
        if owner is None:
            return int(self.by.pk)
        return 0 if self.users[user].is_moderated else owner

    @cached_property
    def members(self) -> dict[str, int]:
        """The study's people by user name, in small letters."""
        return {m.user.get_username().casefold(): m.user_id for m in self.study.memberships.select_related("user")}

    @cached_property
    def owners(self) -> dict[str, int]:
        """Whose GUIDs are ours; what somebody settled as a moderator is not of their independent pass."""
        people = {(m.user.get_username(), m.user_id) for m in self.study.memberships.select_related("user")}
        found = {coder_guid(self.study, name, Kind.INDEPENDENT): user for name, user in people}
        return found | {coder_guid(self.study, name, Kind.MODERATED): 0 for name, _ in people}

    @cached_property
    def _known_codings(self) -> dict[int, dict[str, bool]]:
        return {}

    def known_codings(self, interview: Interview) -> dict[str, bool]:
        """GUIDs of the codings that are here, as an export gives them, and whether each is of one's own pass.

        Of others' only those that the blind rule shows: whether a GUID is known must not tell what they coded.
        """
        if interview.pk not in self._known_codings:
            codings = Coding.objects.filter(
                coding_pass__interview=interview, coding_pass__in=visible_passes(self.by)
            ).select_related("coding_pass__coder", "segment", "code__merged_into")
            self._known_codings[interview.pk] = {
                self.guid_of(interview, coding): coding.coding_pass.coder_id == self.by.pk
                and coding.coding_pass.kind == Kind.INDEPENDENT
                for coding in codings
            }
        return self._known_codings[interview.pk]

    def guid_of(self, interview: Interview, coding: Coding) -> str:
        coder = coder_guid(self.study, coding.coding_pass.coder.get_username(), coding.coding_pass.kind)
        span = (coding.segment.position, coding.start, coding.end)
        return coding_guid(interview, coder, span, str(coding.code.effective().guid))

    def store(self) -> None:
        """Store what was taken up."""
        if not self.each_coder:
            self.counts.add(TOGETHER, max(len(self.coders) - 1, 0))
        for interview, passes in self.wanted.items():
            # Moderated passes last: they settle the others.
            for who in sorted(passes, key=lambda who: (who[1] == Kind.MODERATED, who)):
                self.store_pass(interview, who, passes[who])

    def store_pass(self, interview: Interview, who: Who, wanted: list[Wanted]) -> None:
        """The codings of one user on one interview, in one pass."""
        user, kind = who
        name = self.users[user].person if user in self.users else ""
        coder = known_coder(self.study, name)[1] if self.each_coder else self.by
        if self.each_coder and not self.may_speak_for(coder, kind):
            self.counts.add(ACTIVE, len(wanted))
            return
        mine = {} if kind == Kind.MODERATED else {"coder": coder}
        # Somebody without an account has no pass.
        there = interview.passes.filter(kind=kind, **mine).first() if coder or not mine else None
        if there is not None and not can_see_pass(self.by, there):
            self.counts.add(TAKEN, len(wanted))
            return
        missing = self.missing(there, wanted)
        if not missing:
            return
        is_own = coder == self.by and kind == Kind.INDEPENDENT
        if not self.each_coder or (is_own and there is not None and there.status == CodingPass.Status.OPEN):
            self.store_own(interview, missing)
        elif there is None:
            self.store_whole(interview, coder_account(self.study, name, kind, by=self.by), kind, missing)
        else:
            self.counts.add(TAKEN, len(missing))

    def may_speak_for(self, coder: Any, kind: str) -> bool:
        """Whether a file may bring a pass in that name: anybody can write any name into one.

        Nobody who signs in here gets a role or a pass by it, but from themselves in a role that they have, or from
        those who give out roles.
        """
        if coder is None or not coder.is_active or self.may_manage:
            return True
        return bool(coder == self.by and role_of(kind) in roles_of(self.by, self.study))

    @cached_property
    def may_manage(self) -> bool:
        return can(self.by, Act.MANAGE_STUDY, self.study)

    def missing(self, there: CodingPass | None, wanted: list[Wanted]) -> list[Wanted]:
        """What is not in the pass yet, neither as it is in the file nor as it was before it grew to replacements."""
        have = self.grown(there) | spots_of(there) if there is not None else {}
        missing = []
        for one in wanted:
            spots = [spot_of(piece, one.code) for piece in one.pieces]
            if all(spot in have for spot in spots):
                self.known += 1
                self.stored[one.guid] = have[spots[0]]
            else:
                missing.append(one)
        return missing

    def grown(self, there: CodingPass) -> dict[Spot, Coding]:
        """The codings of a pass where they are in a file that went out: with all of each replacement that they cut."""
        text = self.texts[there.interview_id]
        safe = dict(zip((segment.pk for segment in text.segments), text.safe, strict=True))
        spots = spots_of(there).items()
        return {(s, *safe[s].snap(start, end), code): coding for (s, start, end, code), coding in spots}

    def store_own(self, interview: Interview, missing: list[Wanted]) -> None:
        """Put codings into the open pass of whoever imports, in the log as one act that can be undone."""
        coding_pass = check_may_change(self.by, assign_pass(by=self.by, interview=interview, coder=self.by))
        act = str(uuid.uuid4())
        segments = {piece.segment.pk for one in missing for piece in one.pieces}
        marks = coding_pass.reviews.filter(kind=SegmentReview.Kind.NOTHING_APPLIES).select_related("segment")
        for mark in marks:
            if mark.segment_id in segments:
                record_turn(self.by, LIFTED, coding_pass, mark.segment, act)
                mark.delete()
        codings = self.stored_in(coding_pass, missing)
        Event.objects.bulk_create([coding_event(self.by, APPLIED, coding, act) for coding in codings])

    def store_whole(self, interview: Interview, coder: Any, kind: str, missing: list[Wanted]) -> None:
        """Make the submitted pass of somebody who coded elsewhere."""
        check_place_is_free(interview, coder, kind)
        coding_pass = CodingPass.objects.create(interview=interview, coder=coder, kind=kind)
        codings = self.stored_in(coding_pass, missing)
        close(coding_pass)
        advance(interview, kind)
        record(by=self.by, action="pass imported", interview=interview, coding_pass=coding_pass, codings=len(codings))

    def stored_in(self, coding_pass: CodingPass, missing: list[Wanted]) -> list[Coding]:
        """Store codings, each spot once, and remember which came of which in the file."""
        have = spots_of(coding_pass)
        new: dict[Spot, Coding] = {}
        for one in missing:
            group = uuid.uuid4() if len(one.pieces) > 1 else None
            fresh = False
            for piece in one.pieces:
                spot = spot_of(piece, one.code)
                if spot not in have and spot not in new:
                    fresh = True
                    new[spot] = Coding(
                        coding_pass=coding_pass,
                        segment=piece.segment,
                        start=piece.start,
                        end=piece.end,
                        code=one.code,
                        group=group,
                        span_certain=one.certain,
                    )
            first = spot_of(one.pieces[0], one.code)
            self.stored[one.guid] = have.get(first) or new[first]
            self.made, self.known = self.made + fresh, self.known + (not fresh)
            self.of_source[one.source] = self.of_source.get(one.source, 0) + fresh
        return list(Coding.objects.bulk_create(new.values()))


def spots_of(coding_pass: CodingPass) -> dict[Spot, Coding]:
    """The codings of a pass by where they are and how their code is read today."""
    codings = coding_pass.codings.select_related("code__merged_into")
    return {(c.segment_id, c.start, c.end, c.code.effective().pk): c for c in codings}


def spot_of(piece: Selection, code: Code) -> Spot:
    return piece.segment.pk, piece.start, piece.end, code.pk
