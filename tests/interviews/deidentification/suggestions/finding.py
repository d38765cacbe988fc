"""What is suggested in a few sentences."""

from interviews.deidentification.suggestions import Talk, Turn, suggest
from interviews.transcripts.placeholders import find_placeholders

IN_THE_MIDDLE = 30
"""A turn far from the beginning of a talk, where people no longer say who they are, and far from its end."""


def talk_of(*texts: str, language: str = "en", **fields) -> Talk:
    turns = tuple(Turn(position, text, "interviewee") for position, text in enumerate(texts))
    covered = {turn.position: tuple((p.start, p.end) for p in find_placeholders(turn.text)) for turn in turns}
    return Talk(turns, language, covered, covered, **fields)


def found(*texts: str, **fields) -> list[tuple[str, str]]:
    """Words and types that are suggested, in the order of the talk."""
    talk = talk_of(*texts, **fields)
    suggestions = sorted(suggest(talk), key=lambda one: (one.position, one.start))
    return [(texts[one.position][one.start : one.end], one.type) for one in suggestions]


def heard(said: str, language: str = "en") -> list[str]:
    """What is suggested in a turn in the middle of a long talk, in words."""
    turns = [Turn(position, "Okay.", "interviewer") for position in range(2 * IN_THE_MIDDLE)]
    turns[IN_THE_MIDDLE] = Turn(IN_THE_MIDDLE, said, "interviewee")
    suggestions = suggest(Talk(tuple(turns), language))
    return [said[one.start : one.end] for one in suggestions if one.position == IN_THE_MIDDLE]
