"""Moving an interview along its coding track; the arrows are in `interviews/states.py`."""

from interviews.errors import WrongState
from interviews.models import Interview
from interviews.states import NoSuchTransition, next_state

CODING = "coding"
START = "start coding"
SUBMIT_ALL = "submit every pass"
REOPEN_PASS = "reopen a pass"
START_MODERATION = "start moderation"
SUBMIT_MODERATION = "submit moderation"
ADOPT = "adopt a sole pass"
REOPEN_MODERATION = "reopen moderation"


def as_stored(interview: Interview) -> str:
    """The coding state as the database has it now, held until the transaction ends: two acts queue."""
    rows = Interview.objects.select_for_update(of=("self",))
    interview.refresh_from_db(fields=["coding_state"], from_queryset=rows)
    return interview.coding_state


def check_possible(interview: Interview, act: str) -> str:
    """The state that `act` leads to. Raises WrongState, with what is possible instead."""
    try:
        return next_state(CODING, interview.coding_state, act)
    except NoSuchTransition as error:
        raise WrongState(f"interview {interview.number}: {error}") from error


def move(interview: Interview, act: str) -> None:
    """Take `interview` along the arrow `act`. Raises WrongState where there is none."""
    as_stored(interview)
    interview.coding_state = check_possible(interview, act)
    interview.save(update_fields=["coding_state"])
