"""Import of a coded print: a pass with its codings, on the segments of the transcript that the print is of.

A print shows words underlined, and code names in boxes under a turn. Where a turn has several underlined
stretches and several codes, the print does not say which has which: every code is put on every stretch, and the
codings are marked (`span_certain` is false). A turn with codes and nothing underlined is coded whole, marked too.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from interviews.actions.code import close
from interviews.actions.coding_states import START, START_MODERATION, SUBMIT_ALL, SUBMIT_MODERATION, as_stored, move
from interviews.actions.ingest_codes import codes_named
from interviews.actions.log import record
from interviews.errors import DuplicateInterview, SameSource, WorkshopError, WrongState
from interviews.models import Coding, CodingPass, Interview, Segment, Study, StudyMembership
from interviews.permissions import Act, check
from interviews.prints.alignment import AlignedTurn, Alignment, align
from interviews.prints.document import CodedPrint, PrintedTurn

Kind = CodingPass.Kind
State = Interview.CodingState
Pieces = tuple[tuple[int, int, int], ...]
# Under this share of common words a print is of another talk.
SAME_TALK = 0.5
# What Django allows in a user name.
NOT_IN_USERNAMES = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True)
class ImportedPrint:
    """What came of a print: the pass, None where the print shows no codes, and how its words lie."""

    coding_pass: CodingPass | None
    alignment: Alignment


@transaction.atomic
def import_codings(*, by: Any, interview: Interview, reading: CodedPrint, coder: str, kind: str) -> ImportedPrint:
    """Store one print as a submitted pass of `coder` (a name; an inactive account is made for it).

    `kind` is "independent" or "moderated". A print without codes stores nothing: that it shows none is not that
    its coder found none.

    Raises SameSource for a print that is stored already, DuplicateInterview where another print has its place,
    WrongState while somebody is still coding what a moderated print settles, and WorkshopError for a print of
    other words than the interview's.
    """
    study = interview.study
    check(by, Act.IMPORT, study)
    if interview.passes.filter(source_sha256=reading.source_sha256, kind=kind).exists():
        raise SameSource(f"this print is already imported as a pass on interview {interview.number}")
    segments = list(interview.segments.select_related("interview").order_by("position"))
    alignment = align(reading, [segment.text for segment in segments])
    if alignment.matched_share < SAME_TALK:
        share = f"{alignment.matched_share:.0%}"
        raise WorkshopError(f"only {share} of its words are in interview {interview.number}: check the file's number")
    if not reading.has_codes:
        return ImportedPrint(None, alignment)
    account = coder_account(study, coder, kind, by=by)
    check_place_is_free(interview, account, kind)
    coding_pass = CodingPass.objects.create(
        interview=interview,
        coder=account,
        kind=kind,
        source_sha256=reading.source_sha256,
        printed_turns=printed_turns(reading, alignment),
    )
    codings = codings_of(coding_pass, segments, reading, alignment)
    Coding.objects.bulk_create(codings)
    close(coding_pass)
    advance(interview, kind)
    record(by=by, action="print imported", interview=interview, coding_pass=coding_pass, codings=len(codings))
    return ImportedPrint(coding_pass, alignment)


def coder_account(study: Study, name: str, kind: str, *, by: Any) -> Any:
    """The account of a coder named in a print, with their role in the study.

    Made inactive and without a password where there is none (`known_coder`).
    """
    username, account = known_coder(study, name)
    if account is None:
        account = get_user_model().objects.model(username=username, is_active=False)
        account.set_unusable_password()
        account.save()
    role = role_of(kind)
    _, given = StudyMembership.objects.get_or_create(study=study, user=account, role=role)
    if given:
        record(by=by, action="role given", study=study, user=account.pk, role=role.value)
    return account


def known_coder(study: Study, name: str) -> tuple[str, Any]:
    """The user name that a coder named in a file has here, and their account, None where there is none yet.

    An account of that name is taken to be the coder's when it is inactive or a member of the study; somebody else who
    happens to have the name keeps their account to themselves.
    """
    accounts = get_user_model().objects
    username = username_for(name)
    account = accounts.filter(username__iexact=username).first()
    if account and account.is_active and not study.memberships.filter(user=account).exists():
        username = f"{username}-{study.slug}"
        account = accounts.filter(username__iexact=username).first()
    return username, account


def role_of(kind: str) -> StudyMembership.Role:
    """The role in which passes of this kind are made."""
    return StudyMembership.Role.MODERATOR if kind == Kind.MODERATED else StudyMembership.Role.CODER


def username_for(name: str) -> str:
    """A user name out of a printed name: "Ada Quill" is "Ada-Quill"."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return NOT_IN_USERNAMES.sub("-", plain).strip("-")[:100] or "unnamed-coder"


def check_place_is_free(interview: Interview, account: Any, kind: str) -> None:
    """Raise where the interview has such a pass already: one a coder, and one moderated in all."""
    if kind == Kind.MODERATED:
        if interview.passes.filter(kind=kind).exists():
            raise DuplicateInterview(f"interview {interview.number} has a moderated pass already: keep one of them")
        if interview.passes.filter(status=CodingPass.Status.OPEN).exists():
            raise WrongState(f"interview {interview.number} is still being coded: have the open passes submitted first")
    elif interview.passes.filter(kind=kind, coder=account).exists():
        raise DuplicateInterview(
            f"{account.get_username()} has another pass on interview {interview.number} already: keep one of the two"
        )


def printed_turns(reading: CodedPrint, alignment: Alignment) -> list[dict[str, Any]]:
    """The print's own cuts, as `CodingPass.printed_turns` keeps them: where each turn lies, its codes and spans.

    A turn whose codes have nothing underlined that has a place has no key "spans": its codes stand on all of it.
    """
    turns: list[dict[str, Any]] = []
    for turn, placed in zip(reading.turns, alignment.turns, strict=True):
        kept: dict[str, Any] = {
            "position": turn.position,
            "pieces": [list(piece) for piece in placed.pieces],
            "codes": list(turn.codes),
        }
        if any(placed.spans):
            kept["spans"] = [[list(piece) for piece in pieces] for pieces in placed.spans]
        turns.append(kept)
    return turns


def codings_of(
    coding_pass: CodingPass, segments: list[Segment], reading: CodedPrint, alignment: Alignment
) -> list[Coding]:
    """Unsaved codings for everything that a print shows."""
    codes = codes_named(coding_pass.interview.study, reading.codes)
    codings: dict[tuple[int, int, int, str], Coding] = {}
    for turn, placed in zip(reading.turns, alignment.turns, strict=True):
        for pieces in stretches(turn, placed):
            for name in turn.codes:
                # A stretch that runs across segments stays one selection.
                group = uuid.uuid4() if len(pieces) > 1 else None
                for segment, start, end in pieces:
                    coding = Coding(
                        coding_pass=coding_pass,
                        segment=segments[segment],
                        start=start,
                        end=end,
                        code=codes[name],
                        group=group,
                        span_certain=turn.is_certain and any(placed.spans),
                    )
                    codings.setdefault((segment, start, end, name), coding)
    return list(codings.values())


def stretches(turn: PrintedTurn, placed: AlignedTurn) -> list[Pieces]:
    """What of a turn is coded: its underlined stretches, or all of it where its codes have none with a place."""
    if not turn.codes:
        return []
    underlined = [stretch for stretch in map(with_words, placed.spans) if stretch]
    whole = with_words(placed.pieces)
    return underlined or ([whole] if whole else [])


def with_words(pieces: Pieces) -> Pieces:
    """The pieces that are not empty."""
    return tuple((segment, start, end) for segment, start, end in pieces if start < end)


def advance(interview: Interview, kind: str) -> None:
    """Take the interview to where a submitted pass of that kind brings it; one that is further stays there."""
    if as_stored(interview) == State.UNCODED:
        move(interview, START)
    if interview.coding_state == State.CODING and not interview.passes.filter(status=CodingPass.Status.OPEN).exists():
        move(interview, SUBMIT_ALL)
    if kind == Kind.MODERATED:
        if interview.coding_state == State.SUBMITTED:
            move(interview, START_MODERATION)
        move(interview, SUBMIT_MODERATION)
