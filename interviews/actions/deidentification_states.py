"""Moving an interview along its import track as its de-identification goes on; arrows: `interviews/states.py`."""

from interviews.fingerprints import fingerprint_key
from interviews.models import Interview, Segment
from interviews.safe import is_reviewed
from interviews.states import next_state

TRACK = "import"
State = Interview.ImportState


def changed(interview: Interview) -> None:
    """A replacement was decided: work on it has begun, or begins again."""
    interview.refresh_from_db(fields=["import_state"])
    if interview.import_state == State.IMPORTED:
        move(interview, "start de-identification")
    elif interview.import_state == State.DEIDENTIFIED:
        move(interview, "reopen de-identification")


def reviewed(interview: Interview) -> None:
    """A review was recorded: the work is finished once every segment is reviewed as it stands."""
    interview.refresh_from_db(fields=["import_state"])
    if interview.import_state == State.DEIDENTIFIED:
        return
    key = fingerprint_key()
    segments = Segment.objects.with_replacements().prefetch_related("reviews").filter(interview=interview)
    if all(is_reviewed(segment, key=key) for segment in segments):
        move(interview, "finish de-identification")
    else:
        changed(interview)


def move(interview: Interview, act: str) -> None:
    interview.import_state = next_state(TRACK, interview.import_state, act)
    interview.save(update_fields=["import_state"])
