"""Import of an interview: from the bytes of a transcript to segments, speakers, a participant and placeholders.

All of a file is stored or nothing of it. The file's name serves to find the interview's number and to word
errors; it is never stored, since people name files after people.
"""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from interviews import ledger
from interviews.actions.log import record
from interviews.actions.placeholders import collect_placeholders, suggest_placeholders
from interviews.crypto import encrypt
from interviews.errors import DuplicateInterview, SameSource, WorkshopError, WrongState
from interviews.ledger import told_in_one_line
from interviews.models import Interview, Participant, Segment, Speaker, Study
from interviews.permissions import Act, check
from interviews.transcripts.document import SpeakerLabel, Transcript, Turn
from interviews.transcripts.reader import read_transcript
from interviews.transcripts.similarity import share_found, shingles, word_overlap

# Two readings of one talk share nearly all runs of three words (0.99 in the study's files), two talks about the
# same things hardly any (0.08 at most, with the same questions asked).
SAME_WORDS = 0.7
# Texts whose lengths differ by more than this factor are not nearly the same words; they are not even opened.
SAME_LENGTH = 1.1
# Before all words are compared, this many turns are: less than this share of them found means another talk.
SAMPLE_TURNS = 5
SAME_SAMPLE = 0.4


@told_in_one_line()
@transaction.atomic
def import_interview(
    *,
    by: Any,
    study: Study,
    data: bytes,
    name: str,
    number: int | None = None,
    format: str | None = None,
    confirm_duplicate: bool = False,
) -> Interview:
    """Store one transcript as an interview of `study`.

    `number` is the given one, else the one in the file's name or title, else the next free one. A participant
    (P05 for interview 5) is made or found for the interviewee, without any consent. The placeholders that the
    study's authors put into the words become suggested replacements, and join the registry.

    Raises TranscriptError for a file that can't be read, SameSource for one that is stored already,
    DuplicateInterview (unless `confirm_duplicate`) for nearly the same words, WrongState for a study whose raw text
    was destroyed, and WorkshopError for a number that is taken.
    """
    check(by, Act.IMPORT, study)
    check_still_kept(study)
    transcript = read_transcript(data, name=name, format=format)
    return store_transcript(
        by=by, study=study, transcript=transcript, number=number, confirm_duplicate=confirm_duplicate
    )


def store_transcript(
    *,
    by: Any,
    study: Study,
    transcript: Transcript,
    number: int | None = None,
    confirm_duplicate: bool = False,
    guid: str | None = None,
) -> Interview:
    """Store what was read of a transcript, inside of the caller's transaction. Raises as `import_interview`.

    `guid` is what another tool knows the text by.
    """
    check_not_stored(study, transcript)
    number = number or transcript.number or next_number(study)
    if not confirm_duplicate:
        check_not_alike(study, transcript)
    if study.interviews.filter(number=number).exists():
        taken = _("study %(study)s has an interview %(number)s already: give this one another number")
        raise WorkshopError(taken % {"study": study.slug, "number": number})
    interview = Interview.objects.create(
        study=study,
        number=number,
        language=transcript.language,
        source_sha256=transcript.source_sha256,
        source_format=transcript.format,
        warnings=[asdict(warning) for warning in transcript.warnings],
        imported_by=by,
        **({"guid": guid} if guid else {}),
    )
    segments = store_turns(interview, transcript.turns)
    placeholders = suggest_placeholders(segments)
    collect_placeholders(interview)
    record(by=by, action="interview imported", interview=interview, segments=len(segments), placeholders=placeholders)
    return interview


def check_still_kept(study: Study) -> None:
    """Raise WrongState when the study's raw text was destroyed: what was promised gone must not come back."""
    study.refresh_from_db(fields=["destroyed_at"])
    if study.destroyed_at is not None:
        gone = _("the raw text of study %(study)s was destroyed on %(day)s: import into a study of its own")
        raise WrongState(gone % {"study": study.slug, "day": f"{study.destroyed_at:%Y-%m-%d}"})


def check_not_stored(study: Study, transcript: Transcript) -> None:
    """Raise SameSource when this very file is in the study already, WrongState when who spoke in it withdrew."""
    if (ledger.word(study.slug), transcript.source_sha256) in ledger.known().sources:
        raise WrongState("this file is of somebody who withdrew: their words must not be imported again")
    stored = study.interviews.filter(source_sha256=transcript.source_sha256).first()
    if stored:
        raise SameSource(f"this file is already imported as interview {stored.number}")


def check_not_alike(study: Study, transcript: Transcript) -> None:
    """Raise DuplicateInterview when an interview of the study has nearly the same words."""
    words = " ".join(turn.text for turn in transcript.turns)
    length = sum(len(turn.text) for turn in transcript.turns)
    near_in_length = (
        study.interviews.filter(data_key__isnull=False)
        .annotate(length=Sum("segments__length"))
        .filter(length__gte=length / SAME_LENGTH, length__lte=length * SAME_LENGTH)
    )
    ours = shingles(words)
    for other in near_in_length:
        if share_found(longest_turns(other), ours) < SAME_SAMPLE:
            continue
        overlap = word_overlap(words, words_of(other))
        if overlap >= SAME_WORDS:
            raise DuplicateInterview(
                f"{int(overlap * 100)}% of it is word for word interview {other.number}: it is the same talk; "
                "to keep both, confirm the duplicate and give it a free number"
            )


def longest_turns(interview: Interview) -> list[str]:
    """The words of the interview's longest turns: enough to tell another talk without opening all of it."""
    longest = interview.segments.select_related("interview").order_by("-length", "position")[:SAMPLE_TURNS]
    return [segment.text for segment in longest]


def words_of(interview: Interview) -> str:
    """All words of an interview, in order."""
    segments = interview.segments.select_related("interview").order_by("position")
    return " ".join(segment.text for segment in segments)


def next_number(study: Study) -> int:
    """The number after the highest one of the study."""
    highest = study.interviews.aggregate(highest=Max("number"))["highest"] or 0
    return int(highest) + 1


def store_turns(interview: Interview, turns: tuple[Turn, ...]) -> list[Segment]:
    """Write the turns as segments, with their speakers."""
    speakers = store_speakers(interview, turns)
    segments = [
        Segment.written(
            interview=interview,
            position=turn.position,
            text=turn.text,
            speaker=speakers[turn.speaker.role, number_in_role],
            line=turn.line,
            start_ms=turn.start_ms,
            end_ms=turn.end_ms,
        )
        for turn, number_in_role in zip(turns, speaker_numbers(turns), strict=True)
    ]
    return list(Segment.objects.bulk_create(segments))


def speaker_numbers(turns: tuple[Turn, ...]) -> list[int]:
    """For each turn, its speaker's number within the role: the label's own, 1 for a bare role, else a free one.

    "Interviewer" and "Interviewer 1" are one person; "Interviewer A" and "Interviewer B" are two, numbered in
    the order in which they first speak.
    """
    numbers: dict[SpeakerLabel, int] = {
        turn.speaker: turn.speaker.number for turn in turns if turn.speaker.number is not None
    }
    for label in dict.fromkeys(turn.speaker for turn in turns):
        if label not in numbers:
            taken = {number for other, number in numbers.items() if other.role == label.role}
            bare = label.name.casefold() == label.role
            numbers[label] = 1 if bare else next(number for number in range(1, len(turns) + 2) if number not in taken)
    return [numbers[turn.speaker] for turn in turns]


def store_speakers(interview: Interview, turns: tuple[Turn, ...]) -> dict[tuple[str, int], Speaker]:
    """One speaker a role and number; interviewees are linked to participants of the study."""
    speakers: dict[tuple[str, int], Speaker] = {}
    for turn, number in zip(turns, speaker_numbers(turns), strict=True):
        role = turn.speaker.role
        if (role, number) in speakers:
            continue
        speakers[role, number] = Speaker.objects.create(
            interview=interview,
            role=role,
            number=number,
            participant=participant_for(interview, number) if role == Speaker.Role.INTERVIEWEE else None,
            # The label may be a name, so it is sealed like the words.
            label_encrypted=encrypt(interview.data_key, turn.label, context="speaker-label"),
        )
    return speakers


def participant_for(interview: Interview, number: int) -> Participant:
    """The participant of interviewee `number`: P05 in interview 5, P05.2 for a second one. Gives no consent."""
    code = f"P{interview.number:02d}" if number == 1 else f"P{interview.number:02d}.{number}"
    participant, _made = Participant.objects.get_or_create(study=interview.study, code=code)
    # A restored database may not know who withdrew since, or not even that they were there.
    if participant.withdrawn_at is not None or ledger.person(participant) in ledger.known().withdrawn:
        withdrew = _("participant %(code)s withdrew: their words must not be imported again")
        raise WorkshopError(withdrew % {"code": code})
    return participant
